"""The bytes of shared responses' files: a folder where each is kept once, under its digest.

Blocking: call it from worker threads. Bytes are on the disk before their row is, so a server that
is killed between the two has only bytes that nobody asks for.
"""

import os
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Lock

from undivided.library.model.parts import Attachment
from undivided.protocol.canned_responses import OpenPlace, Place
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.ids import opaque_id
from undivided.protocol.moments import Moment
from undivided.protocol.response_files import MOST_TOLD, LackingFile, LackingFiles
from undivided.server.accounts.hashing import Entropy
from undivided.server.accounts.sign_in import Connect
from undivided.server.store import response_files
from undivided.server.store.response_files import Naming, key_of

MOST_BYTES = 1024 * 1024 * 1024
"""Of the files of one place, so that no team or site fills the disk of all."""
UNNAMED_LIFE = timedelta(days=1)
"""For which a file stays that no response names any more: somebody may take a change back."""
_HALF = ".part"
_NAME_BYTES = 20


class ResponseFileStore:
    """The files of one server's shared responses.

    Args:
        folder: Private to the server.
        connect: Opens a connection for one piece of work.
        entropy: Random bytes for the names of what is being received.
    """

    def __init__(self, folder: Path, connect: Connect, entropy: Entropy) -> None:
        self._folder = folder
        self._connect = connect
        self._entropy = entropy
        # A file may be brought to one place while it is removed because no other names it.
        self._changing = Lock()

    def temporary(self) -> Path:
        """Return a new, empty, private file to receive into; remove it when it is not kept."""
        path = self._folder / f"{opaque_id(self._entropy(_NAME_BYTES)).lower()}{_HALF}"
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return path

    def forget_halves(self) -> None:
        """Remove what a server that was killed had only half received."""
        for half in self._folder.glob(f"*{_HALF}"):
            half.unlink(missing_ok=True)

    def lacking(self, email: str, places: Iterable[OpenPlace]) -> LackingFiles:
        """Return the files that an operator may bring, because responses name them."""
        open_to = {each.place: each.may_edit for each in places}
        found: dict[tuple[str, Place], LackingFile] = {}
        with self._connect() as database:
            for each in response_files.namings(database):
                digest, place = each.file.digest, each.place
                if len(found) == MOST_TOLD:
                    break
                if place not in open_to or not (open_to[place] or _answers(email, each)):
                    continue
                if not (
                    response_files.has(database, digest, place) and self._path(digest).exists()
                ):
                    found[digest, place] = LackingFile(
                        digest=digest, size=each.file.size, place=place
                    )
        return LackingFiles(files=tuple(found.values()))

    def wanted(self, digest: str, email: str, place: OpenPlace) -> tuple[Attachment, ...]:
        """Return how the responses of a place name a file that an operator wants to bring.

        Raises:
            ProtocolError: None does, the operator may not, or the place has enough already.
        """
        with self._connect() as database:
            named = [
                each
                for each in response_files.namings(database, digest)
                if each.place == place.place
            ]
            held = response_files.bytes_beside(database, digest, place.place)
        if not named:
            raise ProtocolError(ErrorType.NOT_FOUND, "No response there names this file.")
        if not (place.may_edit or any(_answers(email, each) for each in named)):
            sentence = "Only who may change a response brings its files."
            raise ProtocolError(ErrorType.AUTHORIZATION, sentence)
        if held + max(each.file.size for each in named) > MOST_BYTES:
            sentence = (
                f"The files of the responses there fill {MOST_BYTES >> 20:,} MB already; "
                "take some out of their responses first."
            )
            raise ProtocolError(ErrorType.LIMIT_REACHED, sentence)
        return tuple(each.file for each in named)

    def keep(self, received: Path, file: Attachment, place: Place, now: Moment) -> None:
        """Keep a file that was received and checked; its bytes are kept once for all places."""
        with received.open("rb") as opened:
            os.fsync(opened.fileno())
        with self._changing:
            received.replace(self._path(file.digest))
            with self._connect() as database:
                response_files.keep(database, file, place, now)

    def found(self, digest: str, places: Iterable[OpenPlace]) -> Path | None:
        """Return where a file is that was brought to one of these places, or None.

        What the disk has spoiled is forgotten, so that it is lacking and brought again.
        """
        keys = {key_of(each.place) for each in places}
        with self._connect() as database:
            if not keys & response_files.places_of(database, digest):
                return None
        path = self._path(digest)
        try:
            with path.open("rb") as opened:
                is_whole = sha256(opened.read()).hexdigest() == digest
        except FileNotFoundError:
            return None
        if not is_whole:
            self._drop(digest)
            return None
        return path

    def forget_unnamed(self, now: Moment) -> int:
        """Remove the files that no response has named for a day; return how many."""
        with self._changing:
            with self._connect() as database:
                gone = response_files.drop_unnamed(database, now.plus(-UNNAMED_LIFE))
            for digest in gone:
                self._path(digest).unlink(missing_ok=True)
        return len(gone)

    def _drop(self, digest: str) -> None:
        with self._changing:
            with self._connect() as database:
                response_files.drop(database, digest)
            self._path(digest).unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        return self._folder / digest


def _answers(email: str, naming: Naming) -> bool:
    return naming.owner.casefold() == email.casefold()
