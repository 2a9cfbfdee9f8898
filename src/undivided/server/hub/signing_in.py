"""What follows a verified token: the session, the state to start from, and who is told."""

from dataclasses import dataclass

from undivided.etiquette.cards.numbers import masked
from undivided.protocol.chats import ChatSummary
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.ids import GroupId, OrganizationId, UserId
from undivided.protocol.limits import URL_CHARACTERS
from undivided.protocol.logins import (
    AgentLogin,
    AgentLoginAnswer,
    CustomerDetails,
    CustomerGroups,
    CustomerLogin,
    CustomerLoginAnswer,
    DynamicConfig,
    License,
    Monitoring,
)
from undivided.protocol.pushes import IncomingCustomers, QueuePosition
from undivided.server.actions.customer_people import own_view
from undivided.server.directory import Operator, Visitor
from undivided.server.hub.context import Context
from undivided.server.hub.people import Status
from undivided.server.hub.pushing import Push
from undivided.server.hub.records import VisitorRecord, VisitRecord
from undivided.server.hub.replay import announcement, missed
from undivided.server.hub.routing import GroupState, group_state
from undivided.server.hub.sessions import Session, subscriptions
from undivided.server.hub.telling import tell_one, tell_watchers, watches, with_access
from undivided.server.hub.visitor_changes import checked_details, opened_page, take_over, turn_page
from undivided.server.store.page_size import fitting, in_frames, in_frames_by_count

LICENSE = "1"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The answer to a login, and the missed pushes that follow it at once."""

    answer: AgentLoginAnswer | CustomerLoginAnswer
    missed: list[Push]


def operator_in(ctx: Context, session: Session, login: AgentLogin, operator: Operator) -> SignedIn:
    """Sign an operator in on the session."""
    is_first = not ctx.sessions.of_operator(operator.email)
    desk = ctx.people.desk(operator.email)
    if is_first and not login.reconnect and desk.status != Status.ACCEPTING:
        desk.status = Status.ACCEPTING
        ctx.archive.save_desk(desk)
    session.is_away = login.away
    session.level = login.customer_monitoring_level or session.level
    session.subscriptions = subscriptions(login.pushes, session.peer.version)
    session.is_new = True
    ctx.sessions.sign_in(session, operator.email)
    ctx.gone.pop(operator.email, None)
    ctx.is_unsettled = True
    behind = missed(ctx, session, login.desk)
    site = next(iter(ctx.directory.sites()), None)
    answer = AgentLoginAnswer(
        license=License(
            id=LICENSE,
            organization_id=OrganizationId("") if site is None else site.organization_id,
        ),
        my_profile=ctx.views.operator(operator.email, is_self=True),
        chats_summary=_chats_for(ctx, operator.email),
        desk=announcement(ctx, ctx.now.wall, gap=behind is None),
    )
    _show_surroundings(ctx, session)
    return SignedIn(answer, behind or [])


def _chats_for(ctx: Context, email: UserId) -> tuple[ChatSummary, ...]:
    """Return active chats, the own ones first, then those who wait; `list_chats` has them all."""
    seen = [chat for chat in ctx.chats.active() if ctx.people.may_see(email, chat.group_ids)]
    seen.sort(key=lambda chat: (not chat.has_present(email), not chat.is_queued))
    return tuple(fitting(ctx.views.summary(chat, viewer=email) for chat in seen))


def visitor_in(ctx: Context, session: Session, login: CustomerLogin, who: Visitor) -> SignedIn:
    """Sign a visitor in on the session.

    Raises:
        ProtocolError: The visitor is kept out, or told something that is too long.
    """
    details = checked_details(login.customer or CustomerDetails())
    page = None if login.customer_page is None else opened_page(login.customer_page, ctx.now.wall)
    visitor, is_arriving = _visitor(ctx, session, login, who)
    take_over(visitor, details)
    session.subscriptions = subscriptions(login.pushes, session.peer.version)
    session.is_new = True
    ctx.sessions.sign_in(session, visitor.id)
    ctx.left.pop(visitor.id, None)
    ctx.people.save(visitor)
    if is_arriving:
        tell_watchers(ctx, visitor, "incoming_customer", ctx.views.visitor(visitor))
    if page is not None:
        turn_page(ctx, visitor, page)
    behind = missed(ctx, session, login.desk)
    return SignedIn(_visitors_answer(ctx, visitor, gap=behind is None), behind or [])


def _visitor(
    ctx: Context, session: Session, login: CustomerLogin, who: Visitor
) -> tuple[VisitorRecord, bool]:
    """Return the visitor's record, and whether this is a new visit."""
    site = ctx.directory.site(who.organization_id)
    if site is None or who.organization_id != session.peer.organization_id:
        raise ProtocolError(ErrorType.AUTHENTICATION, "The token is not for this site.")
    known = ctx.people.visitor(who.id)
    if known is not None and known.organization_id != who.organization_id:
        raise ProtocolError(ErrorType.AUTHENTICATION, "The token is not for this site.")
    if known is not None and ctx.people.is_banned(known, ctx.now.wall):
        raise ProtocolError(ErrorType.CUSTOMER_BANNED, "This visitor is kept out for now.")
    visit = VisitRecord(
        started_at=ctx.now.wall,
        referrer=None if login.referrer is None else masked(login.referrer)[:URL_CHARACTERS],
        ip=session.peer.address or None,
        user_agent=session.peer.user_agent or None,
    )
    group = site.group_id
    if login.group_id is not None and login.group_id in ctx.people.groups():
        group = GroupId(login.group_id)
    if known is None:
        fresh = VisitorRecord(
            id=who.id,
            organization_id=who.organization_id,
            created_at=ctx.now.wall,
            visit=visit,
            group_id=group,
        )
        return fresh, True
    known.group_id = group
    is_back = ctx.people.is_online(known.id) or known.id in ctx.left
    if not is_back:
        visit.number = known.visit.number + 1
        known.visit = visit
    return known, not is_back


