"""TextExpander's CSV: abbreviation, content and label without a header, with `%filltext%`.

Source: older manuals and public files.
"""

import re

from undivided.library.errors import FileRefused
from undivided.library.formats import tables
from undivided.library.formats.fields import checked, needed, one_shortcut, row, text
from undivided.library.formats.html_text import plain
from undivided.library.formats.placeholders import slot, slot_name
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import DATE, Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.parts import Fill, SlotKind
from undivided.library.model.responses import Response

_COLUMNS = ["abbreviation", "content", "label"]
_CARRIED = frozenset({"title", "body", "shortcuts", "slots", "source", "source_id"})
_HTML = re.compile(
    r"</?(?:p|br|div|span|b|strong|i|em|u|a|ul|ol|li|html|body)\b[^<>]*>", re.IGNORECASE
)
_FILL = re.compile(r"%(filltext|fillarea|fillpopup|fillpart):([^%\n]{0,2000})%")
_PART_END = "%fillpartend%"
_SNIPPET = re.compile(r"%snippet:([^%\s]{1,60})%")
_KEYS = re.compile(r"%key:[a-z]{1,20}%|%(?:[<>^v]|\|)", re.IGNORECASE)
# A percentage such as 5%discount is no date: its sign follows a digit.
_DATES = re.compile(r"(?<![\d%])%(?:[AaBbdeHIMmpSYy]|1I)(?:[ .,:/-]{0,2}%(?:[AaBbdeHIMmpSYy]|1I))*")
_TIME_CODES = re.compile(r"%(?:[HIMSp]|1I)")
_DAY_CODES = re.compile(r"%[AaBbdemYy]")
_SUMS = re.compile(r"%@[+-]\d{1,4}[A-Za-z]")


def read(chosen: Chosen) -> Parsed:
    """Return the snippets of a group.

    Raises:
        FileRefused: The rows have other than two or three cells.
    """
    count = len(chosen.header)
    if count not in (2, 3):
        raise FileRefused("The file is no table of abbreviation, content and label.")
    rows = tables.rows_of(chosen.text, _COLUMNS[:count])
    return read_rows(rows, _response, _CARRIED, *chosen.notes)


def _response(item: object, told: Told) -> Response:
    fields = row(item)
    abbreviation = text(fields, "abbreviation").strip()
    written = needed(fields, "content")
    content = plain(written, told) if _HTML.search(written) else written
    slots: dict[str, SlotKind] = {}
    return Response(
        title=text(fields, "label"),
        body=checked(_translated(content, slots, told)),
        shortcuts=one_shortcut(abbreviation),
        slots=tuple(slots.values()),
        source="textexpander",
        source_id=abbreviation,
    )


def _translated(content: str, slots: dict[str, SlotKind], told: Told) -> str:
    content = _FILL.sub(lambda found: _fill(found[1], found[2], slots, told), content)
    if _PART_END in content:
        content = content.replace(_PART_END, "")
    content = _SNIPPET.sub(lambda found: f"{{{{> {slot_name(found[1])}}}}}", content)
    content = content.replace("%clipboard", slot("clipboard"))
    if _SUMS.search(content):
        told.lost("Sums of dates were left out; the day itself is there")
        content = _SUMS.sub("", content)
    if _KEYS.search(content):
        told.lost("Pressed keys and the place of the caret were not kept")
        content = _KEYS.sub("", content)
    return _DATES.sub(lambda found: _date(found[0], told), content).replace("%%", "%")


def _fill(kind: str, details: str, slots: dict[str, SlotKind], told: Told) -> str:
    """Return the slot for a field such as `%filltext:name=Day:default=Monday%`."""
    if kind == "fillpart":
        told.lost("A part that could be left out is always there now")
        return ""
    name, default, choices = "", "", []
    for each in details.split(":"):
        key, sign, value = each.partition("=")
        if sign and key in ("name", "default"):
            name, default = (value, default) if key == "name" else (name, value)
            choices += [value] if key == "default" else []
        elif not sign and each:
            choices.append(each)
    name = slot_name(name or "text")
    fill = {"fillarea": Fill.LINES, "fillpopup": Fill.CHOICE}.get(kind, Fill.TEXT)
    offered = tuple(choices) if fill is Fill.CHOICE else ()
    known = SlotKind(name=name, fill=fill, default=default, choices=offered)
    if known != SlotKind(name=name):
        slots.setdefault(name.casefold(), known)
    return slot(name)


def _date(codes: str, told: Told) -> str:
    told.lost(DATE)
    parts = (("today", _DAY_CODES), ("time", _TIME_CODES))
    return " ".join(slot(name) for name, pattern in parts if pattern.search(codes))


def _looks_like(chosen: Chosen) -> bool:
    if not chosen.table:
        return False
    return len(chosen.header) == 3 or bool(len(chosen.header) == 2 and _FILL.search(chosen.text))


TEXTEXPANDER = Source(
    "textexpander",
    "TextExpander (CSV)",
    _looks_like,
    read,
    (
        "Pressed keys, sums of dates and parts that can be left out are not kept.",
        "Formatted snippets become plain text.",
    ),
)
