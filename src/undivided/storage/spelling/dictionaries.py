"""Spelling dictionaries: found in folders, loaded when first asked for, asked word by word.

Blocking, and Hunspell holds the interpreter while it loads or looks for suggestions, so the
program asks a process of its own: see `process`.
"""

import lzma
import shutil
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hunspell import Hunspell

LOADED_AT_ONCE = 3
"""Dictionaries in memory; each takes 10 to 40 MB."""
MOST_SUGGESTIONS = 6
PACKED = ".xz"
"""Ends the names of packed files; the shipped ones are packed to a fifth."""

_USUAL = {"de": "de_DE", "en": "en_US", "es": "es_ES", "fr": "fr_FR", "pl": "pl_PL", "pt": "pt_PT"}


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

        Where there is no dictionary, every word counts as right.
        """
        dictionary = self._dictionary(language)
        if dictionary is None:
            return ()
        is_english = language[:2].casefold() == "en"
        return tuple(
            word
            for word in words
            if not _knows(dictionary, word)
            # "café" and "naïve" stand in few English dictionaries with their accents.
            and not (is_english and _knows(dictionary, _without_accents(word)))
        )

    def suggestions(self, word: str, language: str) -> tuple[str, ...]:
        """Return what a misspelt word may be, best first."""
        dictionary = self._dictionary(language)
        if dictionary is None:
            return ()
        try:
            return tuple(dictionary.suggest(word))[:MOST_SUGGESTIONS]
        except UnicodeError:
            return ()

    def _dictionary(self, language: str) -> Hunspell | None:
        name = self.name_for(language)
        if not name:
            return None
        if name not in self._loaded:
            self._loaded[name] = _load(self._paths[name], name)
        self._loaded.move_to_end(name)
        while len(self._loaded) > LOADED_AT_ONCE:
            self._loaded.popitem(last=False)
        return self._loaded[name]


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
