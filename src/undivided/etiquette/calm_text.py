"""Takes the tricks out of foreign text before it is painted; words stay as they were written.

Only characters are touched that change how other text is laid out, or that Qt keeps for itself.
"""

import re

ONE_LINE_LIMIT = 240
"""Characters of a single line that can matter in any row or head of the window."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Qt marks the start and end of text frames with the first two of these inside a document.
_NO_CHARACTERS = re.compile("[\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff\ud800-\udfff]")
_OVERRIDES = re.compile("[\u202d\u202e]")
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
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
    plain = _NO_CHARACTERS.sub("\ufffd", plain)
    return _STACKED_MARKS.sub(r"\1", _OVERRIDES.sub("", plain))


def one_line(text: str, limit: int = ONE_LINE_LIMIT) -> str:
    """Return `text` as one short line without direction marks, for names, titles and rows."""
    head = text[: 4 * limit]
    flat = " ".join(_DIRECTION_MARKS.sub("", calm(head)).split())
    return flat if len(flat) <= limit else flat[:limit] + "…"


def isolated(text: str) -> str:
    """Return `text` so that its direction cannot reorder the sentence of ours around it."""
    return f"\u2068{one_line(text)}\u2069"
