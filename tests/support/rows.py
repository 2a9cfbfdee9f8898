"""Chats, marks and messages in short words, for tests of models and widgets."""

from datetime import UTC, datetime, timedelta
from typing import Any

from undivided.desk.marks import FocusMark, FocusState
from undivided.desk.values import Author, Changes, ChatRow, Delivery, Message, QueueRow, Visitor
from undivided.desk.wait import Wait
from undivided.protocol.ids import ChatId, UserId

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CALM = FocusMark(FocusState.CALM, 8, 8 / 45, "E")
SOON = FocusMark(FocusState.SOON, 38, 38 / 45, "E")
LATE = FocusMark(FocusState.LATE, 52, 1.0, "E")
IDLE = FocusMark(FocusState.NOTHING_OWED, initial="E")


def waiting(seconds: int) -> FocusMark:
    """Return the running mark of one who has waited so long at NOON, 45 s being too long."""
    wait = Wait(NOON - timedelta(seconds=seconds), timedelta(seconds=45))
    passed, fraction = wait.at(NOON)
    state = FocusState.LATE if fraction == 1 else FocusState.CALM
    return FocusMark(state, passed, fraction, "E", wait=wait)


def after(seconds: int) -> Changes:
    """Return what the desk says when so many seconds have passed since NOON."""
    return Changes(at=NOON + timedelta(seconds=seconds))


def visitor(name: str = "Elena", **facts: Any) -> Visitor:
    """Return a visitor of this name."""
    return Visitor(UserId(name.lower()), name, **facts)


def chat(name: str, mark: FocusMark = IDLE, **facts: Any) -> ChatRow:
    """Return a chat whose id is the visitor's name in small letters."""
    return ChatRow(ChatId(name.lower()), None, visitor(name), mark, **facts)


def queued(name: str, position: int, seconds: int = 9) -> QueueRow:
    """Return a queued visitor."""
    mark = FocusMark(FocusState.QUEUED, seconds)
    return QueueRow(ChatId(name.lower()), visitor(name), mark, position, "Returns page")


def said(
    key: str,
    text: str = "Hello",
    author: Author = Author.VISITOR,
    minute: float = 0,
    delivery: Delivery = Delivery.NONE,
    **facts: Any,
) -> Message:
    """Return a message, `minute` minutes after noon."""
    at = NOON + timedelta(minutes=minute)
    return Message(key, author, text, at, delivery=delivery, **facts)
