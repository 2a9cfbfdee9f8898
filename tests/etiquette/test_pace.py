"""Words in a reply, and the 30-word block."""

import pytest

from undivided.etiquette.pace import Pace, pace_of, words_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  \n ", 0),
        ("One", 1),
        ("It's on its way - really.", 5),
        ("See https://shop.example/orders/12?x=1 please", 3),
        ("42 pieces", 2),
    ],
)
def test_words_are_what_a_reader_reads(text: str, words: int) -> None:
    assert words_in(text) == words


@pytest.mark.parametrize(
    ("words", "pace"),
    [(0, Pace.FITS), (30, Pace.FITS), (31, Pace.LONG), (59, Pace.LONG), (60, Pace.TOO_LONG)],
)
def test_thirty_words_are_one_block(words: int, pace: Pace) -> None:
    assert pace_of(words) is pace


@pytest.mark.parametrize(
    ("words", "pace"),
    [(20, Pace.FITS), (21, Pace.LONG), (39, Pace.LONG), (40, Pace.TOO_LONG)],
)
def test_blocks_may_be_shorter(words: int, pace: Pace) -> None:
    assert pace_of(words, 20) is pace
