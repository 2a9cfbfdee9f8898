"""Files that responses carry: each kept once by its digest, as long as anything names it."""

from collections.abc import Iterable
from mimetypes import MimeTypes

from undivided.library.errors import FileGone, FileTooLarge
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response
from undivided.storage.library.history import drop_unnamed
from undivided.storage.library.opening import OpenLibrary
from undivided.storage.library.rows import digest_of

MAX_FILE_BYTES = 10 * 1024 * 1024

# Not the system's table: the same file has the same type on every computer.
_TYPES = MimeTypes()


class LibraryFiles(OpenLibrary):
    """Adds and reads the bytes of files."""

    def add_file(self, data: bytes, name: str) -> Attachment:
        """Keep a file and return what a response that carries it has to name.

        Until a response names it, `drop_file` takes it back.

        Args:
            data: The whole file.
            name: As the visitor will see it; its ending says what kind of file it is.

        Raises:
            FileTooLarge: It has more than `MAX_FILE_BYTES`.
        """
        if len(data) > MAX_FILE_BYTES:
            raise FileTooLarge(name, len(data), MAX_FILE_BYTES)
        media_type = _TYPES.guess_type(name)[0] or "application/octet-stream"
        digest = digest_of(data)
        with self._changing():
            self._db.execute(
                "insert or ignore into files values (?, ?, ?, ?)",
                (digest, data, media_type, len(data)),
            )
        return Attachment(name=name, media_type=media_type, size=len(data), digest=digest)

    def file_bytes(self, digest: str) -> bytes:
        """Return a file, or raise `FileGone`."""
        with self._reading():
            found = self._db.execute("select bytes from files where digest = ?", (digest,))
            row = found.fetchone()
        if row is None:
            raise FileGone(digest)
        return bytes(row[0])

    def files_of(self, responses: Iterable[Response]) -> dict[str, bytes]:
        """Return the files that the responses carry, by digest; what is gone is left out."""
        named = {file.digest for response in responses for file in response.attachments}
        with self._reading():
            rows = [
                self._db.execute("select bytes from files where digest = ?", (each,)).fetchone()
                for each in sorted(named)
            ]
        return {
            digest: bytes(row[0])
            for digest, row in zip(sorted(named), rows, strict=True)
            if row is not None
        }

    def has_file(self, digest: str) -> bool:
        """Return whether the bytes of a file are here."""
        with self._reading():
            found = self._db.execute("select 1 from files where digest = ?", (digest,))
            return found.fetchone() is not None

    def drop_file(self, digest: str) -> None:
        """Forget a file, unless a response or an older version names it."""
        with self._changing():
            drop_unnamed(self._db, (digest,))
