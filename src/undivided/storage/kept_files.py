"""Copies of files that wait to be sent, each once by its content, so that originals may go.

Blocking, on the thread of the file that names them: `sweep` removes what nothing names any more.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from undivided.database.errors import StorageError
from undivided.database.rights import PRIVATE_FILE, PRIVATE_FOLDER, refusal

MOST_KEPT_BYTES = 200 * 1024 * 1024
_WHAT = "copy of your file"
_NEW = ".new"


class TooMuchKept(StorageError):
    """So many files wait to be sent that no more are taken in; those are safe."""

    is_retry_sensible = True

    def __init__(self, path: Path) -> None:
        most = MOST_KEPT_BYTES // (1024 * 1024)
        super().__init__(
            f"Files that wait to be sent already fill {most} MB, so this one was not added. "
            "Send or remove some of them first.",
            path,
        )


class KeptFiles:
    """The folder of copies.

    Args:
        folder: Private; made when the first file comes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes) -> str:
        """Return the digest of `data`, which is on the disk now.

        Raises:
            TooMuchKept: There is no more room in our own bounds.
            DiskFull, ReadOnly: The disk did not take it; nothing was kept.
        """
        digest = sha256(data).hexdigest()
        path = self.path(digest)
        if path.exists():
            return digest
        if self._size() + len(data) > MOST_KEPT_BYTES:
            raise TooMuchKept(path)
        new = path.with_suffix(_NEW)
        try:
            self._folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            number = os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, PRIVATE_FILE)
            with os.fdopen(number, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            new.replace(path)
            _sync_folder(self._folder)
        except OSError as error:
            with suppress(OSError):
                new.unlink()
            raise refusal(error, _WHAT, path) from error
        return digest

    def path(self, digest: str) -> Path:
        """Return where the copy with this digest is; it may be gone."""
        return self._folder / digest

    def sweep(self, named: Iterable[str]) -> None:
        """Remove every copy that is not named; one that is being read goes another time."""
        wanted = set(named)
        for path in self._paths():
            if path.name not in wanted:
                with suppress(OSError):
                    path.unlink()

    def _paths(self) -> list[Path]:
        try:
            return list(self._folder.iterdir())
        except FileNotFoundError:
            return []

    def _size(self) -> int:
        return sum(path.stat().st_size for path in self._paths())


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder last; Windows does it by itself and cannot be asked to."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
