"""Reads a picture's kind and size from its first bytes, and draws initials.

Nothing here decodes pixels: a small file can unpack to a huge picture.
"""

import struct
from dataclasses import dataclass
from html import escape
from itertools import islice
from zlib import crc32

MAX_PIXELS = 16_000_000
PHOTO_BYTES = 2 * 1024 * 1024
SVG = "image/svg+xml"
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_INKS = ("#3B5BDB", "#0B7285", "#2B8A3E", "#862E9C", "#A61E4D", "#9C4221", "#364FC7", "#5F3DC4")


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, JPEG, WebP or GIF; width and height in pixels."""

    content_type: str
    width: int
    height: int

    @property
    def is_too_large(self) -> bool:
        """Whether a program that shows it would need too much memory."""
        return self.width * self.height > MAX_PIXELS


def picture_in(data: bytes) -> Picture | None:
    """Return what the header of `data` says, or None when it is no picture that we show."""
    readers = {
        "image/png": _png_size,
        "image/jpeg": _jpeg_size,
        "image/webp": _webp_size,
        "image/gif": _gif_size,
    }
    for content_type, reader in readers.items():
        try:
            size = reader(data)
        except (struct.error, IndexError):
            size = None
        if size is not None and min(size) > 0:
            return Picture(content_type, *size)
    return None


def initials_svg(name: str) -> bytes:
    """Return a square picture with up to two initials of `name`; its colour follows the name."""
    words = [word for word in name.split() if word[0].isalpha()]
    ends = words if len(words) < 2 else [words[0], words[-1]]
    letters = escape("".join(word[0] for word in ends).upper())
    ink = _INKS[crc32(name.encode("utf-8", "replace")) % len(_INKS)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96">'
        f'<rect width="96" height="96" fill="{ink}"/>'
        '<text x="48" y="50" fill="#FFFFFF" font-family="sans-serif" font-size="40"'
        f' text-anchor="middle" dominant-baseline="middle">{letters}</text></svg>'
    ).encode()


def _png_size(data: bytes) -> tuple[int, int] | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _gif_size(data: bytes) -> tuple[int, int] | None:
    if data[:6] not in {b"GIF87a", b"GIF89a"}:
        return None
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _webp_size(data: bytes) -> tuple[int, int] | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    if data[:3] != b"\xff\xd8\xff":
        return None
    position = 2
    # A picture has a few dozen segments; a crafted one may have a million.
    for _ in islice(range(len(data)), 1_000):
        while data[position] == 0xFF:
            position += 1
        marker = data[position]
        (length,) = struct.unpack_from(">H", data, position + 1)
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", data, position + 4)
            return width, height
        position += 1 + length
        if data[position] != 0xFF:
            return None
    return None
