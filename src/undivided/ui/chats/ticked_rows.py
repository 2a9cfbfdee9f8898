"""Which rows have only another second to show, so that they are painted without the view."""

from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion


class TickedRow(NamedTuple):
    """What a second changed of one row.

    Attributes:
        rect: The whole row.
        parts: What has to be painted again.
        is_plain: It is a mark and a number on the list's own ground, and nothing else.
        has_ring: The ring is among it; one that is full looks the same each second.
    """

    rect: QRect
    parts: tuple[QRect, ...]
    is_plain: bool = False
    has_ring: bool = True


@dataclass(slots=True)
class TickedRows:
    """The rows that a second changed since the last paint, by their places.

    Attributes:
        offset: How far the list was scrolled then.
    """

    rows: dict[int, TickedRow] = field(default_factory=dict)
    region: QRegion = field(default_factory=QRegion)
    offset: int = -1

    def are_all_of(self, exposed: QRegion, offset: int) -> bool:
        """Return whether nothing else has to be painted."""
        return offset == self.offset and (exposed - self.region).isEmpty()
