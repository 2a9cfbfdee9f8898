"""The spelling check of `undivided review`: the composer's dictionaries, asked once for a file."""

from collections.abc import Collection, Sequence

from undivided.etiquette.review.spelling import WrongWords
from undivided.resources import ResourceMissing
from undivided.storage.spelling.dictionaries import Trouble
from undivided.storage.spelling.places import dictionary_folders
from undivided.storage.spelling.process import SpellingProcess

_AT_ONCE = 2_000
"""Words of one question to the process."""
_NOT_COUNTED = "so misspelt words were not counted; everything else was looked at."


class ReviewSpelling:
    """Asks the process of the spelling check, which starts with the first question.

    Attributes:
        problem: Why the last file was not checked, as one sentence, or "".

    Args:
        is_on: Whether anything is checked.
    """

    def __init__(self, *, is_on: bool) -> None:
        self._is_on = is_on
        self._process: SpellingProcess | None = None
        self.problem = ""

    def in_language(self, language: str) -> WrongWords:
        """Return what is asked about the words of a file.

        Args:
            language: BCP 47 tag, or "" where it was not recognised; then nothing is checked.
        """
        self.problem = ""

        def wrong_words(words: Sequence[str]) -> Collection[str] | None:
            return self._wrong(words, language) if self._is_on and language else None

        return wrong_words

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.close()

    def _wrong(self, words: Sequence[str], language: str) -> Collection[str] | None:
        try:
            self._process = self._process or SpellingProcess(dictionary_folders())
        except ResourceMissing:
            self.problem = _problem(Trouble.MISSING, language)
            return None
        wrong: set[str] = set()
        for start in range(0, len(words), _AT_ONCE):
            checked = self._process.misspelt(words[start : start + _AT_ONCE], language)
            if checked.trouble is not None:
                self.problem = _problem(checked.trouble, language)
                return None
            wrong.update(checked.wrong)
        return wrong


def _problem(trouble: Trouble, language: str) -> str:
    reasons = {
        Trouble.MISSING: f"There is no dictionary for {language!r}",
        Trouble.BROKEN: f"The dictionary for {language!r} cannot be read",
        Trouble.ENDED: "The spelling check ended by itself",
    }
    return f"{reasons[trouble]}, {_NOT_COUNTED}"
