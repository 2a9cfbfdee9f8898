"""Reads a chat from plain text: ours, or lines that begin with who speaks."""

import re
from datetime import datetime

from undivided.etiquette.calm_text import calm
from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.review.items import ROLES
from undivided.etiquette.review.saved import Said, Transcript, Unread, instant

_TITLE = re.compile(r"Chat with (.+)")
_SAID = re.compile(
    r"(?:\[?((?:\d{4}-\d\d-\d\d[ T])?\d\d:\d\d(?::\d\d)?)\]?\s+)?"
    r"([^:\n]{1,80}?)( \(visitor\))?(?: \(sent later than written\))?:\s(.*)"
)
_INDENT = "    "
_SYSTEM = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?\s+\* ")


def begins_plain_text(first: str) -> bool:
    """Return whether a line says when and by whom something was said."""
    said = _SAID.fullmatch(first)
    return said is not None and said[1] is not None


def plain(text: str) -> Transcript:
    """Return the chat in a text; lines that say nobody's name are reported."""
    visitor = ""
    messages: list[tuple[int, Author, datetime | None, list[str]]] = []
    unread: list[Unread] = []
    for number, row in enumerate(text.split("\n"), start=1):
        if number == 1 and (title := _TITLE.fullmatch(row.strip())):
            visitor = title[1].strip("\u2068\u2069")
            continue
        said = None if row.startswith(_INDENT) else _SAID.fullmatch(row)
        author = _speaker(said, visitor) if said else None
        if said and author is not None:
            messages.append((number, author, instant(said[1] or ""), [said[4]]))
        elif row.startswith(" ") and row.strip() and messages:
            messages[-1][3].append(row.strip())
        elif row.strip() and messages and not _SYSTEM.match(row):
            unread.append(Unread(number, "The line does not say who spoke."))
    found = tuple(
        Said(number, Line(author, calm("\n".join(rows)), at))
        for number, author, at, rows in messages
    )
    return Transcript(found, tuple(unread), visitor)


def _speaker(said: re.Match[str], visitor: str) -> Author | None:
    if said[3]:
        return Author.VISITOR
    word = said[2].strip().strip("\u2068\u2069").casefold()
    if word in ROLES:
        return ROLES[word]
    # In files of ours, which name the visitor at the top, each message begins with its time.
    if not visitor or not said[1]:
        return None
    return Author.VISITOR if word == visitor.casefold() else Author.OPERATOR
