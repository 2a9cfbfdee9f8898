"""Reads the transcript of a chat from a file: JSON Lines, JSON, CSV or plain text.

Known are our own files and the export of Chatwoot. One line that cannot be read is reported and
stops nothing.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from undivided.etiquette.review.items import TEXT_KEYS, from_item, visitor_name
from undivided.etiquette.review.plain_text import begins_plain_text, plain
from undivided.etiquette.review.saved import Said, Transcript, TranscriptRefused, Unread

LONGEST_FILE = 64 * 1024 * 1024
"""Bytes."""

_LISTS = ("messages", "payload", "data", "conversations", "events", "transcript")
"""Where exports keep what was said."""

_DELIMITERS = (",", ";", "\t")
_BROKEN = object()


def read_transcript(data: bytes, name: str) -> Transcript:
    """Return the chat in a file.

    Args:
        data: The file's bytes: UTF-8, or UTF-16 with its mark.
        name: The file's name; what is in the file decides over its ending.

    Raises:
        TranscriptRefused: It holds no message.
    """
    text = _text_of(data, name)
    found = _transcript(text, name)
    if not found.messages:
        reason = f" ({found.unread[0].reason})" if found.unread else ""
        raise TranscriptRefused(
            f"{name} holds no chat that can be read{reason}. Known are JSON Lines with author and "
            "text, transcripts saved by Undivided, exports of Chatwoot, CSV, and plain text whose "
            "lines begin with Visitor: or Operator:."
        )
    return found


def _transcript(text: str, name: str) -> Transcript:
    first = text.lstrip().split("\n", 1)[0]
    start = first[:1]
    if start == "[" and begins_plain_text(first):
        return plain(text)
    if start == "[" or (start == "{" and not _is_json_lines(text)):
        return _document(text, name)
    if start == "{":
        return _json_lines(text)
    for delimiter in _DELIMITERS:
        header = next(csv.reader([first], delimiter=delimiter), [])
        if header[1:] and any(cell.strip().casefold() in TEXT_KEYS for cell in header):
            return _collected(_csv_rows(text, delimiter))
    return plain(text)


def _text_of(data: bytes, name: str) -> str:
    if len(data) > LONGEST_FILE:
        raise TranscriptRefused(f"{name} is larger than 64 MiB. Review it in parts.")
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise TranscriptRefused(
            f"{name} is not UTF-8 text (byte {error.start + 1:,} fits no letter). "
            "Save it again as UTF-8."
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_json_lines(text: str) -> bool:
    first = text.strip().split("\n", 1)[0]
    try:
        return isinstance(json.loads(first), dict) and "\n" in text.strip()
    except (ValueError, RecursionError):
        return False


def _collected(rows: Iterable[Said | Unread | None]) -> Transcript:
    found = [row for row in rows if row is not None]
    return Transcript(
        tuple(row for row in found if isinstance(row, Said)),
        tuple(row for row in found if isinstance(row, Unread)),
    )


def _json_lines(text: str) -> Transcript:
    lines = enumerate(text.split("\n"), start=1)
    items = [(number, _item(line)) for number, line in lines if line.strip()]
    found = (
        Unread(number, "The line is not JSON.")
        if item is _BROKEN
        else from_item(number, item, _chat_of(item))
        for number, item in items
    )
    return _named(_collected(found), (item for _, item in items))


def _item(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return _BROKEN


def _chat_of(item: object) -> int:
    """Return the number of the chat that a line says it is of."""
    number = item.get("chat") if isinstance(item, dict) else None
    return number if isinstance(number, int) and number > 1 else 1


def _named(found: Transcript, items: Iterable[object]) -> Transcript:
    names = {name for item in items if (name := visitor_name(item))}
    # Chats of several visitors in one file have no one name.
    return replace(found, visitor_name=names.pop() if len(names) == 1 else "")


def _document(text: str, name: str) -> Transcript:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TranscriptRefused(f"{name} is not JSON: {error}.") from error
    chats = _chats(document)
    numbered = enumerate(((chat, item) for chat, items in chats for item in items), start=1)
    found = _collected(from_item(number, item, chat) for number, (chat, item) in numbered)
    return _named(found, (item for _, items in chats for item in items))


def _chats(document: object) -> list[tuple[int, list[object]]]:
    """Return the messages of each chat of a document, wherever a known export keeps them."""
    if isinstance(document, list) and any(map(_holds_messages, document)):
        return [
            (chat, messages)
            for chat, item in enumerate(document, start=1)
            if _holds_messages(item)
            for _, messages in _chats(item)
        ]
    if isinstance(document, list):
        return [(1, document)]
    if isinstance(document, dict):
        for key in _LISTS:
            value = document.get(key)
            if isinstance(value, list | dict):
                return _chats(value)
        return [(1, [document])]
    return []


def _holds_messages(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("messages"), list | dict)


def _csv_rows(text: str, delimiter: str) -> Iterator[Said | Unread | None]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [cell.strip().casefold() for cell in next(reader, [])]
    number = reader.line_num + 1
    try:
        for cells in reader:
            if any(cells):
                # Formulas are guarded by an apostrophe in files of ours.
                own = (cell.removeprefix("'") for cell in cells)
                yield from_item(number, dict(zip(header, own, strict=False)))
            number = reader.line_num + 1
    except csv.Error as error:
        yield Unread(number, f"The file is no whole CSV: {error}.")
