"""The real app in this process: its window offscreen, its program on the test's loop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from tests.support.drops import drop
from tests.support.starter_library import lay_out_library
from undivided.app.desktop import Opened, open_window
from undivided.app.early_sign_in import EarlySignIn
from undivided.app.program import Program, Shell
from undivided.app.sign_in_control import Account
from undivided.desk.values import Author, Delivery, LinkState, Message
from undivided.protocol.ids import ChatId
from undivided.qtmodels.bridge import Bridge
from undivided.qtmodels.canned_model import CannedModel
from undivided.runtime.addresses import parse_address
from undivided.runtime.notifier import Notifier
from undivided.storage.profile import open_profile
from undivided.storage.spelling.process import Checked, SpellingProcess
from undivided.ui.composer.composer import Composer
from undivided.ui.notices import Notice
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.sign_in import SignIn
from undivided.ui.window import MainWindow
from undivided.ui.words import sign_in_words

T = TypeVar("T")
AnySheet = TypeVar("AnySheet", bound=Sheet)
PEOPLE = frozenset({Author.VISITOR, Author.ME, Author.COLLEAGUE})
PATIENCE_S = 60.0
STEP_S = 0.01


class SilentNotifier:
    """A desktop without a notification service."""

    is_working = False

    async def start(self, chosen: object) -> None:
        """Find nothing."""

    async def show(self, notice: object) -> None:
        """Show nothing."""

    async def withdraw(self, key: str) -> None:
        """Have nothing to take back."""

    async def aclose(self) -> None:
        """Have nothing to close."""


class NoDictionaries(SpellingProcess):
    """Takes every word as right and starts no process, because most tests are not about words."""

    def __init__(self) -> None:
        super().__init__([])

    def names(self) -> tuple[str, ...]:
        """Return no dictionary."""
        return ()

    def misspelt(self, words: Sequence[str], language: str) -> Checked:
        """Return no word."""
        return Checked()

    def suggestions(self, word: str, language: str) -> tuple[str, ...]:
        """Return no word."""
        return ()

    def language_of(self, text: str) -> str:
        """Return no language."""
        return ""


class OperatorDesk:
    """What a test sees and does at the operator's window."""

    def __init__(self, opened: Opened, program: Program) -> None:
        self.window: MainWindow = opened.window
        self.bridge: Bridge = opened.bridge
        self.canned: CannedModel = opened.canned
        self.program = program

    # What is there

    @property
    def chats(self) -> list[ChatId]:
        """The chats of the list, in its order."""
        model = self.bridge.chats
        return [chat for place in range(model.rowCount()) if (chat := model.chat_at(place))]

    @property
    def composer(self) -> Composer:
        """Where the operator writes."""
        return self.window.desk.conversation.composer

    @property
    def shown(self) -> ChatId | None:
        """The chat in the middle."""
        return self.window.desk.conversation.chat_id

    def messages(self, chat_id: ChatId) -> list[Message]:
        """Return a chat's transcript."""
        return list(self.bridge.transcripts.messages(chat_id))

    def lines(self, chat_id: ChatId) -> list[str]:
        """Return the texts of a chat's transcript."""
        return [message.text for message in self.messages(chat_id)]

    def delivery(self, chat_id: ChatId, text: str) -> Delivery | None:
        """Return how far an own message is; None while it is not in the transcript."""
        found = [one.delivery for one in self.messages(chat_id) if one.text == text]
        return found[-1] if found else None

    def notices(self) -> list[str]:
        """Return the sentences in the window's corner."""
        return [one.text for one in self.window.findChildren(Notice) if one.isVisible()]

    def words_on(self, part: QWidget) -> str:
        """Return every visible label of a part of the window."""
        return "\n".join(one.text() for one in part.findChildren(QLabel) if one.isVisible())

    # Waiting

    async def until(self, happened: Callable[[], T | None], what: str = "") -> T:
        """Return what `happened` returns, as soon as that is true."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not (result := happened()):
                    await asyncio.sleep(STEP_S)
                return result
        except TimeoutError:
            raise AssertionError(
                f"not within {PATIENCE_S} s: {what or 'what was waited for'}"
            ) from None

    async def live(self) -> None:
        """Wait until the connection is live."""
        await self.until(lambda: self.bridge.status.link.state is LinkState.LIVE, "live")

    async def chat_with(self, text: str) -> ChatId:
        """Wait for a chat whose transcript holds `text` and return it."""
        return await self.until(
            lambda: next(
                (c for c in self.chats if any(text in one for one in self.lines(c))), None
            ),
            f"a chat with {text!r}",
        )

    async def delivered(self, chat_id: ChatId, text: str) -> None:
        """Wait until the server has confirmed a message."""
        done = {Delivery.SENT, Delivery.SEEN}
        await self.until(lambda: self.delivery(chat_id, text) in done, f"sent: {text!r}")

    async def sheet(self, kind: type[AnySheet]) -> AnySheet:
        """Wait for an open sheet of this kind."""
        return await self.until(
            lambda: next((s for s in self.window.findChildren(kind) if s.isVisible()), None),
            kind.__name__,
        )

    # Acting

    def click_tab(self, chat_id: ChatId) -> None:
        """Click a chat's tab."""
        view = self.window.desk.column.chats.viewport()
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=self.tab(chat_id))

    def type(self, text: str) -> None:
        """Type into the composer, key by key."""
        self.window.activateWindow()
        QTest.mouseClick(self.composer.editor.viewport(), Qt.MouseButton.LeftButton)
        QTest.keyClicks(self.composer.editor, text)

    def press_enter(self, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press Enter in the composer."""
        QTest.keyClick(self.composer.editor, Qt.Key.Key_Return, held)

    async def say(self, chat_id: ChatId, text: str, presses: int = 1) -> None:
        """Click a chat's tab, type a message and press Enter, or more often than once.

        Where the window asks whether to send what may be an answer blind, it is sent anyway.
        """
        self.click_tab(chat_id)
        self.type(text)
        for _ in range(presses):
            self.press_enter()
        await self.until(self._is_let_go, f"accepted: {text!r}")

    def _is_let_go(self) -> bool:
        question = self.composer.question
        if question.is_open:
            QTest.mouseClick(question.button, Qt.MouseButton.LeftButton)
        return self.composer.text == ""

    def sign_in(
        self, server: str, email: str, secret: str, *, is_token: bool = True, keep: bool = True
    ) -> None:
        """Fill in the sign-in page and press its button."""
        fill_in(self.window.sign_in, server, email, secret, is_token=is_token, keep=keep)
        QTest.mouseClick(self.window.sign_in.sign_in_button, Qt.MouseButton.LeftButton)

    async def problem(self, part: str) -> str:
        """Wait until the sign-in page says this, and return all its words."""
        page = self.window.sign_in
        await self.until(lambda: not self.window.is_at_desk, "the sign-in page")
        await self.until(lambda: part in self.words_on(page), f"{part!r} on the sign-in page")
        return self.words_on(page)

    def confirm(self, sheet: Sheet) -> None:
        """Click the primary button of a sheet."""
        QTest.mouseClick(sheet.confirm_button, Qt.MouseButton.LeftButton)

    def tab(self, chat_id: ChatId) -> QPoint:
        """Return the middle of a chat's tab."""
        view = self.window.desk.column.chats
        index = self.bridge.chats.index(self.chats.index(chat_id))
        view.scrollTo(index)
        return view.visualRect(index).center()

    async def card(self, title: str) -> QMimeData:
        """Return what dragging a response's card carries, once the panel shows it."""
        return await self.until(lambda: self._card(title), f"the card {title!r}")

    async def drop_into_text(self, title: str, at: int) -> None:
        """Drop a response's card into the composer's text before the character `at`."""
        mime = await self.card(title)
        editor = self.composer.editor
        cursor = editor.textCursor()
        cursor.setPosition(at)
        drop(editor.viewport(), editor.cursorRect(cursor).center(), mime)

    async def drop_on_tab(self, title: str, chat_id: ChatId) -> None:
        """Drop a response's card onto a chat's tab."""
        mime = await self.card(title)
        drop(self.window.desk.column.chats.viewport(), self.tab(chat_id), mime)

    def _card(self, title: str) -> QMimeData | None:
        rows = range(self.canned.rowCount())
        row = next((row for row in rows if self.canned.index(row).data() == title), None)
        return None if row is None else self.canned.mimeData([self.canned.index(row)])


def fill_in(
    page: SignIn, server: str, email: str, secret: str, *, is_token: bool = True, keep: bool = True
) -> None:
    """Type into the fields of the sign-in page."""
    if page.token_button.text() == sign_in_words.USE_TOKEN and is_token:
        QTest.mouseClick(page.token_button, Qt.MouseButton.LeftButton)
    for field, text in ((page.server, server), (page.email, email), (page.secret, secret)):
        field.line.clear()
        QTest.keyClicks(field.line, text)
    if page.keep_box.isEnabled():
        page.keep_box.setChecked(keep)


@asynccontextmanager
async def running(
    folder: Path,
    notifier: Notifier | None = None,
    *,
    with_words: bool = False,
    early_act: Callable[[SignIn], None] | None = None,
) -> AsyncIterator[OperatorDesk]:
    """Run the program with the profile in `folder`, as a start of it does.

    Args:
        with_words: With the real dictionaries and the real guess of languages, in their process.
        early_act: What somebody does with the sign-in page before the rest is loaded.
    """
    profile = open_profile(folder)
    lay_out_library(profile.library_file)
    opened = open_window(profile)
    early = None
    if early_act is not None:
        early = EarlySignIn(opened.window, opened.settings)
        early_act(opened.window.sign_in)
    dictionaries = None if with_words else NoDictionaries()
    shell = Shell(opened, profile, early=early)
    program = Program(shell, notifier or SilentNotifier(), dictionaries)
    work = asyncio.ensure_future(program.run())
    try:
        yield OperatorDesk(opened, program)
    finally:
        program.stop()
        await asyncio.wait_for(work, PATIENCE_S)
        # A theme is laid on every window of the process, so old ones would slow the next desk.
        opened.window.deleteLater()
        program.controls.attention.toast.deleteLater()
        await asyncio.sleep(STEP_S)


@asynccontextmanager
async def at_desk(
    folder: Path, url: str, email: str, token: str, notifier: Notifier | None = None
) -> AsyncIterator[OperatorDesk]:
    """Run the program with a profile in `folder`, signed in as `email`."""
    async with running(folder, notifier) as desk:
        # A profile that was used before first looks for its token in the keyring.
        await desk.until(lambda: not desk.window.is_at_desk, "the sign-in page")
        await desk.program.enter(Account(parse_address(url), email, token))
        yield desk
