"""The kept form of a response's parts: wordings, blanks, files, times, pages, fact and quote."""

import re
from collections.abc import Iterable
from datetime import time

from msgspec.structs import replace

from undivided.library.errors import ResponseRefused
from undivided.library.model.kept_text import (
    check_count,
    check_length,
    language_tag,
    lines,
    one_line,
)
from undivided.library.model.parts import (
    MOST_ALTERNATIVES,
    ActiveTimes,
    Alternative,
    Attachment,
    Fact,
    Fill,
    Quote,
    SlotKind,
    Variant,
    Wording,
)

MAX_VARIANTS = 40
MAX_SLOTS = 100
MAX_SLOT_NAME = 60
MAX_CHOICES = 100
MAX_CHOICE = 200
MAX_DEFAULT = 2_000
MAX_ATTACHMENTS = 20
MAX_FILE_NAME = 200
MAX_PAGES = 50
MAX_PAGE = 500
MAX_LANGUAGE = 35
MAX_FACT_SOURCE = 500
MAX_SAID_BY = 200
MAX_ALTERNATIVE = 60
"""Code points of the name of an alternative: a shortcut, or an id."""
MAX_REASON = 200

_BRACES = re.compile(r"[{}|]")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_TURNING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_EVERY_DAY = tuple(range(7))


def kept_variants(variants: Iterable[Variant], body: str, language: str) -> tuple[Variant, ...]:
    """Return the variants that say something of their own, each once.

    Args:
        variants: As they were given.
        body: The response's own text in its kept form.
        language: Of that text.

    Raises:
        ResponseRefused: There are too many.
    """
    kept: dict[Variant, None] = {}
    for given in variants:
        clean = _variant(given, language)
        if clean.body and (clean.body, clean.language) != (body, ""):
            kept[clean] = None
    check_count("variants", len(kept), MAX_VARIANTS)
    return tuple(kept)


def _variant(given: Variant, language: str) -> Variant:
    body = lines(given.body)
    tag = language_tag(given.language)
    check_length("language", tag, MAX_LANGUAGE)
    own = "" if tag == language else tag
    is_same = given.wording is Wording.SAME and not own
    return Variant(body=body, wording=Wording.OTHER if is_same else given.wording, language=own)


def kept_slots(slots: Iterable[SlotKind]) -> tuple[SlotKind, ...]:
    """Return what is known about each blank; the first word about a name counts.

    Raises:
        ResponseRefused: A text is too long, there are too many, or a currency is none.
    """
    kept: dict[str, SlotKind] = {}
    for given in slots:
        clean = _slot(given)
        if clean.name:
            kept.setdefault(clean.name.casefold(), clean)
    check_count("slots", len(kept), MAX_SLOTS)
    return tuple(kept.values())


def _slot(given: SlotKind) -> SlotKind:
    name = one_line(_BRACES.sub(" ", given.name))
    check_length("name of a slot", name, MAX_SLOT_NAME)
    default = lines(given.default) if given.fill is Fill.LINES else one_line(given.default)
    check_length("default of a slot", default, MAX_DEFAULT)
    clean = SlotKind(name=name, fill=given.fill, default=default)
    if given.fill is Fill.CHOICE:
        return _choice(clean, given.choices)
    if given.fill is Fill.MONEY:
        return replace(clean, currency=_currency(given.currency))
    return clean


def _choice(slot: SlotKind, choices: Iterable[str]) -> SlotKind:
    """Return a slot with its choices; a default among none of them is one more, and the first."""
    offered = dict.fromkeys(filter(None, map(one_line, choices)))
    if not offered:
        return replace(slot, fill=Fill.TEXT)
    if slot.default and slot.default not in offered:
        offered = {slot.default: None, **offered}
    check_count("choices in a slot", len(offered), MAX_CHOICES)
    for choice in offered:
        check_length("choice", choice, MAX_CHOICE)
    return replace(slot, choices=tuple(offered))


def _currency(text: str) -> str:
    code = one_line(text).upper()
    if code and not _CURRENCY.fullmatch(code):
        raise ResponseRefused(f"The currency {code[:20]!r} is no code of three letters like EUR.")
    return code


