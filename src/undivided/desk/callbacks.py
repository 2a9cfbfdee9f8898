"""Visitors' wishes to be called: what was asked for, and what became of it. Source: practice 60."""

from undivided.desk.call_request import CallRequest, CallState
from undivided.desk.chats import Chat, Viewpoint
from undivided.desk.lines import Line
from undivided.etiquette.calm_text import named, one_line
from undivided.protocol.desk_extensions import (
    CALLBACK_BY,
    CALLBACK_CLAIMED,
    CALLBACK_DONE,
    CALLBACK_FORM,
    CALLBACK_OPEN,
    CALLBACK_PHONE,
    CALLBACK_STATE,
    CALLBACK_TIME,
    NAMESPACE,
)
from undivided.protocol.events import Event, Kind
from undivided.protocol.ids import UserId
from undivided.protocol.limits import NAME_CHARACTERS

PHONE_CHARACTERS = 60
WISH_CHARACTERS = 200
STATES = {
    CallState.OPEN: CALLBACK_OPEN,
    CallState.TAKEN: CALLBACK_CLAIMED,
    CallState.DONE: CALLBACK_DONE,
}
"""How a state is called on the wire."""
_BY_WORD = {word: state for state, word in STATES.items()}


def is_wish(event: Event) -> bool:
    """Return whether somebody asks to be called by this event."""
    is_form = event.type == Kind.FILLED_FORM and event.form_id == CALLBACK_FORM
    return is_form and not event.deleted and bool(_answer(event, CALLBACK_PHONE, PHONE_CHARACTERS))


def words_of(event: Event) -> str:
    """Return a wish as text, for lists, copies and saved transcripts."""
    phone = _answer(event, CALLBACK_PHONE, PHONE_CHARACTERS)
    wish = _answer(event, CALLBACK_TIME, WISH_CHARACTERS)
    return f"Please call me: {phone}" + (f"\n{wish}" if wish else "")


def call_of(line: Line, chat: Chat, view: Viewpoint) -> CallRequest | None:
    """Return what the visitor asks for by this line, or None for any other line."""
    event = line.event
    if event.id is None or event.author_id != chat.visitor.id or not is_wish(event):
        return None
    told = (event.properties or {}).get(NAMESPACE, {})
    by = UserId(str(told.get(CALLBACK_BY, "")))
    return CallRequest(
        thread_id=line.thread_id,
        event_id=event.id,
        phone=_answer(event, CALLBACK_PHONE, PHONE_CHARACTERS),
        wish=_answer(event, CALLBACK_TIME, WISH_CHARACTERS),
        state=_BY_WORD.get(str(told.get(CALLBACK_STATE)), CallState.OPEN),
        by=named(chat.names.get(by, by), NAME_CHARACTERS),
        is_mine=by == view.me,
    )


def _answer(event: Event, name: str, most: int) -> str:
    for field in event.fields or ():
        if field.id == name and isinstance(field.answer, str):
            return one_line(field.answer, most)
    return ""
