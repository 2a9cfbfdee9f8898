"""What the visitor needs, by their own words: budget, the day by which, and how many.

Only what is sure is taken: an amount wants a currency and a word such as "up to" beside it, a day
one such as "by", a number of pieces one such as "I need". A price that was paid, a day that was
promised and the number of an order are none of these. Source: practice 56.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from undivided.etiquette.calm_text import one_line
from undivided.etiquette.coach.advice import Span
from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.questions import is_question
from undivided.etiquette.coach.reading import Reader, Sentence

LINES_LOOKED_AT = 100
"""The last lines of a sitting; what was said before them is let go."""
LONGEST_NEED = 40
"""Characters of one of them."""
_SHORT = 5
"""Words of a sentence that answers a question and needs no "I need"."""
_LONE = 2
"""Words of an answer to "How many?"."""
_DAY_PARTS = 3
"""Of a day's name at most, as in "Friday, 24 December"."""

_SIGN = r"[€$£¥₽₴]"
_CODE = r"(?:zł|EUR|USD|GBP|CHF|PLN|CZK|SEK|NOK|DKK|HUF|CAD|AUD)(?!\w)"
_GROUPED = r"\d{1,3}(?:[.,'\u2019 \u00a0\u202f]\d{3}){1,2}"
_ONE = rf"(?:(?:{_GROUPED}|\d{{1,6}})(?:[.,]\d{{1,2}})?)"
_RANGE = rf"{_ONE}(?:\s?[-\u2013]\s?{_SIGN}?{_ONE})?"
_PAST = r"(?!\w|[.,:/'\u2019-]\w|\s\d)"
# No digits stand beside an amount, so that a part of a longer number is never taken for one.
_AMOUNT = re.compile(
    rf"(?<![\w#.,:/\u2022-])(?<!\d\s)(?<!\u2022\s)"
    rf"(?:(?P<told>{_SIGN}\s?{_RANGE}{_PAST}|{_RANGE}\s?(?:{_SIGN}(?!\s?\d)|{_CODE}))"
    rf"|(?P<bare>{_RANGE}){_PAST})",
    re.IGNORECASE,
)
_NUMBER_DAY = re.compile(
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./])\d{1,2}(?:\1(?:\d{4}|\d{2}))?)(?!\w|[./:,-]\d)"
)
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)(?!\w)", re.IGNORECASE)
_DAY_NUMBER = re.compile(r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?(?![\w:/-])", re.IGNORECASE)
_YEAR = re.compile(r"(?:,?\s|\sde\s)20\d\d(?!\w)")
_COUNT = re.compile(r"(?<![\w#.,:/€$£\u2022-])[1-9]\d{0,2}(?![\w.,:/€$£%-])")
_GAP = re.compile(r"[\s:,]*")
_NO_PIECES = frozenset({"measures", "short_times", "coins", "no_pieces", "months"})


class Needs(Struct, frozen=True):
    """What the visitor said they need, "" where nothing is known.

    Attributes:
        budget: What they want to spend, as they wrote it, such as "£200" or "200 euros".
        day: The day by which, as they wrote it, such as "24 December" or "Friday".
        quantity: How many, in digits.
    """

    budget: str = ""
    day: str = ""
    quantity: str = ""


NO_NEEDS = Needs()


def needs_in(lines: Sequence[Line], reader: Reader) -> Needs:
    """Return what the visitor needs; what was said last counts.

    What the operator says counts only as a question that a visitor's short answer belongs to.

    Args:
        lines: Of the sitting, oldest first.
    """
    found, question = NO_NEEDS, ""
    for line in lines[-LINES_LOOKED_AT:]:
        if line.author is not Author.VISITOR:
            question = line.text
            continue
        parts = reader.read(line.text).parts
        # A question costs as much to read as an answer, so it is read for a short one only.
        is_answer = bool(question) and any(map(_is_short, parts))
        asked = reader.read(question).kinds if is_answer else frozenset[str]()
        for part in parts:
            found = _newer(found, part.known(_told))
            if "asks_budget" in asked or "asks_count" in asked:
                found = _newer(found, _answered(part, asked))
    return found


def _newer(before: Needs, now: Needs) -> Needs:
    return Needs(
        now.budget or before.budget, now.day or before.day, now.quantity or before.quantity
    )


def _told(sentence: Sentence) -> Needs:
    """Return what one sentence tells without a question before it."""
    if not sentence.kinds or "no_need" in sentence.kinds:
        return NO_NEEDS
    if "need_words" not in sentence.kinds and not _is_short(sentence):
        return NO_NEEDS
    places = _Places(sentence)
    return Needs(_budget(places), _day(places), _quantity(places))


def _answered(sentence: Sentence, asked: frozenset[str]) -> Needs:
    """Return what a short sentence tells as an answer."""
    if "no_need" in sentence.kinds or not _is_short(sentence):
        return NO_NEEDS
    places = _Places(sentence)
    budget = places.last(_amounts(places)) if "asks_budget" in asked else ""
    is_count = "asks_count" in asked and len(sentence.words) <= _LONE and not budget
    counts = [value for _, value in _counts(sentence)] if is_count else []
    return Needs(budget=budget, quantity=counts[0] if len(counts) == 1 else "")


def _is_short(sentence: Sentence) -> bool:
    return len(sentence.words) <= _SHORT and not sentence.known(is_question)


class _Places:
    """Where phrases begin and end in a sentence, found once: a hostile one has hundreds."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self._ends_of = {(hit.kind, hit.start): hit.end for hit in sentence.hits}
        self._ended = {(hit.kind, hit.end) for hit in sentence.hits}

    def begins(self, kind: str, place: int) -> bool:
        """Return whether a phrase of a kind begins exactly here."""
        return (kind, place) in self._ends_of

    def end_from(self, kind: str, place: int) -> int:
        """Return where the phrase of a kind ends that follows a place, or 0."""
        return self._ends_of.get((kind, self.past_gap(place)), 0)

    def is_behind(self, kind: str, place: int) -> bool:
        """Return whether a place follows a phrase of a kind."""
        while place and (self.text[place - 1].isspace() or self.text[place - 1] == ":"):
            place -= 1
        return (kind, place) in self._ended

    def past_gap(self, place: int) -> int:
        """Return where the next word or number begins."""
        match = _GAP.match(self.text, place)
        return match.end() if match else place

    def last(self, spans: Iterable[Span]) -> str:
        """Return the words of the last of some parts, as one short line."""
        found = list(spans)
        return one_line(self.text[found[-1].start : found[-1].end], LONGEST_NEED) if found else ""


def _budget(places: _Places) -> str:
    return places.last(
        amount
        for amount in _amounts(places)
        if places.is_behind("limits", amount.start) or places.end_from("limits_behind", amount.end)
    )


def _amounts(places: _Places) -> Iterator[Span]:
    """Yield the amounts of money, each with its currency."""
    for match in _AMOUNT.finditer(places.text):
        if match["told"]:
            yield Span(*match.span())
        elif end := places.end_from("coins", match.end()):
            yield Span(match.start(), end)


def _day(places: _Places) -> str:
    starts = [hit.end for hit in places.sentence.hits if hit.kind == "by_when"]
    return places.last(day for start in starts if (day := _day_from(places, start)))


def _day_from(places: _Places, start: int) -> Span | None:
    """Return the day that is named from a place on, such as "Friday, 24 December", if one is."""
    begin = place = places.past_gap(start)
    end = 0
    for _ in range(_DAY_PARTS):
        found = _dated(places, place) or _whole_day(places, place)
        if not found:
            break
        end, place = found, places.past_gap(found)
    return Span(begin, end) if end else None


def _dated(places: _Places, place: int) -> int:
    """Return where "24 December 2026" or "December 24th" ends, or 0 if neither begins here."""
    number = _DAY_NUMBER.match(places.text, place)
    end = places.end_from("months", number.end() if number else place)
    if end and number is None:
        number = _DAY_NUMBER.match(places.text, places.past_gap(end))
        end = number.end() if number else 0
    year = _YEAR.match(places.text, end) if end else None
    return year.end() if year else end


def _whole_day(places: _Places, place: int) -> int:
    """Return where a day ends that needs no month beside it, or 0."""
    match = _NUMBER_DAY.match(places.text, place) or _ORDINAL.match(places.text, place)
    return match.end() if match else places.end_from("day_names", place)


def _quantity(places: _Places) -> str:
    values = [
        value
        for place, value in _counts(places.sentence)
        if places.end_from("pieces", place.end)
        or (places.is_behind("orders", place.start) and _counts_things(places, place.end))
    ]
    return values[-1] if values else ""


def _counts(sentence: Sentence) -> Iterator[tuple[Span, str]]:
    """Yield the small whole numbers, in digits or as words."""
    digits = [(Span(*match.span()), match[0]) for match in _COUNT.finditer(sentence.text)]
    words = [(Span(hit.start, hit.end), hit.plain) for hit in sentence.hits if hit.kind == "counts"]
    yield from sorted((*digits, *words), key=lambda each: each[0].start)


def _counts_things(places: _Places, end: int) -> bool:
    """Return whether words follow a number, and they name no measure, time or money."""
    words = places.sentence.words
    first = bisect_left(words, end, key=lambda word: word.start)
    behind = words[first : first + 2]
    kinds = (places.begins(kind, word.start) for word in behind for kind in _NO_PIECES)
    return bool(behind) and not any(kinds)
