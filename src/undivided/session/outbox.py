"""Own events on their way: one at a time per chat, in order, once (promises G1, G3, G4, G8)."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import Enum, auto

import msgspec

from undivided.desk import facts
from undivided.desk.facts import Fact
from undivided.desk.intents import is_automatic
from undivided.protocol.desk_extensions import NAMESPACE, WRITTEN_AT
from undivided.protocol.errors import ProtocolError
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId, EventId, UserId
from undivided.protocol.moments import Moment, to_wire
from undivided.protocol.requests import ListThreads, SendEvent
from undivided.session.backoff import Backoff
from undivided.session.commands import OutboxRow
from undivided.session.effects import DropRow, Effect, KeepRow, StartUpload, StopUpload
from undivided.session.file_rows import as_sent, may_be_address, needs_address, with_address
from undivided.session.requests import Ask, Deliver, Look
from undivided.session.sentences import (
    CHAT_OVER,
    LOOK_TOO_LARGE,
    NOT_THROUGH,
    sentence_for,
    sentence_for_upload,
)

LATE = timedelta(seconds=60)
"""An event that leaves so long after it was written says when that was (promise G11)."""
THREADS_LOOKED_AT = 3
UPLOAD_TRIES = 8
"""After so many the file stands aside, so that what is behind it may go (promise G8)."""


class State(Enum):
    """How far a row is. UNKNOWN left once, and its answer is lost."""

    WAITING = auto()
    UPLOADING = auto()
    SENDING = auto()
    UNKNOWN = auto()
    LOOKING = auto()
    FAILED = auto()


@dataclass(slots=True)
class _Entry:
    row: OutboxRow
    state: State
    has_new_address: bool = False


@dataclass(slots=True)
class _Lane:
    """The rows of one chat; a broken chat never blocks another."""

    backoff: Backoff
    entries: list[_Entry] = field(default_factory=list)
    not_before: float = 0.0

    def head(self) -> _Entry | None:
        """Return the row whose turn it is; refused ones stand aside."""
        return next((entry for entry in self.entries if entry.state is not State.FAILED), None)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What may leave now.

    Attributes:
        has_extensions: The server knows ours; another refuses properties that nobody declared.
        has_dedupe: The server stores a repeated custom id once, so asking again is sending again.
        behind: Chats that are being caught up; nothing goes into them unseen.
        over: Chats that this operator is no longer in; what never left is refused (promise G10).
    """

    has_extensions: bool
    has_dedupe: bool
    behind: frozenset[ChatId] = frozenset()
    over: AbstractSet[ChatId] = frozenset()


@dataclass(slots=True)
class Outcome:
    """What the outbox wants written, told and asked."""

    effects: list[Effect] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)


