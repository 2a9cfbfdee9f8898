"""Keeps painted focus marks as pictures, because hundreds of them are repainted each second."""

from collections import OrderedDict

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from undivided.desk.marks import FocusMark, FocusState
from undivided.ui.look.focus_mark import NUMBERLESS_BELOW, paint_focus_mark
from undivided.ui.look.theme import Tokens

KEPT = 384
"""Pictures that are kept; one of 36 px takes 5 KiB, four times that on a sharp screen."""

_STEPS = 128
"""Lengths of a ring that differ in a picture of 36 px: its circle is 97 px long."""

_Key = tuple[FocusState, int, int, str, bool, bool, int, float]


class MarkPictures:
    """Paints marks of one theme, each look only once."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._kept: OrderedDict[_Key, QPixmap] = OrderedDict()

    def paint(
        self, painter: QPainter, where: QRect, mark: FocusMark, *, is_selected: bool = False
    ) -> None:
        """Paint `mark` into the square `where`, as `paint_focus_mark` does."""
        ratio = painter.device().devicePixelRatioF()
        side = where.width()
        key = (
            mark.state,
            mark.seconds if side >= NUMBERLESS_BELOW else 0,
            round(mark.fraction * _STEPS),
            mark.initial,
            mark.is_offline,
            is_selected,
            side,
            ratio,
        )
        picture = self._kept.get(key)
        if picture is None:
            picture = self._kept[key] = self._painted(mark, side, ratio, is_selected=is_selected)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        painter.drawPixmap(where.topLeft(), picture)

    def _painted(self, mark: FocusMark, side: int, ratio: float, *, is_selected: bool) -> QPixmap:
        picture = QPixmap(round(side * ratio), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        where = QRectF(0, 0, side, side)
        paint_focus_mark(painter, where, mark, self._tokens, is_selected=is_selected)
        painter.end()
        return picture
