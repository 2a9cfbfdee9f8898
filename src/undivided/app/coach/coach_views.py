"""The shown chat and its draft as the writing coach sees them."""

from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.fact_sources import FactSources
from undivided.app.responses.insertion_memory import InsertionMemory
from undivided.app.session_context import SessionContext
from undivided.app.spelling.draft_spelling import DraftSpelling
from undivided.desk.values import Author, Message
from undivided.etiquette.coach import chat_view
from undivided.etiquette.coach.chat_view import ChatView, Draft, EndedFact, Line
from undivided.library.filling.slots import from_utf16
from undivided.library.filling.values import first_name
from undivided.library.model.activity import has_ended
from undivided.protocol.ids import ChatId

_SIDES = {
    Author.VISITOR: chat_view.Author.VISITOR,
    Author.ME: chat_view.Author.OPERATOR,
    Author.COLLEAGUE: chat_view.Author.OPERATOR,
}


class CoachViews:
    """Makes them anew only where something has changed: the coach asks after every key.

    Args:
        facts: What the shown chat knows.
        memory: Which responses a draft was begun from, and sent messages were.
        sources: What vouches for the facts in it.
    """

    def __init__(
        self,
        context: SessionContext,
        facts: ChatFacts,
        memory: InsertionMemory,
        sources: FactSources,
    ) -> None:
        self._context = context
        self._facts = facts
        self._memory = memory
        self._sources = sources
        self._spelling = DraftSpelling(context, facts)
        self._seen: tuple[ChatId, tuple[Message, ...]] = (ChatId(""), ())
        self._lines: tuple[Line, ...] = ()

    def chat(self, chat_id: ChatId, text: str) -> ChatView:
        """Return what was said so far, to whom, and what vouches for the draft's facts."""
        row = self._context.bridge.chats.row_of(chat_id)
        used = self._memory.waiting(chat_id, text)
        today = self._facts.today()
        facts = [
            card.fact for ready in self._memory.with_draft(chat_id, text) for card in ready.cards
        ]
        is_old = any(has_ended(fact, today) for fact in facts)
        # What was asked about when it was inserted is not asked about again.
        unasked = (card.fact for ready in used if not ready.was_asked for card in ready.cards)
        ended = next((fact for fact in unasked if fact and has_ended(fact, today)), None)
        return ChatView(
            lines=self._said(chat_id),
            visitor_name=first_name(row.visitor.name) if row is not None else "",
            language=self._facts.language(),
            is_on_order_page=row is not None
            and self._context.shop_pages.is_order(row.visitor.page_url),
            refused_sales=self._facts.has_refused_sales(chat_id),
            is_called_buying=row is not None and self._facts.visitors.is_marked_buying(row),
            misspelt_sent=self._facts.writing.of(chat_id).misspelt_sent,
            has_fact=bool(facts) and not is_old,
            block_words=self._context.settings.block_words,
            ended_fact=EndedFact(ended.valid_until, ended.source) if ended is not None else None,
            facts=self._sources.used(chat_id),
            library=self._sources.library,
        )

    def draft(self, chat_id: ChatId, text: str) -> Draft:
        """Return what is written, with its slots and where it came from."""
        editor = self._context.window.desk.conversation.composer.editor
        slots = editor.slots()
        origin = self._memory.begun_from(chat_id, text)
        return Draft(
            text,
            blanks=tuple(slot.name for slot in slots if not slot.is_filled),
            response_id=origin.response_id,
            is_touched=origin.is_touched,
            skipped=tuple(
                (from_utf16(text, slot.start), from_utf16(text, slot.end))
                for slot in slots
                if slot.is_filled
            ),
            misspelt=self._spelling.misspelt(chat_id, text),
        )

    def _said(self, chat_id: ChatId) -> tuple[Line, ...]:
        messages = self._context.bridge.transcripts.messages(chat_id)
        if self._seen != (chat_id, messages):
            self._seen = (chat_id, messages)
            self._lines = tuple(
                self._line(chat_id, message)
                for message in messages
                if message.author in _SIDES and message.text and not message.is_whisper
            )
        return self._lines

    def _line(self, chat_id: ChatId, message: Message) -> Line:
        side = _SIDES[message.author]
        if message.author is not Author.ME:
            return Line(side, message.text, message.at)
        origin = self._memory.origin(chat_id, message.text)
        return Line(side, message.text, message.at, origin.response_id, origin.is_touched)
