"""Uploaded files: bytes in a folder, facts in the database, unguessable addresses.

Blocking: call it from a worker thread, except `stored`, which is one quick look-up.
"""

import os
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

from sqlite_utils import Database

from undivided.protocol.ids import opaque_id
from undivided.protocol.moments import Moment, from_wire, to_wire
from undivided.server.accounts.hashing import Entropy
from undivided.server.accounts.sign_in import Connect
from undivided.server.directory import StoredFile
from undivided.server.web.file_kinds import FileKind

FILE_ID_BYTES = 20
_FILE_KEY = re.compile(rb"/files/([a-z0-9]+)/")
UNUSED_LIFE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was received whole and may be kept."""

    temporary: Path
    name: str
    kind: FileKind
    size_bytes: int
    uploader: str


@dataclass(frozen=True, slots=True)
class UnusedFile:
    """A visitor's file of which it is not known that a message uses it."""

    key: str
    size_bytes: int
    kept_at: datetime


class UploadStore:
    """The uploads of one server.

    Args:
        folder: Private to the server.
        reader: The connection of the loop's thread, for look-ups.
        connect: Opens a connection for one write.
        entropy: Random bytes for ids.
        public_url: What stands before `/files/`.
    """

    def __init__(
        self, folder: Path, reader: Database, connect: Connect, entropy: Entropy, public_url: str
    ) -> None:
        self._folder = folder
        self._reader = reader
        self._connect = connect
        self._entropy = entropy
        self._public_url = public_url

    def temporary(self) -> Path:
        """Return a new, empty, private file to receive into; remove it when it is not kept."""
        path = self._folder / f"{opaque_id(self._entropy(FILE_ID_BYTES)).lower()}.part"
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return path

    def keep(self, upload: Upload, now: Moment) -> StoredFile:
        """Return the stored file; both its bytes and its row are on the disk then."""
        key = opaque_id(self._entropy(FILE_ID_BYTES)).lower()
        picture = upload.kind.picture
        with upload.temporary.open("rb") as file:
            os.fsync(file.fileno())
        upload.temporary.replace(self._folder / key)
        with self._connect() as database:
            database.table("uploads").insert(
                {
                    "id": key,
                    "name": upload.name,
                    "content_type": upload.kind.content_type,
                    "size_bytes": upload.size_bytes,
                    "width": picture.width if picture else None,
                    "height": picture.height if picture else None,
                    "uploader": upload.uploader,
                    "created_at": to_wire(now.wall),
                }
            )
        found = self._found(key)
        assert found is not None
        return found

    def forget_unused(self, now: Moment) -> int:
        """Remove uploads that no message has used for a day; return how many.

        Source: RTM v3.6, upload_file.
        """
        before = to_wire(now.wall - UNUSED_LIFE)
        with self._connect() as database:
            rows = database.conn.execute(
                "SELECT id FROM uploads WHERE is_used = 0 AND created_at < ?", [before]
            ).fetchall()
            gone = [key for (key,) in rows if not _is_used(database, key)]
            for (key,) in rows:
                database.conn.execute("UPDATE uploads SET is_used = 1 WHERE id = ?", [key])
            # The row goes first: a file without a row is garbage, the reverse a broken link.
            for key in gone:
                database.conn.execute("DELETE FROM uploads WHERE id = ?", [key])
        for key in gone:
            (self._folder / key).unlink(missing_ok=True)
        return len(gone)

    def unused_of_visitors(self) -> list[UnusedFile]:
        """Return visitors' files that no tidying up has found in a message."""
        with self._connect() as database:
            rows = database.conn.execute(
                "SELECT id, size_bytes, created_at FROM uploads"
                " WHERE is_used = 0 AND instr(uploader, '@') = 0"
            ).fetchall()
        return [UnusedFile(key, size, from_wire(at)) for key, size, at in rows]

    def used(self, keys: frozenset[str]) -> set[str]:
        """Return which of these files a message uses; reads every message with a file."""
        with self._connect() as database:
            bodies = database.conn.execute("SELECT body FROM events WHERE kind = 'file'")
            return {
                key
                for (body,) in bodies
                for key in map(bytes.decode, _FILE_KEY.findall(body))
                if key in keys
            }

    def forget_halves(self) -> None:
        """Remove what a server that was killed had only half received."""
        for half in self._folder.glob("*.part"):
            half.unlink(missing_ok=True)

    def stored(self, url: str) -> StoredFile | None:
        """Return the upload behind `url`, or None when the address is not one of ours."""
        if not url.startswith(f"{self._public_url}/files/"):
            return None
        key = urlsplit(url).path.split("/")[2]
        found = self._found(key)
        return found if found is not None and found.url == url else None

    def file(self, key: str) -> tuple[Path, StoredFile] | None:
        """Return where an upload's bytes are and what is known of it."""
        found = self._found(key)
        return None if found is None else (self._folder / key, found)

    def _found(self, key: str) -> StoredFile | None:
        row = self._reader.conn.execute(
            "SELECT name, content_type, size_bytes, width, height FROM uploads WHERE id = ?", [key]
        ).fetchone()
        if row is None:
            return None
        name, content_type, size, width, height = row
        return StoredFile(
            url=f"{self._public_url}/files/{key}/{quote(name, safe='')}",
            name=name,
            content_type=content_type,
            size=size,
            width=width,
            height=height,
        )


def _is_used(database: Database, key: str) -> bool:
    found = database.conn.execute(
        "SELECT 1 FROM events WHERE kind = 'file' AND instr(body, CAST(? AS BLOB)) LIMIT 1",
        [f"/files/{key}/"],
    ).fetchone()
    return found is not None
