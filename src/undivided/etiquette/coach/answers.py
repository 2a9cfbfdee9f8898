"""Whether a reply answers a question, going by the words they share. Source: practice 24."""

from collections.abc import Iterable

from undivided.etiquette.coach.advice import Span
from undivided.etiquette.coach.phrases import Phrases, Word
from undivided.etiquette.coach.reading import Reading

_SHORTEST = 3
_STEM = 5
"""Letters that two forms of a word share: "deliver" and "delivery", "Lieferung" and "liefern"."""
_ENOUGH_WORDS = 6
"""A reply as long as this to the only question answers it, unless it asks back."""


def key_words(words: Iterable[Word], phrases: Phrases) -> frozenset[str]:
    """Return the words that carry a sentence's meaning, each as its stem."""
    common = phrases.words_of_kind("common_words")
    return frozenset(
        word.text[:_STEM]
        for word in words
        if len(word.text) >= _SHORTEST and word.text not in common
    )


def is_answered(asked: Reading, question: Span, reply: Reading) -> bool:
    """Return whether a reply takes a question up.

    It says yes or no, says honestly that it is not known yet, names something of what was asked,
    or is a statement of some length after a single question.
    """
    if reply.has("yes", "no", "honest"):
        return True
    about = [word for word in asked.words if question.start <= word.start < question.end]
    wanted = key_words(about, asked.phrases)
    if wanted & key_words(reply.words, reply.phrases):
        return True
    is_only_one = sum("?" in asked.says(span) for span in asked.sentences) <= 1
    return is_only_one and len(reply.words) >= _ENOUGH_WORDS and "?" not in reply.text
