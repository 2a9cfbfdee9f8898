"""Keeps the messages of every open chat and tells the view about the chat it is bound to."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from undivided.desk.values import Changes, Message, TranscriptChange, TranscriptEdit
from undivided.protocol.ids import ChatId


class TranscriptModel(QObject):
    """Messages by chat, in the desk's order; the window's one transcript is bound to one of them.

    Signals:
        changed: A `TranscriptChange` of the bound chat.
        arrived: A chat and its new messages, bound or not, for announcements.
    """

    changed = Signal(object)
    arrived = Signal(str, tuple)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chats: dict[ChatId, dict[str, Message]] = {}
        self._bound: ChatId | None = None

    @property
    def bound(self) -> ChatId | None:
        """The chat whose changes are passed on."""
        return self._bound

    def bind(self, chat_id: ChatId | None) -> tuple[Message, ...]:
        """Pass on this chat's changes from now on and return what is known of it."""
        self._bound = chat_id
        return () if chat_id is None else self.messages(chat_id)

    def messages(self, chat_id: ChatId) -> tuple[Message, ...]:
        """Return a chat's messages from first to last; empty for an unknown chat."""
        return tuple(self._chats.get(chat_id, {}).values())

    def apply(self, changes: Changes) -> None:
        """Take what one step at the desk changed; a removed chat's messages are let go."""
        for change in changes.transcripts:
            self._take(change)
        for chat_id in changes.removed:
            self._chats.pop(chat_id, None)

    def _take(self, change: TranscriptChange) -> None:
        kept = self._chats.setdefault(change.chat_id, {})
        fresh = _by_key(change.messages)
        match change.edit:
            case TranscriptEdit.RESET:
                self._chats[change.chat_id] = fresh
            case TranscriptEdit.PREPENDED:
                self._chats[change.chat_id] = {**fresh, **kept}
            case _:
                kept.update(fresh)
        if change.chat_id == self._bound:
            self.changed.emit(change)
        if change.edit is TranscriptEdit.APPENDED:
            self.arrived.emit(change.chat_id, change.messages)


def _by_key(messages: Iterable[Message]) -> dict[str, Message]:
    return {message.key: message for message in messages}
