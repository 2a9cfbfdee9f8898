"""Puts text into WebSocket frames as a server sends them: unmasked, whole, uncompressed.

The library's writer takes one frame at a time; several answers to one reader leave here together,
which saves a system call each.
"""

from collections.abc import Iterable
from struct import pack

PING_FRAME = b"\x89\0"
_FINAL_TEXT = 0x81


def text_frames(texts: Iterable[bytes]) -> bytes:
    """Return one frame for each UTF-8 text, ready to be written.

    Source: RFC 6455, section 5.2.
    """
    parts: list[bytes] = []
    for text in texts:
        parts += (_head(len(text)), text)
    return b"".join(parts)


def _head(size: int) -> bytes:
    if size < 126:
        return pack("!BB", _FINAL_TEXT, size)
    if size < 65_536:
        return pack("!BBH", _FINAL_TEXT, 126, size)
    return pack("!BBQ", _FINAL_TEXT, 127, size)
