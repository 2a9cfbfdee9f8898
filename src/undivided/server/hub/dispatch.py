"""Which function does which action, for operators and for visitors."""

from collections.abc import Callable
from typing import Any

from undivided.protocol.agent_requests import AGENT_NO_OPERATION, AGENT_REQUESTS
from undivided.protocol.codec import decode_payload
from undivided.protocol.customer_requests import CUSTOMER_NO_OPERATION, CUSTOMER_REQUESTS
from undivided.protocol.envelope import Request
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.requests import Nothing
from undivided.server.actions import (
    agent_canned,
    agent_canned_lists,
    agent_chats,
    agent_people,
    agent_sittings,
    agent_tags,
    agent_transfer,
    customer_chats,
    customer_people,
    customer_sittings,
    shared_events,
    shared_properties,
)
from undivided.server.errors import invalid
from undivided.server.hub.context import Context
from undivided.server.hub.sessions import Session

Action = Callable[[Context, Session, Any], object]
"""Does a request and returns its answer; checks everything before it changes anything."""

SHARED: dict[str, Action] = {
    "delete_chat_properties": shared_properties.delete_chat,
    "delete_event_properties": shared_properties.delete_event,
    "delete_thread_properties": shared_properties.delete_thread,
    "mark_events_as_seen": shared_events.mark_seen,
    "send_event": shared_events.send_event,
    "send_rich_message_postback": shared_events.send_postback,
    "update_chat_properties": shared_properties.update_chat,
    "update_event_properties": shared_properties.update_event,
    "update_thread_properties": shared_properties.update_thread,
}
CONFIGURATION: dict[str, Action] = {
    "create_canned_response": agent_canned.create,
    "delete_canned_response": agent_canned.delete,
    "list_canned_responses": agent_canned_lists.list_responses,
    "update_canned_response": agent_canned.update,
}
AGENT: dict[str, Action] = (
    SHARED
    | CONFIGURATION
    | {
        "add_user_to_chat": agent_transfer.add_user,
        "ban_customer": agent_people.ban_customer,
        "deactivate_chat": agent_sittings.deactivate_chat,
        "follow_chat": agent_sittings.follow_chat,
        "get_chat": agent_chats.get_chat,
        "get_customer": agent_people.get_customer,
        "list_agents_for_transfer": agent_transfer.list_agents_for_transfer,
        "list_archives": agent_chats.list_archives,
        "list_chats": agent_chats.list_chats,
        "list_customers": agent_people.list_customers,
        "list_routing_statuses": agent_people.list_routing_statuses,
        "list_threads": agent_chats.list_threads,
        "logout": agent_people.logout,
        "multicast": agent_people.multicast,
        "remove_user_from_chat": agent_transfer.remove_user,
        "resume_chat": agent_sittings.resume_chat,
        "send_event_preview": shared_events.send_preview,
        "send_typing_indicator": shared_events.send_typing,
        "set_away_status": agent_people.set_away_status,
        "set_routing_status": agent_people.set_routing_status,
        "start_chat": agent_sittings.start_chat,
        "subscribe_customers": agent_people.subscribe_customers,
        "tag_thread": agent_tags.tag_thread,
        "transfer_chat": agent_transfer.transfer_chat,
        "unfollow_chat": agent_sittings.unfollow_chat,
        "unsubscribe_customers": agent_people.unsubscribe_customers,
        "untag_thread": agent_tags.untag_thread,
        "update_customer": agent_people.update_customer,
    }
)
CUSTOMER: dict[str, Action] = SHARED | {
    "deactivate_chat": customer_sittings.deactivate_chat,
    "get_chat": customer_chats.get_chat,
    "get_customer": customer_people.get_customer,
    "get_form": customer_people.get_form,
    "get_predicted_agent": customer_people.get_predicted_agent,
    "list_chats": customer_chats.list_chats,
    "list_group_statuses": customer_people.list_group_statuses,
    "list_threads": customer_chats.list_threads,
    "logout": customer_people.logout,
    "resume_chat": customer_sittings.resume_chat,
    "send_sneak_peek": shared_events.send_sneak_peek,
    "set_customer_session_fields": customer_people.set_session_fields,
    "start_chat": customer_sittings.start_chat,
    "update_customer": customer_people.update_customer,
    "update_customer_page": customer_people.update_page,
}


def perform(ctx: Context, caller: Session, request: Request) -> object:
    """Do the request and return its answer.

    Raises:
        ProtocolError: Unknown, malformed or refused; nothing was changed.
    """
    name = request.action
    actions, types = (
        (AGENT, AGENT_REQUESTS) if caller.is_operator else (CUSTOMER, CUSTOMER_REQUESTS)
    )
    action = actions.get(name)
    if action is not None:
        return action(ctx, caller, decode_payload(request.payload, types.get(name, Nothing)))
    if caller.is_operator and name in AGENT_NO_OPERATION:
        return Nothing()
    if not caller.is_operator and name in CUSTOMER_NO_OPERATION:
        raise ProtocolError(
            ErrorType.NOT_ALLOWED, f"This server does not offer {name}; nothing was changed."
        )
    raise invalid(f"There is no action {name[:60]!r}.")
