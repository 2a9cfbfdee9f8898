"""The loop around the pure parts: link, session, outbox file and desk.

Frames go to the session, the session's facts to the desk, the desk's changes to whoever
listens; effects and intents go back the same way. No rule of delivery or of the desk is
decided here.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec

from undivided.desk import callbacks, facts, intents
from undivided.desk.call_request import CallAct, CallRequest
from undivided.desk.desk import Desk
from undivided.desk.values import Changes
from undivided.etiquette.cards.masking import continuing, without_cards
from undivided.etiquette.cards.numbers import masked, masked_unfinished
from undivided.library.model.parts import Attachment
from undivided.protocol.errors import ProtocolError, UndividedError
from undivided.protocol.events import Event, Kind
from undivided.protocol.ids import ChatId, CustomId
from undivided.protocol.moments import Moment
from undivided.runtime.clock import SystemClock
from undivided.runtime.desk_file import DeskFile
from undivided.runtime.errors import AnswerTooLarge, LinkError
from undivided.runtime.link import Link, LinkEvents
from undivided.runtime.supervisor import Supervisor
from undivided.runtime.uploads import Post, Reports, Uploads
from undivided.session import effects
from undivided.session.commands import (
    Command,
    LoadOlder,
    MarkSeen,
    OutboxRow,
    SetCallback,
    SetHold,
    Submit,
)
from undivided.session.facts import Notice, Step
from undivided.session.session import Session
from undivided.session.signin import Credentials
from undivided.storage.local_file import LocalFile

log = logging.getLogger(__name__)

TICK_S = 1.0


class Clock(Protocol):
    """Whoever knows what time it is on this computer."""

    def now(self) -> Moment:
        """Return this instant."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What a connection is made of; everything but the file is pure or nearly so.

    Attributes:
        post: Takes files to the server; None where no files are sent.
    """

    session: Session
    desk: Desk
    file: DeskFile
    make_link: Callable[[LinkEvents], Link]
    supervisor: Supervisor
    clock: Clock = field(default_factory=SystemClock)
    post: Post | None = None


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears of the desk's changes, of news that is not the desk's, and of trouble."""

    changed: Callable[[Changes], None]
    told: Callable[[Notice], None]
    troubled: Callable[[UndividedError], None]


@dataclass(frozen=True, slots=True)
class Letter:
    """An event that carries the kept file with this digest."""

    event: Event
    digest: str


