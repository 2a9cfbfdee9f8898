"""Spelling dictionaries: found in folders, loaded when first asked for, asked word by word.

Blocking, and Hunspell holds the interpreter while it loads or looks for suggestions, so the
program asks a process of its own: see `process`.
"""

import lzma
import re
import shutil
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from hunspell import Hunspell

from undivided.protocol.errors import UndividedError

LOADED_AT_ONCE = 3
"""Dictionaries in memory; each takes 10 to 40 MB."""
MOST_SUGGESTIONS = 6
PACKED = ".xz"
"""Ends the names of packed files; the shipped ones are packed to a fifth."""

_USUAL = {"de": "de_DE", "en": "en_US", "es": "es_ES", "fr": "fr_FR", "pl": "pl_PL", "pt": "pt_PT"}


class Trouble(StrEnum):
    """Why the words of a language are not checked."""

    MISSING = "missing"
    """There is no dictionary for it."""
    BROKEN = "broken"
    """Its dictionary cannot be read."""
    ENDED = "ended"
    """The process that reads dictionaries ends again and again."""


class DictionaryTrouble(UndividedError):
    """A language cannot be checked.

    Attributes:
        trouble: Why.
    """

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"This language is not checked: its dictionary is {trouble}.")
        self.trouble = trouble


class Dictionaries:
    """Every dictionary in some folders.

    Args:
        folders: With pairs of `.aff` and `.dic` files, also packed as `.aff.xz` and `.dic.xz`;
            the first that has a language wins.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._paths: dict[str, Path] = {}
        for folder in folders:
            for ending in ("", PACKED):
                for path in sorted(folder.glob(f"*.dic{ending}")):
                    name = path.name.removesuffix(f".dic{ending}")
                    if path.with_name(f"{name}.aff{ending}").is_file():
                        self._paths.setdefault(name, path)
        self._loaded: OrderedDict[str, Hunspell] = OrderedDict()
        self._broken: set[str] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """The dictionaries, such as "en_GB"."""
        return tuple(sorted(self._paths))

    def name_for(self, language: str) -> str:
        """Return the dictionary for a BCP 47 tag, or for its language elsewhere, or ""."""
        code = language.replace("-", "_").casefold()
        exact = {name.casefold(): name for name in self._paths}
        if code in exact:
            return exact[code]
        speech = code.partition("_")[0]
        usual = _USUAL.get(speech, "")
        if usual in self._paths:
            return usual
        return next(
            (name for name in self.names if name.casefold().partition("_")[0] == speech), ""
        )

    def misspelt(self, words: Iterable[str], language: str) -> tuple[str, ...]:
        """Return those of `words` that the dictionary of the language does not know.

        Raises:
            DictionaryTrouble: There is none, or it cannot be read.
        """
        dictionary = self._dictionary(language)
        is_english = language[:2].casefold() == "en"
        return tuple(
            word
            for word in words
            if not _knows(dictionary, word)
            # "café" and "naïve" stand in few English dictionaries with their accents.
            and not (is_english and _knows(dictionary, _without_accents(word)))
        )

    def suggestions(self, word: str, language: str) -> tuple[str, ...]:
        """Return what a misspelt word may be, best first.

        Raises:
            DictionaryTrouble: As for `misspelt`.
        """
        dictionary = self._dictionary(language)
        try:
            return likeliest_first(word, dictionary.suggest(word))[:MOST_SUGGESTIONS]
        except UnicodeError:
            return ()

    def _dictionary(self, language: str) -> Hunspell:
        name = self.name_for(language)
        if not name:
            raise DictionaryTrouble(Trouble.MISSING)
        if name in self._broken:
            raise DictionaryTrouble(Trouble.BROKEN)
        if name not in self._loaded:
            try:
                self._loaded[name] = _load(self._paths[name], name)
            except (OSError, EOFError, lzma.LZMAError, ValueError) as error:
                self._broken.add(name)
                raise DictionaryTrouble(Trouble.BROKEN) from error
        self._loaded.move_to_end(name)
        while len(self._loaded) > LOADED_AT_ONCE:
            self._loaded.popitem(last=False)
        return self._loaded[name]


_APOSTROPHES = re.compile("['\u2019]")
_NOBODYS = re.compile("[^aeiouy]+['\u2019]s")
"""A possessive of what nobody is called, such as "Th's"."""
_FEWEST_LETTERS = 3


def likeliest_first(word: str, suggestions: Iterable[str]) -> tuple[str, ...]:
    """Return Hunspell's suggestions in a better order.

    People seldom mistake the first and the last letter of a word, and seldom forget a space;
    Hunspell looks at neither, so that it offers "delver" before "delivery" for "delvery". They do
    swap two letters and forget an apostrophe, and seldom mean two letters or an abbreviation.
    """
    first, last = word[:1].casefold(), word[-1:].casefold()
    small = word.casefold()
    is_small = word[1:] == word[1:].lower()

    def unlikeliness(other: str) -> int:
        is_split = len(other.split()) > 1 or other.count("-") > word.count("-")
        plain = other.casefold()
        is_no_word = len(plain) < _FEWEST_LETTERS or _NOBODYS.fullmatch(plain) is not None
        is_same = not is_no_word and _is_same(small, _APOSTROPHES.sub("", plain))
        is_odd = is_no_word or (not is_same and other[1:] != other[1:].lower() and is_small)
        return (
            8 * is_split
            + 4 * is_odd
            + 2 * (not plain.startswith(first))
            + (not plain.endswith(last))
            - 4 * is_same
        )

    return tuple(sorted(suggestions, key=unlikeliness))


def _is_same(one: str, other: str) -> bool:
    """Return whether two words are the same but for two letters that changed places."""
    if len(one) != len(other):
        return False
    wrong = [at for at, (mine, yours) in enumerate(zip(one, other, strict=True)) if mine != yours]
    if not wrong:
        return True
    at, behind = wrong[0], wrong[-1]
    return (
        len(wrong) == 2 and behind == at + 1 and one[at] + one[behind] == other[behind] + other[at]
    )


def _load(path: Path, name: str) -> Hunspell:
    """Return the dictionary whose `.dic` is at `path`."""
    if path.suffix != PACKED:
        return _read(path.parent, name)
    # Hunspell reads files only; it has read them when it is made.
    with TemporaryDirectory() as folder:
        for ending in ("aff", "dic"):
            packed = path.with_name(f"{name}.{ending}{PACKED}")
            with lzma.open(packed) as source, Path(folder, f"{name}.{ending}").open("wb") as out:
                shutil.copyfileobj(source, out)
        return _read(Path(folder), name)


def _read(folder: Path, name: str) -> Hunspell:
    """Return the dictionary of a folder.

    Raises:
        OSError: It is not there.
        ValueError: It holds no words, so that every word would be misspelt. Hunspell itself takes
            any file for a dictionary.
    """
    with folder.joinpath(f"{name}.dic").open("rb") as file:
        count = file.readline(100).removeprefix(b"\xef\xbb\xbf").split()[:1]
    if not count or not count[0].isdigit() or int(count[0]) == 0:
        raise ValueError("this is no dictionary")
    return Hunspell(name, hunspell_data_dir=str(folder), system_encoding="utf-8")


def _knows(dictionary: Hunspell, word: str) -> bool:
    try:
        return bool(dictionary.spell(word))
    except UnicodeError:
        # A letter that the dictionary's encoding cannot write is in none of its words.
        return False


def _without_accents(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
