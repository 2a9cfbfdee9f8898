"""The file formats of responses, chosen by name or by looking."""

from collections.abc import Iterable
from enum import StrEnum

from undivided.library.errors import FileRefused
from undivided.library.formats import own_csv, own_json
from undivided.library.responses import Response
from undivided.library.rows import Parsed


class Format(StrEnum):
    """A format that is both read and written."""

    JSON = "json"
    CSV = "csv"


def decode(data: bytes) -> str:
    """Return the text of a file: UTF-8, or UTF-16 with its byte order mark.

    Raises:
        FileRefused: The bytes are text of another encoding, or no text.
    """
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"The file is not UTF-8 text (byte {error.start + 1:,} fits no letter). "
            "Save it again as “CSV UTF-8” or “UTF-8” and import that."
        ) from error
    if "\x00" in text:
        raise FileRefused("The file holds no text. Choose a JSON or CSV file of responses.")
    return text


def detect(text: str) -> Format:
    """Return the format that the text looks like."""
    return Format.JSON if text.lstrip()[:1] in {"{", "["} else Format.CSV


def read(text: str, format_: Format | None = None) -> Parsed:
    """Return what the text holds, in the given format or in the one it looks like.

    Raises:
        FileRefused: Nothing in it can be read.
    """
    return _READERS[format_ or detect(text)](text)


def write(responses: Iterable[Response], format_: Format) -> str:
    """Return the responses as the text of a file; JSON keeps everything, CSV its columns."""
    return _WRITERS[format_](responses)


_READERS = {Format.JSON: own_json.read, Format.CSV: own_csv.read}
_WRITERS = {Format.JSON: own_json.write, Format.CSV: own_csv.write}
