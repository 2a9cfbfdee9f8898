"""Writes a file that the operator chose a place for: whole, or not at all."""

import contextlib
import errno
import os
from pathlib import Path

from undivided.database.errors import StorageError
from undivided.database.rights import PRIVATE_FILE


class FileNotWritten(StorageError):
    """The file could not be written; what was there before is untouched."""

    is_retry_sensible = True

    def __init__(self, path: Path, error: OSError) -> None:
        why = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or "unknown"
        super().__init__(
            f"{path.name} was not saved ({why}). Nothing was changed; choose another place.", path
        )


def write_whole(path: Path, content: str | bytes) -> None:
    """Write bytes, or text as UTF-8, to `path` in one step, readable by its owner only.

    A link stays one: the file that it leads to is written.

    Raises:
        FileNotWritten: An older file of this name is as it was, and so is what is no file.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        # To replace it would take a folder, a pipe or a device away.
        raise FileNotWritten(path, OSError(errno.EINVAL, "its place is taken by what is no file"))
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        number = os.open(new, os.O_CREAT | os.O_WRONLY | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(number, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        new.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            new.unlink()
        raise FileNotWritten(path, error) from error
