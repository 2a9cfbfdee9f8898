"""Which fact cards vouch for a reply, and what is kept of that with it. Source: practice 36."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from undivided.app.chat_control import ChatControl
from undivided.app.coach.coach_book import CoachBook
from undivided.app.coach.offer_reasons import OfferReasons
from undivided.app.responses.insertion_control import InsertionControl
from undivided.app.responses.response_checks import named
from undivided.app.session_context import SessionContext
from undivided.desk.values import Author
from undivided.etiquette.coach.claims import claims_in, pressing_words, unsourced
from undivided.etiquette.coach.fact_cards import (
    NO_CARDS,
    FactCard,
    FactCards,
    Instead,
    Unavailable,
    numbers_in,
    unavailable,
)
from undivided.etiquette.coach.fact_marks import NO_MARKS, FactMarks, properties_of
from undivided.etiquette.coach.reading import Reading
from undivided.library.filling.slots import from_utf16
from undivided.library.model.activity import has_ended
from undivided.library.model.responses import Response
from undivided.protocol.events import Properties
from undivided.protocol.ids import ChatId
from undivided.storage.library.store import LibraryStore


class FactSources(QObject):
    """Knows the library's fact cards, and those of each chat.

    Args:
        insertion: Knows what was inserted into drafts.
        book: The words that state something firmly, by language.

    Signals:
        changed: Other cards vouch now.

    Attributes:
        library: The fact cards that hold today.
    """

    changed = Signal()

    def __init__(
        self,
        context: SessionContext,
        chats: ChatControl,
        insertion: InsertionControl,
        book: CoachBook,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._insertion = insertion
        self._facts = insertion.facts
        self._memory = insertion.memory
        self._book = book
        self._offers = OfferReasons(context, chats)
        self.library = NO_CARDS
        self._read_on: date | None = None
        chats.marks_of = self.marks
        insertion.filling.library_changed.connect(self._read_soon)

    def used(self, chat_id: ChatId) -> tuple[FactCard, ...]:
        """Return the cards that vouch in a chat: in its draft, attached to it, or sent before."""
        today = self._facts.today()
        if self._read_on not in (None, today):
            self._read_soon()  # what held yesterday may not hold any more
        return tuple(card for card, has_held in self._cards(chat_id, today) if has_held)

    def attach(self, response_id: str) -> None:
        """Let a card vouch for the shown draft, whose words stay as they are."""
        if self._chats.shown is not None:
            self._context.start("attach fact", self._attach(self._chats.shown, response_id))

    def marks(self, chat_id: ChatId, text: str) -> Properties | None:
        """Return what is kept with a reply that leaves now; mostly None."""
        stated = self._stated(chat_id, text)
        return properties_of(replace(stated, after_no=self._offers.of(chat_id)))

    def _stated(self, chat_id: ChatId, text: str) -> FactMarks:
        reading = self._read(chat_id, text)
        stated = {claim.key for claim in claims_in(reading)}
        pressing = [] if self._is_vouched(chat_id, text) else pressing_words(reading)
        if not stated and not pressing:
            return NO_MARKS
        cards = tuple(self._cards(chat_id, self._facts.today()))
        left = unsourced(reading, self._heard(chat_id), [card for card, holds in cards if holds])
        vouching = [card for card, _ in cards if any(map(card.states, stated))]
        return FactMarks(
            unsourced=(*(claim.text for claim in left), *pressing),
            sources=tuple(card.source for card in vouching),
            cards=tuple(card.id for card in vouching),
        )

    def _is_vouched(self, chat_id: ChatId, text: str) -> bool:
        """Return whether a fact card that holds is part of a reply. Source: practice 82."""
        today = self._facts.today()
        used = self._memory.with_draft(chat_id, text)
        return any(not has_ended(card.fact, today) for ready in used for card in ready.cards)

    def _cards(self, chat_id: ChatId, today: date) -> Iterator[tuple[FactCard, bool]]:
        """Yield the fact cards of a chat, and whether each holds."""
        for ready in self._memory.at_hand(chat_id):
            for card in ready.cards:
                assert card.fact is not None
                own = ready.filled.text if card is ready.response else card.body
                ended = has_ended(card.fact, today)
                source = f"{card.fact.source}, until {card.fact.valid_until}"
                told = source if ended else card.fact.source
                yield FactCard(card.id, card.title, told, own), not ended

    def _heard(self, chat_id: ChatId) -> frozenset[str]:
        messages = self._context.bridge.transcripts.messages(chat_id)
        said = (each.text for each in messages if each.author is Author.VISITOR)
        return frozenset().union(*map(numbers_in, said))

    def _read(self, chat_id: ChatId, text: str) -> Reading:
        composer = self._context.window.desk.conversation.composer
        draft = composer.text
        start = draft.find(text) if chat_id == self._chats.shown else -1
        slots = composer.editor.slots() if start >= 0 else ()
        # What went into a blank of a card is nothing that the card states, nor typed as a fact.
        skipped = [
            (from_utf16(draft, slot.start) - start, from_utf16(draft, slot.end) - start)
            for slot in slots
            if slot.is_filled
        ]
        language = self._facts.writing.likely(chat_id)
        return self._book.reader(language).read(text, skipped)

    async def _attach(self, chat_id: ChatId, response_id: str) -> None:
        ready = await self._insertion.filling.ready(response_id)
        self._memory.attach(chat_id, ready)
        self.changed.emit()

    def _read_soon(self) -> None:
        self._read_on = self._facts.today()
        self._context.start("fact cards", self._read_cards(self._read_on))

    async def _read_cards(self, today: date) -> None:
        def read(store: LibraryStore) -> FactCards:
            responses = store.facts(today)
            gone = filter(None, (_gone(store, response) for response in responses))
            return FactCards(map(_as_card, responses), gone)

        self.library = await self._context.library.ask(read)
        self.changed.emit()


def _gone(store: LibraryStore, response: Response) -> Unavailable | None:
    """Return what a card is about, if it cannot be had and something would do instead."""
    assert response.fact is not None
    if response.fact.is_available:
        return None
    others = (named(store, each.name) for each in response.fact.alternatives)
    instead = [Instead(other.id, other.title) for other in others if other is not None]
    return unavailable(response.title, instead) if instead else None


def _as_card(response: Response) -> FactCard:
    assert response.fact is not None
    bodies = [response.body, *(variant.body for variant in response.variants)]
    return FactCard(response.id, response.title, response.fact.source, "\n".join(bodies))
