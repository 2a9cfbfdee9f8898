"""Where the sentences of a text end, and which of its parts may never be cut."""

import re
from collections.abc import Collection

from undivided.etiquette.coach.advice import Span
from undivided.etiquette.coach.phrases import folded

_LINK = r"(?:\w{1,16}://|www\.)\S+|[^\s@]{1,64}@[^\s@]{1,255}"
_NUMBER = r"\d[\d.,:/ \u00a0\u202f-]*\d"
_QUOTE = (
    "[\u201c\u201e\u00ab][^\u201c\u201d\u201e\u00ab\u00bb\n]{0,400}[\u201d\u201c\u00bb]"
    '|"[^"\n]{0,400}"'
)
_UNCUT = re.compile(f"{_LINK}|{_QUOTE}|{_NUMBER}")
_LIST_ITEM = re.compile(r"^[^\S\n]*(?:[-*\u2022\u2013]|\d{1,2}[.)])[^\S\n]+", re.MULTILINE)
_CLOSING = "[\"'\u201d\u2019\u00bb)\\]]*"
_FULL_WIDTH = "[\u3002\uff01\uff1f]+"
_END = re.compile(rf"[.!?\u2026]+{_CLOSING}(?=\s|$)|{_FULL_WIDTH}{_CLOSING}|\n+")
_WORD_BEFORE = re.compile(r"[^\W_][\w.]*\Z")


def uncut_parts(text: str) -> tuple[Span, ...]:
    """Return the parts that no cut may go through: links, numbers, quotes and lists, in order.

    Source: practice 3.
    """
    spans = [Span(*match.span()) for match in _UNCUT.finditer(text)]
    items = [match.start() for match in _LIST_ITEM.finditer(text)]
    if len(items) > 1:
        end = text.find("\n", items[-1])
        spans.append(Span(items[0], len(text) if end < 0 else end))
    return _merged(spans)


def sentences_in(text: str, abbreviations: Collection[str] = ()) -> tuple[Span, ...]:
    """Return the sentences of a text in order, without the white space around them.

    Args:
        text: A message.
        abbreviations: Folded words that may stand before a full stop that ends nothing.
    """
    uncut = uncut_parts(text)
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match.start() < start or not _ends(text, match, uncut, abbreviations):
            continue
        _add(spans, text, start, match.end())
        start = match.end()
    _add(spans, text, start, len(text))
    return tuple(spans)


def _ends(
    text: str, match: re.Match[str], uncut: tuple[Span, ...], abbreviations: Collection[str]
) -> bool:
    if any(span.start < match.end() < span.end for span in uncut):
        return False
    if match[0] != ".":
        return True
    before = _WORD_BEFORE.search(text, max(0, match.start() - 30), match.start())
    if before is None:
        return True
    word = folded(before[0])
    is_initial = len(word) == 1 and word.isalpha()
    return not (is_initial or word in abbreviations or "." in word)


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    part = text[start:end]
    stripped = part.strip()
    if stripped:
        begin = start + part.index(stripped)
        spans.append(Span(begin, begin + len(stripped)))


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