def kept_attachments(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """Return the files, each once, with names that hold no path and turn no text around.

    Raises:
        ResponseRefused: One cannot be found again, or there are too many.
    """
    kept = tuple(dict.fromkeys(map(_attachment, attachments)))
    check_count("files", len(kept), MAX_ATTACHMENTS)
    return kept


def _attachment(given: Attachment) -> Attachment:
    name = one_line(_TURNING.sub("", re.split(r"[/\\]", given.name)[-1])) or "file"
    check_length("name of a file", name, MAX_FILE_NAME)
    media_type = given.media_type.strip().lower()
    digest = given.digest.strip().lower()
    if not _DIGEST.fullmatch(digest) or given.size < 0:
        raise ResponseRefused(f"The file {name!r} has no SHA-256 digest or no size to know it by.")
    return Attachment(
        name=name,
        media_type=media_type if _MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream",
        size=given.size,
        digest=digest,
    )


def kept_times(active: ActiveTimes | None) -> ActiveTimes | None:
    """Return the times to the minute, or None when they are all the time.

    Raises:
        ResponseRefused: The last day comes before the first, or a weekday is none.
    """
    if active is None:
        return None
    if active.first_day and active.last_day and active.last_day < active.first_day:
        raise ResponseRefused(
            f"The last day {active.last_day} is before the first day {active.first_day}."
        )
    weekdays = tuple(sorted(set(active.weekdays)))
    if not set(weekdays) <= set(_EVERY_DAY):
        raise ResponseRefused("A weekday is a number from 0 for Monday to 6 for Sunday.")
    opens, closes = _minute(active.opens), _minute(active.closes)
    if opens == closes:
        opens = closes = None
    clean = replace(
        active,
        weekdays=() if weekdays == _EVERY_DAY else weekdays,
        opens=opens,
        closes=closes,
    )
    return None if clean == ActiveTimes() else clean


def _minute(moment: time | None) -> time | None:
    return moment and moment.replace(second=0, microsecond=0, tzinfo=None)


def kept_pages(patterns: Iterable[str]) -> tuple[str, ...]:
    """Return the patterns of pages, each once.

    Raises:
        ResponseRefused: One is too long, or there are too many.
    """
    kept = tuple(dict.fromkeys(filter(None, map(one_line, patterns))))
    check_count("page patterns", len(kept), MAX_PAGES)
    for pattern in kept:
        check_length("page pattern", pattern, MAX_PAGE)
    return kept


def kept_fact(fact: Fact | None) -> Fact | None:
    """Return the fact with its source in one line, and each alternative once.

    Raises:
        ResponseRefused: The source is missing, a text is too long, or there are too many
            alternatives.
    """
    if fact is None:
        return None
    source = one_line(fact.source)
    if not source:
        raise ResponseRefused("A fact needs its source: where it can be looked up.")
    check_length("source of the fact", source, MAX_FACT_SOURCE)
    return replace(fact, source=source, alternatives=_alternatives(fact.alternatives))


def kept_quote(quote: Quote | None) -> Quote | None:
    """Return the quote with whoever said it in one line.

    Raises:
        ResponseRefused: Nobody is named, or the name is too long.
    """
    if quote is None:
        return None
    said_by = one_line(quote.said_by)
    if not said_by:
        raise ResponseRefused("A quote needs whoever said it.")
    check_length("name of who said it", said_by, MAX_SAID_BY)
    return replace(quote, said_by=said_by)


def _alternatives(given: Iterable[Alternative]) -> tuple[Alternative, ...]:
    kept: dict[str, Alternative] = {}
    for each in given:
        name = "".join(one_line(each.name).split()).lstrip("/#")
        reason = one_line(each.reason)
        check_length("name of an alternative", name, MAX_ALTERNATIVE)
        check_length("reason of an alternative", reason, MAX_REASON)
        if name:
            kept.setdefault(name.casefold(), Alternative(name=name, reason=reason))
    check_count("alternatives", len(kept), MOST_ALTERNATIVES)
    return tuple(kept.values())
