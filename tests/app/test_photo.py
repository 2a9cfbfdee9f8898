"""Rules of the operator's photo."""

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter
from pytestqt.qtbot import QtBot

from undivided.app.photo import photo_from


def picture(kind: str, width: int = 4, height: int = 3) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, kind.encode()).write(image)
    return bytes(data.data())


def png_of_size(width: int, height: int) -> bytes:
    """Return a few bytes whose header asks for a picture of this size."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    size, check = struct.pack(">I", 13), struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + size + header + check


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_a_photo_is_shown(qtbot: QtBot, kind: str) -> None:
    shown = photo_from(picture(kind))

    assert shown is not None
    assert (shown.width(), shown.height()) == (4, 3)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        picture("bmp"),
        picture("png")[:40],
        png_of_size(40_000, 40_000),
        png_of_size(0, 5),
    ],
    ids=["empty", "text", "svg", "bmp", "cut short", "too many pixels", "no width"],
)
@pytest.mark.qt_log_ignore("libpng", "Invalid", "corrupt")
def test_anything_else_is_no_photo(qtbot: QtBot, data: bytes) -> None:
    assert photo_from(data) is None
