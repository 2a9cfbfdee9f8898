"""Live Helper Chat's CSV: read with any order of columns, written with exactly its own.

A message has placeholders in single braces, and a second text that is taken when one of them has
no value. Where the second text is the first one with words in their places, those words become
the slots' own. Exports use the same: a blank stands in the second text as `[name: words]`.

Our own responses go under ids that are recognised again, in the same library or another.

Source: its public model and import module, which refuses a file whose header differs.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import replace as with_parts

from msgspec.structs import replace

from undivided.library.errors import FileRefused, ResponseRefused
from undivided.library.formats import lhc_times, lhc_words, tables
from undivided.library.formats.fields import (
    Fields,
    checked,
    identifier,
    is_filled,
    needed,
    row,
    text,
    words,
)
from undivided.library.formats.json_text import read_json
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import SHARED, Told, read_rows
from undivided.library.importing.rows import Parsed, Row
from undivided.library.model.parts import Variant, Wording
from undivided.library.model.responses import Response, cleaned, tag_words

COLUMNS = (
    "id", "title", "explain", "msg", "fallback_msg", "position", "delay", "department_id",
    "user_id", "auto_send", "attr_int_1", "attr_int_2", "attr_int_3", "languages",
    "additional_data", "html_snippet", "unique_id", "created_at", "updated_at", "active_from",
    "active_to", "repetitiveness", "days_activity", "disabled", "delete_on_exp",
    "activate_responder", "subject", "tags_plain", "department_ids_front",
)  # fmt: skip

_SOURCE = "livehelperchat"
_NEEDED = {"title", "msg"}
_LEFT_OUT = {
    "explain": "An explanation was left out",
    "html_snippet": "An HTML snippet was left out",
    "subject": "A subject was left out",
    "auto_send": "That a message is sent by itself was not kept; here an operator always sends",
}
_OWN_ID = "undivided-"
_OWN = re.compile(rf"{_OWN_ID}([\w-]{{1,64}})")
"""What the id of one of our own responses is written as."""
_CARRIED = frozenset({"title", "body", "variants"})
_COLUMN_OF = {"tags": "tags_plain", "active": "repetitiveness"}
_ORIGIN = frozenset({"source", "source_id"})


def read(chosen: Chosen) -> Parsed:
    """Return the canned messages.

    Raises:
        FileRefused: There are no columns title and msg.
    """
    header = [name.casefold() for name in chosen.header]
    if not set(header) >= _NEEDED:
        raise FileRefused(
            "The file has no columns named title and msg, as Live Helper Chat writes them."
        )
    rows = tables.rows_below(chosen.text, header)
    carried = _CARRIED | {name for name, column in _COLUMN_OF.items() if column in header}
    found = read_rows(rows, _response, carried, *chosen.notes, *_about_header(header))
    return with_parts(found, rows=tuple(map(_with_origin, found.rows)), shown=_shown)


def write(responses: Iterable[Response]) -> str:
    """Return the responses as Live Helper Chat reads them."""
    return tables.written(COLUMNS, map(_cells, responses))


def _about_header(header: list[str]) -> list[str]:
    if tuple(header) == COLUMNS:
        return []
    missing = [name for name in COLUMNS if name not in header]
    odd = [name for name in header if name not in COLUMNS]
    told = "The columns are not exactly those of Live Helper Chat"
    if missing:
        told += f"; it has not {', '.join(missing)}"
    if odd:
        told += f"; {', '.join(map(repr, odd))} was not kept"
    return [f"{told}."]


def _response(item: object, told: Told) -> Response:
    fields = row(item)
    if identifier(fields, "disabled") == "1":
        raise ResponseRefused("The message is switched off in Live Helper Chat.")
    for name, sentence in _LEFT_OUT.items():
        if text(fields, name) not in ("", "0"):
            told.lost(sentence)
    if any(text(fields, name) not in ("", "0", "[]") for name in _SHARING):
        told.lost(SHARED)
    body, spare = lhc_words.body_of(needed(fields, "msg"), text(fields, "fallback_msg"), told)
    id_ = _id(fields)
    own = _OWN.fullmatch(id_)
    return Response(
        id=own[1] if own else "",
        title=text(fields, "title"),
        body=body,
        variants=(*spare, *_translations(fields, told)),
        tags=tag_words(text(fields, "tags_plain")),
        active=lhc_times.times_of(fields, told),
        source="" if own else _SOURCE,
        source_id="" if own else id_,
    )


def _with_origin(row: Row) -> Row:
    # What an own response was once imported from is not in the file.
    return row if row.response.id else with_parts(row, carried=row.carried | _ORIGIN)


def _shown(response: Response) -> Response:
    """Return what Live Helper Chat is told of a response."""
    cells = zip(COLUMNS, _cells(response), strict=True)
    try:
        return cleaned(_response(Fields(cells), Told()))
    except ResponseRefused:
        return response


_SHARING = ("department_id", "user_id", "department_ids_front")


def _id(fields: Fields) -> str:
    given = (text(fields, name) for name in ("unique_id", "id"))
    return next((each for each in given if each not in ("", "0")), "")


def _translations(fields: Fields, told: Told) -> list[Variant]:
    written = text(fields, "languages")
    if not written or not is_filled(fields, "languages"):
        return []
    try:
        found = read_json(written)
    except FileRefused:
        raise ResponseRefused("The column 'languages' holds no JSON.") from None
    if not isinstance(found, list):
        raise ResponseRefused("The column 'languages' holds no list.")
    variants: list[Variant] = []
    for each in map(row, found):
        message, fallback = text(each, "message"), text(each, "fallback_message")
        if not message.strip():
            continue
        body, spare = lhc_words.body_of(checked(message), fallback, told)
        for language in words(each, "languages"):
            variants.append(Variant(body=body, wording=Wording.SAME, language=language))
            variants.extend(replace(other, language=language) for other in spare)
    return variants


def _cells(response: Response) -> list[str]:
    message, fallback = lhc_words.message_of(response.body)
    cells = dict.fromkeys(COLUMNS, "")
    cells.update(dict.fromkeys(_NUMBERS, "0"))
    cells |= {
        "title": response.title,
        "msg": message,
        "fallback_msg": fallback,
        "languages": _languages(response),
        "tags_plain": ", ".join(response.tags),
        "unique_id": _unique_id(response),
        **lhc_times.columns_of(response.active),
    }
    return list(cells.values())


def _unique_id(response: Response) -> str:
    if response.source == _SOURCE and response.source_id:
        return response.source_id
    return f"{_OWN_ID}{response.id}" if response.id else "0"


_NUMBERS = (
    "id", "position", "delay", "department_id", "user_id", "auto_send", "attr_int_1",
    "attr_int_2", "attr_int_3", "created_at", "updated_at", "active_from", "active_to",
    "repetitiveness", "disabled", "delete_on_exp",
)  # fmt: skip


def _languages(response: Response) -> str:
    written = []
    for variant in response.variants:
        if variant.wording is Wording.SAME and variant.language:
            message, fallback = lhc_words.message_of(variant.body)
            written.append(
                {
                    "languages": [variant.language],
                    "message": message,
                    "fallback_message": fallback,
                }
            )
    return json.dumps(written, ensure_ascii=False) if written else ""


def _looks_like(chosen: Chosen) -> bool:
    names = chosen.table
    return names >= _NEEDED and bool(names & {"fallback_msg", "unique_id", "tags_plain"})


LIVEHELPERCHAT = Source(
    "lhc",
    "Live Helper Chat (CSV)",
    _looks_like,
    read,
    ("Departments, subjects, explanations and HTML snippets are not kept.",),
)
