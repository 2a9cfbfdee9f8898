"""espanso: YAML files of matches, one or a whole folder; nothing in them is ever run.

Source: the published schema and documentation of matches, variables and forms.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from undivided.library.errors import FileRefused, ResponseRefused
from undivided.library.formats.espanso_export import text_of
from undivided.library.formats.espanso_vars import Body
from undivided.library.formats.fields import Fields, Unread, is_filled, row, text, words
from undivided.library.formats.html_text import plain
from undivided.library.formats.json_text import read_json
from undivided.library.formats.source import Chosen, File, Source
from undivided.library.formats.told import Told, read_rows
from undivided.library.formats.whole import KEY, restored
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

_CARRIED = frozenset({"title", "body", "shortcuts", "slots", "tags", "source", "source_id"})
_ENDINGS = {"yml", "yaml"}


@dataclass(frozen=True, slots=True)
class _Match:
    """One match of a file, with the variables that its whole file knows."""

    item: object
    globals: tuple[object, ...]


def read(chosen: Chosen) -> Parsed:
    """Return the matches of one file, or of all files of a folder in the order of their names."""
    notes: list[str] = []
    matches = list(_folder(chosen.files, notes) if chosen.is_folder else _file(chosen, notes))
    if not matches and not _has_list(chosen):
        raise FileRefused("No list named matches was found, as espanso's files have.")
    return read_rows(enumerate(matches, start=1), _response, _CARRIED, *notes)


def _has_list(chosen: Chosen) -> bool:
    documents = () if chosen.is_folder else chosen.yaml
    return any(isinstance(each, Fields) and "matches" in each for each in documents)


def _file(chosen: Chosen, notes: list[str]) -> Iterator[_Match]:
    for document in chosen.yaml:
        yield from _matches_of(document)
    notes.extend(chosen.notes)


def _folder(files: tuple[File, ...], notes: list[str]) -> Iterator[_Match]:
    for file in files:
        if file.ending in _ENDINGS:
            one = Chosen((file,))
            try:
                documents = one.yaml
            except FileRefused as error:
                # One bad file of a folder is one bad row.
                why = f"the file {file.name}, which was not read: {error.sentence}"
                yield _Match(Unread(why.removesuffix(".")), ())
                continue
            notes.extend(f"{file.name}: {note}" for note in one.notes)
            for document in documents:
                yield from _matches_of(document, file)


def _matches_of(document: object, file: File | None = None) -> Iterator[_Match]:
    if not isinstance(document, Fields):
        return
    known, found = document.get("global_vars"), document.get("matches")
    variables = tuple(known) if isinstance(known, list) else ()
    for item in found if isinstance(found, list) else ():
        if file is not None and isinstance(item, Fields):
            item.place = f"{file.name}, {item.place}"
        yield _Match(item, variables)


def _response(item: object, told: Told) -> Response:
    assert isinstance(item, _Match)
    try:
        return _from_match(item, told)
    except ResponseRefused as error:
        place = getattr(item.item, "place", "")
        if not place:
            raise
        raise ResponseRefused(f"{error.sentence} ({place})") from error


def _from_match(match: _Match, told: Told) -> Response:
    fields = row(match.item)
    triggers = words(fields, "triggers") or words(fields, "trigger")
    if is_filled(fields, "regex"):
        told.lost("A trigger that is a pattern was left out")
    ours = restored(_own(fields))
    body = Body((*match.globals, *_variables(fields)), told)
    if ours is not None:
        told.whole()
        if text_of(ours) == (text(fields, "form") or text(fields, "replace")):
            return ours
        return replace(ours, body=_written(fields, body, told), slots=body.slots)
    written = _written(fields, body, told)
    return Response(
        title=text(fields, "label"),
        body=written,
        shortcuts=tuple(map(shortcut, triggers)),
        slots=body.slots,
        tags=words(fields, "search_terms"),
        source="espanso",
        source_id=triggers[0] if triggers else "",
    )


def shortcut(trigger: str) -> str:
    """Return a trigger as a shortcut, without the sign that it begins with."""
    return "-".join(trigger.split()).lstrip(":;") or trigger


def _written(fields: Fields, body: Body, told: Told) -> str:
    """Return the match's text as a body; what it finds of slots stays with `body`."""
    for name in ("image_path", "paste", "apps"):
        if is_filled(fields, name):
            told.lost("A picture or a rule for programs was left out")
    if is_filled(fields, "form"):
        return body.form(text(fields, "form"), fields.get("form_fields"))
    if is_filled(fields, "html"):
        return body.text(plain(text(fields, "html"), told))
    for name in ("markdown", "replace"):
        if is_filled(fields, name):
            return body.text(text(fields, name))
    raise ResponseRefused("The match has no text to insert.")


def _variables(fields: Fields) -> list[object]:
    found = fields.get("vars")
    return found if isinstance(found, list) else []


def _own(fields: Fields) -> object:
    written = fields.get(KEY)
    if not isinstance(written, str):
        return None
    try:
        return read_json(written)
    except FileRefused:
        return None


def _looks_like(chosen: Chosen) -> bool:
    if chosen.is_folder:
        return any(file.ending in _ENDINGS for file in chosen.files)
    if not chosen.looks_like_yaml:
        return False
    return _has_list(chosen)


ESPANSO = Source(
    "espanso",
    "espanso (YAML file or folder)",
    _looks_like,
    read,
    (
        "Shell commands and scripts are never run: a blank stands in their place.",
        "Pictures, rules for programs and triggers that are patterns are left out.",
        "Markdown signs stay as they are.",
    ),
)
