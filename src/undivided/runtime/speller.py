"""Spelling from the loop's side: answers at once from what is known, and asks for the rest."""

import locale
from asyncio import Future
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from undivided.etiquette.own_words import OwnWord, right_in, speech_of
from undivided.etiquette.spelling_marks import Places, Word, name_words, words_to_check
from undivided.runtime.worker import WorkLine
from undivided.storage.spelling.dictionaries import Trouble
from undivided.storage.spelling.process import Checked, SpellingProcess

REMEMBERED = 20_000
"""Words whose answer is kept; a shift uses a few thousand."""
_AT_ONCE = 200


class Speller:
    """One speller for every place where text is written. Source: practice 18.

    Args:
        process: The dictionaries.
        worker: A thread of their own.
        own_words: What the operator has taken as right.

    Attributes:
        usual_language: For texts that name none: a dictionary's name or a BCP 47 tag.
        is_on: Whether anything is checked.
        own_words: What the operator has taken as right; set it by `take_as_right`.
        troubled: Told once for each language that cannot be checked, and why.
    """

    def __init__(
        self, process: SpellingProcess, worker: WorkLine, own_words: Iterable[OwnWord] = ()
    ) -> None:
        self._process = process
        self._worker = worker
        self._known: OrderedDict[tuple[str, str], bool] = OrderedDict()
        self._asked: set[tuple[str, str]] = set()
        self._best: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._listeners: list[Callable[[], object]] = []
        self._right_in: dict[str, frozenset[str]] = {}
        self._last: tuple[object, tuple[Word, ...]] = (None, ())
        self._told: set[tuple[Trouble, str]] = set()
        self.own_words = tuple(own_words)
        self.usual_language = system_language()
        self.is_on = True
        self.troubled: Callable[[Trouble, str], object] = _nothing

    def misspelt(
        self,
        text: str,
        language: str = "",
        names: Iterable[str] = (),
        skipped: Places = (),
    ) -> tuple[Word, ...]:
        """Return the misspelt words of `text`, in order, by position in code points.

        A word that was never asked about counts as right until its answer is there; then
        whoever listens is told.

        Args:
            text: What is written.
            language: BCP 47 tag, or "" for the usual one.
            names: Of people and things that are right here, such as the visitor's whole name.
            skipped: Parts that are not looked into.
        """
        if not self.is_on:
            return ()
        spoken = self.spoken(language)
        wrong: list[Word] = []
        unknown: dict[str, None] = {}
        for word in self._words(text, spoken, tuple(names), tuple(skipped)):
            is_right = self._known.get((spoken, word.text))
            if is_right is None:
                unknown[word.text] = None
            elif not is_right:
                wrong.append(word)
        self._ask(spoken, unknown)
        return tuple(wrong)

    async def judged(
        self, text: str, language: str = "", names: Iterable[str] = ()
    ) -> tuple[Word, ...]:
        """Return the misspelt words of `text` when every one of them is known."""
        self.misspelt(text, language, names)
        # The worker answers in turn, so all that was asked above is answered before this.
        await self._worker.run(_nothing)
        return self.misspelt(text, language, names)

    def listen(self, judged: Callable[[], object]) -> Callable[[], None]:
        """Call `judged` whenever more is known; return what ends that."""
        self._listeners.append(judged)

        def stop() -> None:
            if judged in self._listeners:
                self._listeners.remove(judged)

        return stop

    async def suggestions(self, word: str, language: str = "") -> tuple[str, ...]:
        """Return what a misspelt word may be, best first; it may take half a second."""
        return await self._worker.run(self._process.suggestions, word, self.spoken(language))

    def best(self, word: str, language: str = "") -> str:
        """Return what a misspelt word is most likely to be, or "" until that is known.

        Then whoever listens is told.
        """
        key = (self.spoken(language), word)
        if key not in self._best:
            self._best[key] = ""
            answer = self._worker.run(self._process.suggestions, word, key[0])
            answer.add_done_callback(partial(self._note_best, key))
            while len(self._best) > REMEMBERED:
                self._best.popitem(last=False)
        return self._best[key]

    async def languages(self) -> tuple[str, ...]:
        """Return the dictionaries there are, such as "en_GB"."""
        return await self._worker.run(self._process.names)

    async def language_of(self, text: str) -> str:
        """Return the BCP 47 tag of the language that the text seems to be in, or "".

        The first one takes more than a second, in the process of the dictionaries.
        """
        return await self._worker.run(self._process.language_of, text)

    def spoken(self, language: str) -> str:
        """Return what a text is checked in: where no region is named, the usual language's own."""
        usual = self.usual_language
        if not language or language.casefold() == speech_of(usual):
            return usual
        return language

    def take_as_right(self, own_words: Iterable[OwnWord]) -> None:
        """Let the operator's own words be these from now on."""
        self.own_words = tuple(own_words)
        self._right_in.clear()
        self._tell()

    def speak(self, language: str) -> None:
        """Check texts that name no language in this one."""
        self.usual_language = language or system_language()
        self._tell()

    def switch(self, *, is_on: bool) -> None:
        """Check from now on, or no more."""
        if is_on != self.is_on:
            self.is_on = is_on
            self._tell()

    async def aclose(self) -> None:
        """End the process; nothing is asked afterwards."""
        self.is_on = False
        self._listeners.clear()
        self._process.hurry()
        await self._worker.run(self._process.close)
        self._worker.close()

    def _words(
        self, text: str, spoken: str, names: tuple[str, ...], skipped: tuple[tuple[int, int], ...]
    ) -> tuple[Word, ...]:
        """Return the words to check; what underlines and who advises ask one after the other."""
        wanted = (text, spoken, names, skipped, self.own_words)
        if self._last[0] != wanted:
            self._last = wanted, words_to_check(text, self._right(spoken, names), skipped)
        return self._last[1]

    def _right(self, spoken: str, names: tuple[str, ...]) -> frozenset[str]:
        right = self._right_in.get(spoken)
        if right is None:
            right = self._right_in[spoken] = right_in(self.own_words, spoken)
        return right | name_words(names)

    def _ask(self, language: str, words: Iterable[str]) -> None:
        wanted = [key for word in words if (key := (language, word)) not in self._asked]
        self._asked.update(wanted)
        for start in range(0, len(wanted), _AT_ONCE):
            asked = wanted[start : start + _AT_ONCE]
            answer = self._worker.run(self._process.misspelt, [word for _, word in asked], language)
            answer.add_done_callback(partial(self._judge, asked))

    def _judge(self, asked: Sequence[tuple[str, str]], answer: "Future[Checked]") -> None:
        if answer.cancelled():
            return
        checked = answer.result()
        wrong = set(checked.wrong)
        for key in asked:
            self._asked.discard(key)
            self._known[key] = key[1] not in wrong
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        if checked.trouble is not None:
            self._say(checked.trouble, asked[0][0])
        if wrong:
            self._tell()

    def _note_best(self, key: tuple[str, str], answer: "Future[tuple[str, ...]]") -> None:
        if not answer.cancelled() and answer.result():
            self._best[key] = answer.result()[0]
            self._tell()

    def _say(self, trouble: Trouble, language: str) -> None:
        key = (trouble, "" if trouble is Trouble.ENDED else language)
        if key not in self._told:
            self._told.add(key)
            self.troubled(trouble, language)

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _nothing(*_args: object) -> None:
    pass


def system_language() -> str:
    """Return the language of this computer, such as "en_GB"; English where it names none."""
    named = locale.getlocale()[0] or ""
    return named if named[:2].isalpha() and named not in {"C", "POSIX"} else "en_US"
