"""Wishes to be called: marked on the card, by the reminder or in the list. Source: practice 61."""

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from undivided.app.chat_control import ChatControl
from undivided.app.session_context import SessionContext
from undivided.desk.call_request import CallAct, CallRequest, CallState, OpenCall
from undivided.desk.callbacks import dial_address
from undivided.desk.values import DeskStatus, LinkState
from undivided.session.commands import ListCalls
from undivided.ui.sheets.calls_sheet import CallsSheet
from undivided.ui.sheets.dial_sheet import DialSheet

NO_DIALLER = "No program on this computer takes calls. The number is on the clipboard."


class CallControl(QObject):
    """Connects every place that shows a wish to be called with the desk."""

    def __init__(self, context: SessionContext, chats: ChatControl) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._was_live = False
        self._sheet: CallsSheet | None = None
        desk = context.window.desk
        desk.conversation.transcript.call_marked.connect(self.mark)
        desk.conversation.transcript.dial_requested.connect(self.dial)
        desk.calls.marked.connect(self.mark)
        desk.calls.dial_requested.connect(self.dial)
        desk.calls.show_requested.connect(self.show_call)
        desk.column.calls_requested.connect(self.open_list)
        context.bridge.calls_changed.connect(self._changed)
        context.bridge.status_changed.connect(self._status_changed)

    def mark(self, call: CallRequest, act: CallAct) -> None:
        """Say what becomes of a wish; everybody at the desk and the visitor see it."""
        if self._context.connection is not None:
            self._context.connection.mark_call(call, act)

    def dial(self, call: CallRequest) -> None:
        """Show which number would be dialled, and dial it when that is confirmed."""
        window = self._context.window
        sheet = DialSheet(window, window.tokens, call, dial_address(call.phone))
        sheet.dial_confirmed.connect(lambda address: self._dial(call, address))
        sheet.open()

    def open_list(self) -> None:
        """Show all calls that somebody still has to make, and ask for those of ended chats."""
        window = self._context.window
        if self._sheet is not None and not self._sheet.is_over:
            return
        sheet = self._sheet = CallsSheet(window, window.tokens)
        sheet.marked.connect(self.mark)
        sheet.dial_requested.connect(self.dial)
        sheet.show_requested.connect(self.show_call)
        sheet.show_calls(self._context.bridge.calls)
        sheet.open()
        self._ask()

    def show_call(self, call: CallRequest) -> None:
        """Show the chat of a wish; one that is over has only its place in the list."""
        if self._context.bridge.chats.row_of(call.chat_id) is None:
            self.open_list()
        else:
            self._chats.pick_and_write(call.chat_id)

    def _dial(self, call: CallRequest, address: str) -> None:
        if not QDesktopServices.openUrl(QUrl(address)):
            QGuiApplication.clipboard().setText(call.phone)
            self._context.troubled(NO_DIALLER)
        if call.state is CallState.OPEN:
            self.mark(call, CallAct.TAKE)

    def _changed(self, calls: tuple[OpenCall, ...]) -> None:
        desk = self._context.window.desk
        desk.calls.show_calls(calls)
        desk.column.show_calls(len(calls))
        if self._sheet is not None and not self._sheet.is_over:
            self._sheet.show_calls(calls)

    def _status_changed(self, status: DeskStatus) -> None:
        is_live = status.link.state is LinkState.LIVE
        if is_live and not self._was_live:
            self._ask()
        self._was_live = is_live

    def _ask(self) -> None:
        if self._context.connection is not None:
            self._context.connection.do(ListCalls())
