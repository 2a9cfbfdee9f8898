"""Details confirmed in writing: asked for, sent as a card, put into a message. Practice 62."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from undivided.app.reading_first import after_reading
from undivided.app.session_context import SessionContext
from undivided.app.sheet_control import own
from undivided.desk.read_back import ConfirmedDetail, read_back
from undivided.desk.values import Author, ChatRow
from undivided.etiquette.details import EMAIL, PHONE, Detail, details_in
from undivided.protocol.ids import ChatId
from undivided.ui.conversation.details_card import insertable
from undivided.ui.sheets.read_back_sheet import ReadBackSheet

RECENT = 40
"""Messages of the visitor in which details are looked for, the newest ones."""


class ReadBackControl(QObject):
    """Connects the sheet, the transcript's card and the composer."""

    def __init__(self, context: SessionContext) -> None:
        super().__init__(context.window)
        self._context = context
        context.window.desk.conversation.transcript.details_wanted.connect(self._put_into_message)

    def ask(self) -> None:
        """Show what was understood in the shown chat, to be sent for confirmation."""
        shown = self._context.window.desk.conversation.chat_id
        row = None if shown is None else self._context.bridge.chats.row_of(shown)
        if row is None or not row.is_active:
            return
        window = self._context.window
        found = self._found(row)
        sheet = ReadBackSheet(window, window.tokens, row.id, row.visitor.shown_name, found)
        sheet.send_requested.connect(self._send)
        sheet.open()

    def _found(self, row: ChatRow) -> tuple[Detail, ...]:
        """Return what the visitor wrote; else what is known of him."""
        messages = self._context.bridge.transcripts.messages(row.id)
        said = [each.text for each in messages if each.author is Author.VISITOR]
        known = {EMAIL: row.visitor.email, PHONE: row.visitor.phone}
        found = {label: value for label, value in known.items() if value}
        found.update((each.label, each.value) for each in details_in(said[-RECENT:]))
        return tuple(Detail(label, value) for label, value in found.items())

    def _send(self, chat_id: str, details: tuple[Detail, ...]) -> None:
        chat, undone = ChatId(chat_id), "The details were not sent."
        after_reading(self._context, chat, undone, lambda: self._send_now(chat, details))

    def _send_now(self, chat_id: ChatId, details: tuple[Detail, ...]) -> None:
        connection = self._context.connection
        if connection is not None:
            sending = connection.accept(chat_id, own(read_back(details)), is_draft=False)
            self._context.start("read back", sending)

    def _put_into_message(self, details: tuple[ConfirmedDetail, ...]) -> None:
        """Write confirmed details at the caret, on a line of their own."""
        composer = self._context.window.desk.conversation.composer
        cursor: QTextCursor = composer.editor.textCursor()
        is_fresh = cursor.atBlockStart()
        composer.editor.insertPlainText(("" if is_fresh else "\n") + insertable(details))
        composer.focus_text()
