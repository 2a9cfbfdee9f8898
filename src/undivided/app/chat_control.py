"""What an operator does with a chat: pick, write, hold, transfer, close, accept."""

from collections.abc import Callable

from msgspec import structs
from PySide6.QtCore import QObject, QTimer, Signal

from undivided.app.draft_marks import NO_MARKS, written
from undivided.app.session_context import SessionContext, new_custom_id
from undivided.desk import facts
from undivided.desk.values import ChatRow
from undivided.etiquette.cards.numbers import masked
from undivided.etiquette.coach.advice import Act, Remedy
from undivided.library.filling.slots import fill
from undivided.library.model.parts import Attachment
from undivided.protocol.errors import UndividedError
from undivided.protocol.events import Event, Kind, Properties, Visibility
from undivided.protocol.ids import ChatId, CustomId, UserId
from undivided.runtime.desk_connection import Letter
from undivided.session import commands
from undivided.session.file_rows import file_event
from undivided.ui.composer.remedy_text import put_in
from undivided.ui.sheets.close_sheet import CloseSheet
from undivided.ui.words import wording
from undivided.ui.words.closing_words import ClosePoint

DRAFT_PAUSE_MS = 500
"""A key is on disk so long after it was pressed, however many follow (promise G12)."""
CARD_MASKED = "A card number was masked before sending."


