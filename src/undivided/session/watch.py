"""Which chats this operator has, and the newest event of each, as the session saw them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from undivided.protocol import pushes
from undivided.protocol.chats import Chat, ChatSummary
from undivided.protocol.events import Event, Visibility
from undivided.protocol.ids import ChatId, EventId, UserId
from undivided.protocol.moments import EPOCH
from undivided.protocol.users import User

NOBODY = UserId("")
MOST_OVER = 100
"""So many chats that are over are remembered, so that their late events fetch nothing."""


@dataclass(slots=True)
class Watch:
    """Kept up by pushes, snapshots and summaries; decides what has to be fetched.

    Attributes:
        mine: Active chats with this operator in them.
        queued: Active chats that nobody has taken.
        over: Chats that were his and no longer are, at most `MOST_OVER`, newest last.
    """

    me: UserId = NOBODY
    mine: set[ChatId] = field(default_factory=set)
    queued: set[ChatId] = field(default_factory=set)
    over: dict[ChatId, None] = field(default_factory=dict)
    _newest: dict[ChatId, EventId] = field(default_factory=dict)

    def knows(self, chat_id: ChatId) -> bool:
        """Return whether the desk has this chat with all its events."""
        return self._has(chat_id) or chat_id in self.over

    def concerns(self, summary: ChatSummary) -> bool:
        """Return whether a listed chat belongs on this operator's desk."""
        thread = summary.last_thread_summary
        if thread is None or not thread.active:
            return summary.id in self.mine or summary.id in self.queued
        return (
            self._has_me(summary.users)
            or thread.queue is not None
            or summary.id in self.mine
            or summary.id in self.queued
        )

    def is_current(self, summary: ChatSummary) -> bool:
        """Return whether nothing happened in a listed chat since the session last saw it."""
        thread = summary.last_thread_summary
        if thread is None or not thread.active:
            return False
        is_same_place = self._has_me(summary.users) == (summary.id in self.mine) and (
            thread.queue is not None
        ) == (summary.id in self.queued)
        return is_same_place and newest_of(summary) == self._newest.get(summary.id)

    def saw_chat(self, chat: Chat) -> None:
        """Note a whole chat, from a snapshot or a push."""
        thread = chat.thread
        self._place(
            chat.id,
            is_mine=thread is not None and thread.active and self._has_me(chat.users),
            is_queued=thread is not None and thread.active and thread.queue is not None,
        )
        for event in () if thread is None else thread.events[-1:]:
            self._saw_event(chat.id, event)

    def saw_gone(self, chat_id: ChatId) -> None:
        """Note that a chat is closed, elsewhere, or no longer to be seen."""
        self._place(chat_id, is_mine=False, is_queued=False)

    def saw_push(self, payload: object) -> None:
        """Note what a push says about where a chat is."""
        match payload:
            case pushes.IncomingChat(chat=chat):
                self.saw_chat(chat)
            case pushes.IncomingEvent(chat_id=chat_id, event=event):
                self._saw_event(chat_id, event)
            case pushes.ChatDeactivated(chat_id=chat_id):
                self.saw_gone(chat_id)
            case pushes.ChatTransferred(chat_id=chat_id):
                is_mine = self.me in (payload.transferred_to.agent_ids or ())
                is_queued = payload.queue is not None and not is_mine
                self._place(chat_id, is_mine=is_mine, is_queued=is_queued)
            case pushes.UserAdded(chat_id=chat_id, user=user) if self._has_me((user,)):
                self._place(chat_id, is_mine=True, is_queued=False)
            case pushes.UserRemoved(chat_id=chat_id, user_id=self.me):
                self._place(chat_id, is_mine=False, is_queued=chat_id in self.queued)
            case _:
                pass

    def fetch_for(self, payload: object) -> ChatId | None:
        """Return the chat that has to be fetched before a push about it means anything.

        Who may see a chat is told in groups, and whether that still means this operator is
        known to the server alone; so the chat is asked for.
        """
        match payload:
            case pushes.ChatAccessUpdated(id=chat_id):
                is_wanted = self._has(chat_id)
            case pushes.IncomingEvent(chat_id=chat_id):
                is_wanted = not self.knows(chat_id)
            case pushes.UserAdded(chat_id=chat_id, user=user):
                # A chat that was his may be forgotten by now, so it comes as an unknown one.
                is_wanted = self._has_me((user,)) and not self._has(chat_id)
            case pushes.ChatTransferred(chat_id=chat_id):
                is_for_me = self.me in (payload.transferred_to.agent_ids or ())
                is_wanted = is_for_me or payload.queue is not None
                is_wanted &= not self._has(chat_id)
            case _:
                return None
        return chat_id if is_wanted else None

    def _has(self, chat_id: ChatId) -> bool:
        return chat_id in self.mine or chat_id in self.queued

    def _place(self, chat_id: ChatId, *, is_mine: bool, is_queued: bool) -> None:
        was_mine = chat_id in self.mine
        (self.mine.add if is_mine else self.mine.discard)(chat_id)
        (self.queued.add if is_queued else self.queued.discard)(chat_id)
        if is_mine:
            self.over.pop(chat_id, None)
        elif was_mine:
            self.over[chat_id] = None
            # Thousands pass in a week. For one that is forgotten the server decides.
            if len(self.over) > MOST_OVER:
                del self.over[next(iter(self.over))]
        if not self._has(chat_id):
            self._newest.pop(chat_id, None)

    def _saw_event(self, chat_id: ChatId, event: Event) -> None:
        # A chat that comes to the desk later is fetched then.
        if event.id is not None and self._has(chat_id):
            self._newest[chat_id] = event.id

    def _has_me(self, users: Iterable[User]) -> bool:
        return any(
            user.id == self.me
            and user.present is not False
            and user.visibility != Visibility.AGENTS
            for user in users
        )


def newest_of(summary: ChatSummary) -> EventId | None:
    """Return a listed chat's newest event."""
    last = summary.last_event_per_type or {}
    events = [each.event for each in last.values() if each.event is not None]
    newest = max(
        events, key=lambda event: (event.desk_seq or 0, event.created_at or EPOCH), default=None
    )
    return None if newest is None else newest.id
