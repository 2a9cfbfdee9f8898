"""Who may do what: every action of the protocol by everybody, each cell of the table."""

import itertools

import pytest

from tests.server.core.hub_play import HubPlay
from tests.server.core.verbs import SECRET, Verbs, outcome
from undivided.protocol.agent_requests import AGENT_NO_OPERATION, AGENT_REQUESTS
from undivided.protocol.customer_requests import CUSTOMER_NO_OPERATION, CUSTOMER_REQUESTS
from undivided.server.hub.dispatch import AGENT, CUSTOMER
from undivided.server.hub.hub import LOGIN, PING, UPDATE_SESSION
from undivided.server.hub.peers import Side

OPERATORS = ("ann", "bob", "carl", "dana")
VISITORS = ("eve", "mallory", "frank")

# In the chat, of its group, of another group, administrator.
MEMBER_ONLY = "ok missing_access not_found missing_access"
OF_THE_GROUP = "ok ok not_found ok"
EVERYBODY = "ok ok ok ok"
EDITORS_ONLY = "authorization authorization not_found ok"
OPERATORS_MAY: dict[str, str] = {
    "add_user_to_chat": OF_THE_GROUP,
    "ban_customer": OF_THE_GROUP,
    "create_canned_response": EDITORS_ONLY,
    "deactivate_chat": MEMBER_ONLY,
    "delete_canned_response": EDITORS_ONLY,
    "delete_chat_properties": OF_THE_GROUP,
    "delete_event_properties": OF_THE_GROUP,
    "delete_thread_properties": OF_THE_GROUP,
    "follow_chat": OF_THE_GROUP,
    "get_chat": OF_THE_GROUP,
    "get_customer": OF_THE_GROUP,
    "list_agents_for_transfer": OF_THE_GROUP,
    "list_archives": EVERYBODY,
    "list_canned_responses": EVERYBODY,
    "list_chats": EVERYBODY,
    "list_customers": EVERYBODY,
    "list_routing_statuses": EVERYBODY,
    "list_threads": OF_THE_GROUP,
    "login": "validation validation validation validation",
    "logout": EVERYBODY,
    "mark_events_as_seen": OF_THE_GROUP,
    "multicast": EVERYBODY,
    "ping": EVERYBODY,
    "remove_user_from_chat": MEMBER_ONLY,
    "resume_chat": "chat_already_active chat_already_active not_found chat_already_active",
    "send_event": MEMBER_ONLY,
    "send_event_preview": MEMBER_ONLY,
    "send_rich_message_postback": OF_THE_GROUP,
    "send_typing_indicator": MEMBER_ONLY,
    "set_away_status": EVERYBODY,
    # Of a colleague.
    "set_routing_status": "ok authorization authorization ok",
    "start_chat": "chat_already_active chat_already_active not_found chat_already_active",
    "subscribe_customers": EVERYBODY,
    "tag_thread": OF_THE_GROUP,
    "transfer_chat": MEMBER_ONLY,
    "unfollow_chat": "validation ok not_found ok",
    "unsubscribe_customers": EVERYBODY,
    "untag_thread": OF_THE_GROUP,
    "update_canned_response": EDITORS_ONLY,
    "update_chat_properties": OF_THE_GROUP,
    "update_customer": OF_THE_GROUP,
    "update_event_properties": OF_THE_GROUP,
    "update_session": "authentication authentication authentication authentication",
    "update_thread_properties": OF_THE_GROUP,
} | dict.fromkeys(AGENT_NO_OPERATION - AGENT.keys(), EVERYBODY)

