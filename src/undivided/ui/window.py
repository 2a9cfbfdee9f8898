"""The window: sign-in or the desk, in one theme, with its place on the screen remembered."""

import base64
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, QEvent, Signal
from PySide6.QtGui import QCloseEvent, QWindow
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from undivided.ui.look.theme import Tokens
from undivided.ui.opening import Opening

if TYPE_CHECKING:
    from undivided.ui.desk_page import DeskPage
    from undivided.ui.sign_in import SignIn

SIZE = (1440, 900)
SMALLEST = (720, 520)
NAME = "Undivided"


class Pages(Protocol):
    """Makes what the window shows once it is on the screen; each page is asked for once."""

    def dress(self, tokens: Tokens) -> None:
        """Lay a theme on the whole application."""

    def make_sign_in(self, tokens: Tokens, parent: QWidget) -> "SignIn":
        """Return the sign-in page."""

    def make_desk(self, tokens: Tokens, parent: QWidget) -> "DeskPage":
        """Return the desk."""


class MainWindow(QMainWindow):
    """Shows the sign-in page or the desk; what they ask for is the controller's business.

    Args:
        tokens: The theme of the first picture, and of the pages until `set_tokens`.
        pages: Makes the pages when they are first needed, which is after the first paint.

    Signals:
        close_asked: Somebody closed the window; it stays until `close_for_good`.
        seen: The window came in front of the operator (True) or went (False).
    """

    close_asked = Signal()
    seen = Signal(bool)

    def __init__(self, tokens: Tokens, pages: Pages) -> None:
        super().__init__()
        self.tokens = tokens
        self._may_close = False
        self._is_dressed = False
        self._make = pages
        self._sign_in: SignIn | None = None
        self._desk: DeskPage | None = None
        self._pages = QStackedWidget(self)
        self._pages.addWidget(Opening(tokens.window))
        self.setCentralWidget(self._pages)
        self.setWindowTitle(NAME)
        self.setMinimumSize(*SMALLEST)
        self.resize(*SIZE)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self.tokens = tokens
        self._is_dressed = True
        self._make.dress(tokens)
        for page in (self._sign_in, self._desk):
            if page is not None:
                page.set_tokens(tokens)

    @property
    def sign_in(self) -> "SignIn":
        """The sign-in page; made when it is first asked for."""
        if self._sign_in is None:
            self._dress_once()
            self._sign_in = self._make.make_sign_in(self.tokens, self._pages)
            self._pages.addWidget(self._sign_in)
        return self._sign_in

    @property
    def desk(self) -> "DeskPage":
        """The desk; made when it is first asked for."""
        if self._desk is None:
            self._dress_once()
            self._desk = self._make.make_desk(self.tokens, self._pages)
            self._pages.addWidget(self._desk)
        return self._desk

    def _dress_once(self) -> None:
        # A page that is made under its theme is styled once instead of twice.
        if not self._is_dressed:
            self.set_tokens(self.tokens)

    def show_sign_in(self) -> None:
        """Show the sign-in page."""
        self._pages.setCurrentWidget(self.sign_in)

    def show_desk(self) -> None:
        """Show the desk."""
        self._pages.setCurrentWidget(self.desk)

    @property
    def is_painted(self) -> bool:
        """Whether the window is on the screen; before that nothing slow may be loaded.

        Qt paints a window while it handles its exposure. The window's own `paintEvent` is no
        sign of it: where a page covers the whole window, it never comes.
        """
        # Qt's annotations leave out that there is none before the window is shown.
        handle: QWindow | None = self.windowHandle()
        return handle is not None and handle.isExposed()

    @property
    def is_at_desk(self) -> bool:
        """Whether the desk is shown."""
        return self._desk is not None and self._pages.currentWidget() is self._desk

    def say_waiting(self, waiting: int, name: str) -> None:
        """Put who waits into the title, where the task bar shows it."""
        # Qt reads "[*]" in a title as its own mark for unsaved changes.
        shown = name.replace("[*]", "[*][*]")
        parts = [f"{waiting} waiting" if waiting else "", shown]
        head = " · ".join(part for part in parts if part)
        self.setWindowTitle(f"{head} – {NAME}" if head else NAME)

    def come_to_front(self) -> None:
        """Show the window above the others, because the operator asked for it."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @property
    def place(self) -> str:
        """Where the window is, to be given to `restore_place` next time."""
        return base64.b64encode(self.saveGeometry().data()).decode("ascii")

    def restore_place(self, place: str) -> None:
        """Put the window where it was; a place that no screen has any more is ignored."""
        if place:
            self.restoreGeometry(QByteArray(base64.b64decode(place)))

    def close_for_good(self) -> None:
        """Close it now, without asking."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask whoever runs the program instead of going away."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_asked.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Say whether the operator can see the window."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.ActivationChange, QEvent.Type.WindowStateChange):
            self.seen.emit(self.isActiveWindow() and not self.isMinimized())
