"""Finding responses: what was typed, why a response answers to it, and which letters to mark.

Prefix beats word beats middle. Among equals the visitor's page decides, then what fits the
visitor's last message, then how often a response was used, and then how lately.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from msgspec import Struct

from undivided.library.folding import fold
from undivided.library.model.responses import Response, Scope

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
    SPELLING = 7
    """In words of the title that are spelt nearly the same."""
    CLOSEST = 8
    """Nothing was found; this is the nearest there is."""


class Filters(Struct, frozen=True, kw_only=True):
    """Which responses a search is about; what is empty leaves none out.

    Attributes:
        folder: From here and below.
        tag: One that they have; case and accents do not matter.
        scope: Who shares them.
        language: BCP 47 tag that the text or a variant is written in; "en" means "en-GB" too.
        is_starred: Only those that the operator keeps at the top.
    """

    folder: tuple[str, ...] = ()
    tag: str = ""
    scope: Scope | None = None
    language: str = ""
    is_starred: bool = False


class Situation(Struct, frozen=True, kw_only=True):
    """Where a response is wanted: what is known of the chat, and the time.

    Attributes:
        page: Address of the page that the visitor is looking at; responses for it go first.
        message: The visitor's last message; responses that fit it go first.
        at: The operator's local time, aware. When given, only responses that are active then are
            offered; without it all are, as in an overview.
        is_buying: Whether the visitor has shown a sign of buying; offers of something more wait
            for it, see `offers`. Source: practice 54.
    """

    page: str = ""
    message: str = ""
    at: datetime | None = None
    is_buying: bool = False


EVERYWHERE = Filters()
ANY_SITUATION = Situation()


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
        is_for_page: Whether it is for the page that the visitor is looking at.
        fits_message: Whether it fits the visitor's last message.
    """

    response: Response
    why: Why | None = None
    terms: tuple[str, ...] = ()
    is_for_page: bool = False
    fits_message: bool = False

    @property
    def reason(self) -> str:
        """Why it is here, in words for a list, such as "tag “post” · for this page"; or ""."""
        found = "" if self.why is None else _found(self.why, self.response, self.terms)
        page = "for this page" if self.is_for_page else ""
        message = "fits their message" if self.fits_message else ""
        return " · ".join(filter(None, (found, page, message)))


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


_REASONS = {
    Why.SHORTCUT: "shortcut",
    Why.SHORTCUT_START: "start of its shortcut",
    Why.TITLE_START: "start of its title",
    Why.TITLE_WORD: "in its title",
    Why.LABEL: "in its title, tags and folder",
    Why.BODY: "in its text",
    Why.MIDDLE: "inside a word",
    Why.SPELLING: "spelt nearly the same",
    Why.CLOSEST: "the closest there is",
}


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
    asked: Query,
    candidates: Iterable[Searchable],
    limit: int,
    *,
    otherwise: Why | None = None,
    for_page: frozenset[str] = frozenset(),
    fitting: frozenset[str] = frozenset(),
) -> list[Match]:
    """Return the best matches first.

    Args:
        asked: What was typed.
        candidates: Equals stay in this order.
        limit: How many to return.
        otherwise: The reason when shortcut, title, tags and folder do not answer, for
            candidates that an index found; without it the body is looked through too.
        for_page: Ids of the responses for the visitor's page.
        fitting: Ids of the responses that fit the visitor's last message.
    """
    found: list[tuple[tuple[int, bool, bool, int, float], Searchable, Why]] = []
    for entry in candidates:
        reason = _why_by_head(asked, entry)
        if reason is None:
            reason = otherwise if otherwise is not None else _why_by_body(asked, entry)
        if reason is not None:
            response = entry.response
            lifted = response.id not in for_page, response.id not in fitting
            late = -response.last_used.timestamp() if response.last_used else 0.0
            found.append(((reason, *lifted, -response.uses, late), entry, reason))
    found.sort(key=lambda each: each[0])
    return [
        Match(
            entry.response,
            reason,
            asked.terms,
            is_for_page=entry.response.id in for_page,
            fits_message=entry.response.id in fitting,
        )
        for _, entry, reason in found[:limit]
    ]


def why(asked: Query, entry: Searchable) -> Why | None:
    """Return the best reason why the response answers, or None."""
    reason = _why_by_head(asked, entry)
    return _why_by_body(asked, entry) if reason is None else reason


def _found(reason: Why, response: Response, terms: tuple[str, ...]) -> str:
    if reason is Why.LABEL:
        named = [("tag", tag) for tag in response.tags]
        named += [("folder", part) for part in response.folder]
        told = (
            f"{kind} “{name}”"
            for kind, name in named
            if any(f" {term}" in _words(name) for term in terms)
        )
        return next(told, _REASONS[reason])
    if reason is Why.BODY and not any(f" {term}" in _words(response.body) for term in terms):
        return "in another wording"
    return _REASONS[reason]


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
    bodies = [entry.response.body, *(each.body for each in entry.response.variants)]
    everything = entry.label + "".join(map(_words, bodies)) + shortcuts
    if _all_in(asked.beginnings, everything):
        return Why.BODY
    return Why.MIDDLE if _all_in(asked.terms, everything) else None


def _all_in(parts: tuple[str, ...], text: str) -> bool:
    # Not all(...): a generator for each candidate costs more than the search itself.
    for part in parts:  # noqa: SIM110
        if part not in text:
            return False
    return True


def terms_in(text: str, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the terms that occur in `text`; `marks` marks nothing for the others."""
    folded = fold(text)
    return tuple([term for term in terms if term and term in folded])


def marks(text: str, terms: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return the parts of `text` to mark as (start, length) in code points, in order.

    Beginnings of words are marked; a term that begins no word is marked where it stands.
    """
    there = terms_in(text, terms)
    if not there:
        return ()
    folded, origin = _folded_with_origin(text)
    places = sorted((at, at + len(term)) for term in there for at in _places(folded, term))
    runs: list[tuple[int, int]] = []
    for first, last in places:
        start, end = origin[first], origin[last - 1] + 1
        if runs and start <= runs[-1][1]:
            start, end = runs[-1][0], max(end, runs.pop()[1])
        runs.append((start, end))
    return tuple([(start, end - start) for start, end in runs])


def _places(folded: str, term: str) -> list[int]:
    """Return where a term begins a word, or where it stands when it begins none."""
    # No pattern: each key would have another one compiled.
    places: list[int] = []
    at = folded.find(term)
    while at >= 0:
        places.append(at)
        at = folded.find(term, at + 1)
    return [at for at in places if not (at and folded[at - 1].isalnum())] or places


def _words(text: str) -> str:
    """Return the folded words of the text, each with one space in front."""
    return "".join(f" {word}" for word in _WORDS.findall(fold(text)))


def _folded_with_origin(text: str) -> tuple[str, Sequence[int]]:
    if text.isascii():
        return text.lower(), range(len(text))
    pieces = [fold(character) for character in text]
    origin = [index for index, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), origin
