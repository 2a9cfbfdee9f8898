"""What a message says in whichever language it is: a goodbye, or that it was not understood.

For places that know no chat's language, or cannot wait until it is known. Only the few words for
this are read of each language, so that all of them together are quick to load.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from undivided.etiquette.coach.phrases import NO_PHRASES, Phrases
from undivided.etiquette.coach.reading import Reading
from undivided.etiquette.coach.signals import is_goodbye, is_puzzled

KINDS = frozenset(
    {"goodbyes", "thanks", "yes", "no", "bare", "open_words", "puzzled", "puzzled_alone"}
)
"""What a language's file has to say for this."""
LONGEST = 400
"""Code points: a longer message explains itself, and neither ends a chat nor merely wonders."""
_REMEMBERED = 2_000


class Tongues:
    """All languages that there are words for; none until they are learned."""

    def __init__(self) -> None:
        self._phrases: tuple[Phrases, ...] = ()
        # The desk asks about the last message of every chat each second.
        self._goodbyes = lru_cache(_REMEMBERED)(self._is_goodbye)
        self._puzzled = lru_cache(_REMEMBERED)(self._is_puzzled)

    def learn(self, languages: Iterable[Phrases]) -> None:
        """Know these languages from now on."""
        self._phrases = tuple(languages)
        self._goodbyes.cache_clear()
        self._puzzled.cache_clear()

    def is_goodbye(self, text: str) -> bool:
        """Return whether a message closes the conversation and asks for nothing more."""
        return len(text) <= LONGEST and self._goodbyes(text)

    def is_puzzled(self, text: str) -> bool:
        """Return whether a message says that the one before it was not understood.

        Source: practice 28.
        """
        return len(text) <= LONGEST and self._puzzled(text)

    def _is_goodbye(self, text: str) -> bool:
        return self._any(text, lambda reading: is_goodbye(reading) and _is_mostly_known(reading))

    def _is_puzzled(self, text: str) -> bool:
        return self._any(text, is_puzzled)

    def _any(self, text: str, says: Callable[[Reading], bool]) -> bool:
        languages = self._phrases or (NO_PHRASES,)
        return any(says(Reading(text, phrases)) for phrases in languages)


def _is_mostly_known(reading: Reading) -> bool:
    """Return whether the words of a language make up half of a text, as they do in their own.

    A goodbye in one language is a potato in another.
    """
    known = {place for hit in reading.hits for place in range(hit.first, hit.last + 1)}
    return 2 * len(known) >= len(reading.words)
