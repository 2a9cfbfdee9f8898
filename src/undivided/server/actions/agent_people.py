"""Operators about themselves, their colleagues and the visitors."""

from datetime import timedelta

from msgspec import Struct, structs

from undivided.etiquette.cards.masking import without_cards
from undivided.protocol.agent_requests import (
    BanCustomer,
    CustomerRef,
    ListRoutingStatuses,
    Multicast,
    SetAwayStatus,
    SetRoutingStatus,
    UpdateCustomer,
)
from undivided.protocol.ids import UserId
from undivided.protocol.logins import CustomerDetails
from undivided.protocol.pushes import CustomerBanned, IncomingMulticast, RoutingStatusSet
from undivided.protocol.requests import Nothing
from undivided.protocol.users import User
from undivided.server.directory import Role
from undivided.server.errors import forbidden, invalid
from undivided.server.hub.access import visitor_of
from undivided.server.hub.context import Context
from undivided.server.hub.farewell import dismiss
from undivided.server.hub.people import Status
from undivided.server.hub.pushing import Push
from undivided.server.hub.sessions import Level, Session
from undivided.server.hub.settling import release_all
from undivided.server.hub.sittings import close
from undivided.server.hub.telling import sessions_of, tell_watchers
from undivided.server.hub.visitor_changes import apply_details

DONE = Nothing()
LONGEST_BAN_DAYS = 3_650


class Subscription(Struct, frozen=True, kw_only=True):
    """The answer to `subscribe_customers`."""

    subscription_id: str
    customers: tuple[User, ...]


class Customers(Struct, frozen=True, kw_only=True):
    """The answer to `list_customers` of version 3.5 and older."""

    customers: tuple[User, ...]
    total_customers: int


def set_routing_status(ctx: Context, caller: Session, request: SetRoutingStatus) -> Nothing:
    """Accept chats, or no longer; owners and administrators may say it for a colleague."""
    email = request.agent_id or caller.caller
    operator = ctx.people.known_operator(email)
    if email != caller.caller and not _is_senior(ctx, caller):
        raise forbidden("Only owners and administrators set a colleague's status.")
    if request.status not in (Status.ACCEPTING, Status.NOT_ACCEPTING):
        raise invalid(f"status must be {Status.ACCEPTING} or {Status.NOT_ACCEPTING}.")
    if request.status == Status.ACCEPTING and not operator.may_accept:
        raise forbidden("A real name and a photo are needed before visitors can be given to you.")
    desk = ctx.people.desk(email)
    desk.status = request.status
    ctx.archive.save_desk(desk)
    ctx.is_unsettled = True
    return DONE


def list_routing_statuses(
    ctx: Context, _: Session, request: ListRoutingStatuses
) -> tuple[RoutingStatusSet, ...]:
    """Return the status of every operator, or of some groups."""
    wanted = None if request.filters is None else request.filters.group_ids
    return tuple(
        RoutingStatusSet(agent_id=each.email, status=ctx.people.status(each.email))
        for each in ctx.directory.operators()
        if wanted is None or ctx.people.is_in_group(each.email, wanted)
    )


def set_away_status(ctx: Context, caller: Session, request: SetAwayStatus) -> Nothing:
    """Mark this connection as away; the status drops when all of them are."""
    caller.is_away = request.away
    ctx.is_unsettled = True
    return DONE


def logout(ctx: Context, caller: Session, _: Nothing) -> Nothing:
    """End the session; with the last one the operator's chats go back to the router."""
    email = caller.caller
    if len(ctx.sessions.of_operator(email)) == 1:
        release_all(ctx, email, "unassigned")
    dismiss(ctx, caller, "logged_out", is_silent=True)
    return DONE


def multicast(ctx: Context, caller: Session, request: Multicast) -> Nothing:
    """Pass a word to other operators; never to visitors, never stored."""
    wanted = request.recipients.get("agents", {})
    ids, groups = wanted.get("ids") or (), wanted.get("groups") or ()
    if not isinstance(ids, list | tuple) or not isinstance(groups, list | tuple):
        raise invalid("recipients.agents.ids and groups must be arrays.")
    if wanted.get("all"):
        audience = None
    else:
        audience = frozenset(UserId(str(each)) for each in ids) | frozenset(
            each.email
            for each in ctx.directory.operators()
            if not set(groups).isdisjoint(each.group_ids)
        )
    push = IncomingMulticast(
        content=without_cards(request.content), author_id=caller.caller, type=request.type
    )
    sessions = sessions_of(ctx, audience, None)
    ctx.leaving.append(Push(action="incoming_multicast", payload=push, sessions=sessions))
    return DONE


def get_customer(ctx: Context, caller: Session, request: CustomerRef) -> User:
    """Return a visitor."""
    return ctx.views.visitor(visitor_of(ctx, caller, request.id))


def update_customer(ctx: Context, caller: Session, request: UpdateCustomer) -> Nothing:
    """Note down what a visitor told in the chat."""
    visitor = visitor_of(ctx, caller, request.id)
    fields = structs.asdict(request)
    del fields["id"]
    apply_details(ctx, visitor, CustomerDetails(**fields))
    return DONE


def ban_customer(ctx: Context, caller: Session, request: BanCustomer) -> Nothing:
    """Keep a visitor out for some days; open chats and connections end at once."""
    visitor = visitor_of(ctx, caller, request.id)
    if not 0 < request.ban.days <= LONGEST_BAN_DAYS:
        raise invalid(f"ban.days must be 1 to {LONGEST_BAN_DAYS}.")
    visitor.banned_until = ctx.now.wall + timedelta(days=request.ban.days)
    ctx.people.save(visitor)
    push = CustomerBanned(customer_id=visitor.id, ban={"days": request.ban.days})
    tell_watchers(ctx, visitor, "customer_banned", push)
    chat = None if visitor.chat_id is None else ctx.chats.get(visitor.chat_id)
    if chat is not None and chat.is_active:
        close(ctx, chat, caller.caller)
    for session in tuple(ctx.sessions.of_visitor(visitor.id)):
        dismiss(ctx, session, "customer_banned")
    # The administrator may let the visitor in again beside us, which a copy in memory would undo.
    ctx.people.forget(visitor.id)
    return DONE


def subscribe_customers(ctx: Context, caller: Session, _: Nothing) -> Subscription:
    """Watch all visitors from now on, and return those who are there."""
    caller.level = "online"
    return Subscription(subscription_id=ctx.new_id(), customers=_online(ctx, caller))


def unsubscribe_customers(_: Context, caller: Session, __: Nothing) -> Nothing:
    """Watch only the visitors of the caller's own chats again."""
    caller.level = Level.MY
    return DONE


def list_customers(ctx: Context, caller: Session, _: Nothing) -> Customers:
    """Return the visitors who are there (3.5 and older)."""
    found = _online(ctx, caller)
    return Customers(customers=found, total_customers=len(found))


def _online(ctx: Context, caller: Session) -> tuple[User, ...]:
    visitors = (ctx.people.visitor(each) for each in sorted(ctx.sessions.visitors))
    return tuple(
        ctx.views.visitor(each)
        for each in visitors
        if each is not None and ctx.people.may_see(caller.caller, (each.group_id,))
    )


def _is_senior(ctx: Context, caller: Session) -> bool:
    return ctx.people.operator(caller.caller).role != Role.NORMAL
