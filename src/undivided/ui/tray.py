"""The tray icon: one glyph for the worst that is true, and a menu that is also elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from undivided.desk.marks import FocusState
from undivided.desk.values import ChatRow, DeskStatus, LinkState, LinkStatus
from undivided.protocol.ids import ChatId
from undivided.resources import resource_path
from undivided.ui.words import wording

_SIZES = (16, 22, 24, 32, 48)
_BLINK_MS = 1_000
_MENU_CHATS = 9
_NO_MARKUP = str.maketrans("<>&", "()+")


_LEVELS = {
    FocusState.CALM: "waiting",
    FocusState.SOON: "soon late",
    FocusState.LATE: "late",
    FocusState.HOLD_OVER: "hold is over",
}


class TrayState(Enum):
    """What the glyph says; the value is the name of its drawing. The first that is true wins."""

    NEW_CHAT = "new-chat"
    OVERDUE = "overdue"
    OFFLINE = "offline"
    CATCHING_UP = "catching-up"
    WAITING = "waiting"
    ACCEPTING = "accepting"
    NOT_ACCEPTING = "not-accepting"


@dataclass(frozen=True, slots=True)
class WaitingChat:
    """A chat as the tray's menu lists it."""

    id: ChatId
    name: str
    state: FocusState
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class TrayFacts:
    """What the tray is shown.

    Attributes:
        calling: Names of new chats that call and nobody has taken.
        chats: All open chats, in the order of the list.
    """

    status: DeskStatus = field(default_factory=DeskStatus)
    calling: tuple[str, ...] = ()
    chats: tuple[WaitingChat, ...] = ()


def waiting_chats(rows: tuple[ChatRow, ...]) -> tuple[WaitingChat, ...]:
    """Return the chats as the tray's menu lists them."""
    return tuple(
        WaitingChat(row.id, row.visitor.shown_name, row.mark.state, row.mark.seconds)
        for row in rows
    )


def tray_state(facts: TrayFacts) -> TrayState:
    """Return the worst that is true: new chat, 45 s, offline, catching up, 30 s, routing.

    Source: practices 1 and 2.
    """
    link = facts.status.link.state
    states = {chat.state for chat in facts.chats}
    found = {
        TrayState.NEW_CHAT: bool(facts.calling),
        TrayState.OVERDUE: bool(states & {FocusState.LATE, FocusState.HOLD_OVER}),
        TrayState.OFFLINE: link not in (LinkState.LIVE, LinkState.CATCHING_UP),
        TrayState.CATCHING_UP: link is LinkState.CATCHING_UP,
        TrayState.WAITING: FocusState.SOON in states,
        TrayState.ACCEPTING: facts.status.is_accepting,
    }
    return next((state for state, is_true in found.items() if is_true), TrayState.NOT_ACCEPTING)


def tray_words(facts: TrayFacts) -> str:
    """Return the tooltip, without anything that a panel could read as markup.

    Some panels show a tray's tooltip as rich text, and a visitor chose the name in it.
    """
    return _words(facts).translate(_NO_MARKUP)


def _words(facts: TrayFacts) -> str:
    state = tray_state(facts)
    longest = max(facts.chats, key=_rank, default=None)
    name = wording.visitor(longest.name) if longest else ""
    seconds = longest.seconds if longest else 0
    status = facts.status
    match state:
        case TrayState.NEW_CHAT:
            return f"New chat: {wording.visitor(facts.calling[0])}"
        case TrayState.OVERDUE | TrayState.WAITING:
            return f"{name} has waited {wording.spoken_wait(seconds)}"
        case TrayState.OFFLINE:
            return _offline(status.link)
        case TrayState.CATCHING_UP:
            return "Undivided: catching up"
        case TrayState.ACCEPTING:
            return f"Undivided: accepting, {wording.chats(len(facts.chats))}"
        case TrayState.NOT_ACCEPTING:
            return f"Undivided: not accepting, {wording.chats(len(facts.chats))} open"


def _offline(link: LinkStatus) -> str:
    if link.state is LinkState.SIGNED_OUT:
        return "Undivided: not signed in"
    since = f" since {link.since.astimezone():%H:%M}" if link.since else ""
    waits = f", {link.unsent} to send" if link.unsent else ""
    return f"Undivided: offline{since}{waits}"


