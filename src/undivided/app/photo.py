"""The operator's own photo: fetched from the own server, decoded within limits."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImageReader, QPixmap

FORMATS = frozenset({b"png", b"jpeg", b"webp", b"gif"})
LARGEST_PIXELS = 16_000_000


def photo_from(data: bytes) -> QPixmap | None:
    """Return the picture in `data`, or None when it is of another kind or too large.

    The header is read first: Qt would decode many more formats, and a few kilobytes can
    ask for a huge picture.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if reader.format().data() not in FORMATS or not size.isValid():
        return None
    if size.width() * size.height() > LARGEST_PIXELS:
        return None
    picture = QPixmap.fromImage(reader.read())
    return None if picture.isNull() else picture