class DeskConnection:
    """One operator's desk on one server, from sign-in to the end of the shift."""

    def __init__(self, parts: Parts, listeners: Listeners) -> None:
        self._session = parts.session
        self._desk = parts.desk
        self._file = parts.file
        self._supervisor = parts.supervisor
        self._listeners = listeners
        self._clock = parts.clock
        self._link = parts.make_link(LinkEvents(self._opened, self._received, self._lost))
        self._uploads = None if parts.post is None else Uploads(parts.post, parts.file)
        self._reports = Reports(self._upload_goes_on, self._uploaded, self._upload_failed)
        self._wake: asyncio.TimerHandle | None = None
        self._is_open = True
        self._heard_at: float | None = None

    def start(self, credentials: Credentials) -> None:
        """Sign in, and let the seconds pass from now on."""
        self._supervisor.start("tick", self._tick())
        self._take(lambda now: self._session.start(credentials, now))

    async def accept(
        self,
        chat_id: ChatId,
        *letters: Letter | Event,
        is_draft: bool = True,
        draft_left: str = "",
    ) -> None:
        """Commit the events of one Send to disk, all or none, then send them (promise G1).

        Card numbers in them are masked before either (promise G19).

        Args:
            chat_id: Where they go.
            letters: Events that have their custom ids, in their order; with files as `Letter`.
            is_draft: They are the chat's draft, which goes in the same step.
            draft_left: What of it stays the draft.

        Raises:
            StorageError: Nothing was accepted.
        """
        written_at = self._clock.now().wall
        rows = _rows(chat_id, letters, written_at, self._desk.last_own_messages(chat_id))
        left = masked(draft_left)
        for row in await self._file.accept(rows, clears_draft=is_draft, draft_left=left):
            self.do(Submit(row))

    async def attach(self, chat_id: ChatId, file: LocalFile) -> Attachment:
        """Keep a copy of a file with a chat's draft; card numbers in its name are masked.

        Raises:
            StorageError: Nothing was kept.
        """
        safe = msgspec.structs.replace(file, name=masked(file.name))
        return await self._file.attach(chat_id, safe, self._clock.now().wall)

    def detach(self, chat_id: ChatId, file: Attachment) -> None:
        """Take a file out of a chat's draft."""
        self._file.detach(chat_id, file)

    def path_of(self, file: Attachment) -> Path:
        """Return where the kept copy of a file is."""
        return self._file.path_of(file.digest)

    def picture_of(self, custom_id: CustomId) -> Path | None:
        """Return where the kept copy of an own picture is, or None when none is known."""
        return self._file.picture_of(custom_id)

    def do(self, command: Command) -> None:
        """Ask the server for something that needs no outbox; card numbers in it are masked."""
        safe = without_cards(command)
        self._take(lambda now: self._session.submit(safe, now))

    def mark_call(self, call: CallRequest, act: CallAct) -> None:
        """Say what becomes of a visitor's wish to be called. Source: practice 61."""
        told = callbacks.marks(call, act, self._desk.server_time(self._clock.now()))
        self.do(SetCallback(call.chat_id, call.thread_id, call.event_id, told))

    def load_older(self, chat_id: ChatId) -> None:
        """Fetch what came before the oldest line that is shown."""
        desk = self._desk
        self.do(LoadOlder(chat_id, desk.older_thread(chat_id), desk.oldest_number(chat_id)))

    def note(self, fact: facts.Fact) -> None:
        """Tell the desk what happened in the window."""
        self._publish(self._desk.apply(fact, self._clock.now()))

    @property
    def silence_s(self) -> int | None:
        """Seconds since the server's last word; None before its first."""
        if self._heard_at is None:
            return None
        return max(0, int(self._clock.now().ticks - self._heard_at))

    def longest_waiting(self) -> ChatId | None:
        """Return the chat whose visitor has waited longest."""
        return self._desk.longest_waiting(self._clock.now())

    def save_draft(
        self, chat_id: ChatId, text: str, *, has_files: bool = False, marks: str = ""
    ) -> None:
        """Keep a draft on disk and mark its tab (promise G12).

        Card numbers in it are masked, also one at its end that is not whole yet (promise G19).

        Args:
            chat_id: Whose draft it is.
            text: Its words.
            has_files: Files go with it, so that it is a draft without words too.
            marks: What else is to be remembered of it, without card numbers; see `DeskStore`.
        """
        self._file.save_draft(chat_id, masked_unfinished(text), self._clock.now().wall, marks)
        self.note(facts.DraftChanged(chat_id, text, has_files))

    async def aclose(self) -> None:
        """Say good-bye to the server and close the file; nothing unsent is lost."""
        self._is_open = False
        if self._wake is not None:
            self._wake.cancel()
        if self._uploads is not None:
            self._uploads.stop_all()
        await self._link.hang_up()
        await self._file.aclose()

    # From the link

    def _opened(self) -> None:
        self._take(self._session.opened)

    def _received(self, frame: bytes) -> None:
        self._heard_at = self._clock.now().ticks
        self._take(lambda now: self._session.received(frame, now))

    def _lost(self, error: LinkError) -> None:
        log.info("link lost: %s", type(error).__name__)
        is_too_large = isinstance(error, AnswerTooLarge)
        self._take(
            lambda now: self._session.lost(
                error.sentence, now, is_fatal=error.is_fatal, is_too_large=is_too_large
            )
        )

    # From the uploads

    def _upload_goes_on(self, row: OutboxRow, percent: int) -> None:
        self.note(facts.Uploading(row.chat_id, row.custom_id, percent))

    def _uploaded(self, row: OutboxRow, url: str) -> None:
        self._take(lambda now: self._session.uploaded(row, url, now))

    def _upload_failed(self, row: OutboxRow, error: ProtocolError | None) -> None:
        self._take(lambda now: self._session.upload_failed(row, error, now))

    # Into the pure parts and out again

    def _take(self, step: Callable[[Moment], Step]) -> None:
        if not self._is_open:
            return
        now = self._clock.now()
        result = step(now)
        self._perform(result.effects)
        # Before anybody hears of it: a listener may answer with a step of its own.
        self._set_alarm(result.wake_at, now)
        for fact in result.facts:
            self._publish(self._desk.apply(fact, now))
        for notice in result.notices:
            self._listeners.told(notice)

    def _perform(self, wanted: Iterable[effects.Effect]) -> None:
        for effect in wanted:
            match effect:
                case effects.SendFrame(frame):
                    self._link.send(frame)
                case effects.Dial():
                    self._link.dial()
                case effects.Hang(code):
                    self._supervisor.start("hang up", self._link.hang_up(code))
                case effects.DropRow(custom_id):
                    self._file.drop(custom_id)
                case effects.KeepRow(row):
                    self._file.keep(row)
                case effects.StartUpload(row):
                    assert self._uploads is not None, "files were accepted that nobody can take"
                    self._supervisor.start("upload", self._uploads.run(row, self._reports))
                case effects.StopUpload(custom_id):
                    assert self._uploads is not None, "there is no upload to stop"
                    self._uploads.stop(custom_id)

    def _publish(self, changes: Changes) -> None:
        if not self._is_open:
            return  # the window shows another desk by now, or none
        self._listeners.changed(changes)
        for intent in changes.intents:
            self._supervisor.start("intent", self._fulfil(intent))

    async def _fulfil(self, intent: intents.Intent) -> None:
        match intent:
            case intents.Say(chat_id, event):
                try:
                    await self.accept(chat_id, event, is_draft=False)
                except UndividedError as error:
                    self._listeners.troubled(error)
            case intents.KeepHold(chat_id, until, promised):
                self.do(SetHold(chat_id, until, promised))
            case intents.TellSeen(chat_id, up_to):
                self.do(MarkSeen(chat_id, up_to))

    # Time

    def _set_alarm(self, at_ticks: float | None, now: Moment) -> None:
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None
        if at_ticks is not None:
            delay_s = max(0.0, at_ticks - now.ticks)
            loop = asyncio.get_running_loop()
            self._wake = loop.call_later(delay_s, self._take, self._session.ticked)

    async def _tick(self) -> None:
        while self._is_open:
            await asyncio.sleep(TICK_S)
            self._publish(self._desk.ticked(self._clock.now()))


def _rows(
    chat_id: ChatId, letters: Iterable[Letter | Event], written_at: datetime, before: list[Event]
) -> list[OutboxRow]:
    """Return the rows of one Send, masked also where a number goes on from `before`."""
    given = [each if isinstance(each, Letter) else Letter(each, "") for each in letters]
    said = before
    for event in (each.event for each in given):
        if event.type == Kind.MESSAGE and event.text:
            earlier, own = continuing(said, without_cards(event))
            said = [*earlier, own]
    masked_ones = {event.custom_id: event for event in said[len(before) :]}
    rows = []
    for event, digest in ((each.event, each.digest) for each in given):
        assert event.custom_id is not None
        safe = masked_ones.get(event.custom_id) or without_cards(event)
        rows.append(OutboxRow(event.custom_id, chat_id, safe, written_at, digest=digest))
    return rows
