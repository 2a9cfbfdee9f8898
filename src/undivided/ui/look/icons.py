"""Interface icons: shipped SVG outlines in a theme's colour, sharp on every screen."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from undivided.resources import resource_path

_RATIOS = (1.0, 2.0, 3.0)
"""Device ratios an icon is rendered for; Qt picks the nearest one above."""


def pixmap(name: str, colour: str, size: int = 16, ratio: float = 2.0) -> QPixmap:
    """Return an icon as a picture of `size` logical pixels.

    Args:
        name: The file's name in `resources/icons`, without its ending.
        colour: `#RRGGBB`; it takes the place of `currentColor`.
        ratio: Device pixels per logical pixel of the screen it is painted on.

    Raises:
        ResourceMissing: No such icon ships.
    """
    key = f"icon/{name}/{colour}/{size}/{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    picture = _render(_source(name).replace(b"currentColor", colour.encode()), size, ratio)
    QPixmapCache.insert(key, picture)
    return picture


def icon(name: str, colour: str, size: int = 16, *, disabled: str = "") -> QIcon:
    """Return an icon for buttons, actions and menus.

    Args:
        disabled: The colour while its control is disabled; Qt would grey it by its own rule.
    """
    made = QIcon()
    for ratio in _RATIOS:
        picture = pixmap(name, colour, size, ratio)
        # The same picture when selected: Qt would tint it otherwise.
        made.addPixmap(picture, QIcon.Mode.Normal)
        made.addPixmap(picture, QIcon.Mode.Selected)
        if disabled:
            made.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made


def app_icon() -> QIcon:
    """Return the program's icon: the flat drawing up to 24 px, the full one above."""
    made = QIcon()
    for size in (16, 20, 24):
        made.addPixmap(_render(_source("icon-small"), size, 1.0))
    for size in (32, 48, 64, 128, 256):
        made.addPixmap(_render(_source("icon"), size, 1.0))
    return made


def paint_icon(painter: QPainter, name: str, colour: str, rect: QRectF) -> None:
    """Paint an icon into `rect`, sharp for the painter's own device."""
    picture = pixmap(name, colour, round(rect.width()), painter.device().devicePixelRatioF())
    painter.drawPixmap(rect, picture, QRectF(picture.rect()))


@cache
def _source(name: str) -> bytes:
    return resource_path("icons", f"{name}.svg").read_bytes()


def _render(source: bytes, size: int, ratio: float) -> QPixmap:
    device_size = max(1, round(size * ratio))
    picture = QPixmap(QSize(device_size, device_size))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, device_size, device_size))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
