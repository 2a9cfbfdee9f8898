"""The phrases and the glossary of the writing coach, from the program's files and the operator's.

Blocking. A file that cannot be used costs the rules that need it and is told in one sentence.
"""

import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from undivided.etiquette import tongues
from undivided.etiquette.coach import buying
from undivided.etiquette.coach.phrases import (
    NO_PHRASES,
    Phrases,
    PhrasesBroken,
    phrases_from,
    words_of,
)
from undivided.resources import ResourceMissing, coach_files, resource_path

_GLOSSARY = "glossary.toml"


@dataclass(frozen=True, slots=True)
class CoachWords:
    """What the coach knows of one language.

    Attributes:
        phrases: Of the language, or `NO_PHRASES`.
        glossary: Jargon in folded words -> what to say instead.
        problem: What could not be used, as one sentence, or "".
    """

    phrases: Phrases = NO_PHRASES
    glossary: dict[str, str] | None = None
    problem: str = ""


def known_languages() -> tuple[str, ...]:
    """Return the languages that have a file, by their BCP 47 tags."""
    with suppress(ResourceMissing):
        return tuple(path.stem for path in coach_files())
    return ()


def load_coach_words(language: str, own_glossary: Path | None = None) -> CoachWords:
    """Return what the coach knows of a language.

    Args:
        language: BCP 47 tag; "de-AT" takes "de", and one without a file leaves the rules without
            words.
        own_glossary: The operator's own glossary, which counts over the program's, or None.
    """
    problems = []
    phrases = NO_PHRASES
    tag = language.partition("-")[0].lower()
    if tag in known_languages():
        try:
            path = resource_path("coach", f"{tag}.toml")
            phrases = _phrases(path.read_bytes(), path.name)
        except (PhrasesBroken, OSError, ResourceMissing) as error:
            problems.append(_sentence(error, f"{tag}.toml"))
    glossary: dict[str, str] = {}
    for path in _glossaries(own_glossary):
        try:
            glossary |= glossary_from(path.read_bytes(), tag or "en", path.name)
        except (PhrasesBroken, OSError) as error:
            problems.append(_sentence(error, path.name))
    return CoachWords(phrases, glossary, " ".join(problems))


def load_tongues() -> tuple[Phrases, ...]:
    """Return of every language the few words that tell a goodbye and a puzzled visitor."""
    return tuple(each.of_kinds(tongues.KINDS) for each in _every_language())


def load_shop_pages() -> tuple[Phrases, ...]:
    """Return of every language the words in the addresses of a shop's pages, and its sentences."""
    return tuple(each.of_kinds(buying.KINDS) for each in _every_language())


def _every_language() -> list[Phrases]:
    """Return of every language what is asked of all of them together, and no more.

    A file that cannot be used is left out here; the coach tells of it when it reads the language.
    """
    found = []
    for tag in known_languages():
        with suppress(PhrasesBroken, OSError, ResourceMissing):
            path = resource_path("coach", f"{tag}.toml")
            found.append(_phrases(path.read_bytes(), path.name, tongues.KINDS | buying.KINDS))
    return found


@lru_cache(maxsize=16)
def _phrases(data: bytes, name: str, only: frozenset[str] = frozenset()) -> Phrases:
    """Read what a file says; what it says twice, such as after a second sign-in, is known."""
    return phrases_from(data, name, only)


def glossary_from(data: bytes, language: str, name: str) -> dict[str, str]:
    """Return the jargon of a language with what to say instead.

    Raises:
        PhrasesBroken: The file is no glossary.
    """
    try:
        table = tomllib.loads(data.decode()).get(language, {})
        return {
            " ".join(word.text for word in words_of(term)): _plain(plain)
            for term, plain in table.items()
        }
    except (ValueError, AttributeError, TypeError) as error:
        raise PhrasesBroken(
            f"The glossary {name} cannot be read ({error}). Its terms are not marked until it is "
            "mended; everything else works."
        ) from error


def _glossaries(own: Path | None) -> list[Path]:
    found = []
    with suppress(ResourceMissing):
        found.append(resource_path("coach", _GLOSSARY))
    if own is not None and own.exists():
        found.append(own)
    return found


def _plain(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _sentence(error: Exception, name: str) -> str:
    if isinstance(error, PhrasesBroken):
        return error.sentence
    return f"The file {name} for the writing coach cannot be read. Its rules are off."
