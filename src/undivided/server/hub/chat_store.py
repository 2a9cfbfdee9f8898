"""The chats at hand: every active one, and closed ones on demand."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from undivided.protocol.ids import ChatId, UserId
from undivided.server.hub.records import ChatRecord
from undivided.server.store.archive import Archive


class Chats:
    """Active chats in memory, indexed by operator and by the queue.

    Attributes:
        is_changed: A chat was saved since whoever serves the queue last looked.
    """

    def __init__(self, archive: Archive, lead: Callable[[UserId | None], timedelta]) -> None:
        """Read the active chats.

        Args:
            lead: Returns by how much earlier a visitor counts as having joined the queue.
        """
        self._archive = archive
        self._lead = lead
        self.is_changed = False
        self._active: dict[ChatId, ChatRecord] = {}
        self._held_by: dict[UserId, set[ChatId]] = {}
        self._answering: dict[ChatId, tuple[UserId, ...]] = {}
        self._queued: set[ChatId] = set()
        self.reload()

    def reload(self) -> None:
        """Read everything again from the archive."""
        self._active = {}
        self._held_by = {}
        self._answering = {}
        self._queued = set()
        for chat in self._archive.active_chats():
            self._index(chat)

    def get(self, chat_id: ChatId) -> ChatRecord | None:
        """Return the chat, or None."""
        return self._active.get(chat_id) or self._archive.chat(chat_id)

    def active(self) -> Iterator[ChatRecord]:
        """Return every active chat."""
        return iter(tuple(self._active.values()))

    def of_operator(self, email: UserId) -> list[ChatRecord]:
        """Return the active chats that the operator answers."""
        return [self._active[chat] for chat in sorted(self._held_by.get(email, ()))]

    def answerers(self) -> tuple[UserId, ...]:
        """Return every operator who answers an active chat."""
        return tuple(self._held_by)

    def load(self, email: UserId) -> int:
        """Return how many places of the operator are taken; held chats free theirs."""
        return sum(not chat.is_held for chat in self.of_operator(email))

    def queue(self) -> list[ChatRecord]:
        """Return the waiting chats, the next one first."""
        return sorted((self._active[chat] for chat in self._queued), key=self._rank)

    @property
    def has_queue(self) -> bool:
        """Whether anybody waits."""
        return bool(self._queued)

    def save(self, chat: ChatRecord) -> None:
        """Store a changed chat and its newest thread, and find it by its new state."""
        self._archive.save_chat(chat)
        self._archive.save_thread(chat.thread)
        self._index(chat)
        self.is_changed = True

    def _index(self, chat: ChatRecord) -> None:
        for email in self._answering.pop(chat.id, ()):
            self._held_by[email].discard(chat.id)
            if not self._held_by[email]:
                del self._held_by[email]
        self._queued.discard(chat.id)
        if not chat.is_active:
            self._active.pop(chat.id, None)
            return
        self._active[chat.id] = chat
        self._answering[chat.id] = chat.answering()
        for email in self._answering[chat.id]:
            self._held_by.setdefault(email, set()).add(chat.id)
        if chat.is_queued:
            self._queued.add(chat.id)

    def _rank(self, chat: ChatRecord) -> tuple[datetime, ChatId]:
        joined_at = chat.thread.queue_rank or chat.thread.created_at
        return joined_at - self._lead(chat.visitor_id), chat.id