def _visitors_answer(ctx: Context, visitor: VisitorRecord, *, gap: bool) -> CustomerLoginAnswer:
    chat = None if visitor.chat_id is None else ctx.chats.get(visitor.chat_id)
    online = tuple(
        group for group in ctx.people.groups() if group_state(ctx, group) != GroupState.OFFLINE
    )
    chats: tuple[dict[str, str | bool], ...] = ()
    if chat is not None:
        chats = ({"chat_id": chat.id, "has_unread_events": ctx.history.has_unseen(chat)},)
    return CustomerLoginAnswer(
        customer=own_view(ctx, visitor),
        has_active_thread=chat is not None and chat.is_active,
        chats=chats,
        dynamic_config=DynamicConfig(
            online_groups_ids=online,
            customer_groups=CustomerGroups(monitoring=Monitoring(id=visitor.group_id)),
        ),
        desk=announcement(ctx, ctx.now.wall, gap=gap),
    )


def _show_surroundings(ctx: Context, session: Session) -> None:
    """Show a new session the visitors who are there and the queue as it stands."""
    visitors = (ctx.people.visitor(each) for each in sorted(ctx.sessions.visitors))
    watched = [
        each
        for each in visitors
        if each is not None
        and watches(
            ctx, session, each, None if each.chat_id is None else ctx.chats.get(each.chat_id)
        )
    ]
    # Nobody is news too.
    for shown in tuple(in_frames(map(ctx.views.visitor, watched))) or ((),):
        push = IncomingCustomers(customer_monitoring_level=session.level, customers=shown)
        tell_one(ctx, session, "incoming_customers", push)
    places = []
    for chat in ctx.chats.queue():
        audience = with_access(ctx, chat)
        queue = ctx.line.place(chat.id)
        if queue is not None and (audience is None or session.caller in audience):
            places.append(QueuePosition(chat_id=chat.id, thread_id=chat.thread.id, queue=queue))
    for part in in_frames_by_count(tuple(places)):
        tell_one(ctx, session, "queue_positions_updated", part)
