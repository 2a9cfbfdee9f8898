"""The operator's program in the world, and the operator's hands and eyes before it.

Real are connection, link, session, desk and desk file. The window is played: it keeps what the
desk shows as its models do, and treats composer and drafts as `app/chat_control.py` does.
"""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.simulation.disk import DiskLine
from tests.simulation.history import Did
from tests.simulation.library_node import LibraryNode
from tests.simulation.machine import Machine
from tests.simulation.server_node import ADDRESS
from undivided.database.errors import StorageError
from undivided.desk import facts
from undivided.desk.desk import Desk
from undivided.desk.values import (
    Author,
    Changes,
    ChatRow,
    Delivery,
    LinkState,
    Message,
    TranscriptChange,
    TranscriptEdit,
)
from undivided.protocol.errors import UndividedError
from undivided.protocol.events import Event, Kind, Visibility
from undivided.protocol.ids import ChatId, CustomId
from undivided.protocol.logins import Application
from undivided.runtime.addresses import parse_address
from undivided.runtime.desk_connection import Clock, DeskConnection, Listeners, Parts
from undivided.runtime.desk_file import DeskFile
from undivided.runtime.link import Link
from undivided.runtime.supervisor import Supervisor
from undivided.session import commands
from undivided.session.facts import Notice
from undivided.session.session import Session
from undivided.session.signin import Credentials
from undivided.storage.desk.store import DeskStore

FILE_NAME = "desk.db"
DRAFT_PAUSE_S = 0.5
START_AGAIN_S = 5.0
ON_SERVER = frozenset({Delivery.NONE, Delivery.SENT, Delivery.SEEN})
CONFIRMED = frozenset({Delivery.SENT, Delivery.SEEN})


class DeskTemplate:
    """An empty desk file, copied for each world."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "desk-template.db"
        DeskStore(self._path, "nobody").close()

    def copy_to(self, folder: Path) -> None:
        """Put the file where a new program finds it."""
        shutil.copyfile(self._path, folder / FILE_NAME)


class Screen:
    """What the window shows, put together from the desk's changes as the models do it."""

    def __init__(self) -> None:
        self.rows: dict[ChatId, ChatRow] = {}
        self.state = LinkState.SIGNED_OUT
        self.unsent = 0
        self._messages: dict[ChatId, dict[str, Message]] = {}

    def apply(self, changes: Changes) -> list[tuple[ChatId, Message]]:
        """Take what one step at the desk changed; return the messages that are new or changed."""
        if changes.status is not None:
            self.state = changes.status.link.state
            self.unsent = changes.status.link.unsent
        self.rows.update({row.id: row for row in changes.rows})
        fresh = [(each.chat_id, one) for each in changes.transcripts for one in each.messages]
        for change in changes.transcripts:
            self._take(change)
        for chat_id in changes.removed:
            self.rows.pop(chat_id, None)
            self._messages.pop(chat_id, None)
        return fresh

    def messages(self, chat_id: ChatId) -> list[Message]:
        """Return a chat's messages from first to last."""
        return list(self._messages.get(chat_id, {}).values())

    def failed(self) -> list[tuple[ChatId, Message]]:
        """Return what stands there with a reason and Retry."""
        return [
            (chat_id, one)
            for chat_id in self._messages
            for one in self.messages(chat_id)
            if one.delivery is Delivery.FAILED
        ]

    def _take(self, change: TranscriptChange) -> None:
        kept = self._messages.setdefault(change.chat_id, {})
        fresh = {message.key: message for message in change.messages}
        if change.edit is TranscriptEdit.RESET:
            self._messages[change.chat_id] = fresh
        elif change.edit is TranscriptEdit.PREPENDED:
            self._messages[change.chat_id] = {**fresh, **kept}
        else:
            kept.update(fresh)


