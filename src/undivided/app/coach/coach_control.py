"""The writing coach at work: looks at the shown draft and keeps what the operator makes of it."""

from collections.abc import Callable, Collection
from dataclasses import fields

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from undivided.app.chat_control import ChatControl
from undivided.app.coach.chat_topics import ChatTopics
from undivided.app.coach.coach_book import CoachBook
from undivided.app.coach.coach_views import CoachViews
from undivided.app.coach.fact_sources import FactSources
from undivided.app.responses.insertion_control import InsertionControl
from undivided.app.session_context import SessionContext
from undivided.etiquette.coach.advice import Act, Advice
from undivided.etiquette.coach.blocks import blocks_of, first_block
from undivided.etiquette.coach.rules.every import BY_NAME
from undivided.etiquette.coach.rules.selling import SALES_AFTER_REFUSAL
from undivided.etiquette.coach.rules.tone import GATE_PAUSE_S
from undivided.protocol.ids import ChatId
from undivided.ui.composer.gate_question import Gate
from undivided.ui.responses.match_view import Picked
from undivided.ui.sheets.coach_sheet import CoachLimits, CoachSheet
from undivided.ui.words import coach_wording

_SAID_ELSEWHERE = frozenset({"unfilled-slot"})
"""Blanks have their own place in the strip and their own question before sending."""


_LIMITS = fields(CoachLimits)
_SEEN_FIRST = frozenset({"bare-answer"})
"""Rules about words that are sent within the pause after which advice is shown."""
_NEVER_PASSED_OVER = frozenset({SALES_AFTER_REFUSAL.name})
"""Rules that ask before sending even where their advice was waved away: they want a reason."""


