"""Visitors about themselves and about who would answer them."""

from msgspec import Struct, structs

from undivided.protocol.customer_requests import (
    GetForm,
    GetPredictedAgent,
    ListGroupStatuses,
    SetSessionFields,
)
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.ids import GroupId
from undivided.protocol.logins import CustomerDetails
from undivided.protocol.requests import Nothing
from undivided.protocol.users import Page, User
from undivided.server.hub.context import Context
from undivided.server.hub.farewell import dismiss
from undivided.server.hub.masks import masked_user
from undivided.server.hub.records import VisitorRecord
from undivided.server.hub.routing import accepting, choose, group_state
from undivided.server.hub.sessions import Session
from undivided.server.hub.visitor_changes import apply_details, turn_page

DONE = Nothing()


class GroupStatuses(Struct, frozen=True):
    """The answer to `list_group_statuses`."""

    groups_status: dict[str, str]


class Form(Struct, frozen=True):
    """The answer to `get_form`."""

    enabled: bool


class Prediction(Struct, frozen=True):
    """The answer to `get_predicted_agent`."""

    agent: User
    queue: bool


def update_customer(ctx: Context, caller: Session, request: CustomerDetails) -> Nothing:
    """Take over what the visitor tells."""
    apply_details(ctx, ctx.people.known_visitor(caller.caller), request)
    return DONE


def set_session_fields(ctx: Context, caller: Session, request: SetSessionFields) -> Nothing:
    """Take over the site's own fields."""
    details = CustomerDetails(session_fields=request.session_fields)
    apply_details(ctx, ctx.people.known_visitor(caller.caller), details)
    return DONE


def update_page(ctx: Context, caller: Session, request: Page) -> Nothing:
    """Remember the page that is open."""
    turn_page(ctx, ctx.people.known_visitor(caller.caller), request)
    return DONE


def get_customer(ctx: Context, caller: Session, _: Nothing) -> User:
    """Return the visitor's own view; `customer-sdk` cannot do without the statistics."""
    return own_view(ctx, ctx.people.known_visitor(caller.caller))


def own_view(ctx: Context, visitor: VisitorRecord) -> User:
    """Return a visitor as he sees himself."""
    shown = masked_user(ctx.views.visitor(visitor), ctx.people.public_id)
    assert shown is not None
    return structs.replace(shown, statistics=ctx.views.statistics(visitor))


def list_group_statuses(ctx: Context, _: Session, request: ListGroupStatuses) -> GroupStatuses:
    """Return whether somebody would answer now, later or not at all."""
    known = ctx.people.groups()
    wanted = known if request.all or request.group_ids is None else request.group_ids
    return GroupStatuses(
        {str(group): group_state(ctx, group) for group in wanted if group in known}
    )


def get_form(_: Context, __: Session, ___: GetForm) -> Form:
    """Return that there is no form: the widget asks for a name kindly, in the chat."""
    return Form(enabled=False)


def get_predicted_agent(ctx: Context, caller: Session, request: GetPredictedAgent) -> Prediction:
    """Return who would answer now."""
    visitor = ctx.people.known_visitor(caller.caller)
    group = GroupId(visitor.group_id if request.group_id is None else request.group_id)
    email = choose(ctx, (group,))
    there = accepting(ctx, (group,))
    if not there:
        raise ProtocolError(ErrorType.GROUP_OFFLINE, "Nobody accepts chats now.")
    likely = email or min(there, key=ctx.chats.load)
    shown = masked_user(ctx.views.operator(likely), ctx.people.public_id)
    assert shown is not None
    return Prediction(agent=shown, queue=email is None)


def logout(ctx: Context, caller: Session, _: Nothing) -> Nothing:
    """End the session."""
    dismiss(ctx, caller, "logged_out", is_silent=True)
    return DONE