class OperatorNode:
    """One operator at one machine.

    Args:
        name: Of the operator; the machine has a name of its own.

    Attributes:
        file_type, session_type, library_type: Of what the program is made; planted bugs have
            others.
        library: The canned library, in worlds whose operators share responses.
    """

    file_type = DeskFile
    library_type = LibraryNode
    session_type = Session

    def __init__(self, machine: Machine, name: str) -> None:
        self.machine = machine
        self.name = name
        self.screen = Screen()
        self.connection: DeskConnection | None = None
        self.library: LibraryNode | None = None
        self.drafts: dict[ChatId, str] = {}
        self._on_its_way: set[ChatId] = set()
        self._unsaved: dict[ChatId, str] = {}
        self._account = f"{name} at {ADDRESS}"
        self._pause: asyncio.TimerHandle | None = None
        self._file: DeskFile | None = None
        self._supervisor = Supervisor()
        self._chance = machine.world.chance(f"program of {machine.name}")
        self._seen: dict[str, Did] = {}
        self._said = 0

    def share_responses(self) -> None:
        """Have a canned library from the next start on."""
        self.library = self.library_type(self.machine, ADDRESS)

    # The process

    def boot(self) -> None:
        """Start the program; it signs in by itself."""
        if not self.machine.is_on:
            self.machine.boot(self._run)

    def buried(self) -> None:
        """Let go of what the dead process had open."""
        self.connection = None
        store = None if self._file is None else self._file._store
        self._file = None
        if store is not None:
            store.close()
        if self.library is not None:
            self.library.buried()

    def quit(self) -> None:
        """End the program as by Quit."""
        if self.machine.can_run and self.connection is not None:
            self.machine.loop.call_soon(self._start_quitting)

    async def _run(self) -> None:
        """Do what `app/shift.py` does."""
        self._forget()
        supervisor = self._supervisor = Supervisor()
        path = self.machine.disk.here / FILE_NAME
        file = self._file = self.file_type(path, self._account, self._troubled, line=DiskLine())
        try:
            rows, drafts = await file.open()
        except StorageError as error:
            # The window says why; the operator starts the program again.
            self._troubled(error)
            self.machine.world.after(0.0, lambda: self.machine.kill("could not open its file"))
            self.machine.world.after(START_AGAIN_S, self.boot)
            return
        parts = Parts(
            session=self.session_type(Application(name="Undivided"), self._chance.random, rows),
            desk=Desk(),
            file=file,
            make_link=lambda events: Link(parse_address(ADDRESS), events, supervisor),
            supervisor=supervisor,
            clock=self.make_clock(),
        )
        self.connection = DeskConnection(
            parts, Listeners(self._changed, self._told, self._troubled)
        )
        self.drafts = dict(drafts)
        for chat_id, text in drafts.items():
            self._note(Did.DRAFT, text, chat_id)
        self._note(Did.OPENED)
        if self.library is not None:
            self.library.open(supervisor, self.command)
        self.connection.start(Credentials(f"Bearer {self.name}"))
        for chat_id, text in drafts.items():
            self.connection.note(facts.DraftChanged(chat_id, text))

    def _start_quitting(self) -> None:
        self.machine.loop.create_task(self._quit(), name="quit")

    async def _quit(self) -> None:
        connection, self.connection = self.connection, None
        if connection is None:
            return
        for chat_id, text in self._unsaved.items():
            if chat_id not in self._on_its_way:
                connection.save_draft(chat_id, text)
        if self.library is not None:
            self.library.leave()
        await connection.aclose()
        await self._supervisor.aclose()
        if self.library is not None:
            await self.library.aclose()
        self._file = None
        self.machine.world.after(0.0, lambda: self.machine.kill("quit"))

    def _forget(self) -> None:
        self.screen = Screen()
        self.connection = None
        self.drafts = {}
        self._on_its_way = set()
        self._unsaved = {}
        self._pause = None
        self._seen = {}

    def make_clock(self) -> Clock:
        """Return what tells the program the time."""
        return self.machine

    # Hands; each is called in the process's own turn

    def do(self, act: Callable[[], object]) -> None:
        """Let the operator do something, if the machine is awake."""
        if self.machine.can_run and self.connection is not None:
            self.machine.loop.call_soon(act)

    @property
    def is_well(self) -> bool:
        """Whether the window says that it is live and that nothing waits to be sent."""
        is_shared = self.library is None or self.library.is_well
        return self.screen.state is LinkState.LIVE and not self.screen.unsent and is_shared

    @property
    def own_chats(self) -> list[ChatId]:
        """The open chats of the list."""
        return [chat_id for chat_id, row in self.screen.rows.items() if row.is_active]

    def type(self, chat_id: ChatId, text: str) -> None:
        """Type into the composer of a chat."""
        self.drafts[chat_id] = text
        self._note(Did.TYPED, text, chat_id)
        self._unsaved[chat_id] = text
        self._plan_saving()

    def next_text(self) -> str:
        """Return a message that nobody wrote before, not even the half of it.

        What was half typed may come back as a draft and be sent.
        """
        self._said += 1
        name = f"{self.machine.name}#{self._said}~"
        return name + "." * len(name)

    def press_send(self, chat_id: ChatId) -> None:
        """Press Enter; again while the text is on its way does nothing, as in the composer."""
        text = self.drafts.get(chat_id, "")
        if self.connection is None or not text or chat_id in self._on_its_way:
            return
        self._on_its_way.add(chat_id)
        self._supervisor.start("send", self._send(self.connection, chat_id, text))

    def retry(self, custom_id: CustomId, chat_id: ChatId, text: str) -> None:
        """Press Retry."""
        self._seen.pop(text, None)
        self._note(Did.RETRIED, text, chat_id)
        self.command(commands.Retry(custom_id))

    def command(self, command: commands.Command) -> None:
        """Press one of the window's buttons."""
        if self.connection is not None:
            self.connection.do(command)

    async def _send(self, connection: DeskConnection, chat_id: ChatId, text: str) -> None:
        custom_id = CustomId(f"o-{self._chance.randbytes(8).hex()}")
        event = Event(type=Kind.MESSAGE, text=text, custom_id=custom_id, visibility=Visibility.ALL)
        try:
            await connection.accept(chat_id, event)
        except UndividedError as error:
            self._on_its_way.discard(chat_id)
            self._note(Did.REFUSED, text, chat_id)
            self._plan_saving()
            self._troubled(error)
            return
        self._on_its_way.discard(chat_id)
        self._note(Did.ACCEPTED, text, chat_id)
        # What was typed behind it meanwhile stays.
        draft = self.drafts.pop(chat_id, "")
        self._unsaved.pop(chat_id, None)
        rest = draft.removeprefix(text) if draft.startswith(text) else draft
        if rest:
            self.type(chat_id, rest)
        elif draft:
            self._note(Did.TYPED, "", chat_id)
        connection.note(facts.DraftChanged(chat_id, rest))

    def _plan_saving(self) -> None:
        if self._pause is None:
            self._pause = self.machine.loop.call_later(DRAFT_PAUSE_S, self._save_drafts)

    def _save_drafts(self) -> None:
        self._pause = None
        if self.connection is not None:
            # In the order of typing, for a set has none.
            for chat_id in [each for each in self._unsaved if each not in self._on_its_way]:
                self.connection.save_draft(chat_id, self._unsaved.pop(chat_id))

    # Eyes

    def _told(self, notice: Notice) -> None:
        if self.library is not None:
            self.library.noticed(notice)

    def _changed(self, changes: Changes) -> None:
        before = self.screen.state
        for chat_id, message in self.screen.apply(changes):
            self._see(chat_id, message)
        if self.screen.state is not before:
            self._note(Did.LINK, self.screen.state.name.lower())

    def _see(self, chat_id: ChatId, message: Message) -> None:
        if message.author is not Author.ME:
            return
        did = Did.SENT if message.delivery in CONFIRMED else None
        did = Did.FAILED if message.delivery is Delivery.FAILED else did
        if did is not None and self._seen.get(message.text) is not did:
            self._seen[message.text] = did
            self._note(did, message.text, chat_id)

    def report_views(self) -> None:
        """Write down what the window shows of each open chat."""
        for chat_id in self.own_chats:
            lines = tuple(
                message.text
                for message in self.screen.messages(chat_id)
                if message.author is not Author.SYSTEM and message.delivery in ON_SERVER
            )
            self.machine.world.history.note(self.machine.name, Did.VIEW, chat=chat_id, lines=lines)
        self._report_failed(self.screen.failed())

    def report_drafts(self) -> None:
        """Write down what the next start would bring back; the program has to be over."""
        self._note(Did.BEGAN)
        file = sqlite3.connect(self.machine.disk.here / FILE_NAME)
        drafts = file.execute(
            "select chat_id, text from drafts where account = ?", (self._account,)
        )
        for chat_id, text in drafts:
            self._note(Did.DRAFT, text, chat_id)
        file.close()
        self._note(Did.OPENED)

    def _report_failed(self, failed: Iterable[tuple[ChatId, Message]]) -> None:
        for chat_id, message in failed:
            self._note(Did.FAILED, message.text, chat_id)

    def _troubled(self, error: UndividedError) -> None:
        self._note(Did.TROUBLE, type(error).__name__)

    def _note(self, did: Did, text: str = "", chat_id: str = "") -> None:
        self.machine.world.history.note(self.machine.name, did, text, chat=chat_id)
