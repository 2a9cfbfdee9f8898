"""A text as the rules read it: its sentences, their words and the phrases in them, found once."""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import TypeVar, cast

from msgspec.structs import replace

from undivided.etiquette.coach.advice import Span
from undivided.etiquette.coach.kept_texts import KeptTexts
from undivided.etiquette.coach.phrases import LONGEST_TEXT, Hit, Phrases, Word, words_of
from undivided.etiquette.coach.sentences import links_in, sentences_in
from undivided.etiquette.pace import words_in

Found = TypeVar("Found", bound=Hashable)


class Sentence:
    """One sentence, wherever it stands: its places count from its own beginning.

    Attributes:
        text: Its words as they were written.
        phrases: Of its language.
    """

    def __init__(self, text: str, phrases: Phrases) -> None:
        self.text = text
        self.phrases = phrases
        self._known: dict[object, object] = {}

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, folded."""
        return words_of(self.text)

    @cached_property
    def word_count(self) -> int:
        """How many words it has; a web address is one."""
        return words_in(self.text)

    @cached_property
    def joined(self) -> str:
        """Its words, folded, with a space between."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def links(self) -> tuple[Span, ...]:
        """The web and mail addresses in it."""
        return links_in(self.text)

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """The phrases of the language that are in it, outside of links."""
        hits = self.phrases.find(self.words)
        return tuple(hit for hit in hits if not _touches(self.links, hit)) if self.links else hits

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of phrases in it."""
        return frozenset(hit.kind for hit in self.hits)

    def known(self, find: "Callable[[Sentence], Found]") -> Found:
        """Return what a search finds in it; each search is made once."""
        if find not in self._known:
            self._known[find] = find(self)
        return cast("Found", self._known[find])


class Reading:
    """One text in one language.

    Attributes:
        text: At most `LONGEST_TEXT` code points of it.
        phrases: Of its language.

    Args:
        skipped: Parts, as (start, end), in which nothing is looked for.
        sentence: Returns the sentence of these words; one that remembers makes reading a text
            again cheap after a small change.
    """

    def __init__(
        self,
        text: str,
        phrases: Phrases,
        *,
        skipped: Iterable[tuple[int, int]] = (),
        sentence: Callable[[str], Sentence] | None = None,
    ) -> None:
        self.text = text[:LONGEST_TEXT]
        self.phrases = phrases
        self._skipped = tuple(Span(*part) for part in skipped)
        self._sentence = sentence or (lambda words: Sentence(words, phrases))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Where its sentences are."""
        return sentences_in(self.text, self.phrases.words_of_kind("abbreviations"))

    @cached_property
    def parts(self) -> tuple[Sentence, ...]:
        """Its sentences, as they are read, in the order of `sentences`."""
        return tuple(self._sentence(self.says(span)) for span in self.sentences)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, folded."""
        return tuple(
            Word(word.text, word.start + span.start, word.end + span.start)
            for span, part in zip(self.sentences, self.parts, strict=True)
            for word in part.words
        )

    @cached_property
    def joined(self) -> str:
        """Its words, folded, with a space before and after each."""
        return f" {' '.join(part.joined for part in self.parts)} "

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of phrases in it."""
        return frozenset(hit.kind for hit in self.hits) if self._skipped else frozenset(self._where)

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """The phrases of the language that are in it."""
        return tuple(self.of(*self._where))

    def of(self, *kinds: str) -> Iterator[Hit]:
        """Yield the phrases of these kinds."""
        for place in sorted({place for kind in kinds for place in self._where.get(kind, ())}):
            start, before = self.sentences[place].start, self._words_before[place]
            for hit in self.parts[place].hits:
                if hit.kind not in kinds:
                    continue
                moved = replace(
                    hit,
                    first=hit.first + before,
                    last=hit.last + before,
                    start=hit.start + start,
                    end=hit.end + start,
                )
                if not _touches(self._skipped, moved):
                    yield moved

    def has(self, *kinds: str) -> bool:
        """Whether there is a phrase of one of these kinds."""
        return not self.kinds.isdisjoint(kinds)

    def places(self, find: Callable[[Sentence], tuple[Span, ...]]) -> Iterator[Span]:
        """Yield what a search finds in its sentences."""
        for span, part in zip(self.sentences, self.parts, strict=True):
            for found in part.known(find):
                place = Span(found.start + span.start, found.end + span.start)
                if not _touches(self._skipped, place):
                    yield place

    def sentence_at(self, place: int) -> int:
        """Return the index of the sentence that holds something which was found at a place."""
        return bisect_right(self._starts, place) - 1

    def is_skipped(self, place: Span) -> bool:
        """Return whether nothing is looked for at a place."""
        return bool(self._skipped) and _touches(self._skipped, place)

    def says(self, span: Span) -> str:
        """Return the words of a part."""
        return self.text[span.start : span.end]

    @cached_property
    def _where(self) -> dict[str, list[int]]:
        """By kind of phrase, the indexes of the sentences with one."""
        found: dict[str, list[int]] = {}
        for place, part in enumerate(self.parts):
            for kind in part.kinds:
                found.setdefault(kind, []).append(place)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.sentences]

    @cached_property
    def _words_before(self) -> tuple[int, ...]:
        return tuple(accumulate((len(part.words) for part in self.parts), initial=0))


class Reader:
    """Reads texts in one language and remembers them, and the sentences in them.

    Args:
        phrases: Of the language.
    """

    _MOST_KEPT = 200_000
    """Code points of texts: those of a long chat and of a draft in many states."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self._sentences = KeptTexts(lambda words: Sentence(words, phrases), self._MOST_KEPT)
        # Each message of a chat is read for many ends whenever another one comes.
        self._readings = KeptTexts(self._read, self._MOST_KEPT)

    def read(self, text: str, skipped: Iterable[tuple[int, int]] = ()) -> Reading:
        """Return the reading of a text; only sentences that were never met are read."""
        parts = tuple(skipped)
        return self._read(text, parts) if parts else self._readings.of(text)

    def _read(self, text: str, skipped: tuple[tuple[int, int], ...] = ()) -> Reading:
        return Reading(text, self.phrases, skipped=skipped, sentence=self._sentences.of)


def _touches(parts: Iterable[Span], place: Span | Hit) -> bool:
    return any(part.start < place.end and place.start < part.end for part in parts)