class Outbox:
    """All unconfirmed own events; every change goes into `take`."""

    def __init__(self, jitter: Callable[[], float], rows: Iterable[OutboxRow] = ()) -> None:
        self._jitter = jitter
        self._lanes: dict[ChatId, _Lane] = {}
        self._out = Outcome()
        for row in sorted(rows, key=lambda each: each.number):
            # A row from the file may have left before the program ended.
            self._add(row, State.FAILED if row.failed else State.UNKNOWN)

    def take(self) -> Outcome:
        """Return what has come up since the last time."""
        out, self._out = self._out, Outcome()
        return out

    def submit(self, row: OutboxRow) -> None:
        """Take in a row that is safe on disk; the same custom id again changes nothing."""
        if self._find(row.chat_id, row.custom_id) is None:
            self._add(row, State.WAITING)

    def retry(self, custom_id: CustomId) -> None:
        """Put a refused row back in its place."""
        for entry in self._all():
            if entry.row.custom_id == custom_id and entry.state is State.FAILED:
                entry.row = replace(entry.row, failed="")
                entry.has_new_address = False
                if entry.row.digest:
                    entry.row = replace(entry.row, attempts=0)
                # It may have been stored by another attempt: the server decides (promise G4).
                entry.state = State.UNKNOWN
                self._out.effects.append(KeepRow(entry.row))
                self._out.facts.append(facts.Waiting(entry.row.chat_id, custom_id))

    def discard(self, custom_id: CustomId) -> None:
        """Forget a refused row or an unsent file; what may still arrive cannot be taken back."""
        for entry in tuple(self._all()):
            is_unsent_file = bool(entry.row.digest) and entry.state is State.WAITING
            is_here = entry.state is State.FAILED or is_unsent_file or needs_address(entry.row)
            if entry.row.custom_id == custom_id and is_here:
                if entry.state is State.UPLOADING:
                    self._out.effects.append(StopUpload(custom_id))
                self._remove(entry)
                self._out.facts.append(facts.Dropped(entry.row.chat_id, custom_id))

    def due(self, now: Moment, conditions: Conditions) -> None:
        """Let leave what may leave; per chat only the oldest unconfirmed row."""
        for chat_id, lane in tuple(self._lanes.items()):
            if chat_id in conditions.behind:
                continue
            if chat_id in conditions.over:
                self._refuse_unsent(lane)
            entry = lane.head()
            if entry is None or now.ticks < lane.not_before:
                continue
            if entry.state is State.UNKNOWN and not conditions.has_dedupe:
                self._look(chat_id, lane)
            elif entry.state not in {State.WAITING, State.UNKNOWN}:
                continue
            elif needs_address(entry.row):
                self._upload(entry)
            else:
                self._send(entry, now, has_extensions=conditions.has_extensions)

    def sighted(self, chat_id: ChatId, events: Iterable[Event], me: UserId) -> None:
        """Confirm every row that the server shows to have stored as this operator's."""
        if chat_id not in self._lanes:
            return
        for event in events:
            is_own = event.author_id in {None, me}
            if is_own and event.custom_id is not None and event.id is not None:
                self.confirmed(chat_id, event.custom_id, event.id)

    def looked(self, chat_id: ChatId) -> None:
        """After a search: rows that `sighted` did not confirm never arrived, so they may leave."""
        for entry in self._entries(chat_id):
            if entry.state is State.LOOKING:
                entry.state = State.WAITING

    def unlookable(self, chat_id: ChatId) -> None:
        """Park the rows whose fate cannot be learned: sent again, they could be there twice."""
        for entry in self._entries(chat_id):
            if entry.state is State.LOOKING:
                self._park(entry, LOOK_TOO_LARGE)

    def confirmed(self, chat_id: ChatId, custom_id: CustomId, event_id: EventId) -> None:
        """Note that the server stored an event; only now it counts as sent."""
        entry = self._find(chat_id, custom_id)
        if entry is None:
            return
        lane = self._lanes[chat_id]
        lane.backoff.reset()
        lane.not_before = 0.0
        self._remove(entry)
        self._out.facts.append(facts.Confirmed(chat_id, custom_id, event_id))

    def failed(
        self, chat_id: ChatId, custom_id: CustomId, error: ProtocolError, now: Moment
    ) -> None:
        """Note a refusal: try again later, or park the row so that the next one may go."""
        entry = self._find(chat_id, custom_id)
        if entry is None:
            return
        if error.is_transient:
            self._later(entry, now)
        elif may_be_address(entry.row, error) and not entry.has_new_address:
            entry.row = with_address(entry.row, None)
            entry.state = State.WAITING
        else:
            self._park(entry, sentence_for(error))

    def unanswered(self, chat_id: ChatId, custom_id: CustomId, now: Moment) -> None:
        """Note that an answer did not come in time; what became of the row is unknown."""
        entry = self._find(chat_id, custom_id)
        if entry is not None:
            self._later(entry, now)

    def uploaded(self, row: OutboxRow, url: str) -> None:
        """Note the address of a row's file, so that its event may leave."""
        entry = self._find(row.chat_id, row.custom_id)
        if entry is not None and entry.state is State.UPLOADING:
            entry.row = with_address(entry.row, url)
            entry.has_new_address = True
            entry.state = State.WAITING
            self._lanes[row.chat_id].backoff.reset()
            self._out.facts.append(facts.Waiting(row.chat_id, row.custom_id))

    def upload_failed(self, row: OutboxRow, error: ProtocolError | None, now: Moment) -> None:
        """Note that a file was not uploaded; the server's word for it, or None to try again."""
        entry = self._find(row.chat_id, row.custom_id)
        if entry is None or entry.state is not State.UPLOADING:
            return
        if error is None and entry.row.attempts + 1 >= UPLOAD_TRIES:
            self._park(entry, NOT_THROUGH)
        elif error is None or error.is_transient:
            self._later(entry, now)
            entry.state = State.WAITING
            self._out.facts.append(facts.Waiting(row.chat_id, row.custom_id))
        else:
            self._park(entry, sentence_for_upload(error))

    def unlooked(self, chat_id: ChatId, now: Moment) -> None:
        """Note that a search failed; it is repeated later."""
        for entry in self._entries(chat_id):
            if entry.state is State.LOOKING:
                self._later(entry, now)

    def disconnected(self) -> None:
        """Note that the link is gone: what was under way is unknown, and stays "sending"."""
        for entry in self._all():
            if entry.state in {State.SENDING, State.LOOKING}:
                entry.state = State.UNKNOWN

    def chats(self) -> set[ChatId]:
        """Return the chats that have rows which may still go."""
        return {chat_id for chat_id, lane in self._lanes.items() if lane.head() is not None}

    def wake_at(self, behind: frozenset[ChatId]) -> float | None:
        """Return when the next row that backs off may leave."""
        idle = {State.WAITING, State.UNKNOWN}
        times = (
            lane.not_before
            for chat_id, lane in self._lanes.items()
            if chat_id not in behind and (head := lane.head()) is not None and head.state in idle
        )
        return min(times, default=None)

    # Steps of one row

    def _add(self, row: OutboxRow, state: State) -> None:
        lane = self._lanes.setdefault(row.chat_id, _Lane(Backoff(self._jitter)))
        lane.entries.append(_Entry(row, state))
        self._out.facts.append(
            facts.Submitted(row.custom_id, row.chat_id, row.event, row.written_at, row.failed)
        )

    def _send(self, entry: _Entry, now: Moment, *, has_extensions: bool) -> None:
        row = entry.row
        entry.state = State.SENDING
        event = as_sent(row)
        if not has_extensions:
            event = _without_ours(event)
        elif now.wall - row.written_at > LATE:
            event = _marked_late(event, row)
        payload = SendEvent(chat_id=row.chat_id, event=event)
        self._out.asks.append(Ask("send_event", payload, Deliver(row.chat_id, row.custom_id)))
        self._out.facts.append(facts.Sending(row.chat_id, row.custom_id))

    def _upload(self, entry: _Entry) -> None:
        entry.state = State.UPLOADING
        self._out.effects.append(StartUpload(entry.row))
        self._out.facts.append(facts.Uploading(entry.row.chat_id, entry.row.custom_id))

    def _look(self, chat_id: ChatId, lane: _Lane) -> None:
        for entry in lane.entries:
            if entry.state is State.UNKNOWN:
                entry.state = State.LOOKING
        payload = ListThreads(chat_id=chat_id, limit=THREADS_LOOKED_AT)
        self._out.asks.append(Ask("list_threads", payload, Look(chat_id)))

    def _later(self, entry: _Entry, now: Moment) -> None:
        lane = self._lanes[entry.row.chat_id]
        entry.state = State.UNKNOWN
        entry.row = replace(entry.row, attempts=entry.row.attempts + 1)
        lane.not_before = now.ticks + lane.backoff.next().total_seconds()
        self._out.effects.append(KeepRow(entry.row))

    def _park(self, entry: _Entry, sentence: str) -> None:
        row = entry.row
        if is_automatic(row.custom_id):
            # The desk's own line is nothing that an operator could do anything about.
            self._remove(entry)
            self._out.facts.append(facts.Dropped(row.chat_id, row.custom_id))
            return
        entry.state = State.FAILED
        entry.row = replace(row, failed=sentence)
        self._out.effects.append(KeepRow(entry.row))
        self._out.facts.append(facts.Refused(row.chat_id, row.custom_id, sentence))

    def _refuse_unsent(self, lane: _Lane) -> None:
        for entry in tuple(lane.entries):
            if entry.state is State.WAITING:
                self._park(entry, CHAT_OVER)

    def _remove(self, entry: _Entry) -> None:
        chat_id = entry.row.chat_id
        self._lanes[chat_id].entries.remove(entry)
        if not self._lanes[chat_id].entries:
            del self._lanes[chat_id]
        self._out.effects.append(DropRow(entry.row.custom_id))

    def _find(self, chat_id: ChatId, custom_id: CustomId) -> _Entry | None:
        found = (each for each in self._entries(chat_id) if each.row.custom_id == custom_id)
        return next(found, None)

    def _entries(self, chat_id: ChatId) -> list[_Entry]:
        lane = self._lanes.get(chat_id)
        return [] if lane is None else lane.entries

    def _all(self) -> Iterator[_Entry]:
        return (entry for lane in self._lanes.values() for entry in lane.entries)


def _without_ours(event: Event) -> Event:
    """Return an event without the properties that only a server of ours knows."""
    if NAMESPACE not in (event.properties or {}):
        return event
    others = {name: pairs for name, pairs in (event.properties or {}).items() if name != NAMESPACE}
    return msgspec.structs.replace(event, properties=others or None)


def _marked_late(event: Event, row: OutboxRow) -> Event:
    """Return a row's event with the time when it was written (promise G11)."""
    properties = dict(event.properties or {})
    mark: dict[str, str | int | bool] = {WRITTEN_AT: to_wire(row.written_at)}
    properties[NAMESPACE] = {**properties.get(NAMESPACE, {}), **mark}
    return msgspec.structs.replace(event, properties=properties)
