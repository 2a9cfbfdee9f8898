"""What visitors said about buying, kept as JSON in the profile for their next visit.

Blocking. It holds no words of visitors. Source: practices 54 and 55.
"""

from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from msgspec import DecodeError, Struct, json

from undivided.protocol.ids import UserId
from undivided.storage.whole_file import put_aside, replace_whole

WHAT = "file of visitors who want no offers"
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
        try:
            return json.decode(self._path.read_bytes(), type=dict[UserId, VisitorNote]), ""
        except FileNotFoundError:
            return {}, ""
        except OSError as error:
            return {}, (
                f"Who wants no offers could not be read from {self._path} ({error.strerror}). "
                "Nothing was changed; press F9 where a visitor says no again."
            )
        except (DecodeError, ValueError, RecursionError):
            return {}, (
                "Who wants no offers could not be read and was put aside as "
                f"{put_aside(self._path)}. Press F9 where a visitor says no again."
            )

    def save(self, visitors: Mapping[UserId, VisitorNote]) -> None:
        """Replace the file in one step.

        Args:
            visitors: The one that was changed last at the end.

        Raises:
            DiskFull, ReadOnly: The old file is still there.
        """
        kept = dict(islice(visitors.items(), max(0, len(visitors) - MOST_VISITORS), None))
        replace_whole(self._path, json.encode(kept), WHAT)
