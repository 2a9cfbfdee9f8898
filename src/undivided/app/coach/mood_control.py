"""How visitors seem to feel, shown with its reason; and breaks for the operator, if wanted.

It changes no order, sends nothing and counts nothing for anybody. Source: practices 30, 72 and 79.
"""

from collections.abc import Callable
from itertools import islice

from PySide6.QtCore import QObject, QTimer

from undivided.app.chat_control import ChatControl
from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.coach_book import CoachBook
from undivided.app.session_context import SessionContext
from undivided.desk.values import Author, DeskStatus, LinkState
from undivided.etiquette.coach.mood import LINES_LOOKED_AT, Felt, HardChats, Mood, felt_in
from undivided.protocol.ids import ChatId
from undivided.qtmodels.mood_words import head_sign, reason, row_sign
from undivided.ui.words import mood_wording as words
from undivided.ui.words.temper_wording import noted_on

Offer = Callable[[str, str, Callable[[], None]], None]
"""Shows a sentence with one act until it is taken or put away."""


class MoodControl(QObject):
    """Watches what visitors write, in chats and in the queue."""

    def __init__(
        self,
        context: SessionContext,
        chats: ChatControl,
        facts: ChatFacts,
        book: CoachBook,
        offer: Offer,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._facts = facts
        self._book = book
        self._offer = offer
        self._heard: dict[ChatId, tuple[str, ...]] = {}
        self._felt: dict[ChatId, Felt] = {}
        self._hostile: set[ChatId] = set()
        self._hard = HardChats()
        self._is_away = False
        self._is_on_shift = False
        self._break = QTimer(self)
        self._break.setSingleShot(True)
        self._break.timeout.connect(self._break_over)
        bridge = context.bridge
        bridge.rows_changed.connect(self._rows_changed)
        bridge.transcripts.arrived.connect(lambda chat, _new: self._listen(ChatId(chat)))
        bridge.chats_removed.connect(self._removed)
        bridge.queue_changed.connect(self._listen_to_queue)
        bridge.status_changed.connect(self._status_changed)
        facts.writing.changed.connect(lambda _chat: self._show_head())
        book.changed.connect(self._listen_again)
        facts.writing.changed.connect(self._language_came)
        conversation = context.window.desk.conversation
        conversation.chat_shown.connect(self._show_head)
        conversation.composer.sending.checks.gate.rest_wanted.connect(self.take_break)

    def take_break(self) -> None:
        """Take no new chats for some minutes; chats that are open stay."""
        minutes = self._context.settings.break_minutes
        self._chats.set_accepting(False)
        self._break.start(minutes * 60_000)
        self._context.troubled(words.break_begun(minutes))

    def _rows_changed(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in chats:
            self._listen(chat_id)
            row = self._context.bridge.chats.row_of(chat_id)
            if row is not None and not row.is_active:
                self._ended(chat_id)

    def _listen(self, chat_id: ChatId) -> None:
        messages = reversed(self._context.bridge.transcripts.messages(chat_id))
        said = (each.text for each in messages if each.author is Author.VISITOR)
        last = tuple(islice(said, LINES_LOOKED_AT))[::-1]
        if last == self._heard.get(chat_id, ()):
            return
        self._heard[chat_id] = last
        self._feel(chat_id)

    def _feel(self, chat_id: ChatId) -> None:
        heard = self._heard[chat_id]
        language = self._facts.writing.likely(chat_id)
        felt = self._felt[chat_id] = felt_in(heard, self._book.reader(language))
        if felt.mood is Mood.HOSTILE:
            self._hostile.add(chat_id)
        self._context.bridge.chats.set_sign(chat_id, row_sign(felt))
        if chat_id == self._chats.shown:
            self._show_head()

    def _listen_to_queue(self) -> None:
        queue = self._context.bridge.queue
        for row in queue.rows():
            self._facts.writing.hear(row.id, (row.preview,))
            reader = self._book.reader(self._facts.writing.likely(row.id))
            queue.set_sign(row.id, row_sign(felt_in((row.preview,), reader)))

    def _language_came(self, chat: str) -> None:
        if ChatId(chat) in self._heard:
            self._feel(ChatId(chat))
        else:
            self._listen_to_queue()

    def _listen_again(self) -> None:
        """Listen once more: there are other words than before."""
        for chat_id in tuple(self._heard):
            self._feel(chat_id)
        self._listen_to_queue()

    def _show_head(self) -> None:
        shown = self._chats.shown
        felt = Felt() if shown is None else self._felt.get(shown, Felt())
        wants_none = shown is not None and self._facts.has_refused_sales(shown)
        row = None if shown is None else self._context.bridge.chats.row_of(shown)
        is_buying = row is not None and self._facts.visitors.is_marked_buying(row)
        noted = None if shown is None else self._facts.abuse_noted_on(shown)
        told = [
            head_sign(felt),
            words.NO_OFFERS if wants_none else "",
            words.IS_BUYING if is_buying else "",
            "" if noted is None else noted_on(noted),
        ]
        head = self._context.window.desk.conversation.head
        head.set_mood(" · ".join(filter(None, told)), reason(felt))

    def _removed(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in chats:
            self._ended(chat_id)
            self._heard.pop(chat_id, None)
            self._felt.pop(chat_id, None)
            self._hostile.discard(chat_id)

    def _ended(self, chat_id: ChatId) -> None:
        """Take in that a chat is over, once."""
        if self._felt.pop(chat_id, None) is None:
            return
        if self._hard.ended(was_hostile=chat_id in self._hostile):
            minutes = self._context.settings.break_minutes
            self._offer(words.break_proposed(minutes), words.TAKE_BREAK, self.take_break)

    def _break_over(self) -> None:
        self._is_away = False
        self._offer(words.BREAK_OVER, words.ACCEPT_AGAIN, self._accept_again)

    def _accept_again(self) -> None:
        self._chats.set_accepting(True)

    def _status_changed(self, status: DeskStatus) -> None:
        self._follow_shift(status)
        self._follow_break(status)

    def _follow_shift(self, status: DeskStatus) -> None:
        """Check in, if that is wanted, when a shift begins; with chats open it goes on."""
        if status.link.state is LinkState.SIGNED_OUT:
            self._is_on_shift = False
        elif status.link.state is LinkState.LIVE and not self._is_on_shift:
            self._is_on_shift = True
            if self._context.settings.shift_check_in and not status.chats:
                minutes = self._context.settings.break_minutes
                self._offer(words.check_in(minutes), words.TAKE_BREAK, self.take_break)

    def _follow_break(self, status: DeskStatus) -> None:
        """End a break when the operator accepts chats again before its time."""
        if not status.is_accepting:
            self._is_away = self._break.isActive()
        elif self._is_away:
            self._is_away = False
            self._break.stop()
