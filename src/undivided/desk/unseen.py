"""Whether a chat may be answered as it is shown: it may be behind, or hold unseen words (G5).

Operators of other systems answered blind after a reconnect: the visitor had written since, and
nobody had seen it when Enter was pressed.
"""

from dataclasses import dataclass, field, replace

from undivided.desk.chats import Chat
from undivided.desk.values import LinkState, Reach
from undivided.protocol.ids import ChatId, UserId

LINKED = frozenset({LinkState.LIVE, LinkState.CATCHING_UP})
"""States in which the server answers."""
GLANCE = 3.0
"""Seconds in which words that lie open before an operator count as seen."""


def reach_of(state: LinkState, *, is_behind: bool, unseen: int) -> Reach:
    """Return what Send may do in a chat.

    Args:
        state: Of the connection.
        is_behind: The chat may have newer events than the desk knows.
        unseen: Messages of the visitor that came by catching up and were not seen yet.
    """
    if state not in LINKED:
        return Reach.LATER
    if is_behind:
        return Reach.BEHIND
    return Reach.UNSEEN if unseen else Reach.NOW


def words_since_reply(chat: Chat, me: UserId) -> int:
    """Return how many unread messages the visitor has written since the operator's own last."""
    words = 0
    for line in reversed(chat.current):
        if line.is_said and line.event.author_id == me:
            break
        is_visitors = line.is_said and line.event.author_id == chat.visitor.id
        words += is_visitors and (chat.read_up_to is None or line.at > chat.read_up_to)
    return words


@dataclass(frozen=True, slots=True)
class _Words:
    count: int
    seen_from: float | None = None


@dataclass(slots=True)
class Unseen:
    """What visitors wrote while the operator was away, until it has been before his eyes.

    Words that come while the connection is live are none of these: they arrive one by one, with
    a sound and a mark, in the chat that is being looked at or in one that has to be opened.
    """

    _words: dict[ChatId, _Words] = field(default_factory=dict)

    def count(self, chat_id: ChatId) -> int:
        """Return how many messages of a chat are unseen."""
        words = self._words.get(chat_id)
        return 0 if words is None else words.count

    def caught_up(self, chat_id: ChatId, words: int, *, is_open: bool) -> None:
        """Note a chat that catching up has changed.

        Args:
            chat_id: An own chat.
            words: The visitor's messages that are not read: of an open chat those that have
                just come, because what is open counts as read at once.
            is_open: The chat is shown in a window that is in front.
        """
        count = words + (self.count(chat_id) if is_open else 0)
        if count != self.count(chat_id):
            self._words[chat_id] = _Words(count)
        if not count:
            self.forget(chat_id)

    def glanced(self, open_chat: ChatId | None, ticks: float) -> tuple[ChatId, ...]:
        """Let a second pass; return the chats whose words count as seen by now.

        Args:
            open_chat: The chat that is shown, up to date, in a window that is in front.
            ticks: The monotonic clock.
        """
        seen = []
        for chat_id, words in tuple(self._words.items()):
            if chat_id != open_chat:
                self._words[chat_id] = replace(words, seen_from=None)
            elif words.seen_from is None:
                self._words[chat_id] = replace(words, seen_from=ticks)
            elif ticks - words.seen_from >= GLANCE:
                self.forget(chat_id)
                seen.append(chat_id)
        return tuple(seen)

    def forget(self, chat_id: ChatId) -> None:
        """Keep nothing of a chat: it was answered, or is over."""
        self._words.pop(chat_id, None)
