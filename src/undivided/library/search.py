"""Finding responses: what was typed, why a response answers to it, and which letters to mark.

Prefix beats word beats middle. How often a response was used decides among equals; the
caller hands candidates in that order.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from msgspec import Struct

from undivided.library.folding import fold
from undivided.library.responses import Response

_WORDS = re.compile(r"[^\W_]+")
_MAX_TERMS = 8
MAX_TYPED = 200
"""Code points of a search that are looked at; a paste of 10 MB is cut there."""


class Why(IntEnum):
    """Where the typed words were found; the lower, the better the match."""

    SHORTCUT = 0
    SHORTCUT_START = 1
    TITLE_START = 2
    TITLE_WORD = 3
    LABEL = 4
    """In the title, the tags and the folder's name together."""
    BODY = 5
    MIDDLE = 6
    """Inside words only."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, ready to compare.

    Attributes:
        terms: Folded words; the last may be unfinished, so each counts as a beginning.
        phrase: The terms with single spaces.
        line: The phrase with the line feed that stands before a shortcut of a `Searchable`.
        beginnings: Each term with the space that stands before its words.
    """

    terms: tuple[str, ...]
    phrase: str
    line: str
    beginnings: tuple[str, ...]


class Match(Struct, frozen=True):
    """A response that answers to what was typed.

    Attributes:
        response: The response.
        why: Where the words were found, or None when nothing was typed.
        terms: What to mark in the texts, for `marks`.
    """

    response: Response
    why: Why | None = None
    terms: tuple[str, ...] = ()


class Searchable(Struct, frozen=True):
    """A response with its texts folded once.

    Attributes:
        response: The response.
        shortcuts: The words of each shortcut, a line feed before and after each.
        title: Its words, each with a space in front.
        label: The words of its title, tags and folder, in the same way.
    """

    response: Response
    shortcuts: str
    title: str
    label: str


def query(typed: str) -> Query:
    """Return what was typed without case, accents, punctuation and a leading slash."""
    terms = tuple(_WORDS.findall(fold(typed[:MAX_TYPED])))[:_MAX_TERMS]
    phrase = " ".join(terms)
    return Query(terms, phrase, f"\n{phrase}", tuple(f" {term}" for term in terms))


def searchable(response: Response) -> Searchable:
    """Return the response ready to compare; keep it as long as the response is unchanged."""
    title = _words(response.title)
    about = (*response.tags, *response.folder)
    return Searchable(
        response,
        "".join(f"\n{_words(shortcut)[1:]}" for shortcut in response.shortcuts) + "\n",
        title,
        title + "".join(map(_words, about)),
    )


def rank(
    asked: Query, candidates: Iterable[Searchable], limit: int, *, otherwise: Why | None = None
) -> list[Match]:
    """Return the best matches first; equals stay in the order given.

    Args:
        asked: What was typed.
        candidates: In the order of use.
        limit: How many to return.
        otherwise: The reason when shortcut, title, tags and folder do not answer, for
            candidates that an index found; without it the body is looked through too.
    """
    found: list[tuple[Why, Searchable]] = []
    for entry in candidates:
        reason = _why_by_head(asked, entry)
        if reason is None:
            reason = otherwise if otherwise is not None else _why_by_body(asked, entry)
        if reason is not None:
            found.append((reason, entry))
    found.sort(key=lambda pair: pair[0])
    return [Match(entry.response, reason, asked.terms) for reason, entry in found[:limit]]


def why(asked: Query, entry: Searchable) -> Why | None:
    """Return the best reason why the response answers, or None."""
    reason = _why_by_head(asked, entry)
    return _why_by_body(asked, entry) if reason is None else reason


def _why_by_head(asked: Query, entry: Searchable) -> Why | None:
    if asked.line in entry.shortcuts:
        return Why.SHORTCUT if f"{asked.line}\n" in entry.shortcuts else Why.SHORTCUT_START
    if not _all_in(asked.beginnings, entry.label):
        return None
    if entry.title.startswith(asked.phrase, 1):
        return Why.TITLE_START
    return Why.TITLE_WORD if _all_in(asked.beginnings, entry.title) else Why.LABEL


def _why_by_body(asked: Query, entry: Searchable) -> Why | None:
    shortcuts = entry.shortcuts.replace("\n", " ")
    everything = entry.label + _words(entry.response.body) + shortcuts
    if _all_in(asked.beginnings, everything):
        return Why.BODY
    return Why.MIDDLE if _all_in(asked.terms, everything) else None


def _all_in(parts: tuple[str, ...], text: str) -> bool:
    # Not all(...): a generator for each candidate costs more than the search itself.
    for part in parts:  # noqa: SIM110
        if part not in text:
            return False
    return True


def marks(text: str, terms: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return the parts of `text` to mark as (start, length) in code points, in order.

    Beginnings of words are marked; a term that begins no word is marked where it stands.
    """
    folded, origin = _folded_with_origin(text)
    hit = [False] * len(text)
    for term in filter(None, terms):
        escaped = re.escape(term)
        found = [*re.finditer(rf"(?<![^\W_]){escaped}", folded)] or [*re.finditer(escaped, folded)]
        for match in found:
            for index in range(match.start(), match.end()):
                hit[origin[index]] = True
    return tuple(_runs(hit))


def _words(text: str) -> str:
    """Return the folded words of the text, each with one space in front."""
    return "".join(f" {word}" for word in _WORDS.findall(fold(text)))


def _folded_with_origin(text: str) -> tuple[str, list[int]]:
    if text.isascii():
        return text.lower(), [*range(len(text))]
    pieces = [fold(character) for character in text]
    origin = [index for index, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), origin


def _runs(hit: list[bool]) -> Iterable[tuple[int, int]]:
    start = 0
    for index, is_hit in enumerate([*hit, False]):
        if is_hit:
            continue
        if index > start:
            yield start, index - start
        start = index + 1
