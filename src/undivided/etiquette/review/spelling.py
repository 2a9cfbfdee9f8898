"""Which words of a saved chat's replies are asked about, and which of them are misspelt.

No dictionary is opened here: whoever has one is asked once for all words of a file. Names of
people and things are left out, as are links, codes, slots and masked card numbers.
Source: practice 18.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from undivided.etiquette.coach.advice import Span
from undivided.etiquette.coach.chat_view import Author, Misspelt
from undivided.etiquette.coach.names import told_name
from undivided.etiquette.coach.reading import Reader
from undivided.etiquette.review.saved import Said
from undivided.etiquette.spelling_marks import Word, name_words, words_to_check

WrongWords = Callable[[Sequence[str]], Collection[str] | None]
"""Returns those of some words that no dictionary knows; None where there is no dictionary."""

_NOUNS_ARE_LARGE = frozenset({"de", "lb"})
"""Languages in which a capital letter inside a sentence is no sign of a name."""


class Spelling:
    """The misspelt words of a file's replies.

    Args:
        messages: All of the file, card numbers masked.
        reader: Of its language.
        names: Names that are known otherwise, such as the visitor's.
        wrong_words: Asked once.
    """

    def __init__(
        self,
        messages: Sequence[Said],
        reader: Reader,
        names: Iterable[str],
        wrong_words: WrongWords,
    ) -> None:
        told = (told_name(reader.read(each.said.text)) for each in messages)
        self._known = name_words((*names, *filter(None, told)))
        self._reader = reader
        replies = [each.said.text for each in messages if each.said.author is Author.OPERATOR]
        if reader.phrases.language not in _NOUNS_ARE_LARGE:
            self._known |= {name for text in replies for name in self._names_in(text)}
        asked = {word.text: None for text in replies for word in self._words(text)}
        self._wrong = wrong_words(tuple(asked)) if asked else ()

    @property
    def was_checked(self) -> bool:
        """Whether there was a dictionary."""
        return self._wrong is not None

    def misspelt(self, text: str) -> tuple[Misspelt, ...]:
        """Return the misspelt words of a reply, in order."""
        wrong = self._wrong or ()
        return tuple(
            Misspelt(Span(word.start, word.end)) for word in self._words(text) if word.text in wrong
        )

    def _words(self, text: str) -> tuple[Word, ...]:
        return words_to_check(text, self._known)

    def _names_in(self, text: str) -> Iterator[str]:
        """Yield words with a capital that do not begin a sentence: names, in most languages."""
        firsts = {span.start for span in self._reader.read(text).sentences}
        for word in words_to_check(text):
            if word.text[0].isupper() and not firsts & set(range(_begin(text, word), word.end)):
                yield word.text.casefold().removesuffix("'s")


def _begin(text: str, word: Word) -> int:
    """Return where the signs before a word begin, such as an opening quotation mark."""
    start = word.start
    while start and not text[start - 1].isspace():
        start -= 1
    return start
