"""Small files that are replaced as a whole, so that a power cut leaves the old or the new one."""

import contextlib
import errno
import os
from pathlib import Path

from undivided.database.errors import DiskFull, ReadOnly
from undivided.database.rights import PRIVATE_FILE


def replace_whole(path: Path, data: bytes, what: str) -> None:
    """Put `data` in the place of a file, readable by its owner only.

    Args:
        what: The file's name in sentences.

    Raises:
        DiskFull, ReadOnly: The old file is still there.
    """
    new = path.with_suffix(".new")
    try:
        flags = os.O_CREAT | os.O_WRONLY | os.O_TRUNC
        with os.fdopen(os.open(new, flags, PRIVATE_FILE), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        new.replace(path)
    except OSError as error:
        known = DiskFull if error.errno == errno.ENOSPC else ReadOnly
        raise known(what, path) from error


def put_aside(path: Path) -> Path:
    """Rename a damaged file, never delete it, and return its new place."""
    aside = path.with_suffix(".damaged")
    with contextlib.suppress(OSError):
        path.replace(aside)
    return aside
