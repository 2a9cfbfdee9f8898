"""The files of shared responses: which are still to be had, which to be brought, and when.

Nothing is remembered about what was brought: the server says what it lacks, and whoever has it
and may change its response brings it. So nothing is forgotten by a cut, a kill or a restored file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from msgspec import Struct

from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response
from undivided.library.sharing.copies import Copy, Rights
from undivided.protocol.canned_responses import Place
from undivided.protocol.limits import UPLOAD_BYTES
from undivided.protocol.response_files import LackingFile

FIRST_WAIT_S = 2.0
LAST_WAIT_S = 300.0


class CarriedFile(Struct, frozen=True, kw_only=True):
    """A file that a shared response of this library names.

    Attributes:
        place: Of the response.
        is_here: Its bytes are in this library.
        may_bring: The server has the response with this file, and the operator may change it.
    """

    file: Attachment
    place: Place
    is_here: bool
    may_bring: bool

    @property
    def key(self) -> tuple[str, Place]:
        """What the server knows it by."""
        return self.file.digest, self.place


def carried(row: Response, copy: Copy, rights: Rights, here: frozenset[str]) -> list[CarriedFile]:
    """Return the files of one shared response.

    Args:
        here: Digests of the files whose bytes are in this library.
    """
    known = copy.base.attachments if copy.base is not None and copy.version else ()
    digests = {each.digest for each in known}
    return [
        CarriedFile(
            file=file,
            place=copy.place,
            is_here=file.digest in here,
            may_bring=file.digest in digests and rights.may_change(copy),
        )
        for file in row.attachments
    ]


def wanted(files: Iterable[CarriedFile]) -> tuple[Attachment, ...]:
    """Return what is to be fetched, each once; what is too large to be kept is not."""
    found = {
        each.file.digest: each.file
        for each in files
        if not each.is_here and 0 < each.file.size <= UPLOAD_BYTES
    }
    return tuple(found.values())


def to_bring(
    files: Iterable[CarriedFile], lacking: Iterable[LackingFile]
) -> tuple[CarriedFile, ...]:
    """Return what the server lacks and this library has, each once for each place."""
    asked = {(each.digest, each.place) for each in lacking}
    found = {
        each.key: each for each in files if each.is_here and each.may_bring and each.key in asked
    }
    return tuple(found.values())


def is_whole(file: Attachment, data: bytes) -> bool:
    """Return whether these are the bytes that a response names; nothing else is ever kept."""
    return len(data) == file.size and sha256(data).hexdigest() == file.digest


@dataclass(slots=True)
class Tries:
    """When what failed is tried again: after 2 s, then twice as long each time, up to 5 minutes.

    `now` is in seconds of one monotonic clock.
    """

    _failures: dict[str, int] = field(default_factory=dict)
    _due_at: dict[str, float] = field(default_factory=dict)

    def is_due(self, what: str, now: float) -> bool:
        """Return whether this may be tried."""
        return now >= self._due_at.get(what, now)

    def failed(self, what: str, now: float) -> None:
        """Take note that this did not work."""
        failures = self._failures.get(what, 0)
        self._failures[what] = failures + 1
        self._due_at[what] = now + min(FIRST_WAIT_S * 2.0 ** min(failures, 16), LAST_WAIT_S)

    def worked(self, what: str) -> None:
        """Forget earlier failures."""
        self._failures.pop(what, None)
        self._due_at.pop(what, None)

    def only(self, whats: Iterable[str]) -> None:
        """Forget everything but these."""
        kept = set(whats)
        for what in self._failures.keys() - kept:
            self.worked(what)

    def wait(self, now: float) -> float | None:
        """Return after how many seconds the next of them is due, or None when none waits."""
        return max(0.0, min(self._due_at.values()) - now) if self._due_at else None
