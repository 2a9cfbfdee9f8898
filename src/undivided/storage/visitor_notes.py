"""What visitors said about buying, kept as JSON in the profile for their next visit.

Blocking. It holds no words of visitors. Source: practices 54 and 55.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from undivided.protocol.ids import UserId
from undivided.storage.kept_notes import load_notes, save_notes

WHAT = "file of visitors who want no offers"
_UNREADABLE = (
    "Who wants no offers could not be read from {}. "
    "Nothing was changed; press F9 where a visitor says no again."
)
_DAMAGED = (
    "Who wants no offers could not be read and was put aside as {}. "
    "Press F9 where a visitor says no again."
)
MOST_VISITORS = 2_000
"""Those who said something last."""


class VisitorNote(Struct, frozen=True, omit_defaults=True):
    """What is kept of one visitor.

    Attributes:
        refused_on: ISO date of the last no to a sale, or "".
        refused_in: The thread in which it was said; there it holds until the end.
        buying_in: The thread in which the operator called the visitor a buyer, or "".
    """

    refused_on: str = ""
    refused_in: str = ""
    buying_in: str = ""


class VisitorNotesFile:
    """Reads and writes one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> tuple[dict[UserId, VisitorNote], str]:
        """Return what is kept of each visitor, and a sentence when the file could not be used.

        A damaged file is put aside, never deleted, and nobody has said anything.
        """
        return load_notes(
            self._path, dict[UserId, VisitorNote], unreadable=_UNREADABLE, damaged=_DAMAGED
        )

    def save(self, visitors: Mapping[UserId, VisitorNote]) -> None:
        """Replace the file in one step.

        Args:
            visitors: The one that was changed last at the end.

        Raises:
            DiskFull, ReadOnly: The old file is still there.
        """
        save_notes(self._path, visitors, most=MOST_VISITORS, what=WHAT)
