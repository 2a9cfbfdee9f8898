"""Takes out of a picture what its pixels do not need: where and when it was taken, and by whom.

Pure: bytes in, bytes out. The pixels are never decoded or packed anew. A picture that is not
built as expected stays as it is, because a damaged one is the server's to refuse.
"""

import re
import struct
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_NOTES = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_WEBP_NOTES = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS_OF_NOTES = 0b0000_1100
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_START_OF_SCAN = 0xDA
_END_OF_IMAGE = 0xD9
# Inside a scan, 0xFF stands for itself before 0x00, and some marks stand inside it.
_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
# Exif, XMP; Photoshop with IPTC; a remark.
_JPEG_NOTES = frozenset({0xE1, 0xED, 0xFE})


def without_notes(data: bytes) -> bytes:
    """Return a JPEG, PNG or WebP without its notes; anything else comes back unchanged.

    A photo that its camera took sideways stays upright: that one mark is kept.
    """
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return b"".join(_jpeg(data))
        if data.startswith(_PNG):
            return b"".join(_png(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, ValueError, IndexError):
        pass
    return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Yield what is kept; what a camera hangs on behind the picture has notes of its own."""
    yield data[:2]
    at, is_in_scan = 2, False
    while (found := _MARKER.search(data, at)) is not None:
        if found.start() > at and not is_in_scan:
            message = "no segment begins here"
            raise ValueError(message)
        yield data[at : found.start()]
        kind, body = data[found.end() - 1], found.end()
        if kind == _END_OF_IMAGE:
            yield b"\xff\xd9"
            return
        (length,) = struct.unpack_from(">H", data, body)
        at = body + length
        if length < 2 or at > len(data):
            message = "a segment has no end"
            raise ValueError(message)
        if kind not in _JPEG_NOTES:
            yield b"\xff" + data[body - 1 : at]
        elif data[body + 2 : body + 8] == _EXIF and (turn := _orientation(data[body + 8 : at])) > 1:
            yield _turned(turn)
        is_in_scan = kind == _START_OF_SCAN
    yield data[at:]


def _orientation(tiff: bytes) -> int:
    """Return which way up a photo is, 1 to 8; 1 when nothing is said."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    (directory,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, directory)
    for number in range(count):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, directory + 2 + 12 * number)
        if tag == _ORIENTATION and kind == 3 and 1 <= value <= 8:
            return int(value)
    return 1


def _turned(turn: int) -> bytes:
    """Return an Exif segment that says which way up the photo is, and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turn, 0)
    body = _EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> Iterator[bytes]:
    yield _PNG
    at = len(_PNG)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 12 + length
        if end > len(data):
            message = "a chunk has no end"
            raise ValueError(message)
        if data[at + 4 : at + 8] not in _PNG_NOTES:
            yield data[at:end]
        at = end


def _webp(data: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(data):
        name = data[at : at + 4]
        (length,) = struct.unpack_from("<I", data, at + 4)
        end = at + 8 + length + length % 2
        chunk = data[at:end]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS_OF_NOTES]) + chunk[9:]
        if name not in _WEBP_NOTES:
            kept.append(chunk)
        at = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
