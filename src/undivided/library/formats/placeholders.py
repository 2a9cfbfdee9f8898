"""Placeholders of other systems as our slots; what nobody here can fill stays visible."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from undivided.library.filling.slots import KNOWN_VALUES
from undivided.library.formats.told import Told

FILTER = "A filter of a placeholder was left out"

_LONGEST_NAME = 60
_NO_NAME = re.compile(r"[{}|\s\x00-\x1f]+")
_NO_WORDS = re.compile(r"[{}\n\r]+")
_WORDS_FOLLOW = re.compile(r"(?:default|fallback)\s{0,3}[:=(]", re.IGNORECASE)
_QUOTES = " \t\"'\u201c\u201d\u2018\u2019"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a system writes its placeholders.

    Attributes:
        pattern: Finds one; its first group is everything between the signs.
        names: Our names by the system's, in lower case and without spaces.
        bar: What stands between the name and what follows it.
        has_bare_words: Whether words for a missing value follow the bar directly, without saying
            `default` or `fallback`.
    """

    pattern: re.Pattern[str]
    names: Mapping[str, str] = field(default_factory=dict)
    bar: str = "|"
    has_bare_words: bool = False

    def translated(self, text: str, told: Told) -> str:
        """Return the text with slots of ours; unknown names are told and stay as blanks."""
        return self.pattern.sub(lambda found: self._slot(found[1], told), text)

    def _slot(self, inside: str, told: Told) -> str:
        theirs, bar, rest = inside.strip(" \t-").partition(self.bar)
        words = self._words(rest.strip(), told) if bar else None
        ours = self.names.get("".join(theirs.split()).casefold())
        if ours is None:
            return unknown_slot(theirs, told, words)
        return slot(ours, words)

    def _words(self, rest: str, told: Told) -> str | None:
        follow = _WORDS_FOLLOW.match(rest)
        if follow is None and not self.has_bare_words:
            told.lost(FILTER)
            return None
        return rest[follow.end() if follow else 0 :].rstrip(" )").strip(_QUOTES)


def slot(name: str, words: str | None = None) -> str:
    """Return a slot as it stands in a body; characters that would break it are left out."""
    if words is None:
        return f"{{{{{slot_name(name)}}}}}"
    return f"{{{{{slot_name(name)}|{_NO_WORDS.sub(' ', words).strip()}}}}}"


def unknown_slot(theirs: str, told: Told, words: str | None = None) -> str:
    """Return the blank for a placeholder that has no value here, and tell its name."""
    name = slot_name(theirs)
    if name.casefold() not in KNOWN_VALUES:
        told.unknown(name)
    return slot(name, words)


def slot_name(text: str) -> str:
    """Return a text as a slot's name: one line, no braces or bars, not too long."""
    # A foreign name may not ask for another response, as "> name" would.
    return _NO_NAME.sub(" ", text).strip("> ")[:_LONGEST_NAME].strip() or "blank"


def double_braces(names: Mapping[str, str]) -> Dialect:
    """Return the dialect of systems that write `{{name}}` and `{{name | default: "words"}}`."""
    return Dialect(DOUBLE_BRACES, names)


DOUBLE_BRACES = re.compile(r"\{\{([^{}\n]{1,300})\}\}")
