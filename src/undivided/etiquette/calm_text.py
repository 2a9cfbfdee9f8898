"""Takes the tricks out of foreign text before it is shown; words stay as they were written.

Only characters are touched that change how other text is laid out, or that Qt keeps for itself.
The desk cleans what has one line (names, titles, file names); a message keeps its words and is
calmed where it is laid out or copied.
"""

import re
from functools import lru_cache
from urllib.parse import quote

ONE_LINE_LIMIT = 240
"""Characters of a single line that can matter in any row or head of the window."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Qt marks the start and end of text frames with the first two of these inside a document.
_NO_CHARACTERS = re.compile("[\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff\ud800-\udfff]")
_OVERRIDES = re.compile("[\u202d\u202e]")
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Hebrew to Arabic Extended-A, presentation forms, and the historic scripts beyond the BMP.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_NOT_IN_ADDRESSES = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u0300-\u036f\u061c\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\uffff\ud800-\udfff]"
)
# Invisible letters that hide a text inside a text; only the flags of three lands are made of them.
_TAGS = re.compile("(\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f)|[\U000e0000-\U000e007f]")
_UNSEEN = re.compile(
    "[\\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_STACKED_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def calm(text: str) -> str:
    """Return `text` with one kind of line end, no controls, and at most four stacked marks."""
    plain = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", "    ")
    if plain.isascii():
        return plain
    plain = _NO_CHARACTERS.sub("\ufffd", _TAGS.sub(r"\1", plain))
    return _STACKED_MARKS.sub(r"\1", _OVERRIDES.sub("", plain))


def one_line(text: str, limit: int = ONE_LINE_LIMIT) -> str:
    """Return `text` as one short line without direction marks, for names, titles and rows."""
    return _flat(text[: 4 * limit], limit)


@lru_cache(maxsize=512)
def _flat(head: str, limit: int) -> str:
    # The rows in view are painted again and again, and show the same names and lines.
    flat = " ".join(_DIRECTION_MARKS.sub("", calm(head)).split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def named(text: str, limit: int = ONE_LINE_LIMIT) -> str:
    """Return `text` as one line, or "" when nothing in it can be seen.

    A name of invisible letters would leave a row that cannot be told from an empty one.
    """
    line = one_line(text, limit)
    return line if _UNSEEN.sub("", line) else ""


def address(url: str) -> str:
    """Return a web address whose spaces, controls and direction marks are percent-encoded.

    It leads to the same place, and it can be shown without turning what stands around it.
    """
    return _NOT_IN_ADDRESSES.sub(lambda found: _quoted(found[0]), url)


@lru_cache(maxsize=256)
def _quoted(letter: str) -> str:
    # An address of thousands of hidden letters holds the same few of them.
    return quote(letter, errors="replace")


def isolated(text: str, limit: int = ONE_LINE_LIMIT) -> str:
    """Return `text` as one line whose direction cannot reorder the sentence of ours around it.

    The marks for it, U+2068 and U+2069, are set only where a letter runs from right to left.
    """
    line = one_line(text, limit)
    return f"\u2068{line}\u2069" if _RIGHT_TO_LEFT.search(line) else line
