"""Imports that may be taken back, and what becomes of their responses then."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PastImport:
    """An import that may be taken back.

    Attributes:
        number: Larger is newer.
        name: Of its file.
        at: When it was, aware, or None.
        count: Responses that it wrote and that were not taken back yet.
    """

    number: int
    name: str
    at: datetime | None
    count: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What becomes of the responses of an import that is taken back; all are counts.

    Attributes:
        removed: Came with it, and go.
        restored: Say again what they said before it.
        edited: Were changed since, and stay as they are.
        gone: Were deleted since, and stay deleted.
        waiting: Were changed by a later import, which has to be taken back first.
    """

    removed: int = 0
    restored: int = 0
    edited: int = 0
    gone: int = 0
    waiting: int = 0

    @property
    def count(self) -> int:
        """How many responses are as they were before the import."""
        return self.removed + self.restored