class ChatControl(QObject):
    """Connects the window's chat signals with the desk connection.

    Attributes:
        checks_of: Returns what the coach has seen of a chat that is about to be closed.
        marks_of: Returns what is kept with a chat's reply besides its words, or None.
    """

    accepted = Signal(str, str)
    """Chat and text: the outbox holds a message of the operator, as it was written."""
    refused = Signal(str)
    """A chat: the outbox could not take its message, which is still its draft."""
    promise_settled = Signal(str, str)
    """A chat and what was promised in it: the operator calls it done."""

    def __init__(self, context: SessionContext) -> None:
        super().__init__(context.window)
        self._context = context
        self._column = context.window.desk.column
        self._conversation = context.window.desk.conversation
        self._visitor = context.window.desk.panel.visitor
        self._unsaved: dict[ChatId, str] = {}
        self._on_its_way: set[ChatId] = set()
        self._wanted: ChatId | None = None
        self.checks_of: Callable[[ChatId], tuple[ClosePoint, ...]] = lambda _chat: ()
        self.marks_of: Callable[[ChatId, str], Properties | None] = lambda _chat, _text: None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_PAUSE_MS)
        self._pause.timeout.connect(self.save_drafts)
        self._connect_lists()
        self._connect_conversation()
        self._connect_visitor()

    @property
    def shown(self) -> ChatId | None:
        """The chat in the middle of the window."""
        return self._conversation.chat_id

    # Lists

    def pick(self, chat_id: ChatId) -> None:
        """Show a chat; one that called is accepted by that."""
        row = self._context.bridge.chats.row_of(chat_id)
        if row is None:
            return
        self._wanted = None  # whoever was taken from the queue before must not pull the eye away
        self.save_drafts()
        if chat_id != self.shown:
            files = self._context.draft_files.get(chat_id, ())
            self._conversation.show_chat(chat_id, self._context.drafts.get(chat_id, ""), files)
        self._column.chats.show_current(chat_id)
        self._visitor.show_chat(row)
        self._context.canned.refill()
        self._note(facts.ChatPicked(chat_id))
        if row.is_new:
            self._note(facts.AlertTaken(chat_id))
        self._say_title()

    def pick_and_write(self, chat_id: ChatId) -> None:
        """Show a chat and give the keys to its composer."""
        self.pick(chat_id)
        self._conversation.composer.focus_text()

    def pick_longest_wait(self) -> None:
        """Go to the visitor who has waited longest. Source: practice 7."""
        connection = self._context.connection
        chat_id = None if connection is None else connection.longest_waiting()
        if chat_id is not None:
            self.pick_and_write(chat_id)

    def pick_unsent(self) -> None:
        """Go to the first chat with a message that waits to be sent."""
        model = self._context.bridge.chats
        rows = (model.row_of(chat) for chat in map(model.chat_at, range(model.rowCount())) if chat)
        unsent = next((row.id for row in rows if row is not None and row.unsent), None)
        if unsent is not None:
            self.pick(unsent)

    def accept(self, chat_id: ChatId) -> None:
        """Take a chat: a queued one from the queue, an assigned one by looking at it."""
        if self._context.bridge.chats.row_of(chat_id) is not None:
            self.pick_and_write(chat_id)
        else:
            self._wanted = chat_id
            self._do(commands.TakeChat(chat_id))

    def join(self, chat_id: ChatId) -> None:
        """Come into a colleague's chat, and show it as soon as it is here."""
        self._wanted = chat_id
        self._do(commands.JoinChat(chat_id))

    def accept_next(self) -> None:
        """Take whoever calls first: a new chat before the queue's head."""
        model = self._context.bridge.chats
        rows = (model.row_of(chat) for chat in map(model.chat_at, range(model.rowCount())) if chat)
        new = next((row.id for row in rows if row is not None and row.is_new), None)
        head = new or self._context.bridge.queue.chat_at(0)
        if head is not None:
            self.accept(head)

    def set_accepting(self, is_accepting: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Take new chats, or take none."""
        self._do(commands.SetAccepting(is_accepting))

    def try_now(self) -> None:
        """Dial at once instead of waiting for the next attempt."""
        self._do(commands.TryNow())

    # Writing

    def send(self, chat_id: str, text: str) -> None:
        """Accept a message for the chat that was visible when Send was pressed (promise G10).

        The files that go with it are those that were shown then.
        """
        files = self._context.draft_files.get(ChatId(chat_id), ())
        self._context.start("send", self._send(ChatId(chat_id), text, files))

    def send_part(self, chat_id: str, text: str) -> None:
        """Accept the beginning of a chat's draft; the rest and its files stay the draft."""
        self._conversation.composer.sending.note_on_its_way(ChatId(chat_id), text)
        self._context.start("send", self._send(ChatId(chat_id), text, ()))

    def keep_draft(self, chat_id: str, text: str) -> None:
        """Remember what was typed, and write it to disk soon."""
        chat, composer = ChatId(chat_id), self._conversation.composer
        is_shown = (composer.chat_id, composer.text) == (chat, text)
        marks = self._context.draft_marks.get(chat, NO_MARKS)
        slots = composer.editor.slots() if is_shown else ()
        self._context.drafts[chat] = text
        self._context.draft_marks[chat] = structs.replace(marks, slots=slots)
        self._unsaved[chat] = text
        # Starting it anew at each key would never write for somebody who types on and on.
        if not self._pause.isActive():
            self._pause.start()

    def save_drafts(self) -> None:
        """Write every draft that is not on disk yet.

        Not while the outbox takes it: written behind that, a sent text would come back as a draft.
        """
        self._pause.stop()
        if self._context.connection is not None:
            for chat_id in self._unsaved.keys() - self._on_its_way:
                has_files = bool(self._context.draft_files.get(chat_id))
                text = self._unsaved.pop(chat_id)
                marks = written(self._context.draft_marks.get(chat_id, NO_MARKS))
                self._context.connection.save_draft(chat_id, text, has_files=has_files, marks=marks)

    async def _send(self, chat_id: ChatId, text: str, files: tuple[Attachment, ...]) -> None:
        composer, connection = self._conversation.composer, self._context.connection
        if connection is None:
            composer.keep_after_refused(chat_id, "Nobody is signed in. Your text is kept here.")
            self.refused.emit(chat_id)
            return
        safe = masked(text)
        self._on_its_way.add(chat_id)
        try:
            rest = self._left_of_draft(chat_id, text)
            letters = _letters(safe, files, self.marks_of(chat_id, text))
            await connection.accept(chat_id, *letters, draft_left=rest)
        except UndividedError as error:
            self._on_its_way.discard(chat_id)
            self._pause.start()
            composer.keep_after_refused(chat_id, error.sentence)
            self.refused.emit(chat_id)
            return
        self._on_its_way.discard(chat_id)
        self._forget_sent(chat_id, text)
        left = tuple(f for f in self._context.draft_files.pop(chat_id, ()) if f not in files)
        if left:
            self._context.draft_files[chat_id] = left
        if chat_id == self.shown:
            composer.files.show(left)
        composer.clear_after_accepted(chat_id, text)
        self.accepted.emit(chat_id, text)
        draft = self._context.drafts.get(chat_id, "")
        connection.note(facts.DraftChanged(chat_id, draft, has_files=bool(left)))
        if safe != text:
            self._context.troubled(CARD_MASKED)

    def _forget_sent(self, chat_id: ChatId, text: str) -> None:
        """Take the sent text out of the draft; what was typed behind it meanwhile stays."""
        rest = self._left_of_draft(chat_id, text)
        self._context.drafts.pop(chat_id, None)
        self._context.draft_marks.pop(chat_id, None)
        self._unsaved.pop(chat_id, None)
        if rest:
            self.keep_draft(chat_id, rest)

    def _left_of_draft(self, chat_id: ChatId, text: str) -> str:
        draft = self._context.drafts.get(chat_id, "").lstrip()
        return draft.removeprefix(text).lstrip() if draft.startswith(text) else draft

    # Ending

    def ask_to_close(self, chat_id: str) -> None:
        """Ask before a chat is closed. Source: practice 74."""
        row = self._row(chat_id)
        if row is None:
            return
        if not row.is_active:
            self._note(facts.ChatDismissed(row.id))
            return
        window = self._context.window
        sheet = CloseSheet(
            window,
            window.tokens,
            row.id,
            row.visitor.shown_name,
            open_points=tuple(self._open_points(row)),
            checks=self.checks_of(row.id),
        )
        sheet.remedy_wanted.connect(self._say_first)
        sheet.blanks_wanted.connect(self._fill_in_first)
        sheet.settled.connect(lambda promise: self.promise_settled.emit(row.id, promise))
        sheet.close_requested.connect(lambda which: self._do(commands.CloseChat(ChatId(which))))
        sheet.open()

    def _say_first(self, chat_id: str, text: str) -> None:
        """Leave a chat open, and put what it lacks behind its draft."""
        self.pick_and_write(ChatId(chat_id))
        composer = self._conversation.composer
        if text and composer.chat_id == chat_id:
            space = " " if composer.text.strip() else ""
            put_in(composer.editor, Remedy(Act.INSERT, space + text))

    def _fill_in_first(self, chat_id: str, body: str) -> None:
        """Leave a chat open, and put a text with blanks behind its draft."""
        self.pick_and_write(ChatId(chat_id))
        composer = self._conversation.composer
        if composer.chat_id == chat_id:
            end = composer.editor.document().characterCount() - 1
            composer.insert_response(fill(body, {}), at=end)

    def _open_points(self, row: ChatRow) -> list[str]:
        points = []
        if self._context.drafts.get(row.id, "").strip() or self._context.draft_files.get(row.id):
            points.append("Your draft was not sent.")
        if row.unsent:
            points.append("A message still waits to be sent.")
        if row.mark.seconds and row.preview and not row.preview.startswith("You:"):
            name = wording.visitor(row.visitor.shown_name)
            points.append(f"{name} has written and got no answer yet.")
        return points

    # What changed at the desk

    def _rows_changed(self, chats: tuple[ChatId, ...]) -> None:
        shown = self.shown
        if shown in chats:
            self._visitor.show_chat(self._context.bridge.chats.row_of(shown))
            self._say_title()
        wanted, self._wanted = self._wanted, None
        if wanted in chats:
            self.pick_and_write(wanted)
        else:
            self._wanted = wanted

    def _chats_removed(self, chats: tuple[ChatId, ...]) -> None:
        if self.shown in chats:
            self._conversation.show_chat(None, "")
            self._visitor.show_chat(None)
            self._note(facts.ChatPicked(None))
            self._say_title()

    def _say_title(self) -> None:
        row = self._row(self.shown or "")
        waiting = self._context.bridge.status.waiting
        name = wording.visitor(row.visitor.shown_name) if row else ""
        self._context.window.say_waiting(waiting, name)

    def _connect_lists(self) -> None:
        self._column.chats.chat_picked.connect(self.pick)
        self._column.chats.chat_opened.connect(self.pick_and_write)
        self._column.chats.close_requested.connect(self.ask_to_close)
        self._column.queue.accept_requested.connect(self.accept)
        self._column.head.accepting_wanted.connect(self.set_accepting)
        self._column.start_accepting_requested.connect(lambda: self.set_accepting(True))
        bridge = self._context.bridge
        bridge.rows_changed.connect(self._rows_changed)
        bridge.chats_removed.connect(self._chats_removed)
        bridge.status_changed.connect(lambda _status: self._say_title())

    def _connect_conversation(self) -> None:
        conversation = self._conversation
        conversation.composer.send_requested.connect(self.send)
        conversation.composer.part_requested.connect(self.send_part)
        conversation.composer.text_changed.connect(self.keep_draft)
        conversation.composer.typing_changed.connect(self._typing_changed)
        conversation.head.close_requested.connect(lambda: self.ask_to_close(self.shown or ""))
        transcript = conversation.transcript
        transcript.retry_requested.connect(lambda key: self._do(commands.Retry(CustomId(key))))
        transcript.discard_requested.connect(lambda key: self._do(commands.Discard(CustomId(key))))
        transcript.older_wanted.connect(self._load_older)
        self._context.window.desk.banner.try_now_requested.connect(self.try_now)
        self._context.window.desk.banner.show_unsent_requested.connect(self.pick_unsent)
        self._context.window.seen.connect(lambda is_seen: self._note(facts.WindowSeen(is_seen)))

    def _load_older(self, chat_id: str) -> None:
        if self._context.connection is not None:
            self._context.connection.load_older(ChatId(chat_id))

    def _connect_visitor(self) -> None:
        visitor = self._visitor
        visitor.name_changed.connect(
            lambda who, name: self._do(commands.UpdateVisitor(UserId(who), name=name))
        )
        visitor.email_changed.connect(
            lambda who, email: self._do(commands.UpdateVisitor(UserId(who), email=email))
        )
        visitor.tag_added.connect(lambda chat, tag: self._tag(chat, tag, is_on=True))
        visitor.tag_removed.connect(lambda chat, tag: self._tag(chat, tag, is_on=False))

    def _typing_changed(self, is_typing: bool) -> None:  # noqa: FBT001 - a Qt slot
        if self.shown is not None:
            self._do(commands.ShowTyping(self.shown, is_typing))

    def _tag(self, chat_id: str, tag: str, *, is_on: bool) -> None:
        row = self._row(chat_id)
        if row is not None and row.thread_id is not None:
            self._do(commands.Tag(row.id, row.thread_id, tag, is_on))

    def _row(self, chat_id: str) -> ChatRow | None:
        return self._context.bridge.chats.row_of(ChatId(chat_id))

    def _do(self, command: commands.Command) -> None:
        if self._context.connection is not None:
            self._context.connection.do(command)

    def _note(self, fact: facts.Fact) -> None:
        if self._context.connection is not None:
            self._context.connection.note(fact)


def _letters(
    text: str, files: tuple[Attachment, ...], marks: Properties | None
) -> list[Letter | Event]:
    """Return what one Send says, in its order: the text with its marks, then the files."""
    letters: list[Letter | Event] = []
    if text:
        key = new_custom_id()
        letters.append(
            Event(
                type=Kind.MESSAGE,
                text=text,
                custom_id=key,
                visibility=Visibility.ALL,
                properties=marks,
            )
        )
    letters += [Letter(file_event(file, new_custom_id()), file.digest) for file in files]
    return letters
