"""What the tour plays on: server, window, program and visitors, all real."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from undivided.app.bundled_server import BundledServer, Operator
from undivided.app.desktop import Opened, open_window
from undivided.app.program import Program, Shell
from undivided.app.sign_in_control import Account
from undivided.app.tour.visitor import TourVisitor, visiting
from undivided.desk.values import LinkState
from undivided.protocol.ids import ChatId
from undivided.protocol.users import Page
from undivided.qtmodels.bridge import Bridge
from undivided.runtime.addresses import parse_address
from undivided.runtime.supervisor import Supervisor
from undivided.storage.profile import open_profile
from undivided.ui.composer.composer import Composer
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.window import MainWindow

PATIENCE_S = 20.0
LOOK_S = 0.02
SETTLE_S = 0.25
OPERATOR = Operator(email="mira@alderlane.example", name="Mira Lind", max_chats=3)
LAMP = Page(url="https://alderlane.example/lamps/vesper", title="Vesper floor lamp")


class Stage:
    """Holds the parts and offers the few acts that the steps are made of.

    Args:
        home: A folder that is gone after the tour.
        stack: Closes what was opened, in reverse.
    """

    def __init__(self, home: Path, stack: AsyncExitStack) -> None:
        self._stack = stack
        self._home = home
        self._supervisor = Supervisor()
        self._running: asyncio.Task[object] | None = None
        self.server = BundledServer(home / "server")
        self.opened: Opened | None = None
        self.program: Program | None = None
        self.visitors: dict[str, TourVisitor] = {}
        self.pictured: QWidget | None = None
        self.url = ""

    # Parts

    async def start_server(self) -> None:
        """Start the bundled server."""
        await asyncio.to_thread(self.server.start)
        self.url = self.server.url
        self._stack.callback(self.server.stop)

    async def open_window(self) -> None:
        """Paint the window and start the program behind it."""
        profile = open_profile(self._home / "profile")
        self.opened = opened = open_window(profile)
        self.program = Program(Shell(opened, profile, opens_browser=False))
        self._running = self._supervisor.start("program", self.program.run())
        self._stack.push_async_callback(self._stop)
        opened.window.activateWindow()

    async def sign_in(self) -> None:
        """Sign the operator in with a fresh token and wait until the desk is live."""
        token = await asyncio.to_thread(self.server.new_token, OPERATOR)
        account = Account(parse_address(self.url), OPERATOR.email, token)
        await self.running.enter(account)
        await self.live()

    async def visitor(self, name: str, page: Page = LAMP) -> TourVisitor:
        """Let a visitor open the site."""
        site = await asyncio.to_thread(self.server.demo_site)
        visitor = await self._stack.enter_async_context(visiting(self.url, site, name, page))
        self.visitors[name] = visitor
        return visitor

    async def live(self) -> None:
        """Wait until the desk shows the server's truth."""
        await self.until(lambda: self.bridge.status.link.state is LinkState.LIVE)

    # What the operator sees and does

    @property
    def running(self) -> Program:
        """The program behind the window."""
        assert self.program is not None
        return self.program

    @property
    def window(self) -> MainWindow:
        """The operator's window."""
        assert self.opened is not None
        return self.opened.window

    @property
    def bridge(self) -> Bridge:
        """What the window shows, as models."""
        assert self.opened is not None
        return self.opened.bridge

    @property
    def composer(self) -> Composer:
        """Where the operator writes."""
        return self.window.desk.conversation.composer

    async def until(self, happened: Callable[[], object], *, within_s: float = PATIENCE_S) -> None:
        """Wait until something is true; the tour fails when it takes too long."""
        async with asyncio.timeout(within_s):
            while not happened():  # noqa: ASYNC110 - what is waited for is seen, not signalled
                await asyncio.sleep(LOOK_S)

    async def chat_of(self, name: str) -> ChatId:
        """Wait until the chat of a visitor is in the list and return it."""
        chat_id = self.visitors[name].chat_id
        await self.until(lambda: self.bridge.chats.row_of(chat_id) is not None)
        return chat_id

    async def pick(self, name: str) -> None:
        """Choose a visitor's chat, with the window in front of Mira's eyes."""
        self.window.activateWindow()
        await self.until(self.window.isActiveWindow)
        self.running.controls.chats.pick_and_write(await self.chat_of(name))

    def press(self, key: Qt.Key, text: str = "") -> None:
        """Press a key in the composer."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QApplication.sendEvent(self.composer.editor, event)

    def write(self, text: str) -> None:
        """Type a text into the composer, key by key."""
        for letter in text:
            self.press(Qt.Key.Key_unknown, letter)

    def send(self) -> None:
        """Press Enter."""
        self.press(Qt.Key.Key_Return)

    def drop(self, mime: QMimeData, target: QWidget, at: QPointF) -> None:
        """Drop something on a widget, by the events that a real drag sends."""
        copy, left, none = (
            Qt.DropAction.CopyAction,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        enter = QDragEnterEvent(at.toPoint(), copy, mime, left, none)
        move = QDragMoveEvent(at.toPoint(), copy, mime, left, none)
        for event in (enter, move, QDropEvent(at, copy, mime, left, none)):
            QApplication.sendEvent(target, event)

    def dragged_response(self, shortcut: str) -> QMimeData:
        """Return what a drag of the response with this shortcut carries."""
        assert self.opened is not None
        model = self.opened.canned
        for row in range(model.rowCount()):
            response = model.response_at(row)
            if response is not None and shortcut in response.shortcuts:
                return model.mimeData([model.index(row)])
        message = f"the library has no response /{shortcut}"
        raise LookupError(message)

    def sheet(self) -> Sheet:
        """Return the sheet that lies over the window."""
        shown = [sheet for sheet in self.window.findChildren(Sheet) if sheet.isVisible()]
        assert shown, "no sheet is open"
        return shown[-1]

    async def picture(self, out: Path, stem: str) -> tuple[str, ...]:
        """Write what is to be seen now, in light and in dark; return the file names."""
        if self.opened is None:
            return ()
        names = []
        for theme in ("light", "dark"):
            self.running.controls.settings.set(theme=theme)
            await asyncio.sleep(SETTLE_S)
            name = f"{stem}-{theme}.png"
            (self.pictured or self.window).grab().save(str(out / name))
            names.append(name)
        self.pictured = None
        self.running.controls.settings.set(theme="light")
        return tuple(names)

    async def _stop(self) -> None:
        self.running.stop()
        if self._running is not None:
            await asyncio.wait_for(self._running, PATIENCE_S)
