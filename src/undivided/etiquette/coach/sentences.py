"""Where the sentences of a text end, and which of its parts may never be cut."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator

from undivided.etiquette.coach.advice import Span
from undivided.etiquette.coach.phrases import folded

_LINK = r"\b(?:\w{1,16}://|www\.)\S+|(?<![^\s@])[^\s@]{1,64}@[^\s@]{1,255}"
_NUMBER = r"\d[\d.,:/ \u00a0\u202f-]*\d"
_QUOTE = (
    "[\u201c\u201e\u00ab][^\u201c\u201d\u201e\u00ab\u00bb\n]{0,400}[\u201d\u201c\u00bb]"
    "|\u00bb[^\u00ab\u00bb\n]{0,400}\u00ab"
    "|\u201a[^\u2018\u201a\n]{0,400}\u2018"
    # One that stands between letters or ends a word is an apostrophe as well.
    r"|\u2018(?:[^\u2018\u2019\n]|\u2019(?=\w)){0,400}\u2019"
    r"|(?<![\w'])'(?![\s\d])(?:[^'\n]|'(?=\w)){0,400}(?<!\s)'(?!\w)"
    '|"[^"\n]{0,400}"'
)
_LINKS = re.compile(_LINK)
_UNCUT = re.compile(f"{_LINK}|{_QUOTE}|{_NUMBER}")
_UNCUT_WITHOUT_LINKS = re.compile(f"{_QUOTE}|{_NUMBER}")
_LIST_ITEM = re.compile(r"^[^\S\n]*(?:[-*\u2022\u2013]|\d{1,2}[.)])[^\S\n]+", re.MULTILINE)
_INLINE_ITEM = re.compile(
    r"(?<!\S)(?:\(?(?:(?P<digit>\d{1,2})|(?P<letter>[a-j]))\)"
    r"|(?:step|schritt|étape|paso|krok)[^\S\n](?P<step>\d{1,2})[:.)])(?=\s)",
    re.IGNORECASE,
)
_FULL_WIDTH = "\u3002\uff01\uff1f"
_MARKS = re.compile(f"[.!?\u2026\n{_FULL_WIDTH}]+")
_CLOSING = re.compile("[\"'\u201c\u201d\u2018\u2019\u00ab\u00bb)\\]]*")
_WORD_BEFORE = re.compile(r"[^\W_][\w.]*\Z")
_ORDINAL_DIGITS = 2
_INITIAL_LETTERS = 2
_LONGEST_SHORT_FORM = 12


def links_in(text: str) -> tuple[Span, ...]:
    """Return where web and mail addresses stand."""
    if not _may_have_links(text):
        return ()
    return tuple(Span(*match.span()) for match in _LINKS.finditer(text))


def uncut_parts(text: str) -> tuple[Span, ...]:
    """Return the parts that no cut may go through: links, numbers, quotes and lists, in order.

    Source: practice 3.
    """
    pattern = _UNCUT if _may_have_links(text) else _UNCUT_WITHOUT_LINKS
    spans = [Span(*match.span()) for match in pattern.finditer(text)]
    items = [match.start() for match in _LIST_ITEM.finditer(text)]
    if len(items) > 1:
        end = text.find("\n", items[-1])
        spans.append(Span(items[0], len(text) if end < 0 else end))
    return _merged([*spans, *_inline_lists(text)])


def _inline_lists(text: str) -> Iterator[Span]:
    """Yield lists inside of a line: "a) ... b) ...", "(1) ... (2) ...", "Step 1: ... Step 2: ...".

    A list of questions is none: each of them wants its answer.
    """
    style, value, start, count, last = "", 0, 0, 0, 0
    for match in (*_INLINE_ITEM.finditer(text), None):
        kind = (match.lastgroup or "") if match else ""
        place = _place_of(match[kind]) if match else 0
        if count and kind == style and place == value + 1:
            count += 1
        else:
            if count > 1:
                yield from _without_questions(text, start, last)
            count = int(place == 1)
            start = match.start() if match else 0
        style, value, last = kind, place, match.end() if match else 0


def _place_of(mark: str) -> int:
    """Return which item of its list a mark begins: 1 for "1" and for "a"."""
    return int(mark) if mark.isdigit() else ord(mark.lower()) - ord("a") + 1


def _without_questions(text: str, start: int, last: int) -> Iterator[Span]:
    """Yield a list from its first mark to the end of the item behind its last one."""
    stop = _MARKS.search(text, last)
    end = stop.start() + 1 if stop else len(text)
    if "?" not in text[start:end]:
        yield Span(start, end)


def sentences_in(text: str, abbreviations: Collection[str] = ()) -> tuple[Span, ...]:
    """Return the sentences of a text in order, without the white space around them.

    Args:
        text: A message.
        abbreviations: Folded words that may stand before a full stop that ends nothing. One with
            " #" behind it does so only before a number ("no. 5"), and "#" alone stands for a
            number of one or two digits ("am 3. Mai").
    """
    uncut = uncut_parts(text)
    starts = [span.start for span in uncut]
    spans: list[Span] = []
    start = 0
    for match in _MARKS.finditer(text):
        end = _end_of(text, match)
        if end <= start:
            continue
        part = bisect_right(starts, end - 1) - 1
        if part >= 0 and starts[part] < end < uncut[part].end:
            continue
        if match[0] != "." or not _is_short_form(text, start, match.start(), abbreviations):
            _add(spans, text, start, end)
            start = end
    _add(spans, text, start, len(text))
    return tuple(spans)


def _may_have_links(text: str) -> bool:
    return "@" in text or "://" in text or "www." in text


def _end_of(text: str, match: re.Match[str]) -> int:
    """Return where a sentence with these marks at its end is over, or 0 if they end none."""
    end, last = match.end(), match[0][-1]
    if last == "\n":
        return end
    closed = _CLOSING.match(text, end)
    if closed and closed[0]:
        end = closed.end()
        if text[end : end + 2].lstrip(" ")[:1].islower():
            return 0  # “Stop!” and left: the sentence around the quote goes on.
    return end if last in _FULL_WIDTH or not text[end : end + 1].strip() else 0


def _is_short_form(text: str, start: int, stop: int, abbreviations: Collection[str]) -> bool:
    """Return whether the full stop at `stop`, of a sentence from `start`, only shortens a word."""
    before = _WORD_BEFORE.search(text, max(start, stop - _LONGEST_SHORT_FORM), stop)
    if before is None:
        return False
    word = folded(before[0])
    parts = word.split(".")
    if all(part.isdigit() and len(part) <= _ORDINAL_DIGITS for part in parts):
        # "1. Open the box. 2. Press the key." has two sentences, each with its number.
        lead = text[start : before.start()].rstrip()[-1:]
        return "#" in abbreviations or (len(parts) == 1 and lead in ("", ":", ";", ","))
    are_initials = all(part.isalpha() and len(part) <= _INITIAL_LETTERS for part in parts)
    if word in abbreviations or (are_initials and (len(parts) > 1 or len(word) == 1)):
        return True
    behind = text[stop + 1 : stop + 4].lstrip()
    return behind[:1].isdigit() and f"{word} #" in abbreviations


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
