"""What can go wrong with a file of ours, each with a sentence for the person who uses it."""

from pathlib import Path

from undivided.protocol.errors import UndividedError

# StorageError
#  +-- DatabaseNewer      written by a later version; untouched
#  +-- DatabaseLocked     another program is writing; a retry makes sense
#  +-- DatabaseDamaged    not readable as a database; a copy is kept
#  +-- DiskFull           nothing was saved; free some room, then retry
#  +-- DiskFault          the disk failed; nothing was saved; a retry may work
#  +-- ReadOnly           rights or a read-only disk; nothing was saved


class StorageError(UndividedError):
    """A file could not be used.

    Attributes:
        path: The file.
        is_retry_sensible: Whether the same call may succeed later unchanged.
    """

    is_retry_sensible = False

    def __init__(self, sentence: str, path: Path) -> None:
        super().__init__(sentence)
        self.path = path


class DatabaseNewer(StorageError):
    """The file was written by a later version; it has not been touched.

    Attributes:
        unknown: Names of the migrations that this version does not know.
    """

    def __init__(self, what: str, path: Path, unknown: tuple[str, ...]) -> None:
        super().__init__(
            f"The {what} at {path} was written by a newer version of Undivided. "
            "It was left as it is; update this program to open it.",
            path,
        )
        self.unknown = unknown


class DatabaseLocked(StorageError):
    """Another program held the file for longer than we wait."""

    is_retry_sensible = True

    def __init__(self, what: str, path: Path) -> None:
        super().__init__(
            f"The {what} at {path} is being written by another program. "
            "Nothing was changed; try again when it has finished.",
            path,
        )


class DatabaseDamaged(StorageError):
    """The file is not readable as a database.

    Attributes:
        copy: Where its bytes were copied to, or None when that failed too.
    """

    def __init__(self, what: str, path: Path, copy: Path | None = None) -> None:
        kept = f" A copy is kept at {copy}." if copy else ""
        super().__init__(
            f"The {what} at {path} is damaged and cannot be read.{kept} "
            "Restore a backup, or move the file away to start with a new one.",
            path,
        )
        self.copy = copy


class DiskFull(StorageError):
    """There was no room; the whole change was taken back."""

    is_retry_sensible = True

    def __init__(self, what: str, path: Path) -> None:
        super().__init__(
            f"The disk is full, so the {what} at {path} could not be saved. "
            "Nothing was lost; free some room and try again.",
            path,
        )


class DiskFault(StorageError):
    """The disk did not do what was asked; the whole change was taken back."""

    is_retry_sensible = True

    def __init__(self, what: str, path: Path) -> None:
        super().__init__(
            f"The disk did not read or write the {what} at {path}. "
            "Nothing was changed; check the disk and try again.",
            path,
        )


class ReadOnly(StorageError):
    """The file or its folder may not be written, or not even opened."""

    def __init__(self, what: str, path: Path) -> None:
        super().__init__(
            f"The {what} at {path} cannot be opened for writing. "
            "Check the rights of the file and its folder, and that the disk is not read-only.",
            path,
        )
