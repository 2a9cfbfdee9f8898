"""Files that an operator chose: what may be sent, under which name, and without whose notes."""

import os
import struct
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageReader

from undivided.protocol.limits import UPLOAD_BYTES
from undivided.storage.local_file import FileUnfit, fit, read_local
from undivided.storage.picture_notes import without_notes

PLACE = b"N 52.5 E 13.4"


def drawn(format_: str) -> bytes:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    for x in range(40):
        for y in range(30):
            image.setPixel(x, y, 0xFF000000 | (x * 6) << 16 | (y * 8) << 8 | (x * y) % 255)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, format_)  # type: ignore[call-overload] # a name is a name in both
    return bytes(buffer.data().data())


def pixels(data: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    image = QImageReader(buffer).read()
    assert not image.isNull()
    return image.convertToFormat(QImage.Format.Format_RGB32)


def turn_of(data: bytes) -> str:
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return str(QImageReader(buffer).transformation().name)


def exif(orientation: int = 6, order: str = "<") -> bytes:
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    place = struct.pack(f"{order}HHII", 0x8825, 4, 1, 60)
    return mark + struct.pack(f"{order}IH", 8, 2) + entry + place + b"\0\0\0\0" + PLACE


def with_segment(jpeg: bytes, kind: int, body: bytes) -> bytes:
    return jpeg[:2] + b"\xff" + bytes([kind]) + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def with_chunk(png: bytes, kind: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + body))
    return png[:33] + struct.pack(">I", len(body)) + kind + body + check + png[33:]


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_loses_its_place_and_stays_upright(order: str) -> None:
    plain = drawn("JPG")
    noted = with_segment(plain, 0xE1, b"Exif\0\0" + exif(order=order))

    clean = without_notes(noted)

    assert PLACE not in clean
    assert turn_of(clean) == turn_of(noted) == "TransformationRotate90"
    assert pixels(clean) == pixels(plain)


@pytest.mark.parametrize(
    ("kind", "body"),
    [(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE), (0xED, PLACE), (0xFE, PLACE)],
    ids=["XMP", "IPTC", "a remark"],
)
def test_other_notes_of_a_photo_go_too(kind: int, body: bytes) -> None:
    plain = drawn("JPG")

    assert PLACE not in without_notes(with_segment(plain, kind, body))


def test_what_a_camera_hangs_behind_a_photo_goes_too() -> None:
    plain = drawn("JPG")
    second = with_segment(plain, 0xE1, b"Exif\0\0" + exif())

    assert without_notes(plain + second) == without_notes(plain)


def test_a_png_loses_its_notes_and_keeps_its_pixels() -> None:
    plain = drawn("PNG")
    noted = with_chunk(with_chunk(plain, b"eXIf", exif()), b"tEXt", b"Comment\0" + PLACE)

    clean = without_notes(noted)

    assert PLACE not in clean
    assert pixels(clean) == pixels(plain)


def test_a_webp_loses_its_notes_and_says_so_in_its_head() -> None:
    head = b"VP8X" + struct.pack("<I", 10) + bytes([0b0000_1100]) + b"\0" * 9
    pixel = b"VP8L" + struct.pack("<I", 3) + b"abc\0"
    note = b"EXIF" + struct.pack("<I", len(PLACE)) + PLACE + b"\0" * (len(PLACE) % 2)
    body = b"WEBP" + head + pixel + note

    clean = without_notes(b"RIFF" + struct.pack("<I", len(body)) + body)

    assert clean[12:] == head.replace(bytes([0b0000_1100]) + b"\0" * 9, b"\0" * 10) + pixel
    assert struct.unpack_from("<I", clean, 4) == (len(clean) - 8,)


@pytest.mark.parametrize("format_", ["JPG", "PNG"])
def test_a_picture_cut_anywhere_harms_nobody(format_: str) -> None:
    noted = with_segment(drawn("JPG"), 0xE1, b"Exif\0\0" + exif())
    whole = noted if format_ == "JPG" else with_chunk(drawn("PNG"), b"eXIf", exif())

    for length in range(0, len(whole), 7):
        assert len(without_notes(whole[:length])) <= length + 40


def test_a_file_is_read_with_its_harmless_name_and_its_type(tmp_path: Path) -> None:
    path = tmp_path / "invoice \u202egpj.pdf"
    path.write_bytes(b"%PDF-1.7")

    file = read_local(path)

    assert (file.name, file.media_type, file.data) == (
        "invoice gpj.pdf",
        "application/pdf",
        b"%PDF-1.7",
    )


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "it is empty"),
        ("holiday.jpg.exe", b"x", "Programs and scripts"),
        ("innocent.jpg", b"MZ\x90\0", "Programs and scripts"),
        ("film.mov", b"x" * (UPLOAD_BYTES + 1), "10.0 MB, and the server takes at most 10 MB"),
    ],
)
def test_what_the_server_would_refuse_is_refused_before(
    name: str, data: bytes, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)

    with pytest.raises(FileUnfit, match=words) as refusal:
        read_local(tmp_path / name)

    assert name in refusal.value.sentence


def test_a_name_that_looks_like_a_path_is_only_a_name() -> None:
    assert fit("../../etc/passwd", b"x").name == "passwd"
    assert fit("C:\\temp\\a.txt", b"x").name == "a.txt"


def test_a_folder_and_a_pipe_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(FileUnfit, match="is no file"):
            read_local(path)


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileUnfit, match=r"“gone\.pdf” was not added: it cannot be read"):
        read_local(tmp_path / "gone.pdf")
