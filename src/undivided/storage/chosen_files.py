"""Reads the file or folder that was chosen to import; it follows no links and runs nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

from undivided.library import formats
from undivided.library.errors import FileRefused
from undivided.library.formats import Chosen, File

MAX_BYTES = 64 * 1024 * 1024
"""Of one file, and of all files of a folder together."""
MAX_FILES = 20_000

# Scripts are only counted, so their text stays where it is.
_READ = frozenset({"txt", "json", "yml", "yaml"})
_COUNTED = frozenset({"py"})


def chosen_at(path: Path) -> Chosen:
    """Return what lies at a path, ready for `formats.read`.

    Raises:
        FileRefused: It cannot be read, or is too large.
    """
    try:
        if path.is_dir():
            return formats.folder(_files(path))
        if path.stat().st_size > MAX_BYTES:
            raise FileRefused(f"{path.name} is larger than 64 MiB. Import it in parts.")
        return formats.one_file(path.read_bytes(), path.name)
    except OSError as error:
        raise FileRefused(
            f"{path} cannot be read: {error.strerror}. Nothing was changed."
        ) from error


def _files(folder: Path) -> Iterator[File]:
    """Yield the files below a folder that some format is made of."""
    left = MAX_BYTES
    count = 0
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            file = File(path.relative_to(folder).as_posix(), b"")
            if path.is_symlink() or not path.is_file() or file.ending not in _READ | _COUNTED:
                continue
            count += 1
            left -= path.stat().st_size if file.ending in _READ else 0
            if left < 0 or count > MAX_FILES:
                raise FileRefused(
                    f"The folder {folder.name} holds more than 64 MiB or {MAX_FILES:,} files. "
                    "Import it in parts."
                )
            yield File(file.name, path.read_bytes()) if file.ending in _READ else file
