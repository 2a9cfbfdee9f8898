"""Catching up after a sign-in: replay where the server has it, else a snapshot (G5, G6)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from undivided.protocol.agent_requests import ChatFilters, ListChats
from undivided.protocol.chats import ChatSummary
from undivided.protocol.desk_extensions import Announcement, Feature, PartWanted, Resume
from undivided.protocol.ids import ChatId
from undivided.protocol.limits import PART_BYTES
from undivided.protocol.logins import AgentLoginAnswer
from undivided.protocol.moments import EPOCH
from undivided.protocol.requests import GetChat, Nothing
from undivided.session.requests import Ask, Beat, Fetch, ListPage
from undivided.session.signin import LONGEST_LIST
from undivided.session.watch import Watch

PAGE = 100
MOST_PAGES = 100
"""Pages of active chats that are asked for; an honest server has fewer."""


@dataclass(slots=True)
class Resync:
    """The cursor, and the chats that may have newer events than the desk knows.

    Attributes:
        has_extensions: The server announced ours at the last sign-in.
        features: Which of them it announced.
        behind: Chats to be caught up; nothing is sent into them before.
        is_replaying: Missed pushes are still coming.
    """

    watch: Watch
    has_extensions: bool = False
    features: frozenset[str] = frozenset()
    behind: frozenset[ChatId] = frozenset()
    is_replaying: bool = False
    _cursor: int | None = None
    _epoch: str = ""
    _listed: dict[ChatId, ChatSummary] = field(default_factory=dict)
    _pages: int = 0
    _fetching: frozenset[ChatId] = frozenset()
    _pages_left: bool = False
    _is_catching_up: bool = False

    @property
    def resume(self) -> Resume | None:
        """What the next sign-in asks to be replayed; None for a fresh state."""
        if self._cursor is None:
            return None
        return Resume(resume_from=str(self._cursor), epoch=self._epoch)

    @property
    def is_live(self) -> bool:
        """Whether the catching up after the sign-in is over."""
        return not self._is_catching_up

    def signed_in(self, answer: AgentLoginAnswer, unsent: Iterable[ChatId]) -> list[Ask]:
        """Start to catch up; the sign-in itself has subscribed, so nothing falls between.

        Args:
            answer: What the server said at the sign-in.
            unsent: Chats with rows in the outbox, whose fate a snapshot tells.
        """
        desk = answer.desk
        self.watch.me = answer.my_profile.id
        self.has_extensions = desk is not None
        self.features = frozenset(desk.features if desk is not None else ())
        self.is_replaying = desk is not None and self._can_replay(desk)
        self._pages_left = not self.is_replaying
        self._is_catching_up = True
        self._pages = 0
        self._listed = self._concerning(answer.chats_summary)
        if not self.is_replaying:
            self._cursor = None
        if desk is not None and Feature.REPLAY in self.features:
            self._adopt(desk)
        if self.is_replaying:
            changed = (each.id for each in self._listed.values() if not self.watch.is_current(each))
            self.behind = frozenset(changed)
            return [Ask("ping", Nothing(), Beat(ends_replay=True))]
        return [*self._fetches((*self._listed, *self._held(), *unsent)), _page(None)]

    def saw_push(self, chat_id: ChatId | None, number: int | None) -> None:
        """Note a push's running number, and whether it brought its chat up to date."""
        listed = self._listed.get(chat_id) if chat_id is not None else None
        if self.is_replaying and listed is not None and self.watch.is_current(listed):
            self.behind -= {listed.id} - self._fetching
        if number is not None and self._cursor is not None:
            self._cursor = max(self._cursor, number)

    def replayed(self) -> list[Ask]:
        """Note that the replay is over; fetch what it did not bring up to date."""
        self.is_replaying = False
        stale = [
            chat_id for chat_id, each in self._listed.items() if not self.watch.is_current(each)
        ]
        missing = [chat_id for chat_id in self._held() if chat_id not in self._listed]
        self.behind = self._fetching
        asks = self._fetches((*stale, *missing))
        self._settle()
        return asks

    def listed(self, summaries: tuple[ChatSummary, ...], next_page: str | None) -> list[Ask]:
        """Take in one page of active chats; fetch those that are news, ask for the next page."""
        fresh = {
            chat_id: each
            for chat_id, each in self._concerning(summaries).items()
            if chat_id not in self._listed
        }
        self._listed.update(fresh)
        self._pages += 1
        # A list has an end, whatever the server says.
        may_go_on = len(self._listed) < LONGEST_LIST and self._pages < MOST_PAGES
        self._pages_left = next_page is not None and may_go_on
        asks = self._fetches(fresh)
        self._settle()
        return [*asks, _page(next_page)] if self._pages_left else asks

    def fetched(self, chat_id: ChatId) -> None:
        """Note that a chat is as the server has it."""
        self.behind -= {chat_id}
        self._fetching -= {chat_id}
        self._settle()

    def is_replaced(self, desk: Announcement | None) -> bool:
        """Return whether the server's history is another than the one seen before."""
        if desk is None or self._cursor is None:
            return False
        return desk.epoch != self._epoch or _number(desk.cursor) < self._cursor

    def fetch(self, chat_id: ChatId) -> list[Ask]:
        """Ask for one chat, and count it as behind until it comes."""
        return self._fetches((chat_id,))

    def start_anew(self) -> None:
        """Let the next sign-in ask for a snapshot: what a replay would bring cannot be taken in."""
        self._cursor = None

    def disconnected(self) -> None:
        """Forget what was under way; a snapshot that was cut short has to be taken anew."""
        if not self.is_replaying and (self.behind or self._pages_left):
            self._cursor = None
        self.behind = self._fetching = frozenset()
        self.is_replaying = self._pages_left = self._is_catching_up = False
        self._listed = {}

    def _settle(self) -> None:
        if not (self.behind or self.is_replaying or self._pages_left):
            self._is_catching_up = False
            self._listed = {}

    def _can_replay(self, desk: Announcement) -> bool:
        return (
            Feature.REPLAY in desk.features
            and self._cursor is not None
            and not desk.gap
            and not self.is_replaced(desk)
        )

    def _adopt(self, desk: Announcement) -> None:
        self._epoch = desk.epoch
        if self._cursor is None:
            self._cursor = _number(desk.cursor)

    def _concerning(self, summaries: tuple[ChatSummary, ...]) -> dict[ChatId, ChatSummary]:
        """Return the listed chats that belong on this desk, first come first."""
        ours = [each for each in summaries[:LONGEST_LIST] if self.watch.concerns(each)]
        ours.sort(key=_came_at)
        return {each.id: each for each in ours}

    def _held(self) -> list[ChatId]:
        return sorted(self.watch.mine | self.watch.queued)

    def _fetches(self, chat_ids: Iterable[ChatId]) -> list[Ask]:
        fresh = [each for each in dict.fromkeys(chat_ids) if each not in self._fetching]
        self._fetching |= frozenset(fresh)
        self.behind |= self._fetching
        part = PartWanted(most_bytes=PART_BYTES) if Feature.PARTS in self.features else None
        return [Ask("get_chat", GetChat(chat_id=each, desk=part), Fetch(each)) for each in fresh]


def _page(page_id: str | None) -> Ask:
    if page_id is not None:
        return Ask("list_chats", ListChats(page_id=page_id), ListPage())
    filters = ChatFilters(active=True)
    return Ask("list_chats", ListChats(filters=filters, limit=PAGE), ListPage())


def _came_at(summary: ChatSummary) -> float:
    thread = summary.last_thread_summary
    return 0.0 if thread is None else (thread.created_at - EPOCH).total_seconds()


def _number(cursor: str) -> int:
    return int(cursor) if cursor.isascii() and cursor.isdigit() else 0
