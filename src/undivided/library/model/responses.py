"""What a canned response is, and the one form in which each of its fields is kept."""

import re
from datetime import UTC, date, datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from undivided.etiquette.cards.masking import without_cards
from undivided.etiquette.cards.numbers import masked
from undivided.library.errors import ResponseRefused
from undivided.library.model.kept_parts import (
    MAX_LANGUAGE,
    kept_attachments,
    kept_fact,
    kept_pages,
    kept_quote,
    kept_slots,
    kept_times,
    kept_variants,
)
from undivided.library.model.kept_text import check_length, language_tag, lines, one_line, unique
from undivided.library.model.parts import ActiveTimes, Attachment, Fact, Quote, SlotKind, Variant

MAX_BODY = 16_000
"""Code points of a body and of each variant: four of the longest messages."""
MAX_TITLE = 200
MAX_SHORTCUT = 60
MAX_PART = 80
"""Code points of one tag or of one folder's name."""
MAX_ORIGIN = 254
"""Code points of an owner's address, of a source and of an id there."""
MAX_COUNT = 2**31 - 1

_TITLE_FROM_BODY = 60


class Scope(StrEnum):
    """Who shares a response."""

    PERSONAL = "personal"
    TEAM = "team"
    SITE = "site"


class Response(Struct, frozen=True, kw_only=True):
    """A prepared text with what is needed to find it.

    Attributes:
        id: Unique in a library and kept by our own export; empty until it is stored.
        title: One line.
        body: What is inserted, with its slots still in braces (see `slots`).
        shortcuts: Without their slash; no white space.
        variants: Other wordings, and the same in other languages.
        slots: Kinds and defaults of the body's blanks; one that is not here is plain text.
        attachments: Files that go with it; their bytes are kept beside it, once each.
        folder: Path from the top, such as ("Delivery", "Abroad"); empty at the top.
        tags: Words to find it by.
        scope: Who shares it.
        language: BCP 47 tag of the body such as "en", or empty.
        active: When it may be offered, or None for always.
        pages: Patterns of the pages it is for, such as "*/checkout*"; empty for every page.
        review_by: The day until which somebody should have looked at it again, or None.
        fact: Where its statement is from and how long it is true, or None for no fact card.
        quote: Who said its text and whether they may be quoted, or None for no proof card.
        is_offer: Whether it offers something more to buy: it waits for a sign that the visitor
            is buying.
        owner: E-mail address of who answers for it, or empty.
        source: The system it was imported from, or empty.
        source_id: Its id there; `source` and `source_id` together recognise it again.
        starred: Whether the operator keeps it at the top.
        uses: How often it was inserted.
        sent_untouched: How often it was sent as it stands.
        sent_edited: How often it was sent with words changed.
        last_used: Aware UTC, or None.

    Source: practices 28, 35, 47, 48, 52, 54, 58.
    """

    id: str = ""
    title: str
    body: str
    shortcuts: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    slots: tuple[SlotKind, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    folder: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    scope: Scope = Scope.PERSONAL
    language: str = ""
    active: ActiveTimes | None = None
    pages: tuple[str, ...] = ()
    review_by: date | None = None
    fact: Fact | None = None
    quote: Quote | None = None
    is_offer: bool = False
    owner: str = ""
    source: str = ""
    source_id: str = ""
    starred: bool = False
    uses: int = 0
    sent_untouched: int = 0
    sent_edited: int = 0
    last_used: datetime | None = None

    @property
    def shortcut(self) -> str:
        """The first shortcut as an operator types it, such as "/hello", or ""."""
        return f"/{self.shortcuts[0]}" if self.shortcuts else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is written in, the body's first; unknown ones are left out."""
        written = (self.language, *(variant.language for variant in self.variants))
        return tuple(dict.fromkeys(filter(None, written)))


def cleaned(response: Response) -> Response:
    """Return the response with every field in its kept form; a second time changes nothing.

    Card numbers in it are masked (promise G19).

    Raises:
        ResponseRefused: The body is blank, a field is too long, or a part makes no sense.
    """
    clean = _tidy(response)
    hidden = without_cards(clean)
    # Two wordings that differed in a hidden number only are one now.
    return clean if hidden is clean else _tidy(hidden)


def shortcut_names(text: str) -> tuple[str, ...]:
    """Return the shortcuts written in `text`, separated by white space, slashes left off."""
    return unique(word.lstrip("/#") for word in one_line(text).split())


def folder_path(text: str) -> tuple[str, ...]:
    """Return the path written as "Delivery/Abroad"."""
    return tuple(part for part in map(one_line, text.split("/")) if part)


def tag_words(text: str) -> tuple[str, ...]:
    """Return the tags written in `text`, separated by commas or semicolons."""
    return unique(map(one_line, re.split(r"[,;]", text)))


def _tidy(response: Response) -> Response:
    """Return the fields in their kept form; a number cut into parts is masked before it is cut."""
    body = masked(lines(response.body))
    if not body:
        raise ResponseRefused("The text of a response cannot be empty.")
    language = language_tag(response.language)
    clean = replace(
        response,
        title=one_line(response.title) or _first_words(body),
        body=body,
        shortcuts=shortcut_names(masked(" ".join(response.shortcuts))),
        variants=kept_variants(response.variants, body, language),
        slots=kept_slots(response.slots),
        attachments=kept_attachments(response.attachments),
        folder=folder_path(masked("/".join(response.folder))),
        tags=tag_words(masked(",".join(response.tags))),
        language=language,
        active=kept_times(response.active),
        pages=kept_pages(response.pages),
        fact=kept_fact(response.fact),
        quote=kept_quote(response.quote),
        owner=one_line(response.owner),
        source=one_line(response.source),
        source_id=one_line(response.source_id),
        uses=_count(response.uses),
        sent_untouched=_count(response.sent_untouched),
        sent_edited=_count(response.sent_edited),
        last_used=response.last_used and response.last_used.astimezone(UTC),
    )
    _check_lengths(clean)
    return clean


def _count(number: int) -> int:
    return min(max(0, number), MAX_COUNT)


def _first_words(body: str) -> str:
    line = one_line(body)
    if len(line) <= _TITLE_FROM_BODY:
        return line
    return line[:_TITLE_FROM_BODY].rsplit(" ", 1)[0] + "…"


def _check_lengths(response: Response) -> None:
    for name, text, limit in (
        ("text", response.body, MAX_BODY),
        *(("text of a variant", variant.body, MAX_BODY) for variant in response.variants),
        ("title", response.title, MAX_TITLE),
        *(("shortcut", shortcut, MAX_SHORTCUT) for shortcut in response.shortcuts),
        *(("folder's name", part, MAX_PART) for part in response.folder),
        *(("tag", tag, MAX_PART) for tag in response.tags),
        ("language", response.language, MAX_LANGUAGE),
        ("owner", response.owner, MAX_ORIGIN),
        ("source", response.source, MAX_ORIGIN),
        ("id at the source", response.source_id, MAX_ORIGIN),
    ):
        check_length(name, text, limit)
