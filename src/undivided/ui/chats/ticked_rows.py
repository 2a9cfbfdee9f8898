"""Which rows have only another second to show, so that they are painted without the view."""

from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

from undivided.qtmodels.row_order import runs_of


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

    def add_seconds(
        self, rings: dict[int, bool], first: int, row: QRect, ring: QRect, number: QRect
    ) -> QRegion:
        """Take in that rows show another second; return what of them has to be painted.

        Rows that follow one another are one column of rings and one of numbers: a region of two
        rectangles instead of one for each mark.

        Args:
            rings: Places from the upper to the lower, and whether the ring is another, too.
            first: The place of `row`, the first in view.
            row: Where it is; all rows are equally high.
            ring: The part of `row` that holds its ring.
            number: The part that holds its number; empty where that stands in the ring.
        """
        height, region = row.height(), QRegion()
        for part, places in ((ring, [each for each in rings if rings[each]]), (number, [*rings])):
            for top, bottom in runs_of(places):
                high = (bottom - top + 1) * height
                region += QRect(part.left(), (top - first) * height, part.width(), high)
        region.translate(0, row.top())
        for place, has_ring in rings.items():
            rect = row.translated(0, (place - first) * height)
            self.rows[place] = TickedRow(rect, (), not number.isEmpty(), has_ring)
        return region
