"""The files of shared responses in the library's file: which are here, and taking in the others."""

import json
from collections.abc import Iterable

from undivided.library.model.parts import Attachment
from undivided.library.sharing.copies import Rights
from undivided.library.sharing.files import CarriedFile, carried, is_whole
from undivided.storage.library.history import drop_unnamed
from undivided.storage.library.opening import OpenLibrary
from undivided.storage.library.shared import SharedShelf

_REFUSED = "refused files "
"""Before a server's address: the name of the fact that lists what it refused for good."""


class LibrarySharedFiles(OpenLibrary):
    """Says what is missing, and keeps what was fetched, whole or not at all."""

    def carried_files(self, origin: str) -> tuple[Rights, tuple[CarriedFile, ...]]:
        """Return what the operator may do at a server, and the files that its responses carry."""
        with self._reading():
            shelf = SharedShelf(self._db, self._writer, origin)
            rights = shelf.known().rights
            rows = {row.id: row for row in shelf.rows_with_files()}
            if not rows:
                return rights, ()
            named = {file.digest for row in rows.values() for file in row.attachments}
            here = self._here(named)
            refused = self._refused(origin)
            found = [
                each
                for copy in shelf.copies()
                if copy.response_id in rows
                for each in carried(rows[copy.response_id], copy, rights, here)
                if not (each.is_here and each.file.digest in refused)
            ]
        return rights, tuple(found)

    def missing(self, files: Iterable[Attachment]) -> frozenset[str]:
        """Return the digests of those files whose bytes are not here."""
        named = {file.digest for file in files}
        with self._reading():
            return frozenset(named) - self._here(named)

    def take_shared_file(self, file: Attachment, data: bytes) -> bool:
        """Keep a file that was fetched, once for all responses that name it.

        Returns:
            Whether it was kept: it is whole, and something still names it.
        """
        if not is_whole(file, data):
            return False
        with self._changing():
            self._db.execute(
                "insert or ignore into files values (?, ?, ?, ?)",
                (file.digest, data, file.media_type, len(data)),
            )
            drop_unnamed(self._db, (file.digest,))
            return file.digest in self._here({file.digest})

    def note_refused_file(self, origin: str, digest: str) -> None:
        """Remember that a server never takes a file, so that it is not brought at each start."""
        with self._changing():
            known = sorted({*self._refused(origin), digest})
            self._db.execute(
                "insert or replace into facts values (?, ?)",
                (f"{_REFUSED}{origin}", json.dumps(known)),
            )

    def _here(self, digests: set[str]) -> frozenset[str]:
        look_up = "select 1 from files where digest = ?"
        return frozenset(each for each in digests if self._db.execute(look_up, (each,)).fetchone())

    def _refused(self, origin: str) -> frozenset[str]:
        row = self._db.execute(
            "select value from facts where name = ?", (f"{_REFUSED}{origin}",)
        ).fetchone()
        return frozenset(json.loads(row[0])) if row else frozenset()
