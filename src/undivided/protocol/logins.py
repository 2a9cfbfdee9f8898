"""What both sides say when a socket signs in."""

from msgspec import Struct, field

from undivided.protocol.chats import ChatSummary, OwnChatSummary
from undivided.protocol.desk_extensions import Announcement, Resume
from undivided.protocol.ids import GroupId, OrganizationId
from undivided.protocol.users import Page, User


class Application(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The program behind a socket."""

    name: str = ""
    version: str = ""
    channel_type: str | None = None


class AgentLogin(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An operator's `login`; `token` carries its scheme (`Bearer` or `Basic`)."""

    token: str
    timezone: str | None = None
    reconnect: bool = False
    application: Application | None = None
    away: bool = False
    customer_monitoring_level: str | None = None
    pushes: dict[str, list[str]] | None = None
    desk: Resume | None = None


class License(Struct, frozen=True, kw_only=True):
    """The account that an operator signed in to."""

    id: str
    organization_id: OrganizationId
    plan: str = "self-hosted"


class AgentLoginAnswer(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The state an operator starts from; `chats_summary` is always written."""

    license: License
    my_profile: User
    chats_summary: tuple[ChatSummary, ...]
    desk: Announcement | None = None


class CustomerDetails(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a visitor tells of himself at login or by `update_customer`."""

    name: str | None = None
    email: str | None = None
    avatar: str | None = None
    phone_number: str | None = None
    session_fields: tuple[dict[str, str], ...] | None = None


class CustomerLogin(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A visitor's `login`."""

    token: str
    customer: CustomerDetails | None = None
    customer_page: Page | None = None
    customer_side_storage: dict[str, str] | None = None
    is_mobile: bool = False
    group_id: int | None = None
    referrer: str | None = None
    application: Application | None = None
    pushes: dict[str, list[str]] | None = None
    desk: Resume | None = None


class Monitoring(Struct, frozen=True, kw_only=True):
    """The group that watches a visitor."""

    id: GroupId


class CustomerGroups(Struct, frozen=True, kw_only=True):
    """The groups of a visitor, as `customer-sdk` reads them unasked."""

    monitoring: Monitoring


class DynamicConfig(Struct, frozen=True, kw_only=True):
    """Private key of a customer login that `customer-sdk` cannot do without."""

    online_groups_ids: tuple[GroupId, ...]
    customer_groups: CustomerGroups


class CustomerLoginAnswer(Struct, frozen=True, kw_only=True):
    """The state a visitor starts from; every field is always written."""

    customer: User
    has_active_thread: bool
    chats: tuple[dict[str, str | bool], ...]
    dynamic_config: DynamicConfig = field(name="__priv_dynamic_config")
    desk: Announcement | None = None


class OwnChats(Struct, frozen=True, kw_only=True):
    """A visitor's `list_chats` answer."""

    chats_summary: tuple[OwnChatSummary, ...]
    total_chats: int
