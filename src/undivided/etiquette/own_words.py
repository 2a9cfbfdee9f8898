"""The words that an operator takes as right, each in one language or in all."""

from collections.abc import Iterable
from dataclasses import dataclass

_PART = ":"


@dataclass(frozen=True, slots=True, order=True)
class OwnWord:
    """A word that is right.

    Attributes:
        text: As it was written when it was taken.
        language: Its language without a region, such as "en"; "" for every language.
    """

    text: str
    language: str = ""


def own_words(kept: str) -> tuple[OwnWord, ...]:
    """Return the words of a setting, as `kept` has written them; one that says nothing is none."""
    found = []
    for each in kept.split():
        language, part, text = each.rpartition(_PART)
        if text:
            found.append(OwnWord(text, language if part else ""))
    return tuple(found)


def kept(words: Iterable[OwnWord]) -> str:
    """Return words as a setting: "zorp de:Rückmail", each once, in the order of the alphabet."""
    once = {(word.text.casefold(), word.language): word for word in words}
    ordered = sorted(once.values(), key=lambda word: (word.text.casefold(), word.language))
    return " ".join(f"{word.language}{_PART}{word.text}".lstrip(_PART) for word in ordered)


def right_in(words: Iterable[OwnWord], language: str) -> frozenset[str]:
    """Return the casefolded words that are right in a language.

    Args:
        words: All of them.
        language: A dictionary's name or a BCP 47 tag; its region does not matter.
    """
    spoken = speech_of(language)
    return frozenset(word.text.casefold() for word in words if word.language in ("", spoken))


def speech_of(language: str) -> str:
    """Return the language of "en_GB" or "en-GB" without its region: "en"."""
    return language.replace("_", "-").partition("-")[0].casefold()
