"""The check before a chat is closed: what the coach has seen of it, and what one key does."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QObject

from undivided.app.chat_control import ChatControl
from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.chat_lines import lines_of
from undivided.app.coach.coach_book import CoachBook
from undivided.app.session_context import SessionContext
from undivided.etiquette.coach.chat_view import ChatView, Line
from undivided.etiquette.coach.checklist import Ticks, checklist_of, mark_of
from undivided.etiquette.coach.ending import ending_of, farewell_in
from undivided.etiquette.coach.praise import review_offer
from undivided.etiquette.coach.reading import Reader
from undivided.etiquette.coach.summary import agreed_in, summary_of
from undivided.library.filling.values import first_name
from undivided.protocol.ids import ChatId
from undivided.ui.words.closing_words import ClosePoint, close_points, review_point, summary_point


class ClosingControl(QObject):
    """Looks a chat through when it is about to be closed. Source: practices 32 and 74."""

    def __init__(
        self, context: SessionContext, chats: ChatControl, facts: ChatFacts, book: CoachBook
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._facts = facts
        self._book = book
        chats.checks_of = self.checks
        chats.promise_settled.connect(self.settle)

    def checks(self, chat_id: ChatId) -> tuple[ClosePoint, ...]:
        """Return what is done and what is open in a chat; nothing before the first reply."""
        row = self._context.bridge.chats.row_of(chat_id)
        name = "" if row is None else first_name(row.visitor.name)
        lines = lines_of(self._context.bridge.transcripts.messages(chat_id))
        language = self._facts.writing.likely(chat_id)
        reader = self._book.reader(language)
        ending = ending_of(ChatView(lines, name, language), reader)
        if ending is None:
            return ()
        kept = self._facts.writing.of(chat_id)
        asked = checklist_of(lines, reader, Ticks(kept.answered, kept.reopened))
        promises = (each for each in ending.promises if mark_of(each.text) not in kept.settled)
        ending = replace(
            ending,
            open_questions=tuple(each.text for each in asked if not each.is_answered),
            promises=tuple(promises),
        )
        points = close_points(ending, farewell_in(reader.phrases, name))
        offer = review_offer(lines, ending, reader, self._context.drafts.get(chat_id, ""))
        review = () if offer is None else (review_point(offer),)
        return (*review, *points, *_summary(lines, reader))

    def settle(self, chat_id: str, promise: str) -> None:
        """Take a promise off the list: it is done, or it was none."""
        self._facts.writing.settle(ChatId(chat_id), mark_of(promise))


def _summary(lines: Sequence[Line], reader: Reader) -> Iterator[ClosePoint]:
    """Yield that what was agreed is not summed up, where something can be held against somebody."""
    agreement = agreed_in(lines, reader)
    if not agreement.is_summed_up and any(point.is_firm for point in agreement.points):
        yield summary_point(summary_of(agreement.points, reader.phrases))
