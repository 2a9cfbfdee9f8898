"""Shapes are drawn once for all of a size and look, and again where a picture would blur."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QPixmapCache
from pytestqt.qtbot import QtBot

from undivided.ui.look.kept_picture import paint_kept

BOX = QRectF(4, 4, 20, 10)


class Shape:
    """A round shape that counts how often it was drawn."""

    def __init__(self) -> None:
        self.drawn = 0

    def draw(self, painter: QPainter, box: QRectF) -> None:
        self.drawn += 1
        painter.setBrush(QColor("#3A52C7"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


def painted(
    shape: Shape, box: QRectF = BOX, *, ratio: float = 1, opacity: float = 1, look: str = "a"
) -> QPixmap:
    picture = QPixmap(round(40 * ratio), round(40 * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(opacity)
    paint_kept(painter, box, look, shape.draw)
    painter.end()
    return picture


@pytest.fixture(autouse=True)
def nothing_is_kept(qtbot: QtBot) -> None:
    QPixmapCache.clear()


def test_a_shape_of_one_size_and_look_is_drawn_once() -> None:
    shape = Shape()

    first, second = painted(shape), painted(shape)

    assert shape.drawn == 1
    assert first.toImage() == second.toImage()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_its_picture_is_what_would_be_drawn(ratio: float) -> None:
    shape = Shape()
    kept = painted(shape, ratio=ratio).toImage()
    drawn = QPixmap(round(40 * ratio), round(40 * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.white)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape.draw(painter, BOX)
    painter.end()
    expected = drawn.toImage()

    apart = [
        abs(getattr(kept.pixelColor(x, y), part)() - getattr(expected.pixelColor(x, y), part)())
        for x in range(kept.width())
        for y in range(kept.height())
        for part in ("red", "green", "blue")
    ]

    # Blending a half-covered pixel in two steps may round otherwise.
    assert max(apart) <= 2


@pytest.mark.parametrize(
    "other",
    [
        {"look": "b"},
        {"box": QRectF(4, 4, 21, 10)},
        {"ratio": 2},
        {"ratio": 1.5},
        {"opacity": 0.4},
        {"box": QRectF(4.5, 4, 20, 10)},
    ],
    ids=["look", "size", "screen", "fractional screen", "see-through", "between pixels"],
)
def test_what_differs_is_drawn_again(other: dict[str, object]) -> None:
    shape = Shape()
    painted(shape)

    painted(shape, **other)  # type: ignore[arg-type]  # one of several arguments

    assert shape.drawn == 2
