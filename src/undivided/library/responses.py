"""What a canned response is, and the one form in which each of its fields is kept."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from undivided.etiquette.card_masking import without_cards
from undivided.etiquette.card_numbers import masked
from undivided.library.errors import ResponseRefused
from undivided.library.folding import fold
from undivided.library.parts import ActiveTimes, Attachment, SlotKind, Variant

MAX_BODY = 16_000
"""Code points: four of the longest messages."""
MAX_TITLE = 200
MAX_SHORTCUT = 60
MAX_PART = 80
"""Code points of one tag or of one folder's name."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_LINE_ENDS = re.compile(r"\r\n|[\r\u2028\u2029]")
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
        owner: E-mail address of who answers for it, or empty.
        source: The system it was imported from, or empty.
        source_id: Its id there; `source` and `source_id` together recognise it again.
        starred: Whether the operator keeps it at the top.
        uses: How often it was inserted.
        sent_untouched: How often it was sent as it stands.
        sent_edited: How often it was sent with words changed.
        last_used: Aware UTC, or None.

    Source: practices 28, 47, 48, 52.
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
        ResponseRefused: The body is blank, or a field is too long.
    """
    body = masked(_lines(response.body))
    if not body:
        raise ResponseRefused("The text of a response cannot be empty.")
    title = one_line(response.title) or _first_words(body)
    clean = replace(
        response,
        title=title,
        body=body,
        shortcuts=shortcut_names(" ".join(response.shortcuts)),
        folder=folder_path("/".join(response.folder)),
        tags=tag_words(",".join(response.tags)),
        language=one_line(response.language),
        source=one_line(response.source),
        source_id=one_line(response.source_id),
        uses=max(0, response.uses),
    )
    _check_lengths(clean)
    return without_cards(clean)


def one_line(text: str) -> str:
    """Return the text without control characters and with single spaces."""
    return " ".join(_without_controls(text).split())


def shortcut_names(text: str) -> tuple[str, ...]:
    """Return the shortcuts written in `text`, separated by white space, slashes left off."""
    return _unique(word.lstrip("/#") for word in one_line(text).split())


def folder_path(text: str) -> tuple[str, ...]:
    """Return the path written as "Delivery/Abroad"."""
    return tuple(part for part in map(one_line, text.split("/")) if part)


def tag_words(text: str) -> tuple[str, ...]:
    """Return the tags written in `text`, separated by commas or semicolons."""
    return _unique(map(one_line, re.split(r"[,;]", text)))


def _lines(text: str) -> str:
    return _without_controls(_LINE_ENDS.sub("\n", text)).strip()


def _without_controls(text: str) -> str:
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text))


def _first_words(body: str) -> str:
    line = one_line(body)
    if len(line) <= _TITLE_FROM_BODY:
        return line
    return line[:_TITLE_FROM_BODY].rsplit(" ", 1)[0] + "…"


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    # Two spellings that differ in case or accents only are one; the first stays.
    kept: dict[str, str] = {}
    for word in words:
        if word:
            kept.setdefault(fold(word), word)
    return tuple(kept.values())


def _check_lengths(response: Response) -> None:
    for name, text, limit in (
        ("text", response.body, MAX_BODY),
        ("title", response.title, MAX_TITLE),
        *(("shortcut", shortcut, MAX_SHORTCUT) for shortcut in response.shortcuts),
        *(("folder's name", part, MAX_PART) for part in response.folder),
        *(("tag", tag, MAX_PART) for tag in response.tags),
    ):
        if len(text) > limit:
            raise ResponseRefused(
                f"The {name} has {len(text):,} characters; at most {limit:,} are kept."
            )