# The chat's own visitor, another one of the site, one of another site.
OWN_ONLY = "ok not_found not_found"
ABOUT_HIMSELF = "ok ok ok"
VISITORS_MAY: dict[str, str] = {
    "deactivate_chat": OWN_ONLY,
    "delete_chat_properties": OWN_ONLY,
    "delete_event_properties": OWN_ONLY,
    "delete_thread_properties": OWN_ONLY,
    "get_chat": OWN_ONLY,
    "get_customer": ABOUT_HIMSELF,
    "get_form": ABOUT_HIMSELF,
    "get_predicted_agent": ABOUT_HIMSELF,
    "list_chats": ABOUT_HIMSELF,
    "list_group_statuses": ABOUT_HIMSELF,
    "list_threads": OWN_ONLY,
    "login": "validation validation validation",
    "logout": ABOUT_HIMSELF,
    "mark_events_as_seen": OWN_ONLY,
    "ping": ABOUT_HIMSELF,
    "resume_chat": "chat_already_active not_found not_found",
    "send_event": OWN_ONLY,
    "send_rich_message_postback": OWN_ONLY,
    "send_sneak_peek": OWN_ONLY,
    "set_customer_session_fields": ABOUT_HIMSELF,
    "start_chat": "chat_already_active ok ok",
    "update_chat_properties": OWN_ONLY,
    "update_customer": ABOUT_HIMSELF,
    "update_customer_page": ABOUT_HIMSELF,
    "update_event_properties": OWN_ONLY,
    "update_session": "authentication authentication authentication",
    "update_thread_properties": OWN_ONLY,
} | dict.fromkeys(CUSTOMER_NO_OPERATION, "not_allowed not_allowed not_allowed")

CELLS = [
    (side, action, name, may)
    for side, names, table in (
        (Side.AGENT, OPERATORS, OPERATORS_MAY),
        (Side.CUSTOMER, VISITORS, VISITORS_MAY),
    )
    for action, row in sorted(table.items())
    for name, may in zip(names, row.split(), strict=True)
]
ROWS = sorted({(side, action) for side, action, *_ in CELLS})
STRANGERS = {Side.AGENT: ("carl",), Side.CUSTOMER: ("mallory", "frank")}


@pytest.fixture
def verbs(play: HubPlay) -> Verbs:
    return Verbs(play)


def test_every_action_has_its_row() -> None:
    hubs_own = {LOGIN, PING, UPDATE_SESSION}

    assert OPERATORS_MAY.keys() == (
        AGENT_REQUESTS.keys() | AGENT.keys() | AGENT_NO_OPERATION | hubs_own
    )
    assert VISITORS_MAY.keys() == (
        CUSTOMER_REQUESTS.keys() | CUSTOMER.keys() | CUSTOMER_NO_OPERATION | hubs_own
    )


@pytest.mark.parametrize(("side", "action", "name", "may"), CELLS)
def test_each_cell_of_the_table(verbs: Verbs, side: Side, action: str, name: str, may: str) -> None:
    assert verbs.outcome(name, action, verbs.payload(action, side)) == may


@pytest.mark.parametrize("side", Side)
def test_who_has_not_signed_in_may_nothing(verbs: Verbs, side: Side) -> None:
    stranger = verbs.stranger(side)
    actions = [action for each, action in ROWS if each is side]
    outcomes = {each: outcome(stranger, each, verbs.payload(each, side)) for each in actions}

    assert outcomes.pop(PING) == "nothing"
    assert set(outcomes.values()) == {"authentication"}


@pytest.mark.parametrize(("side", "action"), ROWS)
def test_what_is_foreign_is_answered_as_what_is_absent(
    verbs: Verbs, side: Side, action: str
) -> None:
    foreign = verbs.payload(action, side)
    absent = verbs.as_absent(foreign)
    if foreign == absent:
        return  # names nothing that could be somebody else's
    for name in STRANGERS[side]:
        assert verbs.answer(name, action, foreign) == verbs.answer(name, action, absent)


@pytest.mark.parametrize("side", Side)
def test_nothing_foreign_is_ever_told_or_changed(verbs: Verbs, side: Side) -> None:
    before = verbs.who["ann"].ask("get_chat", {"chat_id": verbs.chat})
    verbs.who["ann"].forget()
    verbs.who["eve"].forget()
    for name, (each, action) in itertools.product(STRANGERS[side], ROWS):
        if each is side and action != "logout":
            verbs.outcome(name, action, verbs.payload(action, side))
    told = [verbs.who[name].frames for name in STRANGERS[side]]

    assert verbs.who["ann"].ask("get_chat", {"chat_id": verbs.chat}) == before
    assert SECRET not in repr(told)
    assert set(verbs.who["eve"].names()) <= {"groups_status_updated"}


def test_a_closed_chat_of_another_group_is_not_begun_anew(verbs: Verbs) -> None:
    verbs.who["ann"].ask("deactivate_chat", {"id": verbs.chat})
    outcomes = [
        verbs.outcome("carl", action, verbs.payload(action, Side.AGENT))
        for action in ("start_chat", "resume_chat")
    ]

    assert outcomes == ["not_found", "not_found"]
