"""The real app without its window: connection, session, desk and files, in this process."""

import asyncio
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from undivided.app.sign_in_control import account_key
from undivided.desk import facts
from undivided.desk.desk import Desk
from undivided.desk.values import (
    Author,
    Changes,
    ChatRow,
    Delivery,
    LinkState,
    LinkStatus,
    Message,
    TranscriptChange,
    TranscriptEdit,
)
from undivided.protocol.errors import UndividedError
from undivided.protocol.events import Event, Kind, Visibility
from undivided.protocol.ids import ChatId, CustomId
from undivided.protocol.logins import Application
from undivided.runtime.addresses import parse_address
from undivided.runtime.desk_connection import DeskConnection, Letter, Listeners, Parts
from undivided.runtime.desk_file import DeskFile
from undivided.runtime.file_post import FilePost
from undivided.runtime.link import Link
from undivided.runtime.supervisor import Supervisor
from undivided.runtime.trust import Trust
from undivided.session.facts import Notice
from undivided.session.file_rows import file_event
from undivided.session.session import Session
from undivided.session.signin import Credentials
from undivided.storage.local_file import LocalFile
from undivided.storage.profile import open_profile

PEOPLE = frozenset({Author.VISITOR, Author.ME, Author.COLLEAGUE})
ARRIVED = frozenset({Delivery.SENT, Delivery.SEEN})


class HeadlessDesk:
    """One operator at one computer.

    Args:
        profile: The computer's profile folder.
        url: The server, or the proxy before it.
        email: Who signs in, with `token`.
        seed: For the jitter between attempts.

    Attributes:
        rows: Chats of the list.
        link: What the status line says.
        confirmed, failed: Own texts that were shown as sent, or as not sent.
        on_link: Told of each new state of the connection.
        on_notice: Told of each notice.
        drafts: What the profile's file held at the start.
    """

    def __init__(self, profile: Path, url: str, email: str, token: str, seed: int = 0) -> None:
        self.rows: dict[ChatId, ChatRow] = {}
        self.link = LinkStatus()
        self.confirmed: set[str] = set()
        self.failed: dict[str, CustomId] = {}
        self.notices: list[Notice] = []
        self.troubles: list[UndividedError] = []
        self.drafts: Mapping[ChatId, str] = {}
        self.on_confirmed: Callable[[str], None] = lambda _text: None
        self.on_link: Callable[[LinkState], None] = lambda _state: None
        self.on_notice: Callable[[Notice], None] = lambda _notice: None
        self._lines: dict[ChatId, dict[str, Message]] = {}
        self._account = (profile, url, email, token)
        self._jitter = random.Random(seed).random
        self._supervisor = Supervisor()
        self._connection: DeskConnection | None = None

    async def start(self) -> Self:
        """Open the file of the account and dial."""
        folder, url, email, token = self._account
        address = parse_address(url)
        account = account_key(address, email)
        file = DeskFile(open_profile(folder).desk_file, account, self.troubles.append)
        rows, self.drafts = await file.open()
        parts = Parts(
            session=Session(Application(name="Undivided"), self._jitter, rows),
            desk=Desk(),
            file=file,
            make_link=lambda events: Link(address, events, self._supervisor),
            supervisor=self._supervisor,
            post=FilePost(address, f"Bearer {token}", Trust()),
        )
        listeners = Listeners(self._changed, self._noticed, self.troubles.append)
        self._connection = DeskConnection(parts, listeners)
        self._connection.start(Credentials(f"Bearer {token}"))
        return self

    def _noticed(self, notice: Notice) -> None:
        self.notices.append(notice)
        self.on_notice(notice)

    @property
    def connection(self) -> DeskConnection:
        """The loop around the session; after `start`."""
        assert self._connection is not None
        return self._connection

    @property
    def chats(self) -> list[ChatId]:
        """The open chats, by id."""
        return sorted(chat for chat, row in self.rows.items() if row.is_active)

    @property
    def unsent(self) -> int:
        """Accepted messages that the server has not confirmed."""
        return self.link.unsent

    async def accept(
        self, chat_id: ChatId, text: str, custom_id: str, *, is_draft: bool = False
    ) -> None:
        """Send a message as the window does; when this returns it is accepted (promise G1).

        Raises:
            StorageError: Nothing was accepted.
        """
        event = Event(
            type=Kind.MESSAGE, text=text, custom_id=CustomId(custom_id), visibility=Visibility.ALL
        )
        await self.connection.accept(chat_id, event, is_draft=is_draft)

    async def accept_file(self, chat_id: ChatId, name: str, data: bytes, custom_id: str) -> None:
        """Attach a file to the draft and send it, as the window does (promise G1).

        Raises:
            StorageError: Nothing was accepted.
        """
        given = LocalFile(name, "application/octet-stream", data)
        file = await self.connection.attach(chat_id, given)
        letter = Letter(file_event(file, CustomId(custom_id)), file.digest)
        await self.connection.accept(chat_id, letter)

    def texts(self, chat_id: ChatId) -> list[str]:
        """Return what the transcript shows of what people said, and not as failed."""
        return [
            line.text
            for line in self._lines.get(chat_id, {}).values()
            if line.author in PEOPLE and line.delivery is not Delivery.FAILED
        ]

    def look_at(self, chat_id: ChatId) -> None:
        """Show a chat in the middle of the window."""
        self.connection.note(facts.ChatPicked(chat_id))

    async def aclose(self) -> None:
        """Quit the program politely."""
        await self.connection.aclose()
        await self._supervisor.aclose()

    def _changed(self, changes: Changes) -> None:
        for row in changes.rows:
            self.rows[row.id] = row
        for chat_id in changes.removed:
            self.rows.pop(chat_id, None)
        for edit in changes.transcripts:
            self._edit(edit)
        if changes.status is not None and changes.status.link != self.link:
            before, self.link = self.link.state, changes.status.link
            if before is not self.link.state:
                self.on_link(self.link.state)

    def _edit(self, edit: TranscriptChange) -> None:
        known = self._lines.setdefault(edit.chat_id, {})
        new = {line.key: line for line in edit.messages}
        if edit.edit is TranscriptEdit.RESET:
            self._lines[edit.chat_id] = new
        elif edit.edit is TranscriptEdit.PREPENDED:
            self._lines[edit.chat_id] = {**new, **known}
        else:
            known.update(new)
        for line in edit.messages:
            if line.author is Author.ME:
                self._note_delivery(line)

    def _note_delivery(self, line: Message) -> None:
        if line.delivery is Delivery.FAILED and line.custom_id is not None:
            self.failed[line.text] = line.custom_id
        elif line.delivery in ARRIVED:
            self.failed.pop(line.text, None)
            if line.text not in self.confirmed:
                self.confirmed.add(line.text)
                self.on_confirmed(line.text)


async def until_live(desk: HeadlessDesk, patience_s: float = 60.0) -> None:
    """Return when the desk has caught up."""
    async with asyncio.timeout(patience_s):
        while desk.link.state is not LinkState.LIVE:
            await asyncio.sleep(0.02)
