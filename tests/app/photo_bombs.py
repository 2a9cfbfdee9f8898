"""Run in a process of its own: decodes pictures that want to fill the memory; prints what it cost.

`python photo_bombs.py` prints one JSON object a bomb: its name, its bytes, whether a picture came
out, the seconds of processor time, and by how many MiB the process has grown at most.
"""

import json
import os
import resource
import struct
import time
import zlib
from collections.abc import Iterator

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtGui import QGuiApplication

from undivided.app.photo import photo_from

ADDRESS_SPACE = 4 * 1024**3
PROCESSOR_S = 60


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one chunk of a PNG file."""
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def png(width: int, height: int, *, bits: int = 1, colour: int = 0, extra: bytes = b"") -> bytes:
    """Return a picture of one colour; its data shrink to a thousandth."""
    channels = {0: 1, 2: 3, 6: 4}[colour]
    row = b"\0" + b"\0" * ((width * bits * channels + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def gif(frames: int, width: int = 500, height: int = 500) -> bytes:
    """Return an animation of many frames."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * frames + b";"


def bombs() -> Iterator[tuple[str, bytes]]:
    """Yield each bomb with its name."""
    squeezed = zlib.compress(b"A" * 200_000_000, 9)
    yield "5,000 x 5,000 in 3 KB", png(5_000, 5_000)
    yield "16 Mpx of 16 bits and 4 channels", png(4_000, 4_000, bits=16, colour=6)[:60_000]
    yield "cut short", png(3_900, 3_900)[:900]
    yield "a text of 200 MB", png(10, 10, extra=chunk(b"zTXt", b"k\0\0" + squeezed))
    yield "a profile of 200 MB", png(10, 10, extra=chunk(b"iCCP", b"k\0\0" + squeezed))
    yield "5,000 frames", gif(5_000)
    yield "a wide GIF", gif(1, 65_535, 65_535)
    yield "a drawing named .png", b'<svg xmlns="http://www.w3.org/2000/svg" width="30000"/>' * 99
    yield (
        "a JPEG header of 65,500 x 65,500",
        (b"\xff\xd8\xff\xc0\x00\x11\x08" + struct.pack(">HH", 65_500, 65_500) + b"\x03\x01\x22\0"),
    )


def main() -> None:
    """Decode every bomb under limits."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
    application = QGuiApplication([])
    for name, data in bombs():
        before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        picture = photo_from(data)
        told = {
            "name": name,
            "bytes": len(data),
            "is_shown": picture is not None,
            "seconds": time.process_time() - begun,
            "grown_mib": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
        }
        print(json.dumps(told), flush=True)
    del application


if __name__ == "__main__":
    main()
