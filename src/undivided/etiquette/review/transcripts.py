"""Reads the transcript of a chat from a file: who said what, and on which line of it.

Known are JSON Lines, our own files, the export of Chatwoot, CSV, and plain text. One line that
cannot be read is reported and stops nothing.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from undivided.etiquette.calm_text import calm
from undivided.etiquette.coach.chat_view import Author, Line
from undivided.protocol.errors import UndividedError

LONGEST_FILE = 64 * 1024 * 1024
"""Bytes."""

_ROLES = {
    "visitor": Author.VISITOR,
    "customer": Author.VISITOR,
    "contact": Author.VISITOR,
    "client": Author.VISITOR,
    "guest": Author.VISITOR,
    "user": Author.VISITOR,
    "incoming": Author.VISITOR,
    "operator": Author.OPERATOR,
    "agent": Author.OPERATOR,
    "outgoing": Author.OPERATOR,
    "support": Author.OPERATOR,
}
_NO_PARTS = frozenset({"system", "bot", "note", "activity"})
_CHATWOOT_KINDS = {0: "incoming", 1: "outgoing", 2: "activity", 3: "outgoing"}
_TITLE = re.compile(r"Chat with (.+)")
_SAID = re.compile(
    r"(?:\[?(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?)\]?\s+)?"
    r"([^:\n]{1,80}?)(?: \(sent later than written\))?:\s(.*)"
)
_SYSTEM = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?\s+\* ")


class TranscriptRefused(UndividedError):
    """Nothing in a file can be read as a chat."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message and where it stands.

    Attributes:
        line: Its line in the file, from 1; in JSON that is one document, its place in the list.
        said: The message.
    """

    line: int
    said: Line


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that is no message, with the reason."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A chat as its file has it.

    Attributes:
        messages: In the file's order.
        unread: Lines that were passed over.
        visitor_name: If the file says it.
    """

    messages: tuple[Said, ...]
    unread: tuple[Unread, ...] = ()
    visitor_name: str = ""


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
            "text, transcripts saved by Undivided, exports of Chatwoot, CSV and plain text."
        )
    return found


def _transcript(text: str, name: str) -> Transcript:
    start = text.lstrip()[:1]
    if start == "[" or (start == "{" and not _is_json_lines(text)):
        return _collected(_json_rows(text, name))
    if start == "{":
        return _collected(_json_lines(text))
    header = next(csv.reader([text.split("\n", 1)[0]]), [])
    if {"text", "content", "message"} & {cell.strip().casefold() for cell in header[1:]}:
        return _collected(_csv_rows(text))
    return _plain(text)


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


def _collected(rows: Iterator[Said | Unread | None]) -> Transcript:
    found = [row for row in rows if row is not None]
    return Transcript(
        tuple(row for row in found if isinstance(row, Said)),
        tuple(row for row in found if isinstance(row, Unread)),
    )


def _json_lines(text: str) -> Iterator[Said | Unread | None]:
    for number, row in enumerate(text.split("\n"), start=1):
        if not row.strip():
            continue
        try:
            item = json.loads(row)
        except (ValueError, RecursionError):
            yield Unread(number, "The line is not JSON.")
            continue
        yield _from_item(number, item)


def _json_rows(text: str, name: str) -> Iterator[Said | Unread | None]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TranscriptRefused(f"{name} is not JSON: {error}.") from error
    for number, item in enumerate(_items(document), start=1):
        yield _from_item(number, item)


def _items(document: object) -> list[object]:
    """Return the messages of a document, wherever a known export keeps them."""
    if isinstance(document, list):
        inner = [_items(item) for item in document if _holds_messages(item)]
        return [message for messages in inner for message in messages] if inner else document
    if isinstance(document, dict):
        for key in ("messages", "payload", "data", "conversations", "events", "transcript"):
            value = document.get(key)
            if isinstance(value, list | dict):
                return _items(value)
        return [document]
    return []


def _holds_messages(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("messages"), list | dict)


def _from_item(number: int, item: object) -> Said | Unread | None:
    if not isinstance(item, dict):
        return Unread(number, "The entry is not an object with author and text.")
    if item.get("private") is True:
        return None
    role = _role(item)
    text = next((item[key] for key in ("text", "content", "message", "body") if key in item), None)
    if role in _NO_PARTS or (text is None and item.get("attachments")):
        return None
    if not isinstance(text, str):
        return Unread(number, "The entry has no text.")
    author = _ROLES.get(role)
    if author is None:
        return Unread(number, f"Its author {role!r} is neither visitor nor operator.")
    return Said(number, Line(author, calm(text), _instant(_when(item))))


def _role(item: Mapping[str, object]) -> str:
    kind = item.get("message_type")
    if isinstance(kind, int):
        return _CHATWOOT_KINDS.get(kind, "")
    sender = item.get("sender")
    inside = sender.get("type") if isinstance(sender, dict) else sender
    for value in (item.get("author"), kind, item.get("from"), item.get("role"), inside):
        if isinstance(value, str):
            return value.strip().casefold()
    return ""


def _when(item: Mapping[str, object]) -> object:
    return next((item[key] for key in ("at", "created_at", "time", "timestamp") if key in item), "")


def _csv_rows(text: str) -> Iterator[Said | Unread | None]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [cell.strip().casefold() for cell in next(reader, [])]
    number = reader.line_num + 1
    try:
        for cells in reader:
            if any(cells):
                # Formulas are guarded by an apostrophe in files of ours.
                own = (cell.removeprefix("'") for cell in cells)
                yield _from_item(number, dict(zip(header, own, strict=False)))
            number = reader.line_num + 1
    except csv.Error as error:
        yield Unread(number, f"The file is no whole CSV: {error}.")


def _plain(text: str) -> Transcript:
    visitor = ""
    open_line: tuple[int, Author, str, datetime | None] | None = None
    messages: list[Said] = []
    unread: list[Unread] = []
    for number, row in enumerate(text.split("\n"), start=1):
        if number == 1 and (title := _TITLE.fullmatch(row.strip())):
            visitor = title[1].strip("\u2068\u2069")
            continue
        said = _SAID.fullmatch(row)
        author = _speaker(said, visitor) if said and not row.startswith("    ") else None
        if said and author is not None:
            open_line = (number, author, said[3], _instant(said[1] or ""))
            messages.append(_as_said(open_line))
        elif row.startswith(" ") and row.strip() and open_line is not None:
            began, author, words, at = open_line
            open_line = (began, author, f"{words}\n{row.strip()}", at)
            messages[-1] = _as_said(open_line)
        elif row.strip() and messages and not _SYSTEM.match(row):
            unread.append(Unread(number, "The line does not say who spoke."))
    return Transcript(tuple(messages), tuple(unread), visitor)


def _as_said(line: tuple[int, Author, str, datetime | None]) -> Said:
    number, author, words, at = line
    return Said(number, Line(author, calm(words), at))


def _speaker(said: re.Match[str], visitor: str) -> Author | None:
    word = said[2].strip().strip("\u2068\u2069").casefold()
    if word in _ROLES:
        return _ROLES[word]
    # In files of ours, which name the visitor at the top, each message begins with its time.
    if not visitor or not said[1]:
        return None
    return Author.VISITOR if word == visitor.casefold() else Author.OPERATOR


def _instant(value: object) -> datetime | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError):
            return None
    try:
        at = datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
    # A time without a zone is this transcript's own; only differences are looked at.
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
