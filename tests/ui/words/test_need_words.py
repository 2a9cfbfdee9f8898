"""What a visitor needs is one line of facts, and their words turn nothing around them."""

import pytest

from undivided.etiquette.coach.needs import LONGEST_NEED, NO_NEEDS, Needs
from undivided.ui.words.need_words import needs_line, needs_spoken


@pytest.mark.parametrize(
    ("needs", "line"),
    [
        (NO_NEEDS, ""),
        (Needs("£200", "24 December", "2"), "Budget £200 · By 24 December · 2\u00a0pieces"),
        (Needs(quantity="1"), "1\u00a0piece"),
        (Needs(day="Friday {0}"), "By Friday {0}"),
    ],
)
def test_what_is_known_is_one_line(needs: Needs, line: str) -> None:
    assert needs_line(needs) == line
    assert needs_spoken(needs).endswith(line)


def test_hostile_words_stay_one_short_line_of_their_own() -> None:
    line = needs_line(Needs(budget="\u05d0\u202e\n" + "9" * 400, quantity="3"))

    assert line.startswith("Budget \u2068\u05d0 9")
    assert line.endswith("\u2069 · 3\u00a0pieces")
    assert len(line) <= LONGEST_NEED + 30
