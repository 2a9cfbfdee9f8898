"""When and where a response is offered: its days, hours and pages; its review; its fact's end."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from undivided.library.model.parts import ActiveTimes, Fact
from undivided.library.model.responses import Response

MAX_URL = 2_000
"""Code points of an address that are compared."""


def is_active(response: Response, now_local: datetime) -> bool:
    """Return whether the response may be offered now.

    Hours that run over midnight belong to the day on which they began: a response for Fridays
    from 22:00 to 02:00 is there on Saturday at 01:00.

    Args:
        now_local: In the operator's own time zone.
    """
    active = response.active
    if active is None:
        return True
    day = _day_of(active, now_local)
    if day is None:
        return False
    if active.first_day is not None and day < active.first_day:
        return False
    if active.last_day is not None and day > active.last_day:
        return False
    return not active.weekdays or day.weekday() in active.weekdays


def _day_of(active: ActiveTimes, now: datetime) -> date | None:
    """Return the day whose hours are running now, or None between them."""
    clock, today = now.time(), now.date()
    opens, closes = active.opens or time.min, active.closes
    if closes is not None and closes <= opens:
        if clock < closes:
            return today - timedelta(days=1)
        return today if clock >= opens else None
    return today if opens <= clock and (closes is None or clock < closes) else None


def is_due(review_by: date | None, today: date) -> bool:
    """Return whether somebody should look at a response again. Source: practice 48."""
    return review_by is not None and review_by <= today


def has_ended(fact: Fact | None, today: date) -> bool:
    """Return whether a fact is out of date; what states none never is. Source: practice 35."""
    return fact is not None and fact.valid_until < today


def fits_page(patterns: Iterable[str], url: str) -> bool:
    """Return whether the page is one of those that a response is for.

    A pattern is an address in which `*` stands for any text and `?` in its path for itself. A
    pattern without a star fits the address with or without "https://", "www.", a query and a
    slash at its end. Case does not matter. Without patterns nothing fits: such a response is
    for every page and for none in particular.

    Source: practice 52.
    """
    page = url[:MAX_URL].casefold()
    plain = _plain(page)
    return any(_fits(pattern.casefold(), page, plain) for pattern in patterns)


def _fits(pattern: str, page: str, plain: str) -> bool:
    if "*" in pattern:
        return _glob(pattern, page)
    return bool(pattern) and (pattern == page or _plain(pattern) == plain)


def _glob(pattern: str, text: str) -> bool:
    """Return whether the text is the pattern; takes linear time, unlike a regular expression."""
    first, *middle, last = pattern.split("*")
    if len(text) < len(first) + len(last):
        return False
    if not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in filter(None, middle):
        at = text.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def _plain(url: str) -> str:
    """Return the address without what people leave out."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = parts.netloc.removeprefix("www.")
        return f"{host}{parts.path}".rstrip("/")
    except ValueError:
        return url
