"""Known bugs, each a small change of a real part inside the world; the judge must find them."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import structs
from sqlite_utils import Database

from tests.simulation.library_node import LibraryNode, SeededShelf
from tests.simulation.machine import Machine
from tests.simulation.operator_node import OperatorNode
from tests.simulation.server_node import ServerNode
from tests.simulation.stage import Parts
from undivided.library.sharing.copies import Copy
from undivided.protocol.envelope import Incoming
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId
from undivided.protocol.logins import AgentLoginAnswer, Application
from undivided.protocol.moments import Moment
from undivided.runtime.desk_connection import Clock
from undivided.runtime.desk_file import DeskFile
from undivided.server.hub.records import ChatRecord
from undivided.server.store.archive import Archive
from undivided.server.web.driver import Driver
from undivided.session.commands import OutboxRow
from undivided.session.exchange import Exchange
from undivided.session.results import Loss
from undivided.session.session import Session


class _ForgetfulArchive(Archive):
    """No unique index on `custom_id`: what is sent again is stored again."""

    def __init__(self, database: Database, *, new_epoch: str) -> None:
        database.execute("DROP INDEX IF EXISTS idx_events_custom")
        super().__init__(database, new_epoch=new_epoch)

    def sent_before(self, chat_id: ChatId, event: Event) -> tuple[Event, bytes] | None:
        """Know nothing of before."""
        return None


class _SplitArchive(Archive):
    """Each chat's counter in a transaction of its own, after that of its events."""

    def __init__(self, database: Database, *, new_epoch: str) -> None:
        self._late: dict[ChatId, ChatRecord] = {}
        super().__init__(database, new_epoch=new_epoch)

    @property
    def is_open(self) -> bool:
        """Whether there is anything to commit."""
        return super().is_open or bool(self._late)

    def commit(self) -> None:
        """Commit the events now, and their counters by the next commit."""
        late, self._late, self._counters = self._late, self._counters, {}
        super().commit()
        self._counters = late
        super().commit()


class _HastyDriver(Driver):
    """The response before the commit."""

    async def _work_off(self) -> None:
        now = self.clock()
        while self._inbox:
            self._apply(self._inbox.popleft(), now)
        self._wake.clear()
        self._perform(tuple(self.hub._batch.effects))
        await asyncio.get_running_loop().run_in_executor(self.committer, self.hub.commit)
        if not self._inbox:
            self._idle.set()


class _MemoryFile(DeskFile):
    """The outbox in memory: what was accepted ends with the process."""

    _number = 0

    async def accept(
        self, rows: Sequence[OutboxRow], *, clears_draft: bool, draft_left: str = ""
    ) -> Sequence[OutboxRow]:
        """Number the rows and keep them nowhere."""
        if clears_draft:
            self.save_draft(rows[0].chat_id, draft_left, rows[0].written_at)
        return [self._numbered(row) for row in rows]

    def _numbered(self, row: OutboxRow) -> OutboxRow:
        self._number += 1
        return replace(row, number=self._number)


class _DeafExchange(Exchange):
    """Reads, and listens only then: what is said meanwhile is missed."""

    _read_up_to = 0

    def _welcome(self, answer: AgentLoginAnswer, now: Moment) -> None:
        self._read_up_to = int(answer.desk.cursor) if answer.desk is not None else 0
        super()._welcome(answer, now)

    def _pushed(self, incoming: Incoming) -> Loss | None:
        is_news = incoming.desk_seq is not None and incoming.desk_seq > self._read_up_to
        if is_news and not self.resync.is_live:
            return None
        return super()._pushed(incoming)


class _DeafSession(Session):
    """A session that subscribes after it has read."""

    def __init__(
        self,
        application: Application,
        jitter: Callable[[], float],
        rows: Iterable[OutboxRow] = (),
    ) -> None:
        super().__init__(application, jitter, rows)
        self._exchange = _DeafExchange(jitter, rows)


@dataclass(frozen=True, slots=True)
class _WallClock:
    """Takes the wall clock for the monotonic one, so that every deadline is on it."""

    machine: Machine

    def now(self) -> Moment:
        """Return this instant, twice by the same clock."""
        wall = self.machine.now().wall
        return Moment(wall, wall.timestamp())


class _OverwritingShelf(SeededShelf):
    """The last writer wins: what both sides changed is not kept for a choice."""

    def keep(self, copy: Copy) -> None:
        """Take mine for what was made from theirs."""
        if copy.needs_choice:
            copy = structs.replace(
                copy, base=copy.theirs, version=copy.theirs_version, theirs=None, theirs_version=0
            )
        super().keep(copy)


class _ForgetfulServer(ServerNode):
    archive_type = _ForgetfulArchive


class _SplitServer(ServerNode):
    archive_type = _SplitArchive


class _HastyServer(ServerNode):
    driver_type = _HastyDriver


class _MemoryOperator(OperatorNode):
    file_type = _MemoryFile


class _DeafOperator(OperatorNode):
    session_type = _DeafSession


class _OverwritingLibrary(LibraryNode):
    shelf_type = _OverwritingShelf


class _OverwritingOperator(OperatorNode):
    library_type = _OverwritingLibrary


class _WallOperator(OperatorNode):
    def make_clock(self) -> Clock:
        return _WallClock(self.machine)


PLANTS: Mapping[str, Parts] = {
    "no-unique-index": Parts(server=_ForgetfulServer),
    "outbox-in-memory": Parts(operator=_MemoryOperator),
    "read-before-subscribe": Parts(operator=_DeafOperator),
    "response-before-commit": Parts(server=_HastyServer),
    "cursor-in-another-transaction": Parts(server=_SplitServer),
    "last-writer-wins": Parts(operator=_OverwritingOperator),
    "wall-clock-deadline": Parts(operator=_WallOperator),
}
"""Bugs by name."""
