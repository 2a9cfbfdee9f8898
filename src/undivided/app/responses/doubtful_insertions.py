"""Asks before a response is inserted that is out of date, not to be had, or not to be quoted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from undivided.app.responses.insertion_memory import InsertionMemory
from undivided.app.responses.response_checks import named
from undivided.app.responses.response_filling import Ready
from undivided.app.session_context import SessionContext
from undivided.library.model.activity import has_ended
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.storage.library.store import LibraryStore
from undivided.ui.composer.insertion_question import InsertionQuestion
from undivided.ui.words import insertion_wording as words

Insert = Callable[[Ready], None]
InsertOther = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Asked:
    """An insertion that waits for its answer."""

    ready: Ready
    insert: Insert
    insert_other: InsertOther
    instead: tuple[Response, ...] = ()


class DoubtfulInsertions:
    """Nothing is asked twice about the same response in the same draft.

    Args:
        memory: Knows what stands in a draft, and what was asked about it.
        today: Returns the operator's date.

    Source: practices 35, 53 and 58.
    """

    def __init__(
        self, context: SessionContext, memory: InsertionMemory, today: Callable[[], date]
    ) -> None:
        self._context = context
        self._memory = memory
        self._today = today
        self._composer = context.window.desk.conversation.composer
        self._asked: _Asked | None = None
        question = self._question
        question.confirmed.connect(self._insert_anyway)
        question.cancelled.connect(self._cancel)
        question.instead_wanted.connect(self._insert_instead)

    async def settle(
        self, chat_id: ChatId, ready: Ready, insert: Insert, insert_other: InsertOther
    ) -> None:
        """Insert a response, or ask about it first; the draft stays as it is meanwhile.

        Args:
            chat_id: In whose draft it is to stand; it is shown now.
            ready: What is inserted.
            insert: Inserts it, and notes what was asked.
            insert_other: Inserts the response with an id in its place.
        """
        if self._was_asked(chat_id, ready):
            insert(replace(ready, was_asked=True))
            return
        today = self._today()
        ended = next((card for card in ready.cards if has_ended(card.fact, today)), None)
        gone = next(
            (card for card in ready.cards if card.fact and not card.fact.is_available), None
        )
        consent = _consent_question(ready)
        if gone is not None:
            instead = await self._context.library.ask(lambda store: _instead(store, gone))
            asked = _Asked(ready, insert, insert_other, tuple(one for one, _ in instead))
            told = tuple((other.title, why) for other, why in instead)
            self._ask(chat_id, asked, words.not_available(gone.title, told), consent)
        elif ended is not None and ended.fact is not None:
            fact = ended.fact
            question = words.fact_has_ended(ended.title, fact.valid_until, fact.source)
            self._ask(chat_id, _Asked(ready, insert, insert_other), question, consent)
        elif consent:
            self._ask(chat_id, _Asked(ready, insert, insert_other), consent)
        else:
            insert(ready)

    @property
    def _question(self) -> InsertionQuestion:
        return self._composer.sending.checks.insertion

    def _was_asked(self, chat_id: ChatId, ready: Ready) -> bool:
        return any(
            one.was_asked and one.response.id == ready.response.id
            for one in self._memory.waiting(chat_id, self._composer.text)
        )

    def _ask(self, chat_id: ChatId, asked: _Asked, *questions: str) -> None:
        if chat_id != self._composer.chat_id or self._composer.editor.isReadOnly():
            asked.insert(asked.ready)  # which says why it cannot be
            return
        self._composer.responses.close()
        self._composer.sending.checks.close()
        self._asked = asked
        question = " ".join(filter(None, questions))
        self._question.ask(question, tuple(other.title for other in asked.instead))
        # Its keys are the text field's; whoever inserts from the panel has them elsewhere.
        self._composer.come_forward()

    def _end(self) -> _Asked | None:
        """Take the question away; the typed /word that it was about is at hand again."""
        asked, self._asked = self._asked, None
        self._question.close_question()
        self._composer.focus_text()
        self._composer.editor.query.watch()
        return asked

    def _cancel(self) -> None:
        self._end()

    def _insert_anyway(self) -> None:
        asked = self._end()
        if asked is not None:
            asked.insert(replace(asked.ready, was_asked=True))

    def _insert_instead(self, place: int) -> None:
        asked = self._end()
        if asked is not None and place < len(asked.instead):
            asked.insert_other(asked.instead[place].id)


def _consent_question(ready: Ready) -> str:
    """Return the question about words whose speaker has not agreed to be quoted, or ""."""
    card = ready.not_agreed
    if card is None or card.quote is None:
        return ""
    return words.not_agreed(card.title, card.quote.said_by)


def _instead(store: LibraryStore, card: Response) -> tuple[tuple[Response, str], ...]:
    """Return what could be offered in the place of a card, with its reason; what is gone is not."""
    alternatives = card.fact.alternatives if card.fact is not None else ()
    found = ((named(store, each.name), each.reason) for each in alternatives)
    return tuple((other, why) for other, why in found if other is not None)
