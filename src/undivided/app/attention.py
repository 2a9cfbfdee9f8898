"""What may interrupt the operator: a new chat, a red timer, a promise, the time of a call.

A call goes out every way there is (toast, notification, tray, sound), is repeated until it
is taken or dismissed, and every way leads back to the same chat.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from undivided.app.chat_control import ChatControl
from undivided.app.session_context import SessionContext
from undivided.desk import facts
from undivided.desk.values import Alert, AlertKind
from undivided.etiquette.calm_text import isolated, one_line
from undivided.protocol.ids import ChatId
from undivided.runtime.notifier import ACCEPT, NOT_NOW, Notice, Notifier
from undivided.ui.toast import NewChatToast
from undivided.ui.tray import Tray, TrayFacts, waiting_chats
from undivided.ui.words import wording

SOUNDING = frozenset({AlertKind.NEW_CHAT, AlertKind.LATE, AlertKind.HOLD_OVER, AlertKind.CALL_DUE})


class Attention(QObject):
    """Carries the desk's alerts to the operator and the answer back.

    Signals:
        quit_requested: The tray's Quit.
        calls_requested: A call is due whose chat is over, so that only the list has it.
    """

    quit_requested = Signal()
    calls_requested = Signal()

    def __init__(
        self, context: SessionContext, chats: ChatControl, notifier: Notifier, tray: Tray
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._notifier = notifier
        self._tray = tray
        self._calls: dict[ChatId, Alert] = {}
        self._muted: set[ChatId] = set()
        self._others: dict[str, Callable[[], None]] = {}
        self.toast = NewChatToast(context.window.tokens)
        self._connect()

    async def start(self) -> None:
        """Find the desktop's notifications."""
        await self._notifier.start(self._chosen)

    async def aclose(self) -> None:
        """Take everything back that still calls."""
        self.toast.hide()
        self._tray.hide()
        await self._notifier.aclose()

    def raise_alert(self, alert: Alert) -> None:
        """Call the operator."""
        if alert.kind is AlertKind.NEW_CHAT:
            self._calls[alert.chat_id] = alert
            self.toast.show_call(alert)
        self._sound(alert)
        self._show_tray()
        if self._context.settings.notifications and self._notifier.is_working:
            self._context.start("notify", self._notifier.show(notice_of(alert)))

    def end_alert(self, alert: Alert) -> None:
        """Stop calling for a chat."""
        self._calls.pop(alert.chat_id, None)
        self._muted.discard(alert.chat_id)
        self.toast.end_call(alert.chat_id)
        self._show_tray()
        self._context.start("withdraw", self._notifier.withdraw(alert.chat_id))

    def call(self, notice: Notice, on_chosen: Callable[[], None]) -> None:
        """Call for what is no alert of the desk; choosing the notification does `on_chosen`."""
        self._others[notice.key] = on_chosen
        if not self._context.window.isActiveWindow():
            QApplication.alert(self._context.window)
        if self._context.settings.notifications and self._notifier.is_working:
            self._context.start("notify", self._notifier.show(notice))

    def accept(self, chat_id: str) -> None:
        """Take a chat and bring the window to the front, because the operator asked for it."""
        self._context.window.come_to_front()
        self._chats.accept(ChatId(chat_id))

    def dismiss(self, chat_id: str) -> None:
        """Do not call for this chat again."""
        if self._context.connection is not None:
            self._context.connection.note(facts.AlertDismissed(ChatId(chat_id)))

    def dismiss_current(self) -> None:
        """Do not call again for the chat that called last."""
        if self._calls:
            self.dismiss(next(reversed(self._calls)))

    def _chosen(self, key: str, choice: str) -> None:
        other = self._others.pop(key, None)
        if other is not None:
            if choice != NOT_NOW:
                other()
        elif choice == NOT_NOW:
            self.dismiss(key)
        elif choice == ACCEPT or key in self._calls:
            self.accept(key)
        else:
            self._context.window.come_to_front()
            if self._context.bridge.chats.row_of(ChatId(key)) is None:
                self.calls_requested.emit()
            else:
                self._chats.pick_and_write(ChatId(key))

    def _sound(self, alert: Alert) -> None:
        is_wanted = self._context.settings.sounds and alert.kind in SOUNDING
        if is_wanted and alert.chat_id not in self._muted:
            QApplication.beep()
        if not self._context.window.isActiveWindow():
            QApplication.alert(self._context.window)

    def _show_tray(self) -> None:
        model = self._context.bridge.chats
        ids = (model.chat_at(place) for place in range(model.rowCount()))
        rows = tuple(row for chat in ids if chat and (row := model.row_of(chat)) is not None)
        self._tray.show_facts(
            TrayFacts(
                status=self._context.bridge.status,
                calling=tuple(alert.name for alert in self._calls.values()),
                chats=waiting_chats(rows),
            )
        )

    def _ticked(self) -> None:
        mark = self._context.bridge.mark_of(self.toast.chat_id) if self.toast.isVisible() else None
        if mark is not None:
            self.toast.show_seconds(mark.seconds)

    def _connect(self) -> None:
        bridge = self._context.bridge
        bridge.alert_raised.connect(self.raise_alert)
        bridge.alert_ended.connect(self.end_alert)
        bridge.status_changed.connect(lambda _status: self._show_tray())
        bridge.rows_changed.connect(lambda _chats: self._show_tray())
        bridge.ticked.connect(self._ticked)
        self.toast.accepted.connect(self.accept)
        self.toast.not_now.connect(self.dismiss)
        self.toast.dismissed.connect(self.dismiss)
        self.toast.muted.connect(lambda chat: self._muted.add(ChatId(chat)))
        self._tray.show_requested.connect(self._context.window.come_to_front)
        self._tray.accepting_toggled.connect(self._chats.set_accepting)
        self._tray.chat_picked.connect(self.accept)
        self._tray.quit_requested.connect(self.quit_requested)


def notice_of(alert: Alert) -> Notice:
    """Return the notification that an alert becomes; its text is the visitor's own."""
    name = wording.visitor(alert.name)
    text = one_line(alert.text)
    match alert.kind:
        case AlertKind.NEW_CHAT:
            return Notice(
                alert.chat_id,
                f"New chat: {name}" + (f", call {alert.call}" if alert.call > 1 else ""),
                " · ".join(part for part in (isolated(alert.page), text) if part),
                can_accept=True,
                is_urgent=True,
            )
        case AlertKind.LATE:
            title = f"{name} has waited {alert.seconds} seconds"
        case AlertKind.CALL_DUE:
            title = f"Time to call {name}"
        case AlertKind.HOLD_WARNING:
            title = f"The hold with {name} ends in {alert.seconds} seconds"
        case _:
            title = f"The hold with {name} has run out"
    return Notice(alert.chat_id, title, text, is_urgent=True)
