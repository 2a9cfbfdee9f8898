"""Payloads of the requests that only operators send, and the table of all theirs."""

from msgspec import Struct, field

from undivided.protocol import requests as shared
from undivided.protocol.canned_responses import CANNED_REQUESTS
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, GroupId, ThreadId, UserId
from undivided.protocol.logins import AgentLogin
from undivided.protocol.moments import Instant


class UpdateSession(Struct, frozen=True, kw_only=True):
    """`update_session`: a new token without a new socket."""

    token: str


class SetRoutingStatus(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`set_routing_status`; `agent_id` names a colleague."""

    status: str
    agent_id: UserId | None = None


class GroupFilter(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Only these groups."""

    group_ids: tuple[GroupId, ...] | None = None


class ListRoutingStatuses(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`list_routing_statuses`."""

    filters: GroupFilter | None = None


class SetAwayStatus(Struct, frozen=True, kw_only=True):
    """`set_away_status` of this connection."""

    away: bool


class ChatFilters(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Filters of `list_chats`; `include_active` is the word of 3.5 and older."""

    active: bool | None = None
    include_active: bool | None = None
    include_chats_without_threads: bool = True
    group_ids: tuple[GroupId, ...] | None = None


class ListChats(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`list_chats`."""

    filters: ChatFilters | None = None
    limit: int | None = None
    sort_order: str | None = None
    page_id: str | None = None


class Values(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A value filter: exactly one of the three."""

    exists: bool | None = None
    values: tuple[str | int, ...] | None = None
    exclude_values: tuple[str | int, ...] | None = None


class ArchiveFilters(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Filters of `list_archives`."""

    query: str | None = None
    start: Instant | None = field(default=None, name="from")
    to: Instant | None = None
    chat_ids: tuple[ChatId, ...] | None = None
    thread_ids: tuple[ThreadId, ...] | None = None
    group_ids: tuple[GroupId, ...] | None = None
    agents: Values | None = None
    tags: Values | None = None


class ListArchives(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`list_archives`: one thread of a chat a row."""

    filters: ArchiveFilters | None = None
    limit: int | None = None
    sort_order: str | None = None
    page_id: str | None = None


class Target(Struct, frozen=True, kw_only=True):
    """Where a chat goes; `type` is `group` or `agent`."""

    type: str
    ids: tuple[str | int, ...]


class TransferChat(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`transfer_chat`; without a target the chat stays in its group and is routed anew."""

    id: ChatId
    target: Target | None = None
    ignore_agents_availability: bool = False
    ignore_requester_presence: bool = False
    force: bool = False


class ListAgentsForTransfer(Struct, frozen=True, kw_only=True):
    """`list_agents_for_transfer`."""

    chat_id: ChatId


class AgentForTransfer(Struct, frozen=True, kw_only=True):
    """A connected colleague and how many chats he holds."""

    agent_id: UserId
    active_chats: int


class AddUser(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`add_user_to_chat`."""

    chat_id: ChatId
    user_id: UserId
    user_type: str
    visibility: str
    ignore_requester_presence: bool = False


class RemoveUser(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`remove_user_from_chat`."""

    chat_id: ChatId
    user_id: UserId
    user_type: str = "agent"
    ignore_requester_presence: bool = False


class SendTypingIndicator(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`send_typing_indicator`."""

    chat_id: ChatId
    is_typing: bool
    visibility: str | None = None
    recipients: str | None = None


class SendEventPreview(Struct, frozen=True, kw_only=True):
    """`send_event_preview`: shown, never stored."""

    chat_id: ChatId
    event: Event


class Multicast(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`multicast` among operators; never stored."""

    recipients: dict[str, dict[str, object]]
    content: object = None
    type: str | None = None


class TagThread(Struct, frozen=True, kw_only=True):
    """`tag_thread` and `untag_thread`."""

    chat_id: ChatId
    thread_id: ThreadId
    tag: str


class CustomerRef(Struct, frozen=True, kw_only=True):
    """A request about the visitor `id`."""

    id: UserId


class UpdateCustomer(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`update_customer` by an operator."""

    id: UserId
    name: str | None = None
    email: str | None = None
    avatar: str | None = None
    phone_number: str | None = None
    session_fields: tuple[dict[str, str], ...] | None = None


class Ban(Struct, frozen=True, kw_only=True):
    """How long a visitor is kept out."""

    days: int


class BanCustomer(Struct, frozen=True, kw_only=True):
    """`ban_customer`."""

    id: UserId
    ban: Ban


AGENT_REQUESTS: dict[str, type[Struct]] = CANNED_REQUESTS | {
    "add_user_to_chat": AddUser,
    "ban_customer": BanCustomer,
    "deactivate_chat": shared.DeactivateChat,
    "delete_chat_properties": shared.DeleteChatProperties,
    "delete_event_properties": shared.DeleteEventProperties,
    "delete_thread_properties": shared.DeleteThreadProperties,
    "follow_chat": shared.ChatRef,
    "get_chat": shared.GetChat,
    "get_customer": CustomerRef,
    "list_agents_for_transfer": ListAgentsForTransfer,
    "list_archives": ListArchives,
    "list_chats": ListChats,
    "list_routing_statuses": ListRoutingStatuses,
    "list_threads": shared.ListThreads,
    "login": AgentLogin,
    "logout": shared.Nothing,
    "mark_events_as_seen": shared.MarkSeen,
    "multicast": Multicast,
    "ping": shared.Nothing,
    "remove_user_from_chat": RemoveUser,
    "resume_chat": shared.StartChat,
    "send_event": shared.SendEvent,
    "send_event_preview": SendEventPreview,
    "send_rich_message_postback": shared.SendPostback,
    "send_typing_indicator": SendTypingIndicator,
    "set_away_status": SetAwayStatus,
    "set_routing_status": SetRoutingStatus,
    "start_chat": shared.StartChat,
    "tag_thread": TagThread,
    "transfer_chat": TransferChat,
    "unfollow_chat": shared.ChatRef,
    "untag_thread": TagThread,
    "update_chat_properties": shared.UpdateChatProperties,
    "update_customer": UpdateCustomer,
    "update_event_properties": shared.UpdateEventProperties,
    "update_session": UpdateSession,
    "update_thread_properties": shared.UpdateThreadProperties,
}
"""Action -> payload type, for every operator's request that the bundled server answers."""

AGENT_NO_OPERATION = frozenset(
    {
        "change_push_notifications",
        "follow_customer",
        "request_thread_summary",
        "send_thinking_indicator",
        "subscribe_customers",
        "unfollow_customer",
        "unsubscribe_customers",
    }
)
"""Actions that SDKs may send and that a self-hosted desk accepts without doing anything."""
