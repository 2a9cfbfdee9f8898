"""All chats that the desk holds, in the order in which they came."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from undivided.desk.chats import Chat, Place, Viewpoint, trimmed
from undivided.desk.focus import hold_and_attention
from undivided.desk.holds import with_answer_time
from undivided.desk.marks import Hold
from undivided.desk.rows import last_of_visitor, unread
from undivided.protocol.ids import ChatId, UserId

TRIM_ABOVE = 150
"""Lines at which a chat that nobody looks at is cut back to its newest."""


@dataclass(slots=True)
class Book:
    """Chats by id; the dictionary's order is the order of the rows.

    Attributes:
        holds: Of own chats.
        drafts: Chats with a draft, also those that are not loaded yet.
        taken: Chats that this operator asked for, so that they do not call when they come.
        picked: The chat in the conversation panel.
    """

    chats: dict[ChatId, Chat] = field(default_factory=dict)
    holds: dict[ChatId, Hold] = field(default_factory=dict)
    drafts: set[ChatId] = field(default_factory=set)
    taken: set[ChatId] = field(default_factory=set)
    picked: ChatId | None = None
    is_visible: bool = True

    def known(self, chat_id: ChatId) -> Chat:
        """Return a chat; an unknown one is empty and nobody's."""
        return self.chats.get(chat_id) or Chat(chat_id, has_draft=chat_id in self.drafts)

    def put(self, chat: Chat, view: Viewpoint) -> None:
        """Take in a new state of a chat; a chat that gains a row goes to the end."""
        before = self.chats.get(chat.id)
        was_mine = before is not None and before.place is Place.MINE
        if chat.place is Place.MINE and not was_mine:
            is_new = chat.id not in self.taken and _is_untouched(chat, view.me)
            chat = replace(chat, is_new=is_new)
            self.taken.discard(chat.id)
        if before is None or (chat.is_shown and not before.is_shown):
            self.chats.pop(chat.id, None)
        self.chats[chat.id] = chat

    def settle(self, chat_id: ChatId, view: Viewpoint) -> Chat:
        """Return a chat with what follows from its state: waiting time, hold, read mark."""
        chat = self.chats[chat_id]
        if chat.typing_until is not None and view.ticks >= chat.typing_until:
            chat = replace(chat, typing_until=None)
        if chat_id != self.picked and len(chat.lines) > TRIM_ABOVE:
            chat = trimmed(chat)
        if self.is_read(chat_id):
            chat = _read(chat)
        if chat.is_new and not _is_untouched(chat, view.me):
            chat = replace(chat, is_new=False)  # looked at or answered on another computer
        chat, hold = hold_and_attention(with_answer_time(chat, view), view)
        if hold is None or chat.place is not Place.MINE:
            self.holds.pop(chat_id, None)
        else:
            self.holds[chat_id] = hold
        self.chats[chat_id] = chat
        return chat

    def pick(self, chat_id: ChatId | None) -> tuple[ChatId, ...]:
        """Put another chat before the operator; return the chats that this concerns."""
        before, self.picked = self.picked, chat_id
        return tuple(each for each in (before, chat_id) if each is not None)

    def see(self, *, is_visible: bool) -> tuple[ChatId, ...]:
        """Note whether the window is in sight; return the chats that this concerns."""
        self.is_visible = is_visible
        return () if self.picked is None else (self.picked,)

    def is_read(self, chat_id: ChatId) -> bool:
        """Return whether the operator has this chat before his eyes."""
        return chat_id == self.picked and self.is_visible

    def shown(self) -> Iterator[Chat]:
        """Yield the chats that have a row."""
        return (chat for chat in self.chats.values() if chat.is_shown)

    def queued(self) -> list[Chat]:
        """Return the visitors whom nobody has taken, first to last."""
        waiting = [chat for chat in self.chats.values() if chat.place is Place.QUEUED]
        return sorted(waiting, key=lambda chat: chat.position)

    def forget(self, chat_id: ChatId) -> None:
        """Keep nothing of a chat."""
        self.chats.pop(chat_id, None)
        self.holds.pop(chat_id, None)


def _is_untouched(chat: Chat, me: UserId) -> bool:
    """Return whether this operator has neither seen nor answered the chat's thread."""
    has_spoken = any(line.is_said and line.event.author_id == me for line in chat.current)
    return not has_spoken and (chat.read_up_to is None or unread(chat) > 0)


def _read(chat: Chat) -> Chat:
    last = last_of_visitor(chat)
    is_seen = last is None or (chat.read_up_to is not None and last.at <= chat.read_up_to)
    if is_seen and not chat.is_new:
        return chat
    read = chat.read_up_to if last is None or is_seen else last.at
    return replace(chat, read_up_to=read, is_new=False)
