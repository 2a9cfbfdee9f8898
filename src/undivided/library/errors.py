"""Why a response or a file of responses is refused, each with a sentence."""

from collections.abc import Iterable

from undivided.protocol.errors import UndividedError

# LibraryError
#  +-- ResponseRefused   one response cannot be kept as it is
#  +-- ShortcutTaken     its shortcut already belongs to another response
#  +-- ResponseGone      it was deleted in the meantime
#  +-- ResponseChanged   the same was changed in it meanwhile (in sharing/late_edits.py)
#  +-- VersionGone       this older version is no longer kept
#  +-- FileRefused       nothing in the file can be read
#  +-- ImportStopped     the operator stopped an import
#  +-- SharingRefused    no server lets the operator share with these people
#  +-- PlaceUnclear      several teams or sites could be meant
#  +-- FileTooLarge      a response cannot carry it
#  +-- FileGone          the library does not hold its bytes


class LibraryError(UndividedError):
    """Something asked of the canned library could not be done."""


class ResponseRefused(LibraryError):
    """One response breaks a rule; the sentence names the rule."""


class ShortcutTaken(LibraryError):
    """A shortcut starts one response only.

    Attributes:
        shortcut: Without its slash.
        title: Of the response that owns it.
    """

    def __init__(self, shortcut: str, title: str) -> None:
        super().__init__(
            f"The shortcut /{shortcut} already belongs to “{title}”. Choose another one."
        )
        self.shortcut = shortcut
        self.title = title


class ResponseGone(LibraryError):
    """No response has this id; another window or program deleted it."""

    def __init__(self, response_id: str) -> None:
        super().__init__("This response is no longer in the library. Search for it again.")
        self.response_id = response_id


class VersionGone(LibraryError):
    """No older version has this number; only the newest ones are kept."""

    def __init__(self) -> None:
        super().__init__("This version is no longer kept. Choose another one from the list.")


class FileRefused(LibraryError):
    """The file as a whole cannot be read as responses."""


class FileTooLarge(LibraryError):
    """A response carries small files only, because the whole library is copied and shared."""

    def __init__(self, name: str, size_bytes: int, limit_bytes: int) -> None:
        mebibyte = 1024 * 1024
        super().__init__(
            f"“{name}” has {size_bytes / mebibyte:.1f} MB; a response can carry files of up to "
            f"{limit_bytes // mebibyte} MB. Nothing was added: make it smaller, or send a link."
        )


class FileGone(LibraryError):
    """The bytes of a file that a response names are not in this library."""

    def __init__(self, digest: str) -> None:
        super().__init__(
            "The file of this response is not on this computer. The text can be sent without it; "
            "to have the file too, attach it again."
        )
        self.digest = digest


class ImportStopped(LibraryError):
    """The operator stopped an import while it was stored."""

    def __init__(self) -> None:
        super().__init__("The import was stopped. Nothing of the file was kept.")


class SharingRefused(LibraryError):
    """No server that this library follows lets the operator add responses of a scope."""

    def __init__(self, scope: str) -> None:
        super().__init__(
            f"No server that this library knows lets you add responses for the {scope}, so nothing "
            "was imported. Leave --scope and --place out to keep them for yourself, or ask an "
            "administrator."
        )


class PlaceUnclear(LibraryError):
    """What is said about where responses go fits no team or site, or several."""

    def __init__(self, names: Iterable[str]) -> None:
        said = ", ".join(f"“{name}”" for name in names)
        super().__init__(
            "Nothing was imported, because it is not clear which team or site has it. "
            f"Say --place with one of these: {said}."
        )
