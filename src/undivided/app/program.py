"""The running program: everything that is made after the first paint, and its end.

Imported only then, because asyncio, websockets, SQLite and the keyring take longer to load
than the window takes to show itself.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from undivided.app.attachment_control import AttachmentControl
from undivided.app.attention import Attention
from undivided.app.bundled_server import BundledServer, Operator
from undivided.app.calls.call_control import CallControl
from undivided.app.calls.read_back_control import ReadBackControl
from undivided.app.chat_control import ChatControl
from undivided.app.coach.block_control import BlockControl
from undivided.app.coach.coach_book import CoachBook
from undivided.app.coach.coach_control import CoachControl
from undivided.app.coach.coach_room import CoachRoom
from undivided.app.collector import collect_on_this_thread
from undivided.app.desktop import Opened
from undivided.app.early_sign_in import EarlySignIn
from undivided.app.key_control import Controls, KeyControl
from undivided.app.own_pictures import OwnPictures
from undivided.app.responses.awaited_files import AwaitedFiles
from undivided.app.responses.library_control import LibraryControl
from undivided.app.responses.response_files import ResponseFiles
from undivided.app.session_context import SessionContext
from undivided.app.settings_control import SettingsControl
from undivided.app.sheet_control import SheetControl
from undivided.app.shift import Shift
from undivided.app.sign_in_control import Account, SignInControl
from undivided.app.spelling.composer_spelling import ComposerSpellingControl
from undivided.app.spelling.spelling_control import made_speller
from undivided.app.system_notifier import SystemNotifier
from undivided.app.transcript_control import TranscriptControl
from undivided.desk.marks import FocusLimits
from undivided.protocol.errors import UndividedError
from undivided.runtime.addresses import parse_address
from undivided.runtime.file_backups import FileBackups
from undivided.runtime.library_file import LibraryFile
from undivided.runtime.notifier import Notice, Notifier
from undivided.runtime.supervisor import Supervisor
from undivided.runtime.token_vault import TokenVault
from undivided.runtime.trust import Trust
from undivided.runtime.worker import Worker
from undivided.session.facts import SignInRefused
from undivided.storage.library.kind import LIBRARY
from undivided.storage.profile import ProfileFolder
from undivided.storage.settings import Settings
from undivided.storage.spelling.process import SpellingProcess
from undivided.storage.token_keyring import TokenKeyring
from undivided.ui.notices import Notices
from undivided.ui.sheets.quit_sheet import QuitSheet
from undivided.ui.tray import Tray

log = logging.getLogger(__name__)

NO_TRAY = (
    "This desktop has no tray, so the window was minimised and chats still reach you. "
    "Quit from the menu."
)


@dataclass(frozen=True, slots=True)
class Shell:
    """What exists at the first paint.

    Attributes:
        is_demo: Start the bundled server and sign in to it; closing the window ends all.
        opens_browser: Open the demo shop, with `is_demo`.
        ca_file: Certificate authorities to believe beside the computer's own.
        early: Holds the sign-in page, where that is what the window shows.
    """

    opened: Opened
    profile: ProfileFolder
    is_demo: bool = False
    opens_browser: bool = True
    ca_file: Path | None = None
    early: EarlySignIn | None = None


class Program:
    """Wires the parts and runs until it is asked to stop.

    Args:
        shell: What exists at the first paint.
        notifier: None for this system's own.
        dictionaries: None for those that are shipped and those of this computer.
    """

    def __init__(
        self,
        shell: Shell,
        notifier: Notifier | None = None,
        dictionaries: SpellingProcess | None = None,
    ) -> None:
        self._shell = shell
        self._stop = asyncio.Event()
        self._supervisor = Supervisor()
        self._notices = Notices(shell.opened.window, shell.opened.window.tokens)
        restored = partial(self._notices.say, icon="triangle-alert", stays=True)
        library = shell.profile.library_file
        self._library = LibraryFile(library, restored, FileBackups(library, LIBRARY.what, restored))
        self._server = BundledServer(shell.profile.demo_server_folder)
        self._server_worker = Worker("bundled server")
        self._vault = TokenVault(TokenKeyring())
        self.context = SessionContext(
            window=shell.opened.window,
            bridge=shell.opened.bridge,
            canned=shell.opened.canned,
            library=self._library,
            supervisor=self._supervisor,
            settings=shell.opened.settings,
            profile=shell.profile,
            troubled=self._notices.say,
            restored=restored,
            undoable=lambda words, undo: self._notices.say(words, act="Undo", on_act=undo),
            offer=self._offer,
            speller=made_speller(shell.opened.settings, dictionaries),
            trust=Trust(shell.ca_file),
        )
        self._notifier = notifier or SystemNotifier()
        self._wire(self._notifier)

    async def run(self) -> None:
        """Work until the operator quits, then end everything in order."""
        try:
            self.controls.library.panel.load()
            self.controls.coach.book.load()
            self.controls.library.insertion.facts.load()
            await self._first_sign_in()
            log.info("ready")
            await self.controls.attention.start()
            self._supervisor.start("collector", collect_on_this_thread())
            await self._stop.wait()
        finally:
            await self._end()

    def stop(self) -> None:
        """Begin the end; `run` returns when everything is closed."""
        self._stop.set()

    def come_to_front(self) -> None:
        """Show the window, because the operator started the program again."""
        self._shell.opened.window.come_to_front()

    def ask_to_quit(self) -> None:
        """End the program, after a question when visitors are still here."""
        model, status = self.context.bridge.chats, self.context.bridge.status
        ids = (model.chat_at(place) for place in range(model.rowCount()))
        rows = (row for chat in ids if chat and (row := model.row_of(chat)) is not None)
        names = tuple(row.visitor.shown_name for row in rows if row.is_active)
        if not names and not status.link.unsent:
            self.stop()
            return
        window = self._shell.opened.window
        window.come_to_front()
        sheet = QuitSheet(window, window.tokens, names, unsent=status.link.unsent)
        sheet.quit_requested.connect(self.stop)
        sheet.open()

    # Parts

    def _wire(self, notifier: Notifier) -> None:
        chats = ChatControl(self.context)
        self._attachments = AttachmentControl(self.context, chats)
        self._pictures = OwnPictures(self.context)
        self._tray = Tray(is_panel_dark)
        sheets = SheetControl(self.context)
        attention = Attention(self.context, chats, notifier, self._tray)
        settings = SettingsControl(
            self.context, self._shell.opened.settings_file, has_tray=self._tray.is_available
        )
        library = LibraryControl(self.context, chats, settings)
        book = CoachBook(self.context, self._shell.profile)
        self.controls = Controls(
            chats,
            library,
            sheets,
            attention,
            settings,
            TranscriptControl(self.context, library.insertion.memory),
            CoachControl(self.context, chats, library.insertion, book, sheets.choose_colleague),
            CallControl(self.context, chats),
            ReadBackControl(self.context),
        )
        self._blocks = BlockControl(self.context, chats)
        room = CoachRoom(
            self.context,
            chats,
            library,
            book,
            self.controls.coach,
            attention=attention,
            settings=settings,
            offer=self._offer,
            transfer=sheets.choose_colleague,
        )
        self._spelling = ComposerSpellingControl(
            self.context, chats, library.insertion.facts, library.spelling
        )
        self._response_files = ResponseFiles(
            self.context, library.insertion, self._attachments, library.sharing.keeps_files
        )
        AwaitedFiles(self.context, library.insertion, self._response_files, library.sharing)
        self._shift = Shift(
            self.context,
            self._shell.profile,
            limits_of(self._shell.opened.settings),
            sheets,
            self._refused,
        )
        self._sign_in = self._sign_in_control()
        self._keys = KeyControl(
            self.context,
            self.controls,
            {"quit": self.ask_to_quit, "sign_out": self._sign_out, **room.acts},
        )
        self._connect(attention, settings)
        self._tray.show()

    def _sign_in_control(self) -> SignInControl:
        leave, early = self._shift.end, self._shell.early
        return SignInControl(
            self.context, self._vault, self.enter, leave, self._try_here, early=early
        )

    def _connect(self, attention: Attention, settings: SettingsControl) -> None:
        settings.follow_theme(attention.toast)
        settings.follow_theme(self._notices)
        attention.quit_requested.connect(self.ask_to_quit)
        attention.calls_requested.connect(self.controls.calls.open_list)
        desk = self._shell.opened.window.desk
        self._notices.keep_clear(desk.conversation.composer)
        desk.banner.sign_in_requested.connect(self._sign_in.ask)
        settings.applied.connect(self._follow_limits)
        self._follow_limits()
        self._shell.opened.window.close_asked.connect(self._close_asked)

    def _follow_limits(self) -> None:
        limits = limits_of(self.context.settings)
        self._shell.opened.window.desk.conversation.head.set_limits(limits)
        self._shift.set_limits(limits)

    def _offer(self, words: str, act: str, on_act: Callable[[], None]) -> None:
        self._notices.say(words, act=act, on_act=on_act, stays=True)

    # Signing in and out

    async def _first_sign_in(self) -> None:
        try:
            if self._shell.is_demo:
                await self.enter(await self._try_here(), is_kept=False)
            else:
                await self._sign_in.restore()
        except UndividedError as error:
            self._sign_in.ask(error.sentence)

    async def enter(self, account: Account, *, is_kept: bool = True) -> None:
        """Open the desk of an account; `is_kept` remembers who it was for the next start."""
        await self._shift.begin(account)
        self.controls.library.sharing.enter(account)
        if is_kept and account.email != Operator().email:
            self.controls.settings.set(server_url=account.address.base, email=account.email)

    async def _try_here(self) -> Account:
        token = await self._server_worker.run(self._server.start_for, Operator())
        if self._shell.opens_browser:
            QDesktopServices.openUrl(QUrl(f"{self._server.url}/demo/"))
        return Account(parse_address(self._server.url), Operator().email, token)

    async def _refused(self, account: Account, notice: SignInRefused) -> None:
        self.controls.chats.save_drafts()
        self.controls.library.sharing.leave()
        await self._shift.end()
        if notice.needs_token:
            await self._sign_in.forget(account)
        self._sign_in.ask(notice.sentence)

    def _sign_out(self) -> None:
        self.context.start("sign-out", self._signed_out())

    async def _signed_out(self) -> None:
        self.controls.chats.save_drafts()
        account = self._shift.account
        self.controls.library.sharing.leave()
        await self._shift.end()
        if account is not None:
            await self._sign_in.forget(account)
        self._sign_in.ask()

    # The end

    def _close_asked(self) -> None:
        settings, window = self.context.settings, self._shell.opened.window
        if self._shell.is_demo:
            self.stop()
        elif not settings.close_to_tray or not window.is_at_desk:
            self.ask_to_quit()
        elif self._tray.is_available:
            window.hide()
        else:
            window.showMinimized()
            if not settings.said_no_tray:
                self._notices.say(NO_TRAY)
                # A minimised window shows nothing, so the desktop says it too.
                notice = Notice("no-tray", "Undivided", NO_TRAY)
                self.context.start("no tray", self._notifier.show(notice))
                self.controls.settings.set(said_no_tray=True)

    async def _end(self) -> None:
        self.controls.chats.save_drafts()
        window = self._shell.opened.window
        self.controls.settings.set(geometry=window.place)
        window.hide()
        await self.controls.attention.aclose()
        await self._shift.end()
        # No task may ask a file or a thread that is closed below.
        await self._supervisor.aclose()
        await self.controls.coach.book.aclose()
        await self.controls.library.insertion.facts.aclose()
        await self._library.aclose()
        await self.context.speller.aclose()
        await self._server_worker.run(self._server.stop)
        self._server_worker.close()
        self._attachments.close()
        self._pictures.close()
        self._sign_in.close()
        self._shift.close()
        window.close_for_good()


def limits_of(settings: Settings) -> FocusLimits:
    """Return when waiting turns amber and red."""
    return FocusLimits(
        timedelta(seconds=settings.focus_soon_s), timedelta(seconds=settings.focus_late_s)
    )


def is_panel_dark() -> bool:
    """Return whether the desktop's panel is likely dark, so that the tray glyph must be light."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
