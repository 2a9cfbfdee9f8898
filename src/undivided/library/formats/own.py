"""Our own two formats among the source systems."""

from dataclasses import replace

from undivided.library.formats import own_csv, own_json
from undivided.library.formats.source import Chosen, Source
from undivided.library.importing.rows import Parsed


def _read_json(chosen: Chosen) -> Parsed:
    return _with_notes(own_json.read(chosen.text), chosen)


def _read_csv(chosen: Chosen) -> Parsed:
    return _with_notes(own_csv.read(chosen.text), chosen)


def _with_notes(parsed: Parsed, chosen: Chosen) -> Parsed:
    return replace(parsed, losses=(*chosen.notes, *parsed.losses))


def _looks_like_json(chosen: Chosen) -> bool:
    if not chosen.looks_like_json:
        return False
    text = chosen.text.lstrip()
    # Read by its own reader; only its first words are looked at here.
    return text.startswith("{") and own_json.FORMAT in text[:200]


def _looks_like_csv(chosen: Chosen) -> bool:
    return "body" in chosen.table


OWN_JSON = Source("json", "Undivided (JSON)", _looks_like_json, _read_json)
OWN_CSV = Source(
    "csv",
    "Undivided or a spreadsheet with a column named body (CSV)",
    _looks_like_csv,
    _read_csv,
)
