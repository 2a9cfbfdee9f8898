"""From sign-in to sign-out: opens the desk of an account, and closes it again."""

import logging
import secrets
from collections.abc import Callable, Coroutine
from datetime import date, timedelta

from PySide6.QtCore import QObject

from undivided import __version__
from undivided.app.draft_marks import read
from undivided.app.photo import photo_from
from undivided.app.session_context import SessionContext
from undivided.app.sheet_control import SheetControl
from undivided.app.sign_in_control import Account
from undivided.desk import facts
from undivided.desk.desk import Desk
from undivided.desk.marks import FocusLimits
from undivided.desk.values import Alert, AlertKind, Changes, DeskStatus
from undivided.protocol.errors import UndividedError
from undivided.protocol.logins import Application
from undivided.runtime import web
from undivided.runtime.clock import SystemClock
from undivided.runtime.desk_connection import DeskConnection, Listeners, Parts
from undivided.runtime.desk_file import DeskFile
from undivided.runtime.file_backups import FileBackups
from undivided.runtime.file_post import FilePost
from undivided.runtime.link import Link
from undivided.runtime.worker import Worker
from undivided.session.commands import ListColleagues
from undivided.session.facts import (
    Colleagues,
    CommandFailed,
    HistoryReplaced,
    LeftOut,
    Notice,
    SignInRefused,
    Unreadable,
)
from undivided.session.session import Session
from undivided.session.signin import Credentials
from undivided.storage.desk.kind import DESK
from undivided.storage.profile import ProfileFolder

log = logging.getLogger(__name__)

FILES_WAIT = timedelta(days=30)
"""Files added to a draft that was not sent so long are let go; its text stays."""

Refused = Callable[[Account, SignInRefused], Coroutine[object, object, None]]


class Shift(QObject):
    """At most one signed-in desk at a time.

    Args:
        refused: Told when the server does not take the account (any more).
    """

    def __init__(
        self,
        context: SessionContext,
        profile: ProfileFolder,
        limits: FocusLimits,
        sheets: SheetControl,
        refused: Refused,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._profile = profile
        self._limits = limits
        self._sheets = sheets
        self._refused = refused
        self._clock = SystemClock()
        self._today: date | None = None
        self._photo_url = ""
        self._web = Worker("photo")
        self.account: Account | None = None
        context.bridge.status_changed.connect(self._profile_changed)

    def set_limits(self, limits: FocusLimits) -> None:
        """Let waiting turn amber and red at other times, also of chats that are open."""
        if limits == self._limits:
            return
        self._limits = limits
        if self._context.connection is not None:
            self._context.connection.note(facts.LimitsSet(limits))

    def close(self) -> None:
        """Fetch no more photos, and wait for none."""
        self._web.abandon()

    async def begin(self, account: Account) -> None:
        """Open the desk of `account` with what its file holds, and dial.

        Raises:
            StorageError: The desk's file cannot be used.
            LinkError: The named certificates cannot be used.
        """
        await self.end()
        tls = self._context.trust.towards(account.address)
        path, restored = self._profile.desk_file, self._context.restored
        file = DeskFile(
            path, account.key, self._troubled, restored, FileBackups(path, DESK.what, restored)
        )
        rows, drafts = await file.open(self._clock.now().wall - FILES_WAIT)
        parts = Parts(
            session=Session(Application(name="Undivided", version=__version__), _fraction, rows),
            desk=Desk(self._limits, self._context.tongues.is_goodbye),
            file=file,
            make_link=lambda events: Link(account.address, events, self._context.supervisor, tls),
            supervisor=self._context.supervisor,
            post=FilePost(account.address, account.authorization, self._context.trust),
        )
        connection = DeskConnection(parts, Listeners(self._changed, self._told, self._troubled))
        self.account = account
        self._context.connection = connection
        self._context.drafts = dict(drafts)
        self._context.draft_files = dict(file.draft_files)
        self._context.draft_marks = {chat: read(text) for chat, text in file.draft_marks.items()}
        composer = self._context.window.desk.conversation.composer
        for chat, marks in self._context.draft_marks.items():
            composer.remember_slots(chat, drafts.get(chat, ""), marks.slots)
        self._context.window.show_desk()
        connection.start(Credentials(account.authorization))
        for chat_id in {**drafts, **file.draft_files}:
            has_files = chat_id in file.draft_files
            connection.note(facts.DraftChanged(chat_id, drafts.get(chat_id, ""), has_files))
        connection.note(facts.WindowSeen(self._context.window.isActiveWindow()))

    async def end(self) -> None:
        """Close the desk; what was not sent stays in its file for the next time."""
        connection, self._context.connection = self._context.connection, None
        self.account = None
        if connection is None:
            return
        await connection.aclose()
        model = self._context.bridge.chats
        shown = (model.chat_at(place) for place in range(model.rowCount()))
        removed = tuple(chat for chat in shown if chat is not None)
        queue = self._context.bridge.queue
        waiting = (queue.chat_at(place) for place in range(queue.rowCount()))
        gone = (*removed, *(chat for chat in waiting if chat is not None))
        self._context.bridge.apply(
            Changes(
                removed=removed,
                order=(),
                queue=(),
                alerts=tuple(Alert(AlertKind.ALERT_ENDED, chat, "") for chat in gone),
                calls=(),
                status=DeskStatus(),
            )
        )

    def _changed(self, changes: Changes) -> None:
        self._keep_today()
        self._context.bridge.apply(changes)
        if self._context.connection is not None and self._context.window.isVisible():
            self._context.window.desk.status.set_last_word(self._context.connection.silence_s)

    def _profile_changed(self, status: DeskStatus) -> None:
        url = status.profile.photo_url if status.profile else ""
        if url != self._photo_url:
            self._photo_url = url
            self._context.window.desk.column.head.set_photo(None)
            if url and self.account is not None:
                self._context.supervisor.start("photo", self._show_photo(self.account, url))

    async def _show_photo(self, account: Account, url: str) -> None:
        try:
            tls = self._context.trust.towards(account.address)
            data = await self._web.run(web.fetch_photo, account.address, url, tls)
        except UndividedError as error:
            log.info("no photo: %s", type(error).__name__)
            return
        if url == self._photo_url:
            self._context.window.desk.column.head.set_photo(photo_from(data))

    def _keep_today(self) -> None:
        """Let the transcript say "Today" for the right day, also past midnight."""
        today = self._clock.now().wall.astimezone().date()
        if today != self._today:
            self._today = today
            self._context.window.desk.conversation.transcript.set_today(today)

    def _told(self, notice: Notice) -> None:
        for listener in self._context.listeners:
            listener(notice)
        match notice:
            case Colleagues():
                self._sheets.show_colleagues(notice)
            case CommandFailed(ListColleagues(), sentence):
                self._sheets.say_in_transfer(sentence)
            case CommandFailed(_, sentence) | HistoryReplaced(sentence) | LeftOut(sentence):
                self._context.troubled(sentence)
            case SignInRefused() if self.account is not None:
                self._context.start("refused", self._refused(self.account, notice))
            case Unreadable(_, count):
                log.info("unreadable frames from the server: %d", count)
            case _:
                pass

    def _troubled(self, error: UndividedError) -> None:
        self._context.troubled(error.sentence)


def _fraction() -> float:
    """Return a fraction from 0 to 1 that no two programs share."""
    return secrets.randbelow(1_000_000) / 1_000_000
