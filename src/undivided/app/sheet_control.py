"""The questions that lie over the window: hold, transfer, links."""

from msgspec.structs import replace
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from undivided.app.reading_first import after_reading
from undivided.app.session_context import SessionContext, new_custom_id
from undivided.desk.holds import hold_question
from undivided.desk.values import ChatRow, FileInfo
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, UserId
from undivided.session import commands
from undivided.session.facts import Colleagues
from undivided.ui.sheets.hold_sheet import HoldSheet
from undivided.ui.sheets.link_sheet import LinkSheet
from undivided.ui.sheets.transfer_sheet import Candidate, TransferSheet
from undivided.ui.words import wording


class SheetControl(QObject):
    """Opens the sheets and does what they were confirmed for."""

    def __init__(self, context: SessionContext) -> None:
        super().__init__(context.window)
        self._context = context
        self._transfer: tuple[ChatId, TransferSheet] | None = None
        conversation = context.window.desk.conversation
        conversation.head.hold_requested.connect(self.ask_to_hold)
        conversation.head.resume_requested.connect(self.resume)
        conversation.head.transfer_requested.connect(self.choose_colleague)
        conversation.hold.resume_requested.connect(self.resume)
        conversation.hold.more_requested.connect(self.ask_to_hold)
        conversation.transcript.link_clicked.connect(self.open_link)
        conversation.transcript.file_clicked.connect(self.open_file)
        context.window.desk.panel.visitor.link_requested.connect(self.open_link)
        chats = context.window.desk.column.chats
        chats.hold_requested.connect(self.ask_to_hold)
        chats.transfer_requested.connect(self.choose_colleague)

    def ask_to_hold(self, chat_id: str = "") -> None:
        """Show what the visitor will be asked. Source: practice 8."""
        row = self._row(chat_id)
        if row is None or not row.is_active:
            return
        if not self._context.bridge.status.can_hold:
            self._context.troubled(wording.CANNOT_HOLD)
            return
        window = self._context.window
        sheet = HoldSheet(
            window,
            window.tokens,
            row.id,
            row.visitor.shown_name,
            question=question_words,
            answers=answer_words(),
            minutes=self._context.settings.hold_minutes,
        )
        sheet.ask_requested.connect(self._ask)
        sheet.open()

    def resume(self) -> None:
        """Begin the reply that ends a hold; the visitor hears a word, not silence."""
        row = self._row("")
        if row is None:
            return
        composer = self._context.window.desk.conversation.composer
        if not composer.text.strip():
            name = row.visitor.first_name
            hello = f"Thank you for waiting, {name}. " if name else "Thank you for waiting. "
            composer.editor.insertPlainText(hello)
        composer.focus_text()

    def choose_colleague(self, chat_id: str = "") -> None:
        """Show who could take a chat. Source: practices 39 and 40."""
        row = self._row(chat_id)
        if row is None or not row.is_active:
            return
        window = self._context.window
        sheet = TransferSheet(window, window.tokens, row.id, row.visitor.shown_name)
        sheet.transfer_requested.connect(self._hand_over)
        self._transfer = (row.id, sheet)
        sheet.finished.connect(self._transfer_ended)
        sheet.open()
        self._do(commands.ListColleagues(row.id))

    def show_colleagues(self, answer: Colleagues) -> None:
        """Fill the open transfer sheet."""
        if self._transfer is not None and self._transfer[0] == answer.chat_id:
            self._transfer[1].show_colleagues(
                tuple(Candidate(one.id, one.id, one.active_chats) for one in answer.colleagues)
            )

    def say_in_transfer(self, sentence: str) -> None:
        """Say in the open transfer sheet why there is no list."""
        if self._transfer is not None:
            self._transfer[1].say(sentence)

    def open_link(self, url: str) -> None:
        """Show where a link leads before it is opened."""
        self._open(url, is_file=False)

    def open_file(self, file: FileInfo) -> None:
        """Show where a file comes from before it is fetched by the browser."""
        self._open(file.url, is_file=True)

    def _open(self, url: str, *, is_file: bool) -> None:
        window = self._context.window
        sheet = LinkSheet(window, window.tokens, url, is_file=is_file)
        sheet.open_confirmed.connect(lambda address: QDesktopServices.openUrl(QUrl(address)))
        sheet.open()

    def _ask(self, chat_id: str, minutes: int) -> None:
        chat, undone = ChatId(chat_id), "The question whether to hold was not asked."
        after_reading(self._context, chat, undone, lambda: self._ask_now(chat, minutes))

    def _ask_now(self, chat_id: ChatId, minutes: int) -> None:
        connection = self._context.connection
        if connection is not None:
            asking = connection.accept(chat_id, own(hold_question(minutes)), is_draft=False)
            self._context.start("hold", asking)

    def _hand_over(self, chat_id: str, operator: object) -> None:
        target = UserId(operator) if isinstance(operator, str) else None
        self._do(commands.TransferChat(ChatId(chat_id), target))

    def _transfer_ended(self, _is_confirmed: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._transfer = None

    def _row(self, chat_id: str) -> ChatRow | None:
        shown = self._context.window.desk.conversation.chat_id
        return self._context.bridge.chats.row_of(ChatId(chat_id or shown or ""))

    def _do(self, command: commands.Command) -> None:
        if self._context.connection is not None:
            self._context.connection.do(command)


def question_words(minutes: int) -> str:
    """Return what the visitor reads when asked to hold."""
    (element,) = hold_question(minutes).elements or ()
    return f"{element.title}\n{element.subtitle}"


def answer_words() -> tuple[str, str]:
    """Return the words on the visitor's two buttons."""
    (element,) = hold_question(1).elements or ()
    yes, hurry = element.buttons
    return yes.text, hurry.text


def own(event: Event) -> Event:
    """Return `event` under a custom id of its own."""
    return replace(event, custom_id=new_custom_id())
