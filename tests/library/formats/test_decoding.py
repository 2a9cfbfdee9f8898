"""Bytes of any program become text, with a sentence when the encoding is a guess."""

import codecs

import pytest

from undivided.library.errors import FileRefused
from undivided.library.formats.decoding import decoded

WESTERN = "title,body\nGrüße,Schöne Grüße aus Köln – „bis bald“\n"
RUSSIAN = "title,body\nПривет,Здравствуйте, чем могу помочь?\n"  # noqa: RUF001 - these letters


@pytest.mark.parametrize(
    "data",
    [
        WESTERN.encode(),
        codecs.BOM_UTF8 + WESTERN.encode(),
        WESTERN.encode("utf-16"),
        codecs.BOM_UTF16_BE + WESTERN.encode("utf-16-be"),
        b"",
    ],
    ids=["UTF-8", "UTF-8 with mark", "UTF-16", "UTF-16 of the other order", "empty"],
)
def test_certain_encodings_need_no_words(data: bytes) -> None:
    found = decoded(data)

    assert found.text in (WESTERN, "")
    assert found.note == ""


@pytest.mark.parametrize(
    ("text", "encoding", "called"),
    [
        (WESTERN, "cp1252", "Windows-1252 (Western European)"),
        ("title,body\nOui,Déjà reçu, c’est réglé\n", "cp1252", "Windows-1252"),
        ("title,body\né,b", "latin-1", "Windows-1252"),
        (RUSSIAN, "cp1251", "Windows-1251"),
        ("title,body\nこんにちは,ありがとうございます。\n", "shift_jis", "Shift JIS"),
        (WESTERN, "utf-16-le", "UTF-16"),
        (WESTERN, "utf-16-be", "UTF-16"),
    ],
)
def test_guessed_encoding_is_said(text: str, encoding: str, called: str) -> None:
    found = decoded(text.encode(encoding))

    assert found.text == text
    assert called in found.note
    assert found.note.endswith("save it again as UTF-8.")


def test_byte_without_a_letter_becomes_a_visible_mark() -> None:
    found = decoded(b"title,body\n" + b"Gr\xfc\xdfe und mehr, " * 20 + b"\x81")

    assert found.text.endswith("Grüße und mehr, \ufffd")


@pytest.mark.parametrize(
    "data",
    [
        b"SQLite format 3\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"\xff\xfea",
        b"\x81\x8d\x8f" * 40,
        b"\xff\x01",
        "a\x00b".encode("utf-16"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused, match=r"holds no text|is damaged"):
        decoded(data)
