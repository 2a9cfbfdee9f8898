"""What is misspelt in the shown draft: which words are right there, and which are no words."""

from collections.abc import Iterable

from undivided.app.chat_facts import ChatFacts
from undivided.app.session_context import SessionContext
from undivided.etiquette.coach.advice import Span
from undivided.etiquette.coach.chat_view import Misspelt
from undivided.etiquette.coach.rules.spelling import SENT_IN_SILENCE
from undivided.etiquette.spelling_marks import Word, as_written
from undivided.library.filling.slots import from_utf16
from undivided.protocol.ids import ChatId


class DraftSpelling:
    """Answers at once; a word that was never asked about counts as right for a moment.

    Args:
        facts: What the shown chat knows.
    """

    def __init__(self, context: SessionContext, facts: ChatFacts) -> None:
        self._context = context
        self._facts = facts

    def words(self, text: str) -> tuple[Word, ...]:
        """Return the misspelt words of the shown chat's draft, slots left out."""
        return self._context.speller.misspelt(
            text, self._facts.language(), self.names(), self._slots(text)
        )

    def misspelt(self, chat_id: ChatId, text: str) -> tuple[Misspelt, ...]:
        """Return the same for the coach; what a word may be once the coach would say it."""
        words = self.words(text)
        is_said = self._facts.writing.of(chat_id).misspelt_sent > SENT_IN_SILENCE
        # The coach offers to mend the first one only.
        best = self._best(text, words[0]) if words and is_said else ""
        spans = [Span(word.start, word.end) for word in words]
        return tuple(Misspelt(span, "" if number else best) for number, span in enumerate(spans))

    def names(self) -> tuple[str, ...]:
        """Return what is right in the shown chat whatever a dictionary says."""
        chat_id = self._context.window.desk.conversation.composer.chat_id
        ignored = self._facts.writing.of(chat_id).ignored if chat_id else ()
        return (*self._facts.names(), *ignored)

    def _best(self, text: str, word: Word) -> str:
        found = self._context.speller.best(word.text, self._facts.language())
        return as_written(found, text[word.start : word.end])

    def _slots(self, text: str) -> Iterable[tuple[int, int]]:
        slots = self._context.window.desk.conversation.composer.editor.slots()
        return [(from_utf16(text, slot.start), from_utf16(text, slot.end)) for slot in slots]
