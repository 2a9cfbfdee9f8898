"""Chats, marks and messages in short words, for tests of models and widgets."""

from datetime import UTC, datetime, timedelta
from typing import Any

from undivided.desk.values import (
    Author,
    ChatRow,
    Delivery,
    FocusMark,
    FocusState,
    Message,
    QueueRow,
    Visitor,
)
from undivided.protocol.ids import ChatId, UserId

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CALM = FocusMark(FocusState.CALM, 8, 8 / 45, "E")
SOON = FocusMark(FocusState.SOON, 38, 38 / 45, "E")
LATE = FocusMark(FocusState.LATE, 52, 1.0, "E")
IDLE = FocusMark(FocusState.NOTHING_OWED, initial="E")


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
