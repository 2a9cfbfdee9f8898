"""Payloads of the requests that only visitors send, and the table of all theirs."""

from msgspec import Struct

from undivided.protocol import requests as shared
from undivided.protocol.ids import ChatId, GroupId
from undivided.protocol.logins import CustomerDetails, CustomerLogin
from undivided.protocol.users import Page


class ListOwnChats(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`list_chats` of a visitor."""

    limit: int | None = None
    sort_order: str | None = None
    page_id: str | None = None


class SendSneakPeek(Struct, frozen=True, kw_only=True):
    """`send_sneak_peek`: how a visitor's typing shows; empty text means it stopped."""

    chat_id: ChatId
    sneak_peek_text: str


class SetSessionFields(Struct, frozen=True, kw_only=True):
    """`set_customer_session_fields`."""

    session_fields: tuple[dict[str, str], ...]


class ListGroupStatuses(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`list_group_statuses`."""

    all: bool = False
    group_ids: tuple[GroupId, ...] | None = None


class GetForm(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`get_form`."""

    type: str
    group_id: GroupId = GroupId(0)


class GetPredictedAgent(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`get_predicted_agent`."""

    group_id: GroupId | None = None


CUSTOMER_REQUESTS: dict[str, type[Struct]] = {
    "deactivate_chat": shared.DeactivateChat,
    "delete_chat_properties": shared.DeleteChatProperties,
    "delete_event_properties": shared.DeleteEventProperties,
    "delete_thread_properties": shared.DeleteThreadProperties,
    "get_chat": shared.GetChat,
    "get_customer": shared.Nothing,
    "get_form": GetForm,
    "get_predicted_agent": GetPredictedAgent,
    "list_chats": ListOwnChats,
    "list_group_statuses": ListGroupStatuses,
    "list_threads": shared.ListThreads,
    "login": CustomerLogin,
    "logout": shared.Nothing,
    "mark_events_as_seen": shared.MarkSeen,
    "ping": shared.Nothing,
    "resume_chat": shared.StartChat,
    "send_event": shared.SendEvent,
    "send_rich_message_postback": shared.SendPostback,
    "send_sneak_peek": SendSneakPeek,
    "set_customer_session_fields": SetSessionFields,
    "start_chat": shared.StartChat,
    "update_chat_properties": shared.UpdateChatProperties,
    "update_customer": CustomerDetails,
    "update_customer_page": Page,
    "update_event_properties": shared.UpdateEventProperties,
    "update_thread_properties": shared.UpdateThreadProperties,
}
"""Action -> payload type, for every visitor's request that the bundled server answers."""

CUSTOMER_NO_OPERATION = frozenset(
    {
        "accept_greeting",
        "cancel_greeting",
        "delete_event",
        "get_url_info",
        "request_welcome_message",
    }
)
"""Actions that SDKs may send and that are refused with one clear sentence."""
