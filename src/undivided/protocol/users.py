"""Operators and visitors as the wire shows them."""

from msgspec import Struct

from undivided.protocol.ids import ChatId, GroupId, UserId
from undivided.protocol.moments import Instant


class Page(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A page that a visitor has open or opened."""

    url: str
    title: str = ""
    opened_at: Instant | None = None


class Visit(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One sitting of a visitor on the site."""

    started_at: Instant | None = None
    ended_at: Instant | None = None
    referrer: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    last_pages: tuple[Page, ...] = ()


class Statistics(Struct, frozen=True, kw_only=True):
    """Six counters that must always be present for customers (SDKs read them unasked)."""

    chats_count: int = 0
    threads_count: int = 0
    visits_count: int = 0
    page_views_count: int = 0
    greetings_shown_count: int = 0
    greetings_accepted_count: int = 0


class User(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Anybody in a chat; `type` is `agent` or `customer`, and fields of the other kind stay unset.

    Operators see an operator's id as the e-mail address; visitors see an opaque id
    and `job_title` instead of `email`. Before version 3.6 `visit` was `last_visit`.
    """

    id: UserId
    type: str
    name: str | None = None
    email: str | None = None
    email_verified: bool | None = None
    avatar: str | None = None
    present: bool | None = None
    events_seen_up_to: Instant | None = None
    visibility: str | None = None
    job_title: str | None = None
    is_bot: bool | None = None
    routing_status: str | None = None
    permission: str | None = None
    phone_number: str | None = None
    online: bool | None = None
    followed: bool | None = None
    state: str | None = None
    group_ids: tuple[GroupId, ...] | None = None
    chat_ids: tuple[ChatId, ...] | None = None
    created_at: Instant | None = None
    session_fields: tuple[dict[str, str], ...] | None = None
    statistics: Statistics | None = None
    visit: Visit | None = None
    last_visit: Visit | None = None
    agent_last_event_created_at: Instant | None = None
    customer_last_event_created_at: Instant | None = None
