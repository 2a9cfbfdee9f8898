"""Pictures are measured by their header, and files known by their content."""

import struct
import zlib

import pytest

from undivided.etiquette.file_names import safe_name
from undivided.server.accounts.pictures import Picture, initials_svg, picture_in
from undivided.server.web.file_kinds import kind_of


def png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0"


def jpeg(width: int, height: int, padding: int = 0) -> bytes:
    profile = b"\xff\xe2" + struct.pack(">H", padding + 2) + bytes(padding)
    return b"\xff\xd8" + profile + b"\xff\xc0\0\x11\x08" + struct.pack(">HH", height, width) + b"\3"


def webp(kind: bytes, body: bytes) -> bytes:
    return b"RIFF\0\0\0\0WEBP" + kind + b"\0\0\0\0" + body


WEBP_EXTENDED = webp(
    b"VP8X", b"\0\0\0\0" + (299).to_bytes(3, "little") + (199).to_bytes(3, "little")
)
WEBP_LOSSLESS = webp(b"VP8L", b"\x2f" + struct.pack("<I", 299 | 199 << 14))
WEBP_LOSSY = webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 300, 200))


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (png(300, 200), "image/png"),
        (gif(300, 200), "image/gif"),
        (jpeg(300, 200), "image/jpeg"),
        (jpeg(300, 200, padding=40_000), "image/jpeg"),
        (WEBP_EXTENDED, "image/webp"),
        (WEBP_LOSSLESS, "image/webp"),
        (WEBP_LOSSY, "image/webp"),
    ],
    ids=["png", "gif", "jpeg", "jpeg-profile", "webp-x", "webp-lossless", "webp-lossy"],
)
def test_size_stands_in_the_header(data: bytes, content_type: str) -> None:
    assert picture_in(data) == Picture(content_type, 300, 200)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff" + b"\xff" * 99,
        b"RIFF0000WEBPVP8 ",
        b"RIFF0000WEBPnone" + bytes(40),
        png(0, 5),
        jpeg(1, 1)[:14],
        b"\xff\xd8\xff\xe0\0\x02" + b"x" * 50,
        b"<svg/>",
        b"\xff\xd8" + b"\xff\xe0\0\2" * 3_000,
    ],
)
def test_damaged_header_is_no_picture(data: bytes) -> None:
    assert picture_in(data) is None


def test_huge_picture_is_too_large() -> None:
    assert Picture("image/png", 5_000, 5_000).is_too_large
    assert not Picture("image/png", 4_000, 4_000).is_too_large


def test_initials_are_escaped_letters() -> None:
    svg = initials_svg("Ann <script> &Lee").decode()

    assert ">A" in svg
    assert "<script" not in svg


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.txt", b"MZ\x90"),
        ("a.jpg", b"\x7fELF\x02"),
        ("run", b"#!/bin/sh\n"),
        ("setup.exe", b"harmless text"),
        ("page.html", b"<b>"),
        ("logo.svg", b"<svg/>"),
        ("app.jar", b"PK\3\4"),
        ("a.bin", b"\0asm\1\0\0\0"),
    ],
)
def test_program_is_refused_by_content_or_name(name: str, head: bytes) -> None:
    assert kind_of(name, head).refusal is not None


@pytest.mark.parametrize(
    ("name", "head", "content_type"),
    [
        ("a.exe.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("wrong.png", b"%PDF-1.7\n", "application/pdf"),
        ("a.txt", "grüße\n".encode(), "text/plain"),
        ("a.csv", b"a,b\r\n1,2", "text/plain"),
        ("a.dat", b"\1\2\3\4", "application/octet-stream"),
        ("a.gif", gif(3, 2), "image/gif"),
    ],
)
def test_type_comes_from_the_content(name: str, head: bytes, content_type: str) -> None:
    kind = kind_of(name, head)

    assert (kind.content_type, kind.refusal) == (content_type, None)


@pytest.mark.parametrize("head", [png(5_000, 5_000), b"\x89PNG\r\n\x1a\n" + bytes(30)])
def test_huge_or_damaged_picture_is_refused(head: bytes) -> None:
    assert kind_of("a.png", head).refusal is not None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("photo.png", "photo.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("a\nb.txt", "ab.txt"),
        ("", "file"),
        ("...", "file"),
        ("CON.txt", "file CON.txt"),
        ('a"b|c.txt', "a b c.txt"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("y" * 300, "y" * 120),
    ],
)
def test_file_name_is_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept
