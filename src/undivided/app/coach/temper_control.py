"""Help with hostile visitors: calm responses first, a warning, the end, and a note for operators.

Everything is offered; nothing is said, noted or ended by itself. Source: practice 72.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from PySide6.QtCore import QObject

from undivided.app.chat_control import ChatControl
from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.chat_ending import ChatEnding
from undivided.app.coach.chat_lines import lines_of
from undivided.app.coach.coach_book import CoachBook
from undivided.app.reading_first import after_reading
from undivided.app.responses.library_control import LibraryControl
from undivided.app.responses.preferred import Preferred
from undivided.app.session_context import SessionContext, new_custom_id
from undivided.desk.values import ChatRow, Message
from undivided.etiquette.coach.abuse_note import is_note, note_of
from undivided.etiquette.coach.advice import Act, Remedy, Span
from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.mood import Felt, Mood, felt_in
from undivided.etiquette.coach.temper import Step, Temper, temper_of
from undivided.protocol.events import Event, Kind, Visibility
from undivided.protocol.ids import ChatId
from undivided.qtmodels.mood_words import reason
from undivided.ui.composer.remedy_text import put_in
from undivided.ui.sheets.end_sheet import EndSheet
from undivided.ui.words import temper_wording as words

LINES_LOOKED_AT = 60
"""The last lines of a chat; what was said before is forgiven."""
_SENTENCES = {Step.CALM: "calming", Step.WARN: "abuse_warning", Step.END: "abuse_ending"}
_LABELS = "calming_labels"


class _Seen(Struct, frozen=True):
    """How the shown chat stands; whoever has calmed down is offered nothing."""

    felt: Felt = Felt()
    temper: Temper = Temper()

    @property
    def step(self) -> Step:
        """What is offered."""
        return self.temper.step


class TemperControl(QObject):
    """Watches the shown chat.

    Args:
        library: Puts calm responses first, in the panel and while writing.
    """

    def __init__(
        self,
        context: SessionContext,
        chats: ChatControl,
        facts: ChatFacts,
        book: CoachBook,
        library: LibraryControl,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._facts = facts
        self._book = book
        self._panel = library.panel
        self._ending = ChatEnding(context)
        self._seen = _Seen()
        self._put_away: dict[ChatId, tuple[Line, ...]] = {}
        conversation = context.window.desk.conversation
        self._editor = conversation.composer.editor
        self._bar = conversation.temper
        library.panel.preferred = library.insertion.preferred = self.preferred
        self._bar.step_wanted.connect(self.take_step)
        self._bar.note_wanted.connect(self.note)
        self._bar.put_away.connect(self._hide)
        context.bridge.transcripts.changed.connect(lambda change: self._look_at(change.chat_id))
        context.bridge.transcripts.arrived.connect(self._heed_notes)
        context.bridge.chats_removed.connect(self._forget)
        conversation.chat_shown.connect(self._look)
        book.changed.connect(self._look)
        facts.writing.changed.connect(self._look_at)

    @property
    def last_insult(self) -> str:
        """The visitor's last hostile line in the shown chat, or ""."""
        insults = self._temper().insults
        return insults[-1].text if insults else ""

    def preferred(self) -> Preferred | None:
        """Return which responses stand first; None for a visitor who is calm."""
        row = self._row()
        if row is None or self._seen.step is Step.NONE:
            return None
        language = self._facts.likely_language()
        labels = self._book.phrases(language).sentences.get(_LABELS, ())
        heading = words.for_calming(row.visitor.shown_name, self._seen.felt.words)
        return Preferred(heading, labels, language.partition("-")[0])

    def take_step(self) -> None:
        """Put the sentence of the next step before the draft, or show how the chat would end."""
        row = self._row()
        if row is None or not row.is_active:
            return
        step = Step.CALM if self._seen.step is Step.NONE else self._seen.step
        phrases = self._book.phrases(self._facts.likely_language())
        sentences = phrases.sentences.get(_SENTENCES[step], ())
        if not sentences:
            self._context.troubled(words.NO_SENTENCE)
        elif step is Step.END:
            self._ask_to_end(row, sentences[0])
        else:
            self._put_before(sentences)

    def note(self) -> None:
        """Keep for operators what the visitor wrote: the insults, or else the last line."""
        row = self._row()
        note = None if row is None else self._note()
        if row is None or note is None:
            self._context.troubled(words.NOTHING_TO_NOTE)
            return
        self._context.start("note", self._say(row.id, note))
        self._context.troubled(words.NOTED)

    # The steps

    def _put_before(self, sentences: Sequence[str]) -> None:
        draft = self._editor.toPlainText()
        fresh = [each for each in sentences if each not in draft]
        if fresh and not self._editor.isReadOnly():
            put_in(self._editor, Remedy(Act.INSERT, f"{fresh[0]} ", Span(0, 0)))
        self._editor.setFocus()

    def _ask_to_end(self, row: ChatRow, farewell: str) -> None:
        window = self._context.window
        sheet = EndSheet(window, window.tokens, row, farewell)
        sheet.end_requested.connect(lambda _chat, said, days: self._end(row, said, days))
        sheet.open()

    def _end(self, row: ChatRow, said: str, days: int) -> None:
        note = self._note() if self._chats.shown == row.id else None
        farewell = _event(said, Visibility.ALL) if said else None
        events = [event for event in (note, farewell) if event is not None]
        undone = "The chat was not ended."
        after_reading(
            self._context, row.id, undone, lambda: self._ending.end(row, *events, days=days)
        )

    def _note(self) -> Event | None:
        insults = self._temper().insults or _last_of_visitor(self._lines())
        if not insults:
            return None
        return _event(note_of(insults, self._facts.now), Visibility.AGENTS)

    async def _say(self, chat_id: ChatId, *events: Event) -> None:
        if self._context.connection is not None:
            await self._context.connection.accept(chat_id, *events, is_draft=False)

    # What was heard

    def _look_at(self, chat: str) -> None:
        if chat == self._chats.shown:
            self._look()

    def _look(self) -> None:
        row, before = self._row(), self._seen
        said = [line.text for line in self._lines() if line.author is Author.VISITOR]
        felt = felt_in(said, self._book.reader(self._facts.likely_language()))
        # Most visitors are calm, and then nothing else has to be read.
        is_hostile = felt.mood is Mood.HOSTILE
        self._seen = _Seen(felt, self._temper() if is_hostile else Temper())
        if row is not None:
            self._heed_notes(row.id, self._context.bridge.transcripts.messages(row.id))
        self._show(row)
        if self._seen.step != before.step or self._seen.felt != before.felt:
            self._panel.follow()

    def _temper(self) -> Temper:
        reader = self._book.reader(self._facts.likely_language())
        return temper_of(self._lines(), reader, self._context.settings.abuse_lines)

    def _show(self, row: ChatRow | None) -> None:
        insults = self._seen.temper.insults
        is_away = row is None or self._put_away.get(row.id) == insults
        step = Step.NONE if is_away else self._seen.step
        name = "" if row is None else row.visitor.shown_name
        self._bar.show_step(name, step, reason(self._seen.felt))

    def _hide(self) -> None:
        row = self._row()
        if row is not None:
            self._put_away[row.id] = self._seen.temper.insults
            self._show(row)

    def _heed_notes(self, chat: str, messages: Iterable[Message]) -> None:
        """Remember the last note of this chat, whoever wrote it, for the visitor's next one."""
        noted = [each.at for each in messages if each.is_whisper and is_note(each.text)]
        if noted:
            self._facts.writing.note_abuse(ChatId(chat), max(noted).date().isoformat())

    def _forget(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in chats:
            self._put_away.pop(chat_id, None)

    def _lines(self) -> tuple[Line, ...]:
        messages = self._context.bridge.transcripts.messages(self._chats.shown or ChatId(""))
        return lines_of(messages[-LINES_LOOKED_AT:])

    def _row(self) -> ChatRow | None:
        return self._context.bridge.chats.row_of(self._chats.shown or ChatId(""))


def _event(text: str, visibility: str) -> Event:
    return Event(type=Kind.MESSAGE, text=text, custom_id=new_custom_id(), visibility=visibility)


def _last_of_visitor(lines: Sequence[Line]) -> tuple[Line, ...]:
    said = (line for line in reversed(lines) if line.author is Author.VISITOR)
    last = next(said, None)
    return () if last is None else (last,)
