"""What an action may use: the records, the people, the time, and a way to tell others."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from undivided.protocol.ids import ENTROPY_BYTES, GroupId, opaque_id
from undivided.protocol.moments import Moment
from undivided.server.directory import Directory, FileCatalog
from undivided.server.hub.chat_store import Chats
from undivided.server.hub.effects import Close
from undivided.server.hub.flood import FloodLimits
from undivided.server.hub.head_start import HeadStart
from undivided.server.hub.line import SAMPLES, Line
from undivided.server.hub.people import People
from undivided.server.hub.pushing import Push
from undivided.server.hub.sessions import Sessions
from undivided.server.hub.views import Views
from undivided.server.store.archive import Archive
from undivided.server.store.canned_store import CannedStore
from undivided.server.store.history import History

TICK = timedelta(microseconds=1)


@dataclass(slots=True, kw_only=True)
class Context:
    """The hub's state, handed to every action.

    Attributes:
        now: The moment of the input that is being worked on.
        leaving: Pushes and closings that follow the answer to that input.
        gone: Operators with active chats who lost their last socket, and at what ticks.
        left: Visitors who closed their last page, and at what ticks.
        taken: Operators who took a chat out of the queue by hand, and at what ticks.
        shown_groups: The group statuses that visitors were told last.
        is_unsettled: Somebody came, went or changed status since `settling.settle`.
        served: When the router last gave an operator a chat, as a running count.
    """

    archive: Archive
    directory: Directory
    files: FileCatalog
    entropy: Callable[[int], bytes]
    limits: FloodLimits
    sessions: Sessions
    people: People
    chats: Chats
    canned: CannedStore
    history: History
    line: Line
    views: Views
    now: Moment
    leaving: list[Push | Close] = field(default_factory=list)
    gone: dict[str, float] = field(default_factory=dict)
    left: dict[str, float] = field(default_factory=dict)
    taken: dict[str, tuple[str, float]] = field(default_factory=dict)
    served: dict[str, int] = field(default_factory=dict)
    shown_groups: dict[GroupId, str] = field(default_factory=dict)
    is_unsettled: bool = True

    @classmethod
    def over(
        cls,
        archive: Archive,
        directory: Directory,
        files: FileCatalog,
        entropy: Callable[[int], bytes],
        limits: FloodLimits,
        *,
        head_start: HeadStart,
    ) -> "Context":
        """Return the state that the archive holds, with nobody connected."""
        sessions = Sessions()
        people = People(archive, directory, sessions, entropy, head_start)
        history = History(archive.database)
        line = Line(archive.handling_seconds(SAMPLES))
        return cls(
            archive=archive,
            directory=directory,
            files=files,
            entropy=entropy,
            limits=limits,
            sessions=sessions,
            people=people,
            chats=Chats(archive, people.buyers.lead),
            canned=CannedStore(archive),
            history=history,
            line=line,
            views=Views(people, history, line),
            now=Moment.at(0),
        )

    def reload(self) -> None:
        """Forget what was not committed."""
        self.leaving.clear()
        self.people.reload()
        self.chats.reload()
        self.is_unsettled = True

    def stamp(self, after: datetime) -> datetime:
        """Return now, but later than `after` and never a whole second.

        A whole second is written without decimals, and clients sort times as texts.
        """
        at = self.now.wall
        if at <= after:
            at = after + TICK
        return at if at.microsecond else at + TICK

    def new_id(self) -> str:
        """Return an id that nobody can guess."""
        return opaque_id(self.entropy(ENTROPY_BYTES))
