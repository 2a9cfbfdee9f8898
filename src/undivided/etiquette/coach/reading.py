"""A text as the rules read it: its words, its sentences and the phrases in it, found once."""

from collections.abc import Iterator
from functools import cached_property

from undivided.etiquette.coach.advice import Span
from undivided.etiquette.coach.phrases import LONGEST_TEXT, Hit, Phrases, Word, words_of
from undivided.etiquette.coach.sentences import sentences_in


class Reading:
    """One text in one language; everything is found when it is first asked for.

    Attributes:
        text: At most `LONGEST_TEXT` code points of it.
        phrases: Of its language.
    """

    def __init__(self, text: str, phrases: Phrases) -> None:
        self.text = text[:LONGEST_TEXT]
        self.phrases = phrases

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, folded."""
        return words_of(self.text)

    @cached_property
    def joined(self) -> str:
        """Its words, folded, with a space before and after each."""
        return f" {' '.join(word.text for word in self.words)} "

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """The phrases of the language that are in it."""
        return self.phrases.find(self.words)

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(hit.kind for hit in self.hits)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Its sentences."""
        return sentences_in(self.text, self.phrases.words_of_kind("abbreviations"))

    def of(self, *kinds: str) -> Iterator[Hit]:
        """Yield the phrases of these kinds."""
        return (hit for hit in self.hits if hit.kind in kinds)

    def has(self, *kinds: str) -> bool:
        """Whether there is a phrase of one of these kinds."""
        return not self._kinds.isdisjoint(kinds)

    def says(self, span: Span) -> str:
        """Return the words of a part."""
        return self.text[span.start : span.end]


class Reader:
    """Reads texts in one language and remembers those of the chat.

    Args:
        phrases: Of the language.
    """

    _MAX_KEPT = 2_000

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self._kept: dict[str, Reading] = {}

    def read(self, text: str) -> Reading:
        """Return the reading of a text; a line of a chat is read once."""
        known = self._kept.get(text)
        if known is None:
            if len(self._kept) >= self._MAX_KEPT:
                self._kept.clear()
            known = self._kept[text] = Reading(text, self.phrases)
        return known
