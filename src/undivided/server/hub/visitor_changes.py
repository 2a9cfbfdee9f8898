"""What a visitor tells of himself, or an operator notes down: checked, stored, told."""

from datetime import datetime

import msgspec
from msgspec import structs

from undivided.etiquette.cards.masking import without_cards
from undivided.protocol.limits import (
    NAME_CHARACTERS,
    PROPERTIES_BYTES,
    SESSION_FIELDS,
    TITLE_CHARACTERS,
    URL_CHARACTERS,
)
from undivided.protocol.logins import CustomerDetails
from undivided.protocol.pushes import CustomerPageUpdated
from undivided.protocol.users import Page, User
from undivided.server.errors import invalid
from undivided.server.hub.context import Context
from undivided.server.hub.pushing import Push
from undivided.server.hub.records import VisitorRecord
from undivided.server.hub.telling import sessions_of, tell, tell_watchers, with_access
from undivided.server.store.page_size import fitting

LAST_PAGES = 20
PAGES_BYTES = 16 * 1024
"""Of those pages as JSON; where addresses are of a sensible length there are `LAST_PAGES`."""


def apply_details(ctx: Context, visitor: VisitorRecord, details: CustomerDetails) -> None:
    """Take over the given fields and tell operators and the visitor of them.

    Raises:
        ProtocolError: Nothing was given, or something too long.
    """
    details = checked_details(details)
    if not take_over(visitor, details):
        raise invalid("At least one field must be given.")
    ctx.people.save(visitor)
    push = User(
        id=visitor.id,
        type="customer",
        name=details.name,
        email=details.email,
        avatar=details.avatar,
        phone_number=details.phone_number,
        session_fields=details.session_fields,
    )
    chat = None if visitor.chat_id is None else ctx.chats.get(visitor.chat_id)
    if chat is None:
        tell_watchers(ctx, visitor, "customer_updated", push)
        sessions = sessions_of(ctx, frozenset(), visitor.id)
        ctx.leaving.append(Push(action="customer_updated", payload=push, sessions=sessions))
    else:
        tell(ctx, chat, "customer_updated", push, to=with_access(ctx, chat))


def checked_details(details: CustomerDetails) -> CustomerDetails:
    """Return what a visitor tells with card numbers masked, before anything is changed.

    Raises:
        ProtocolError: Something is too long.
    """
    for name, longest in _LONGEST.items():
        text = getattr(details, name)
        if text is not None and len(text) > longest:
            raise invalid(f"{name} must not exceed {longest} characters.")
    if details.session_fields is not None:
        _check_fields(details.session_fields)
    return without_cards(details)


def take_over(visitor: VisitorRecord, details: CustomerDetails) -> bool:
    """Copy the given, checked fields into the record; return whether there were any."""
    given = {name: value for name, value in structs.asdict(details).items() if value is not None}
    for name in given.keys() & _LONGEST.keys():
        setattr(visitor, name, given[name])
    if details.session_fields is not None:
        visitor.session_fields = [dict(pair) for pair in details.session_fields]
    return bool(given)


def turn_page(ctx: Context, visitor: VisitorRecord, page: Page) -> None:
    """Remember the page that the visitor opened, and tell who watches.

    Raises:
        ProtocolError: The address is too long or not one of the web.
    """
    opened = opened_page(page, ctx.now.wall)
    visitor.visit.last_pages = _last([*visitor.visit.last_pages, opened])
    visitor.page_views_count += 1
    ctx.people.save(visitor)
    push = CustomerPageUpdated(
        customer_id=visitor.id,
        visit_id=visitor.visit.number,
        opened_at=opened.opened_at,
        url=opened.url,
        title=opened.title,
    )
    tell_watchers(ctx, visitor, "customer_page_updated", push)


def opened_page(page: Page, opened_at: datetime) -> Page:
    """Return the page as it is kept.

    Raises:
        ProtocolError: The address is too long or not one of the web.
    """
    if len(page.url) > URL_CHARACTERS:
        raise invalid(f"url must not exceed {URL_CHARACTERS} characters.")
    if not page.url.startswith(("http://", "https://")):
        raise invalid("url must begin with http:// or https://.")
    kept = Page(url=page.url, title=page.title[:TITLE_CHARACTERS], opened_at=opened_at)
    return without_cards(kept)


def _last(pages: list[Page]) -> list[Page]:
    """Return the newest pages that are kept: operators get them with every view of the visitor."""
    return fitting(reversed(pages[-LAST_PAGES:]), PAGES_BYTES)[::-1]


_LONGEST = {
    "name": NAME_CHARACTERS,
    "email": NAME_CHARACTERS,
    "avatar": URL_CHARACTERS,
    "phone_number": NAME_CHARACTERS,
}


def _check_fields(fields: tuple[dict[str, str], ...]) -> None:
    if len(fields) > SESSION_FIELDS:
        raise invalid(f"session_fields must not exceed {SESSION_FIELDS}.")
    if len(msgspec.json.encode(fields)) > PROPERTIES_BYTES:
        raise invalid(f"session_fields must not exceed {PROPERTIES_BYTES} bytes in all.")
    for pair in fields:
        if any(len(name) + len(text) > URL_CHARACTERS for name, text in pair.items()):
            raise invalid(f"A session field must not exceed {URL_CHARACTERS} characters.")
