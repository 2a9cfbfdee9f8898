"""Reads a file that the operator chose to send, and refuses in a sentence what cannot be sent.

Blocking: call it on a worker's thread.
"""

from mimetypes import MimeTypes
from pathlib import Path
from stat import S_ISREG

from msgspec import Struct

from undivided.etiquette.file_names import PROGRAM_REFUSED, is_program, safe_name
from undivided.protocol.errors import UndividedError
from undivided.protocol.limits import UPLOAD_BYTES
from undivided.storage.picture_notes import without_notes

# Not the system's table: the same file has the same type on every computer.
_TYPES = MimeTypes()


class FileUnfit(UndividedError):
    """A file cannot be sent; nothing was changed."""


class LocalFile(Struct, frozen=True):
    """A file as it will be sent.

    Attributes:
        name: Harmless: no folders, no control or direction characters.
        media_type: By its name; the server judges by the content.
        data: The bytes; pictures without where and when they were taken.
    """

    name: str
    media_type: str
    data: bytes


def read_local(path: Path) -> LocalFile:
    """Return a file of this computer.

    Raises:
        FileUnfit: It is no file, empty, too large or a program, or it cannot be read.
    """
    name = safe_name(path.name)
    try:
        facts = path.stat()
        if not S_ISREG(facts.st_mode):
            # A pipe or a device would be read for ever.
            raise FileUnfit(f"“{name}” is no file, so it was not added. Folders have to be packed.")
        if facts.st_size > UPLOAD_BYTES:
            raise FileUnfit(_too_large(name, facts.st_size))
        with path.open("rb") as file:
            data = file.read(UPLOAD_BYTES + 1)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise FileUnfit(f"“{name}” was not added: it cannot be read ({why}).") from error
    return fit(name, data)


def fit(name: str, data: bytes) -> LocalFile:
    """Return bytes as a file to send.

    Raises:
        FileUnfit: They are none, too many or a program.
    """
    name = safe_name(name)
    if not data:
        raise FileUnfit(f"“{name}” was not added: it is empty.")
    if len(data) > UPLOAD_BYTES:
        raise FileUnfit(_too_large(name, len(data)))
    if is_program(name, data[:16]):
        raise FileUnfit(f"“{name}” was not added. {PROGRAM_REFUSED}")
    media_type = _TYPES.guess_type(name)[0] or "application/octet-stream"
    return LocalFile(name, media_type, without_notes(data))


def _too_large(name: str, size_bytes: int) -> str:
    most = UPLOAD_BYTES // (1024 * 1024)
    size = size_bytes / (1024 * 1024)
    return f"“{name}” was not added: it has {size:,.1f} MB, and the server takes at most {most} MB."
