"""The visitor as the desk knows him: merged from chats, visits and pages."""

from dataclasses import replace

from undivided.desk.values import VisitedPage, Visitor
from undivided.etiquette.calm_text import address, named
from undivided.protocol.ids import UserId
from undivided.protocol.limits import (
    NAME_CHARACTERS,
    SESSION_FIELDS,
    TITLE_CHARACTERS,
    URL_CHARACTERS,
)
from undivided.protocol.moments import within_calendar
from undivided.protocol.pushes import CustomerPageUpdated
from undivided.protocol.users import Page, User, Visit

PAGES = 50
"""Pages kept of one visit, the newest."""
UNKNOWN = Visitor(id=UserId(""))
"""The visitor of a chat that is not loaded yet."""


def with_user(visitor: Visitor, user: User) -> Visitor:
    """Return `visitor` with everything that `user` tells; what it leaves out stays.

    Lengths are cut to the protocol's limits, because another server may not keep them, and each
    value becomes one line without direction marks, because it is shown inside sentences of ours.
    """
    base = visitor if visitor.id == user.id else Visitor(id=user.id)
    counts = user.statistics
    return replace(
        base,
        name=_cut(user.name, base.name, NAME_CHARACTERS),
        email=_cut(user.email, base.email, NAME_CHARACTERS),
        phone=_cut(user.phone_number, base.phone, NAME_CHARACTERS),
        pages=base.pages if user.visit is None else _pages(user.visit),
        visits=base.visits if counts is None else counts.visits_count,
        chats=base.chats if counts is None else counts.chats_count,
        is_here=_presence(user, is_here=base.is_here),
        fields=base.fields if user.session_fields is None else _fields(user.session_fields),
    )


def with_page(visitor: Visitor, push: CustomerPageUpdated) -> Visitor:
    """Return `visitor` on another page; the newest page comes first."""
    page = _page(Page(url=push.url, title=push.title, opened_at=push.opened_at))
    return replace(visitor, pages=(page, *visitor.pages)[:PAGES], is_here=True)


def _cut(new: str | None, old: str, longest: int) -> str:
    return old if new is None else named(new, longest)


def _presence(user: User, *, is_here: bool) -> bool:
    if user.online is not None:
        return user.online
    return is_here if user.present is None else user.present


def _fields(pairs: tuple[dict[str, str], ...]) -> tuple[tuple[str, str], ...]:
    flat = tuple(item for pair in pairs[:SESSION_FIELDS] for item in pair.items())
    return tuple(
        (named(name, NAME_CHARACTERS), named(value, TITLE_CHARACTERS)) for name, value in flat
    )


def _pages(visit: Visit) -> tuple[VisitedPage, ...]:
    newest_first = tuple(reversed(visit.last_pages))[:PAGES]
    return tuple(_page(page) for page in newest_first)


def _page(page: Page) -> VisitedPage:
    title = named(page.title, TITLE_CHARACTERS)
    opened_at = None if page.opened_at is None else within_calendar(page.opened_at)
    return VisitedPage(title, address(page.url[:URL_CHARACTERS]), opened_at)
