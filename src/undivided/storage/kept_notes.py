"""A small JSON file of notes by id, the newest last: read whole, replaced whole, never too long."""

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TypeVar

from msgspec import DecodeError, json

from undivided.storage.whole_file import put_aside, replace_whole

Id = TypeVar("Id", bound=str)
Note = TypeVar("Note")


def load_notes(
    path: Path, kind: type[dict[Id, Note]], *, unreadable: str, damaged: str
) -> tuple[dict[Id, Note], str]:
    """Return the notes, and a sentence when the file could not be used; then there are none.

    Args:
        unreadable: The sentence for a file that is left as it is; `{}` stands for the place and
            the system's reason.
        damaged: The sentence for one that was put aside, never deleted; `{}` is its new place.
    """
    try:
        return json.decode(path.read_bytes(), type=kind), ""
    except FileNotFoundError:
        return {}, ""
    except OSError as error:
        return {}, unreadable.format(f"{path} ({error.strerror})")
    except (DecodeError, ValueError, RecursionError):
        return {}, damaged.format(put_aside(path))


def save_notes(path: Path, notes: Mapping[Id, Note], *, most: int, what: str) -> None:
    """Replace the file in one step by the last `most` notes.

    Args:
        what: The file's name in sentences.

    Raises:
        DiskFull, ReadOnly: The old file is still there.
    """
    kept = dict(islice(notes.items(), max(0, len(notes) - most), None))
    replace_whole(path, json.encode(kept), what)
