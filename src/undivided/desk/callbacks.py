"""Visitors' wishes to be called: what was asked for, and what became of it.

Everything is in the properties of the wish's own event, so that it survives every restart and
all operators see the same. Source: practices 60 and 61.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from undivided.desk.call_request import CallAct, CallRequest, CallState
from undivided.desk.lines import Line
from undivided.etiquette.calm_text import named, one_line
from undivided.protocol.desk_extensions import (
    CALLBACK_AT,
    CALLBACK_BY,
    CALLBACK_CLAIMED,
    CALLBACK_CONSENT,
    CALLBACK_FIRST,
    CALLBACK_FORM,
    CALLBACK_NO_ANSWER,
    CALLBACK_OPEN,
    CALLBACK_PAID,
    CALLBACK_PHONE,
    CALLBACK_REACHED,
    CALLBACK_STATE,
    CALLBACK_TIME,
    NAMESPACE,
)
from undivided.protocol.events import Event, Kind
from undivided.protocol.ids import ChatId, UserId
from undivided.protocol.limits import NAME_CHARACTERS
from undivided.protocol.moments import from_wire, to_wire

PHONE_CHARACTERS = 60
WISH_CHARACTERS = 200
SOON = timedelta(minutes=5)
"""After a wish for no certain time: when a call that nobody has taken is due. Practice 61."""
SNOOZE = timedelta(minutes=10)
FARTHEST = timedelta(days=366)
AGAIN = timedelta(minutes=30)
"""When to try again after nobody answered. Source: practice 61."""
MOST_DIGITS = 15
"""International numbers have no more (E.164)."""
STATES = {
    CallState.OPEN: CALLBACK_OPEN,
    CallState.TAKEN: CALLBACK_CLAIMED,
    CallState.NO_ANSWER: CALLBACK_NO_ANSWER,
    CallState.REACHED: CALLBACK_REACHED,
    CallState.PAID: CALLBACK_PAID,
}
"""How a state is called on the wire."""
_BY_WORD = {word: state for state, word in STATES.items()}
_AFTER = {
    CallAct.TAKE: CallState.TAKEN,
    CallAct.LEAVE: CallState.OPEN,
    CallAct.REACHED: CallState.REACHED,
    CallAct.PAID: CallState.PAID,
    CallAct.NO_ANSWER: CallState.NO_ANSWER,
    CallAct.AGAIN: CallState.NO_ANSWER,
    CallAct.REOPEN: CallState.OPEN,
}
_OUTCOMES = frozenset({CallAct.REACHED, CallAct.PAID, CallAct.NO_ANSWER})


def is_wish(event: Event) -> bool:
    """Return whether somebody asks to be called by this event."""
    is_form = event.type == Kind.FILLED_FORM and event.form_id == CALLBACK_FORM
    return is_form and not event.deleted and bool(_answer(event, CALLBACK_PHONE, PHONE_CHARACTERS))


def words_of(event: Event) -> str:
    """Return a wish as text, for lists, copies and saved transcripts."""
    phone = _answer(event, CALLBACK_PHONE, PHONE_CHARACTERS)
    wish = _answer(event, CALLBACK_TIME, WISH_CHARACTERS)
    return f"Please call me: {phone}" + (f"\n{wish}" if wish else "")


def call_of(
    line: Line, chat_id: ChatId, names: Mapping[UserId, str], visitor: UserId, me: UserId
) -> CallRequest | None:
    """Return what the visitor asks for by this line, or None for any other line.

    Args:
        line: Any line of the chat.
        chat_id: The chat.
        names: How its operators are called.
        visitor: Whose wishes count.
        me: The operator who looks.
    """
    event = line.event
    if event.id is None or event.author_id != visitor or not is_wish(event):
        return None
    told = (event.properties or {}).get(NAMESPACE, {})
    by = UserId(str(told.get(CALLBACK_BY, "")))
    state = _BY_WORD.get(str(told.get(CALLBACK_STATE)), CallState.OPEN)
    wish = _answer(event, CALLBACK_TIME, WISH_CHARACTERS)
    is_soon = state is CallState.OPEN and not wish
    return CallRequest(
        chat_id=chat_id,
        thread_id=line.thread_id,
        event_id=event.id,
        phone=_answer(event, CALLBACK_PHONE, PHONE_CHARACTERS),
        asked_at=line.at,
        wish=wish,
        due=_instant(told.get(CALLBACK_AT), line.at) or (line.at + SOON if is_soon else None),
        first_at=_instant(told.get(CALLBACK_FIRST), line.at),
        state=state,
        by=named(names.get(by, by), NAME_CHARACTERS),
        is_mine=by == me,
        has_consent=any(
            each.id == CALLBACK_CONSENT and each.answers for each in event.fields or ()
        ),
    )


def marks(call: CallRequest, act: CallAct, at: datetime) -> dict[str, str]:
    """Return the properties of the wish's event that `act` changes, at the server's time `at`.

    Who snoozes what nobody has taken has taken it. An outcome ends the reminder; the first one
    is when the visitor was first called, which no later one moves.
    """
    state = _AFTER.get(act, call.state)
    if act is CallAct.SNOOZE and state is CallState.OPEN:
        state = CallState.TAKEN
    told = {CALLBACK_STATE: STATES[state]}
    if act in _OUTCOMES:
        told[CALLBACK_AT] = ""
        if call.first_at is None:
            told[CALLBACK_FIRST] = to_wire(at)
    elif act in {CallAct.AGAIN, CallAct.SNOOZE}:
        told[CALLBACK_AT] = to_wire(at + (AGAIN if act is CallAct.AGAIN else SNOOZE))
    return told


def dial_address(phone: str) -> str:
    """Return the address that dials a number, or "" for what is none.

    Only digits, of any script, and a leading plus come into it, whatever a visitor wrote.
    """
    digits = "".join(str(int(sign)) for sign in phone if sign.isdecimal())
    plus = "+" if phone.lstrip(" (").startswith("+") else ""
    return f"tel:{plus}{digits}" if 0 < len(digits) <= MOST_DIGITS + 2 else ""


def _answer(event: Event, name: str, most: int) -> str:
    for field in event.fields or ():
        if field.id == name and isinstance(field.answer, str):
            return one_line(field.answer, most)
    return ""


def _instant(value: str | int | None, asked_at: datetime) -> datetime | None:
    """Return a time of a call; one more than a year from when it was asked for is none."""
    try:
        told = from_wire(value) if isinstance(value, str) and value else None
    except ValueError:
        return None
    return told if told is not None and abs(told - asked_at) <= FARTHEST else None
