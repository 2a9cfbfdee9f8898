"""Rights of everything that is kept: for its owner only."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from undivided.database.errors import DiskFull, ReadOnly

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def create_private(path: Path, what: str) -> None:
    """Make the file before SQLite does, so that it is never readable by others.

    Raises:
        DiskFull, ReadOnly: The file or its folder cannot be made.
    """
    try:
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE))
        elif path.is_file() and path.stat().st_mode & 0o077:
            with suppress(PermissionError):
                path.chmod(PRIVATE_FILE)
    except OSError as error:
        raise refusal(error, what, path) from error


def refusal(error: OSError, what: str, path: Path) -> DiskFull | ReadOnly:
    """Return the sentence for a file that the system did not let us make, write or move."""
    return (DiskFull if error.errno in {errno.ENOSPC, errno.EDQUOT} else ReadOnly)(what, path)
