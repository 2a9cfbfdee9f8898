"""When a visitor has said no to a sale, and for how long that counts. Source: practice 55."""

from collections.abc import Sequence
from datetime import date, timedelta

from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.reading import Reader


def refuses_sale(lines: Sequence[Line], reader: Reader) -> bool:
    """Return whether the visitor's last words say no to a sale.

    A "no thanks" to "anything else?" refuses nothing that was for sale: it needs an offer just
    before. "Stop selling me things" needs none.
    """
    if not lines or lines[-1].author is not Author.VISITOR:
        return False
    said = reader.read(lines[-1].text)
    if said.has("sale_refusals"):
        return True
    if not said.has("refusals"):
        return False
    before = next((each for each in reversed(lines) if each.author is Author.OPERATOR), None)
    return before is not None and reader.read(before.text).has("offers", "add_ons")


def still_counts(refused_on: str, today: date, days: int) -> bool:
    """Return whether a no is younger than `days`.

    Args:
        refused_on: ISO date, or "" for never; what is no date was never said.
    """
    try:
        said = date.fromisoformat(refused_on)
    except ValueError:
        return False
    return today - said < timedelta(days=days)
