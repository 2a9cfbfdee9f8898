"""What a visitor needs, as one line of facts."""

from undivided.etiquette.calm_text import isolated
from undivided.etiquette.coach.needs import LONGEST_NEED, Needs

CAPTION = "Needs"
PIECE, PIECES = "{}\u00a0piece", "{}\u00a0pieces"
"""A number at the end of a line says nothing without its word."""


def needs_line(needs: Needs) -> str:
    """Return the facts that are known, such as "Budget £200 · By 24 December · 2 pieces".

    The values are the visitor's words, so each is one short line that turns nothing around it.
    """
    facts = (
        ("Budget {}", needs.budget),
        ("By {}", needs.day),
        (PIECE if needs.quantity == "1" else PIECES, needs.quantity),
    )
    return " · ".join(words.format(isolated(fact, LONGEST_NEED)) for words, fact in facts if fact)


def needs_spoken(needs: Needs) -> str:
    """Return the same as a screen reader says it, or "" for nothing."""
    line = needs_line(needs)
    return f"The visitor needs: {line}" if line else ""
