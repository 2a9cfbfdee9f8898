"""What a draft remembers besides its words: its slots, and which responses were inserted."""

import msgspec
from msgspec import Struct, structs

from undivided.etiquette.cards.numbers import masked
from undivided.library.filling.slots import Filled
from undivided.ui.composer.slot_text import SlotMark


class Inserted(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A response that was inserted into a draft.

    Attributes:
        response_id: Which.
        body: The text of the wording, with its slots still in braces.
        filled: As it was inserted.
        was_asked: Whether the operator wanted it although a fact in it is doubtful.
    """

    response_id: str
    body: str
    filled: Filled
    was_asked: bool = False


class DraftMarks(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is kept with the text of a draft, so that it is the same draft after a new start.

    Attributes:
        slots: Where they are in the text; a blank among them still stops sending.
        inserted: In the order in which they came.
        sent: The parts that have left already of what was inserted.
    """

    slots: tuple[SlotMark, ...] = ()
    inserted: tuple[Inserted, ...] = ()
    sent: tuple[str, ...] = ()


NO_MARKS = DraftMarks()


def written(marks: DraftMarks) -> str:
    """Return marks as text for the desk's file, card numbers masked (promise G19); "" for none."""
    if marks == NO_MARKS:
        return ""
    safe = tuple(
        structs.replace(one, filled=_masked(one.filled), body=masked(one.body))
        for one in marks.inserted
    )
    sent = tuple(map(masked, marks.sent))
    return msgspec.json.encode(structs.replace(marks, inserted=safe, sent=sent)).decode()


def read(text: str) -> DraftMarks:
    """Return the marks that `written` has written, or none where it cannot be read."""
    if not text:
        return NO_MARKS
    try:
        return msgspec.json.decode(text, type=DraftMarks)
    except ValueError:  # msgspec's errors are among them
        return NO_MARKS


def _masked(filled: Filled) -> Filled:
    return Filled(masked(filled.text), filled.blanks, filled.values)