class CoachControl(QObject):
    """Connects the composer's coach with the rules.

    Args:
        insertion: Knows the shown chat and which responses its draft was begun from.
        book: What the coach goes by.
        hand_over: Offers the shown chat to a colleague.

    Signals:
        limited: A setting of the coach, and the value that the operator chose.
    """

    limited = Signal(str, int)

    def __init__(
        self,
        context: SessionContext,
        chats: ChatControl,
        insertion: InsertionControl,
        book: CoachBook,
        hand_over: Callable[[], None],
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._facts = insertion.facts
        self.book = book
        self.topics = ChatTopics(context, insertion.facts, book)
        self._sources = FactSources(context, chats, insertion, book)
        self._views = CoachViews(context, insertion.facts, insertion.memory, self._sources)
        self._composer = context.window.desk.conversation.composer
        self._coaching = self._composer.coaching
        self._ignored: dict[ChatId, set[str]] = {}
        self._connect(insertion)
        checks, split = self._composer.sending.checks, self._composer.sending.split
        checks.find_gate = self.gate
        checks.must_see = self.must_see
        checks.gate.hand_over_wanted.connect(hand_over)
        split.cut = lambda text: blocks_of(text, self._abbreviations(), self._block_words)
        split.cut_first = lambda text: first_block(text, self._abbreviations(), self._block_words)

    def advice(self, text: str) -> tuple[Advice, ...]:
        """Return what the rules say about a text for the shown chat, snoozed ones left out."""
        chat_id = self._chats.shown
        if chat_id is None:
            return ()
        return self._advice(chat_id, text, self.book.listening.snoozed(chat_id))

    def _advice(self, chat_id: ChatId, text: str, snoozed: frozenset[str]) -> tuple[Advice, ...]:
        coach = self.book.coach(self._facts.likely_language())
        silent = snoozed | _SAID_ELSEWHERE
        draft = self._views.draft(chat_id, text)
        view = replace(self._views.chat(chat_id, text), topic=self.topics.topic(chat_id))
        return tuple(coach.advice(view, draft, silent))

    def open_sheet(self) -> None:
        """Show every rule, to be switched on and off."""
        window = self._context.window
        rules = tuple(rule for rule in BY_NAME.values() if rule.name not in _SAID_ELSEWHERE)
        settings = self._context.settings
        limits = CoachLimits(**{each.name: getattr(settings, each.name) for each in _LIMITS})
        sheet = CoachSheet(window, window.tokens, rules, self.book.listening.habits, limits)
        sheet.limited.connect(self.limited)
        sheet.switched.connect(self.switch)
        sheet.glossary_wanted.connect(
            lambda: self._context.start("open glossary", self.book.open_glossary())
        )
        sheet.open()

    def gate(self, text: str, passed: Collection[str] = ()) -> Gate | None:
        """Return why a text has to wait for an answer, or None; most rules only advise.

        Args:
            passed: Rules whose question about it was answered.
        """
        chat_id = self._chats.shown
        if chat_id is None:
            return None
        snoozed = self.book.listening.snoozed(chat_id) - _NEVER_PASSED_OVER
        for one in self._advice(chat_id, text, snoozed):
            acts = {remedy.act for remedy in one.remedies}
            if Act.ASK_FIRST in acts and one.rule not in passed:
                return Gate(one, pause_s=int(GATE_PAUSE_S) if Act.HAND_OVER in acts else 0)
        return None

    def must_see(self, text: str) -> bool:
        """Show advice that a quick Enter would outrun; return whether there is any.

        Source: practice 22, "Enter again sends".
        """
        given = self.advice(text)
        unseen = any(
            one.rule in _SEEN_FIRST and not self._coaching.has_shown(one.rule, text)
            for one in given
        )
        if unseen:
            self._coaching.show(text, given)
        return unseen

    @property
    def _block_words(self) -> int:
        return self._context.settings.block_words

    def _abbreviations(self) -> Collection[str]:
        return self.book.phrases(self._facts.likely_language()).words_of_kind("abbreviations")

    def switch(self, rule: str, is_on: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Hear a rule from now on, or no more."""
        self.book.listening.switch(rule, is_on=is_on)
        self.book.keep()
        self.book.changed.emit()

    def pass_over(self, rule: str) -> None:
        """Hear no more of a rule in the shown chat; it counts like any advice passed over."""
        self._dismissed(rule, in_this_chat=True)

    def _connect(self, insertion: InsertionControl) -> None:
        coaching = self._coaching
        coaching.asked.connect(self._look)
        coaching.shown.connect(self._shown)
        coaching.taken.connect(self._taken)
        coaching.dismissed.connect(self._dismissed)
        coaching.switched.connect(self._switched)
        coaching.attach_wanted.connect(self._sources.attach)
        coaching.response_wanted.connect(lambda which: insertion.insert(Picked(which)))
        self._sources.changed.connect(coaching.follow)
        self.book.changed.connect(coaching.follow)
        self._facts.writing.changed.connect(lambda _chat: coaching.follow())
        self._composer.send_requested.connect(self._sending)
        self._chats.accepted.connect(self._accepted)
        bridge = self._context.bridge
        bridge.transcripts.changed.connect(lambda _change: coaching.follow())
        bridge.chats_removed.connect(self._forget)
        self._context.window.seen.connect(self._seen)

    def _look(self, text: str) -> None:
        self._coaching.show(text, self.advice(text))

    def _shown(self, rule: str) -> None:
        if self._chats.shown is not None:
            self.book.listening.show(self._chats.shown, rule)

    def _taken(self, rule: str) -> None:
        if self._chats.shown is not None:
            self.book.listening.take(self._chats.shown, rule)
            self.book.keep()

    def _dismissed(self, rule: str, in_this_chat: bool) -> None:  # noqa: FBT001 - a Qt slot
        if self._chats.shown is None:
            return
        listening = self.book.listening
        asks = listening.dismiss(self._chats.shown, rule, in_this_chat=in_this_chat)
        if asks and rule in BY_NAME:
            self._coaching.propose_off(rule)
        self.book.keep()

    def _switched(self, rule: str, stays: bool) -> None:  # noqa: FBT001 - a Qt slot
        if stays:
            self.book.listening.keep(rule)
            self.book.keep()
        else:
            self.switch(rule, is_on=False)
            self._context.undoable(
                coach_wording.switched_off(BY_NAME[rule].title),
                lambda: self.switch(rule, is_on=True),
            )
        self._coaching.end_proposal()

    def _sending(self, chat: str, text: str) -> None:
        self._ignored[ChatId(chat)] = {one.rule for one in self.advice(text)}

    def _accepted(self, chat: str, _text: str) -> None:
        """Count which advice was followed by hand, and begin with the next draft."""
        if self.book.listening.sent(chat, self._ignored.pop(ChatId(chat), set())):
            self.book.keep()
        self._coaching.follow()

    def _forget(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in chats:
            self.book.listening.forget(chat_id)
            self._ignored.pop(chat_id, None)

    def _seen(self, is_seen: bool) -> None:  # noqa: FBT001 - a Qt slot
        if is_seen:
            self._context.start("glossary", self.book.read_again())
