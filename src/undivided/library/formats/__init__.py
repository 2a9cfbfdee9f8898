"""The file formats of responses: every source system by name or by looking, and the exports.

Cheap to import: the readers themselves are imported when the first file is read.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from undivided.library.errors import FileRefused
from undivided.library.formats.decoding import decoded
from undivided.library.formats.source import Chosen, File, Source
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

__all__ = [
    "Chosen",
    "File",
    "Format",
    "Source",
    "decode",
    "detect",
    "encode",
    "folder",
    "losses",
    "one_file",
    "read",
    "sources",
    "write",
]


class Format(StrEnum):
    """A format that responses are written in."""

    JSON = "json"
    CSV = "csv"
    CHATWOOT = "chatwoot"
    ESPANSO = "espanso"
    LHC = "lhc"

    @property
    def ending(self) -> str:
        """What a file's name ends with."""
        return {Format.CSV: "csv", Format.LHC: "csv", Format.ESPANSO: "yml"}.get(self, "json")


def sources() -> Mapping[str, Source]:
    """Return what can be imported, by the word for it on the command line."""
    from undivided.library.formats.known import SOURCES  # noqa: PLC0415 - see above

    return SOURCES


def one_file(data: bytes | str, name: str = "") -> Chosen:
    """Return a file to look at and to read.

    Args:
        data: Its bytes, or its text.
        name: Its name; the ending tells YAML from a table.
    """
    as_bytes = data if isinstance(data, bytes) else data.encode("utf-8", "replace")
    return Chosen((File(name, as_bytes),))


def folder(files: Iterable[File]) -> Chosen:
    """Return a folder to look at and to read."""
    return Chosen(tuple(sorted(files, key=lambda file: file.name)), is_folder=True)


def detect(chosen: Chosen) -> Source:
    """Return the source system that the file or folder looks like.

    Raises:
        FileRefused: The file is no text, or the folder holds nothing to import.
    """
    known = sources()
    for source in known.values():
        if source.looks_like(chosen):
            return source
    if chosen.is_folder:
        raise FileRefused(
            "The folder holds neither phrases of AutoKey nor files of espanso. Choose a file in it."
        )
    # The two that say best what they need.
    return known["json" if chosen.looks_like_json else "csv"]


def read(chosen: Chosen | bytes | str, name: str | None = None) -> Parsed:
    """Return what was chosen, read as the named source system or as what it looks like.

    Args:
        chosen: A file or folder, or the bytes or the text of a file without a name.
        name: A key of `sources`.

    Raises:
        FileRefused: Nothing in it can be read.
    """
    looked_at = chosen if isinstance(chosen, Chosen) else one_file(chosen)
    source = sources()[name] if name else detect(looked_at)
    return source.read(looked_at)


def decode(data: bytes) -> str:
    """Return the text of a file, see `decoding.decoded`, or raise `FileRefused`."""
    return decoded(data).text


def write(
    responses: Iterable[Response], format_: Format, files: Mapping[str, bytes] | None = None
) -> str:
    """Return the responses as the text of a file; only JSON holds everything.

    Args:
        files: The bytes of what the responses carry, by digest, for JSON.
    """
    from undivided.library.formats.known import EXPORTS  # noqa: PLC0415 - see above

    return EXPORTS[format_](responses, files or {})


def encode(text: str, format_: Format) -> bytes:
    """Return the bytes of a file: UTF-8, with its mark where spreadsheets need it."""
    # Live Helper Chat refuses a file whose first column begins with the mark.
    return text.encode("utf-8-sig" if format_ is Format.CSV else "utf-8")


def losses(
    responses: Sequence[Response], format_: Format, missing: Collection[str] = ()
) -> tuple[str, ...]:
    """Return a sentence for each field that would not come back from an export.

    Args:
        missing: Digests of files that are not on this computer yet.
    """
    from undivided.library.formats import export_losses  # noqa: PLC0415 - see above

    lost = export_losses.sentences(responses, read(write(responses, format_), format_.value))
    # The other formats lose every file.
    return (*lost, *export_losses.names_alone(missing)) if format_ is Format.JSON else lost
