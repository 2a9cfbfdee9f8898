"""What is kept with a message for reviewers: its facts and their sources, an offer after a no.

Operators' programs read and write it; visitors never get it. Source: practice 36.
"""

from collections.abc import Iterable

from msgspec import Struct

from undivided.etiquette.calm_text import one_line
from undivided.etiquette.cards.numbers import masked
from undivided.etiquette.coach.after_no import known_reason
from undivided.protocol.desk_extensions import (
    FACT_IDS,
    FACT_SOURCES,
    NAMESPACE,
    OFFERED_AFTER_NO,
    UNSOURCED,
)
from undivided.protocol.events import Event, Properties

MOST = 10
"""Claims and cards of one message that are kept; a reviewer needs no more."""
_CHARACTERS = 80


class FactMarks(Struct, frozen=True):
    """What is known about the facts of a message, and why it offers something after a no.

    Attributes:
        unsourced: What it states that nothing vouches for, as it was written.
        sources: Where the fact cards used for it can be looked up.
        cards: Their ids in the library.
        after_no: Why it was sent to a visitor who had said no, one of `REASONS`; mostly "".
    """

    unsourced: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    after_no: str = ""


NO_MARKS = FactMarks()


def properties_of(marks: FactMarks) -> Properties | None:
    """Return marks as properties of an event, card numbers masked; None for none."""
    lists = {UNSOURCED: marks.unsourced, FACT_SOURCES: marks.sources, FACT_IDS: marks.cards}
    told: dict[str, str | int | bool] = {
        name: "\n".join(kept_words(words)) for name, words in lists.items() if words
    }
    if reason := known_reason(marks.after_no):
        told[OFFERED_AFTER_NO] = reason
    return {NAMESPACE: told} if told else None


def marks_of(event: Event) -> FactMarks:
    """Return the marks of an event; what another program wrote there wrong is left out."""
    told = (event.properties or {}).get(NAMESPACE)
    if not told:
        return NO_MARKS
    unsourced, sources, cards = (
        kept_words(value.split("\n")) if isinstance(value, str) else ()
        for value in (told.get(name) for name in (UNSOURCED, FACT_SOURCES, FACT_IDS))
    )
    return FactMarks(unsourced, sources, cards, known_reason(told.get(OFFERED_AFTER_NO)))


def kept_words(words: Iterable[str]) -> tuple[str, ...]:
    """Return words as they may be kept and shown: one short line each, each once, not too many."""
    lines = (one_line(masked(each), _CHARACTERS) for each in words)
    return tuple(dict.fromkeys(filter(None, lines)))[:MOST]
