"""Events of a chat in their one order, each held once (promises G1 and G3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from undivided.etiquette.cards.masking import continuing
from undivided.etiquette.cards.split import REMEMBERED, may_continue
from undivided.protocol.chats import Thread
from undivided.protocol.events import Button, Event, Kind
from undivided.protocol.ids import EventId, ThreadId, UserId
from undivided.protocol.moments import EPOCH, within_calendar

CONTENT = frozenset({Kind.MESSAGE, Kind.FILE, Kind.RICH_MESSAGE, Kind.FILLED_FORM})
"""Kinds that somebody said to somebody."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event and the thread it belongs to."""

    thread_id: ThreadId
    event: Event

    @property
    def at(self) -> datetime:
        """When the server stored it."""
        return within_calendar(self.event.created_at or EPOCH)

    @property
    def is_said(self) -> bool:
        """Whether it is content that a visitor may read, not a whisper or a system line."""
        event = self.event
        return event.type in CONTENT and not event.is_whisper and not event.deleted


SPLIT_REACH = 20
"""Lines back that a card number may have begun in."""

Order = tuple[int, int, datetime, str]


def order_of(line: Line) -> Order:
    """Return what a chat's lines are sorted by: the running number, else the time and the id.

    A line without a number, in a chat that has them, was confirmed a moment ago and its
    push is still to come: it stays last until then.
    """
    event = line.event
    if event.desk_seq is not None:
        return (0, event.desk_seq, EPOCH, "")
    return (1, 0, line.at, event.id or "")


def lines_of(thread: Thread) -> tuple[Line, ...]:
    """Return a thread's events as lines; an event without an id is no stored one."""
    lines: list[Line] = []
    for event in thread.events:
        if event.id is not None:
            *changed, line = continued(lines, Line(thread.id, event))
            if changed:
                lines = list(replaced(lines, changed))
            lines.append(line)
    return tuple(lines)


def continued(earlier: Sequence[Line], line: Line) -> tuple[Line, ...]:
    """Return `line`, masked where its author goes on with a card number (promise G19).

    Before it come those of the earlier lines that the rest of the number changes.
    """
    event = line.event
    if event.type != Kind.MESSAGE or not may_continue(event.text or ""):
        return (line,)
    before = [
        each
        for each in earlier[-SPLIT_REACH:]
        if each.event.text is not None
        and each.event.type == Kind.MESSAGE
        and each.event.author_id == event.author_id
        and each.thread_id == line.thread_id
    ][-REMEMBERED:]
    masked, own = continuing([each.event for each in before], event)
    changed = (
        replace(each, event=now)
        for each, now in zip(before, masked, strict=True)
        if now is not each.event
    )
    return (*changed, line if own is event else replace(line, event=own))


def replaced(lines: Iterable[Line], changed: Iterable[Line]) -> tuple[Line, ...]:
    """Return `lines` with the changed ones in the places of those with their ids."""
    by_id = {line.event.id: line for line in changed}
    return tuple(by_id.get(line.event.id, line) for line in lines)


def merged(lines: tuple[Line, ...], new: Iterable[Line]) -> tuple[Line, ...]:
    """Return `lines` with `new` among them; the same event twice is one line, the newer text."""
    fresh = tuple(new)
    if len(fresh) == 1 and (not lines or order_of(fresh[0]) > order_of(lines[-1])):
        # The common case: one more event at the end. A known event cannot sort after the
        # last line unless it gained its running number.
        (only,) = fresh
        if not any(line.event.id == only.event.id for line in lines):
            return (*lines, only)
    by_id = {line.event.id: line for line in lines}
    by_id.update((line.event.id, line) for line in fresh)
    return tuple(sorted(by_id.values(), key=order_of))


def without_thread(lines: tuple[Line, ...], thread_id: ThreadId) -> tuple[Line, ...]:
    """Return `lines` without those of a thread that is about to be given whole."""
    return tuple(line for line in lines if line.thread_id != thread_id)


def find(lines: tuple[Line, ...], event_id: EventId) -> Line | None:
    """Return the line of an event."""
    return next((line for line in lines if line.event.id == event_id), None)


def with_event(lines: tuple[Line, ...], event: Event) -> tuple[Line, ...]:
    """Return `lines` with the changed `event` in the place of the old one, if it is known."""
    place = next((at for at, line in enumerate(lines) if line.event.id == event.id), None)
    if place is None:
        return lines
    return replaced(lines, continued(lines[:place], replace(lines[place], event=event)))


def taken_back(event: Event) -> Event:
    """Return what remains of a deleted event: who and when, not what."""
    return Event(
        type=event.type,
        id=event.id,
        custom_id=event.custom_id,
        author_id=event.author_id,
        created_at=event.created_at,
        visibility=event.visibility,
        desk_seq=event.desk_seq,
        deleted=True,
    )


def pressed(event: Event, postback_id: str, user: UserId, *, is_on: bool) -> Event:
    """Return a rich message in which `user` pressed a button, or let it go."""
    elements = tuple(
        msgspec.structs.replace(
            element,
            buttons=tuple(
                _toggled(button, user, is_on=is_on) if button.postback_id == postback_id else button
                for button in element.buttons
            ),
        )
        for element in event.elements or ()
    )
    return msgspec.structs.replace(event, elements=elements)


def _toggled(button: Button, user: UserId, *, is_on: bool) -> Button:
    others = tuple(known for known in button.user_ids if known != user)
    return msgspec.structs.replace(button, user_ids=(*others, user) if is_on else others)
