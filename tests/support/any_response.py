"""Responses of every kind for property tests, in their kept form."""

from datetime import UTC
from hashlib import sha256
from typing import TypeVar

from hypothesis import strategies as st

from undivided.library.errors import ResponseRefused
from undivided.library.model.parts import (
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
from undivided.library.model.responses import MAX_COUNT, Response, Scope, cleaned

T = TypeVar("T")

WORD = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12) | st.sampled_from(
    ["=1+1", "'=x", "''@", "-", '"', "a;b", "{{day}}", "\t=", "'", "+1\n=2"]
)
TIMES = st.datetimes(timezones=st.just(UTC))
LANGUAGES = st.sampled_from(["", "en", "de-CH", "de_at"])
COUNTS = st.integers(0, MAX_COUNT)
VARIANTS = st.builds(Variant, body=WORD, wording=st.sampled_from(Wording), language=LANGUAGES)
SLOTS = st.builds(
    SlotKind,
    name=WORD,
    fill=st.sampled_from(Fill),
    default=WORD | st.just(""),
    choices=st.lists(WORD, max_size=3).map(tuple),
    currency=st.sampled_from(["", "EUR", "chf"]),
)
FILES = {sha256(data).hexdigest(): data for data in (b"", b"map", b"\x00\xff")}
"""What the responses carry, by digest."""
ATTACHMENTS = st.builds(
    Attachment,
    name=WORD,
    media_type=st.sampled_from(["image/png", "text/plain", "?"]),
    size=st.integers(0, 2**40),
    digest=st.sampled_from(sorted(FILES)),
)
ACTIVE = st.builds(
    ActiveTimes,
    first_day=st.none() | st.dates(),
    last_day=st.none() | st.dates(),
    weekdays=st.lists(st.integers(0, 6), max_size=8).map(tuple),
    opens=st.none() | st.times(),
    closes=st.none() | st.times(),
)
ALTERNATIVES = st.builds(Alternative, name=WORD, reason=WORD | st.just(""))
FACTS = st.builds(
    Fact,
    source=WORD,
    valid_until=st.dates(),
    is_available=st.booleans(),
    alternatives=st.lists(ALTERNATIVES, max_size=2).map(tuple),
)
QUOTES = st.builds(Quote, said_by=WORD, is_agreed=st.booleans())


def _some(parts: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(parts, max_size=2).map(tuple)


def _is_kept(response: Response) -> bool:
    try:
        cleaned(response)
    except ResponseRefused:
        return False
    return True


RESPONSE = (
    st.builds(
        Response,
        id=st.uuids().map(str),
        title=WORD,
        body=WORD,
        shortcuts=_some(WORD),
        variants=_some(VARIANTS),
        slots=_some(SLOTS),
        attachments=_some(ATTACHMENTS),
        folder=_some(WORD),
        tags=_some(WORD),
        scope=st.sampled_from(Scope),
        language=LANGUAGES,
        active=st.none() | ACTIVE,
        pages=_some(WORD),
        review_by=st.none() | st.dates(),
        fact=st.none() | FACTS,
        quote=st.none() | QUOTES,
        is_offer=st.booleans(),
        owner=WORD | st.just(""),
        source=WORD,
        source_id=WORD,
        starred=st.booleans(),
        uses=COUNTS,
        sent_untouched=COUNTS,
        sent_edited=COUNTS,
        last_used=st.none() | TIMES,
    )
    .filter(_is_kept)
    .map(cleaned)
)
"""One response in its kept form."""
RESPONSES = st.lists(RESPONSE, max_size=3)
