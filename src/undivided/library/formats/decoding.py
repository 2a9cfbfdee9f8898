"""The bytes of a file as text, whatever program wrote them, with a sentence when it is a guess."""

from dataclasses import dataclass

from undivided.library.errors import FileRefused

_GUESSED = {
    "cp1252": "Windows-1252 (Western European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "shift_jis": "Shift JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "euc_kr": "EUC-KR (Korean)",
}
_SAMPLE = 100_000
_FOREIGN = 0.15  # of the letters, in a script that is not Latin
_FEWEST = 4  # letters to tell UTF-16 from any two bytes
# What no text holds: a file with them is a picture, a database, an archive.
_NO_TEXT = bytes(sorted(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a\x1b")))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text.

    Attributes:
        note: The sentence that says which encoding was assumed; empty when it is certain.
    """

    text: str
    note: str = ""


def decoded(data: bytes) -> Decoded:
    """Return the text of a file.

    UTF-8 and what begins with a byte order mark is certain. UTF-16 without its mark is found by
    its zero bytes, and the encodings of old Windows programs by what reads like language.

    Raises:
        FileRefused: The bytes are no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Decoded(_strictly(data, "utf-16"))
    utf_16 = _utf_16_without_mark(data)
    if utf_16:
        return Decoded(_strictly(data, utf_16), _assumed("UTF-16"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _guessed(data)
    return Decoded(_checked(text))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return _checked(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"The file is damaged: byte {error.start + 1:,} fits no letter of UTF-16. "
            "Save it again as “CSV UTF-8” or “UTF-8” and import that."
        ) from error


def _utf_16_without_mark(data: bytes) -> str:
    """Return the name of a UTF-16 whose every other byte is mostly zero, or ""."""
    sample = data[: _SAMPLE & ~1]
    half = len(sample) // 2
    if half >= _FEWEST and len(data) % 2 == 0:
        if sample[1::2].count(0) > half * 0.7 and not sample[::2].count(0):
            return "utf-16-le"
        if sample[::2].count(0) > half * 0.7 and not sample[1::2].count(0):
            return "utf-16-be"
    return ""


def _guessed(data: bytes) -> Decoded:
    if len(data.translate(None, _NO_TEXT)) != len(data):
        raise _no_text()
    encoding = _likely(data[:_SAMPLE])
    try:
        return Decoded(_checked(data.decode(encoding)), _assumed(_GUESSED[encoding]))
    except UnicodeDecodeError:
        # Five bytes of Windows-1252 stand for nothing; they become a visible mark.
        text = data.decode("cp1252", "replace")
    if text.count("\ufffd") > len(text) // 100:
        raise _no_text()
    return Decoded(_checked(text), _assumed(_GUESSED["cp1252"]))


def _likely(sample: bytes) -> str:
    """Return the encoding whose letters read like a language."""
    above = sum(byte > 0x7F for byte in sample)
    letters = above + sum(bytes((byte,)).isalpha() for byte in sample)
    # In Western languages most letters are English ones; a few others prove nothing.
    if above < letters * _FOREIGN:
        return "cp1252"
    # Slow to import, and rarely needed.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(sample, cp_isolation=list(_GUESSED)).best()
    return best.encoding if best is not None and best.encoding in _GUESSED else "cp1252"


def _checked(text: str) -> str:
    if "\x00" in text:
        raise _no_text()
    return text


def _no_text() -> FileRefused:
    return FileRefused(
        "The file holds no text. Choose a file of responses, such as JSON, CSV or YAML."
    )


def _assumed(encoding: str) -> str:
    return (
        f"The file does not say how its letters are written; {encoding} was assumed. "
        "If letters look wrong, save it again as UTF-8."
    )
