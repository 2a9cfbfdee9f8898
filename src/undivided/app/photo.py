"""Pictures of the operator's own: the photo from the server, files to send; within limits."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap

FORMATS = frozenset({b"png", b"jpeg", b"webp", b"gif"})
LARGEST_PIXELS = 16_000_000


def photo_from(data: bytes) -> QPixmap | None:
    """Return the picture in `data`, or None when it is of another kind or too large.

    The header is read first: Qt would decode many more formats, and a few kilobytes can
    ask for a huge picture.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    picture = _decoded(buffer)
    return None if picture is None else QPixmap.fromImage(picture)


def small_picture(path: Path, side_px: int) -> QImage | None:
    """Return a picture that covers a square of `side_px`, or None as for `photo_from`.

    A large JPEG is decoded no larger than that. It may be called on any thread.
    """
    return _decoded(QFile(str(path)), QSize(side_px, side_px))


def _decoded(source: QIODevice, covers: QSize | None = None) -> QImage | None:
    if not source.open(QIODevice.OpenModeFlag.ReadOnly):
        return None
    reader = QImageReader(source)
    reader.setAutoTransform(True)
    size = reader.size()
    if reader.format().data() not in FORMATS or not size.isValid():
        return None
    if size.width() * size.height() > LARGEST_PIXELS:
        return None
    if covers is not None and (size.width() > covers.width() or size.height() > covers.height()):
        small = size.scaled(covers, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        # A picture of one line and a million columns covers nothing.
        reader.setScaledSize(small.boundedTo(size))
    picture = reader.read()
    return None if picture.isNull() else picture
