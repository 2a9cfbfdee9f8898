"""AutoKey: a folder of phrases, each `name.txt` with its `.name.json`; nothing in it is run.

Source: its public model and macro code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from undivided.library.errors import FileRefused, ResponseRefused
from undivided.library.formats.decoding import decoded
from undivided.library.formats.fields import Fields, checked, text, words
from undivided.library.formats.json_text import read_json
from undivided.library.formats.placeholders import slot, slot_name
from undivided.library.formats.source import Chosen, File, Source
from undivided.library.formats.told import CARET, DATE, Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

_CARRIED = frozenset({"title", "body", "shortcuts", "folder", "source", "source_id"})
_MACRO = re.compile(r"<(cursor|date|file|script|system)((?:\s[^<>\n]{0,300})?)>")
_NAME = re.compile(r"name=(?:'([^']{1,60})'|\"([^\"]{1,60})\"|([^\s'\"]{1,60}))")
_RUN = "A script, command or file was not run or read; a blank is in its place"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase's file with the one that describes it, if it is there."""

    file: File
    about: File | None


def read(chosen: Chosen) -> Parsed:
    """Return the phrases of a folder; scripts are counted and left alone.

    Raises:
        FileRefused: It is no folder, or holds no phrase.
    """
    if not chosen.is_folder:
        raise FileRefused("AutoKey keeps phrases in a folder. Choose the folder instead of a file.")
    phrases = list(_phrases(chosen.files))
    if not phrases:
        raise FileRefused("The folder holds no phrase of AutoKey, which are files ending in .txt.")
    scripts = sum(file.ending == "py" for file in chosen.files)
    note = f"Scripts are never run; {scripts:,} of them stayed where they are."
    notes = [note] if scripts else []
    return read_rows(enumerate(phrases, start=1), _response, _CARRIED, *notes)


def _phrases(files: tuple[File, ...]) -> Iterator[_Phrase]:
    by_name = {file.name: file for file in files}
    for file in files:
        if file.ending == "txt":
            folder, slash, name = file.name.rpartition("/")
            stem = name[: -len(".txt")]
            about = by_name.get(f"{folder}{slash}.{stem}.json")
            yield _Phrase(file, about or by_name.get(f"{folder}{slash}{stem}.json"))


def _response(item: object, told: Told) -> Response:
    assert isinstance(item, _Phrase)
    try:
        written = decoded(item.file.data)
    except FileRefused as error:
        raise ResponseRefused(f"{item.file.name}: {error.sentence}") from error
    if written.note:
        told.lost(written.note.removesuffix("."))
    about = _about(item, told)
    abbreviation = about.get("abbreviation")
    folder, _, name = item.file.name.rpartition("/")
    return Response(
        title=text(about, "description") or name[: -len(".txt")],
        body=_translated(checked(written.text), told),
        shortcuts=words(abbreviation, "abbreviations") if isinstance(abbreviation, Fields) else (),
        folder=tuple(folder.split("/")),
        source="autokey",
        source_id=item.file.name,
    )


def _about(phrase: _Phrase, told: Told) -> Fields:
    """Return what the describing file says; without a good one the phrase is kept by its name."""
    if phrase.about is None:
        return Fields()
    try:
        about = read_json(decoded(phrase.about.data).text)
    except FileRefused:
        told.lost("Its describing file could not be read; title and shortcut are missing")
        return Fields()
    return about if isinstance(about, Fields) else Fields()


def _translated(phrase: str, told: Told) -> str:
    return _MACRO.sub(lambda found: _macro(found[1], found[2], told), phrase)


def _macro(kind: str, details: str, told: Told) -> str:
    if kind == "cursor":
        told.lost(CARET)
        return ""
    if kind == "date":
        told.lost(DATE)
        is_time = re.search(r"%[HIMSp]", details) and not re.search(r"%[AaBbdjmyYx]", details)
        return slot("time" if is_time else "today")
    told.lost(_RUN)
    # Where a file lies on the other computer is nothing to show.
    name = _NAME.search(details) if kind == "script" else None
    return slot(slot_name(next(filter(None, name.groups()), kind) if name else kind))


def _looks_like(chosen: Chosen) -> bool:
    return chosen.is_folder and any(file.ending == "txt" for file in chosen.files)


AUTOKEY = Source(
    "autokey",
    "AutoKey (folder)",
    _looks_like,
    read,
    (
        "Scripts, commands and files are never run or read: a blank stands in their place.",
        "Hotkeys and rules for windows are left out.",
    ),
)
