"""A canned response as a row of the library's file, and back."""

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from undivided.database.faults import DamagedRow
from undivided.library.finding.search import Searchable, searchable
from undivided.library.folding import fold, plain_words
from undivided.library.model.parts import ActiveTimes, Attachment, Fact, Quote, SlotKind, Variant
from undivided.library.model.responses import Response, Scope

# As SQLite gives it; the schema keeps each column to its type.
Row: TypeAlias = Any

COLUMNS = (
    "place, id, title, body, folder, shortcuts, tags, scope, language, source, source_id, "
    "starred, uses, last_used, details, active, pages, review_by, owner, sent_untouched, "
    "sent_edited"
)
"""What `response_of` reads, for the list of a select."""
SEARCHABLE_COLUMNS = f"{COLUMNS}, shortcut_words, title_words, label_words"
"""What `searchable_of` reads."""
_WORDS_FROM = len(COLUMNS.split(", "))

_SCOPES = {scope.value: scope for scope in Scope}


class _Details(Struct, frozen=True, omit_defaults=True):
    """The parts of a response that no query looks into, as one column of JSON."""

    variants: tuple[Variant, ...] = ()
    slots: tuple[SlotKind, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    fact: Fact | None = None
    is_offer: bool = False
    quote: Quote | None = None


_NO_DETAILS = _Details()
_whole = msgspec.json.Decoder(Response).decode
_details = msgspec.json.Decoder(_Details).decode
_times = msgspec.json.Decoder(ActiveTimes).decode


def response_of(row: Row) -> Response:
    """Return the response in a row that begins with `COLUMNS`.

    Raises:
        DamagedRow: The row does not hold what was written to it.
    """
    try:
        return read_row(row)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DamagedRow(str(error)) from error


def read_row(row: Row) -> Response:
    """Return the response in a row; a damaged one raises whatever its values lead to."""
    details = _details(row[14]) if row[14] else _NO_DETAILS
    return Response(
        id=row[1],
        title=row[2],
        body=row[3],
        folder=tuple(row[4].split("/")) if row[4] else (),
        shortcuts=tuple(row[5].split()),
        tags=tuple(row[6].split(",")) if row[6] else (),
        scope=_SCOPES[row[7]],
        language=row[8],
        source=row[9],
        source_id=row[10],
        starred=row[11] == 1,
        uses=row[12],
        last_used=datetime.fromisoformat(row[13]) if row[13] else None,
        variants=details.variants,
        slots=details.slots,
        attachments=details.attachments,
        fact=details.fact,
        is_offer=details.is_offer,
        quote=details.quote,
        active=_times(row[15]) if row[15] else None,
        pages=tuple(row[16].split("\n")) if row[16] else (),
        review_by=date.fromisoformat(row[17]) if row[17] else None,
        owner=row[18],
        sent_untouched=row[19],
        sent_edited=row[20],
    )


def searchable_of(row: Row) -> Searchable:
    """Return the response in a row of `SEARCHABLE_COLUMNS`, ready to compare."""
    return Searchable(response_of(row), *row[_WORDS_FROM : _WORDS_FROM + 3])


def content_of(response: Response) -> dict[str, str | None]:
    """Return the columns that say what the response is."""
    words = searchable(response)
    return {
        "title": response.title,
        "title_words": words.title,
        "label_words": words.label,
        "shortcut_words": words.shortcuts,
        "body": response.body,
        "folder": "/".join(response.folder),
        "shortcuts": " ".join(response.shortcuts),
        "tags": ",".join(response.tags),
        "tag_names": tag_names(response.tags),
        "scope": response.scope.value,
        "language": response.language,
        "language_names": language_names(response.languages),
        "source": response.source,
        "source_id": response.source_id,
        "details": _json_of_details(response),
        "variant_bodies": "\n".join(variant.body for variant in response.variants),
        **_plain_columns(response),
        "active": _json_of_times(response.active),
        "pages": "\n".join(response.pages),
        "review_by": response.review_by.isoformat() if response.review_by else None,
        "owner": response.owner,
    }


def usage_of(response: Response) -> dict[str, str | int | None]:
    """Return the columns that say what the operator did with it."""
    return {
        "starred": int(response.starred),
        "uses": response.uses,
        "last_used": response.last_used.isoformat() if response.last_used else None,
        "sent_untouched": response.sent_untouched,
        "sent_edited": response.sent_edited,
    }


def to_json(response: Response) -> str:
    """Return everything that a response has, for a column that keeps it whole."""
    return msgspec.json.encode(response).decode()


def from_json(text: str) -> Response:
    """Return what `to_json` wrote, or raise `DamagedRow`."""
    try:
        return _whole(text)
    except (TypeError, ValueError) as error:
        raise DamagedRow(str(error)) from error


def digest_of(data: bytes) -> str:
    """Return the name that a file has by its content."""
    return sha256(data).hexdigest()


def tag_names(tags: Iterable[str]) -> str:
    """Return the tags as the column that a filter looks into: folded, each between commas."""
    names = ",".join(fold(tag) for tag in tags)
    return f",{names}," if names else ""


def language_names(languages: Iterable[str]) -> str:
    """Return the languages, and those they are a kind of, folded, each between spaces."""
    folded = [fold(language) for language in languages]
    names = [name for tag in folded for name in (tag, tag.partition("-")[0]) if name]
    return f" {' '.join(dict.fromkeys(names))} " if names else ""


def _plain_columns(response: Response) -> dict[str, str]:
    """Return the columns with words that the indexes would not fold; usually empty."""
    bodies = (response.body, *(variant.body for variant in response.variants))
    heads = (response.title, *response.shortcuts, *response.tags, *response.folder)
    return {"plain_heads": plain_words(heads), "plain_texts": plain_words(bodies)}


def fill_folded(connection: sqlite3.Connection) -> None:
    """Fill the columns with folded words anew, where today's folding gives others.

    The caller makes the text indexes anew, because those columns are in them. Shortcuts that
    have become the same belong to the older response.
    """
    fill_names(connection)
    said = "title || shortcuts || tags || folder || body || variant_bodies"
    rows = connection.execute(
        f"select {SEARCHABLE_COLUMNS}, serial from responses"  # noqa: S608 - our names
        f" where length({said}) < length(cast({said} as blob))"
    ).fetchall()
    for row in rows:
        response, words = response_of(row), row[_WORDS_FROM : _WORDS_FROM + 3]
        folded = searchable(response)
        plain = _plain_columns(response)
        if any(plain.values()) or words != (folded.shortcuts, folded.title, folded.label):
            connection.execute(
                "update responses set shortcut_words = ?, title_words = ?, label_words = ?,"
                " tag_names = ?, language_names = ?, plain_heads = ?, plain_texts = ?"
                " where serial = ?",
                (
                    folded.shortcuts,
                    folded.title,
                    folded.label,
                    tag_names(response.tags),
                    language_names(response.languages),
                    *plain.values(),
                    row[-1],
                ),
            )
    connection.execute("delete from shortcuts")
    rows = connection.execute("select serial, shortcuts from responses order by serial").fetchall()
    for serial, shortcuts in rows:
        for shortcut in shortcuts.split():
            connection.execute(
                "insert or ignore into shortcuts (name, serial) values (?, ?)",
                (fold(shortcut), serial),
            )


def fill_names(connection: sqlite3.Connection) -> None:
    """Fill the columns that filters look into for rows of the first version, which had none."""
    rows = connection.execute(
        "select serial, tags, language from responses where tag_names = '' and language_names = ''"
        " and (tags <> '' or language <> '')"
    ).fetchall()
    for serial, tags, language in rows:
        connection.execute(
            "update responses set tag_names = ?, language_names = ? where serial = ?",
            (tag_names(tags.split(",") if tags else ()), language_names((language,)), serial),
        )


def _json_of_details(response: Response) -> str:
    details = _Details(
        response.variants,
        response.slots,
        response.attachments,
        response.fact,
        response.is_offer,
        response.quote,
    )
    return "" if details == _NO_DETAILS else msgspec.json.encode(details).decode()


def _json_of_times(active: ActiveTimes | None) -> str:
    # Times that name nothing hold always, which is what None says.
    is_always = active is None or active == ActiveTimes()
    return "" if is_always else msgspec.json.encode(active).decode()