class Tray(QObject):
    """The icon and its menu; where the desktop has no tray it does nothing.

    Args:
        is_panel_dark: Returns whether the glyph has to be light, when it is drawn.
        blinks: A new chat's glyph alternates with the ring; off with reduced motion.
    """

    show_requested = Signal()
    accepting_toggled = Signal(bool)
    chat_picked = Signal(str)
    quit_requested = Signal()

    def __init__(
        self,
        is_panel_dark: Callable[[], bool],
        *,
        blinks: bool = True,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_panel_dark = is_panel_dark
        self._blinks = blinks
        self._facts = TrayFacts()
        self._is_plain_turn = False
        self._shown: tuple[TrayState, bool] | None = None
        self._said: tuple[object, ...] = ()
        self._listed: tuple[object, ...] | None = None
        self._icon = QSystemTrayIcon(self)
        self.menu = QMenu()
        self._show = self.menu.addAction("Show Undivided")
        self._accepting = self.menu.addAction("Accepting chats")
        self._accepting.setCheckable(True)
        self._chats_end = self.menu.addSeparator()
        self._quit = self.menu.addAction("Quit")
        self._chat_actions: list[QAction] = []
        self._icon.setContextMenu(self.menu)
        self._show.triggered.connect(self.show_requested)
        self._accepting.triggered.connect(self.accepting_toggled)
        self._quit.triggered.connect(self.quit_requested)
        self._icon.activated.connect(self._act)
        self._blink = QTimer(self)
        self._blink.setInterval(_BLINK_MS)
        self._blink.timeout.connect(self._turn)
        self.show_facts(TrayFacts())

    @property
    def is_available(self) -> bool:
        """Whether this desktop has a tray; without one the window minimises instead of hiding."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        """Put the icon into the tray, where there is one."""
        if self.is_available:
            self._icon.show()

    def hide(self) -> None:
        """Take the icon out of the tray."""
        self._icon.hide()
        self._blink.stop()

    def show_facts(self, facts: TrayFacts) -> None:
        """Show what is true now; cheap when nothing that can be seen has changed."""
        self._facts = facts
        calls = tray_state(facts) is TrayState.NEW_CHAT and self._blinks
        if calls and not self._blink.isActive():
            self._blink.start()
        elif not calls:
            self._blink.stop()
            self._is_plain_turn = False
        self._say(facts)
        self._accepting.setChecked(facts.status.is_accepting)
        self._accepting.setEnabled(facts.status.link.state is LinkState.LIVE)
        self._list_chats()
        self._draw()

    def set_blinks(self, blinks: bool) -> None:
        """Follow the operator's wish for less motion."""
        self._blinks = blinks
        self.show_facts(self._facts)

    def redraw(self) -> None:
        """Draw the glyph again, because the panel's colour changed."""
        self._shown = None
        self._draw()

    def _turn(self) -> None:
        self._is_plain_turn = not self._is_plain_turn
        self._draw()

    def _draw(self) -> None:
        state = tray_state(self._facts)
        if self._is_plain_turn:
            state = TrayState.ACCEPTING
        wanted = (state, self._is_panel_dark())
        if wanted != self._shown:
            self._shown = wanted
            self._icon.setIcon(tray_icon(state, is_light=wanted[1]))

    def _say(self, facts: TrayFacts) -> None:
        # Each change travels to the panel, so a running wait is told every five seconds only.
        longest = max((chat.seconds for chat in facts.chats), default=0)
        link = facts.status.link
        what = (tray_state(facts), facts.calling, link.state, link.since, link.unsent)
        key = (*what, len(facts.chats), longest // 5)
        if key != self._said:
            self._said = key
            self._icon.setProperty("toolTip", tray_words(facts))

    def _list_chats(self) -> None:
        waiting = sorted(
            (chat for chat in self._facts.chats if _rank(chat)), key=_rank, reverse=True
        )[:_MENU_CHATS]
        listed = tuple((chat.id, chat.name, chat.state) for chat in waiting)
        if listed == self._listed:
            return
        self._listed = listed
        for action in self._chat_actions:
            action.deleteLater()
        self._chat_actions = []
        for chat in waiting:
            # A visitor's name is text: an ampersand must not become a mnemonic.
            name = wording.visitor(chat.name).replace("&", "&&")
            action = QAction(f"{name}: {_LEVELS[chat.state]}", self)
            action.triggered.connect(lambda _=False, key=chat.id: self.chat_picked.emit(key))
            self.menu.insertAction(self._chats_end, action)
            self._chat_actions.append(action)

    def _act(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self.show_requested.emit()


def _rank(chat: WaitingChat) -> int:
    """Return how pressing a chat is; 0 when nothing is owed."""
    if chat.state not in _LEVELS:
        return 0
    # A hold that is over is as late as late.
    level = min(list(_LEVELS).index(chat.state), 2) + 1
    return level * 1_000_000 + min(chat.seconds, 999_999)


@cache
def tray_icon(state: TrayState, *, is_light: bool) -> QIcon:
    """Return a glyph in one colour, for a dark panel when `is_light`."""
    source = resource_path("tray", f"tray-{state.value}.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(source))
    icon = QIcon()
    for size in _SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(picture.rect(), QColor("#FFFFFF" if is_light else "#1C1D21"))
        painter.end()
        icon.addPixmap(picture)
    # macOS paints a mask in the colour of its menu bar; elsewhere it has no effect.
    icon.setIsMask(True)
    return icon
