"""Details read back to the visitor, and what came back confirmed. Source: practice 62.

On the wire the question is a rich message that any client shows as cards with two buttons: the
first element asks, each further one is a detail. The answer is a filled form of the visitor.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from undivided.desk.lines import Line, find
from undivided.etiquette.calm_text import one_line
from undivided.etiquette.details import Detail
from undivided.protocol.desk_extensions import (
    NAMESPACE,
    READBACK_CHANGE,
    READBACK_CORRECT,
    READBACK_FORM,
    READBACK_OF,
)
from undivided.protocol.events import Button, Element, Event, Kind, Visibility
from undivided.protocol.ids import EventId, UserId
from undivided.protocol.limits import (
    READBACK_FIELDS,
    READBACK_LABEL_CHARACTERS,
    READBACK_VALUE_CHARACTERS,
)

TITLE = "Please check: did I get this right?"
HINT = "Press Correct, or Change what is wrong."
CORRECT, CHANGE = "Correct", "Change"


@dataclass(frozen=True, slots=True)
class ConfirmedDetail:
    """A detail as the visitor confirmed it.

    Attributes:
        before: What the operator had understood, if the visitor changed it; else "".
    """

    label: str
    value: str
    before: str = ""


def read_back(details: Iterable[Detail]) -> Event:
    """Return the card with what was understood, at most `READBACK_FIELDS` details.

    Raises:
        ValueError: There is no detail with a label and a value.
    """
    elements = tuple(
        Element(title=label, subtitle=value)
        for detail in details
        if (label := one_line(detail.label, READBACK_LABEL_CHARACTERS).strip())
        and (value := one_line(detail.value, READBACK_VALUE_CHARACTERS).strip())
    )[:READBACK_FIELDS]
    if not elements:
        message = "nothing to read back"
        raise ValueError(message)
    buttons = (
        Button(text=CORRECT, postback_id=READBACK_CORRECT, type="message"),
        Button(text=CHANGE, postback_id=READBACK_CHANGE, type="message"),
    )
    return Event(
        type=Kind.RICH_MESSAGE,
        template_id="cards",
        elements=(Element(title=TITLE, subtitle=HINT, buttons=buttons), *elements),
        visibility=Visibility.ALL,
    )


def is_read_back(event: Event) -> bool:
    """Return whether an operator reads details back by this event."""
    if event.type != Kind.RICH_MESSAGE or event.deleted:
        return False
    first = next(iter(event.elements or ()), None)
    return first is not None and any(
        button.postback_id == READBACK_CORRECT for button in first.buttons
    )


def details_of(event: Event) -> tuple[Detail, ...]:
    """Return the details that a card reads back."""
    return tuple(
        Detail(
            one_line(element.title or "", READBACK_LABEL_CHARACTERS),
            one_line(element.subtitle or "", READBACK_VALUE_CHARACTERS),
        )
        for element in (event.elements or ())[1 : READBACK_FIELDS + 1]
    )


def words_of(event: Event) -> str:
    """Return a card that reads back as text."""
    return "\n".join((TITLE, *(f"{each.label}: {each.value}" for each in details_of(event))))


def is_answer(event: Event) -> bool:
    """Return whether a form has the details that a visitor confirmed."""
    is_form = event.type == Kind.FILLED_FORM and event.form_id == READBACK_FORM
    return is_form and not event.deleted and bool(_given(event))


def answer_words(event: Event) -> str:
    """Return confirmed details as text, for lists, copies and saved transcripts."""
    return "\n".join(("Confirmed:", *(f"{each.label}: {each.value}" for each in _given(event))))


def confirmed_by(line: Line, lines: Sequence[Line], visitor: UserId) -> tuple[ConfirmedDetail, ...]:
    """Return what the visitor confirmed by `line`; nothing for any other line.

    A form that answers no card of an operator in `lines` confirms nothing: nobody has asked.
    """
    event = line.event
    if event.author_id != visitor or not is_answer(event):
        return ()
    told = (event.properties or {}).get(NAMESPACE, {})
    asked = find(tuple(lines), EventId(str(told.get(READBACK_OF, ""))))
    if asked is None or not is_read_back(asked.event) or asked.event.author_id == visitor:
        return ()
    before = {each.label: each.value for each in details_of(asked.event)}
    return tuple(
        ConfirmedDetail(
            each.label,
            each.value,
            before[each.label] if before.get(each.label, each.value) != each.value else "",
        )
        for each in _given(event)
    )


def _given(event: Event) -> tuple[Detail, ...]:
    return tuple(
        Detail(
            one_line(field.label, READBACK_LABEL_CHARACTERS),
            one_line(field.answer, READBACK_VALUE_CHARACTERS),
        )
        for field in (event.fields or ())[:READBACK_FIELDS]
        if isinstance(field.answer, str) and field.answer.strip()
    )
