"""Brings the desk in order after every input: statuses, queue, places, groups, absences."""

from undivided.protocol.ids import UserId
from undivided.protocol.limits import HEARTBEAT
from undivided.protocol.pushes import (
    CustomerLeft,
    GroupsStatusUpdated,
    GroupStatus,
    QueuePosition,
    RoutingStatusSet,
)
from undivided.server.hub.context import Context
from undivided.server.hub.people import Status
from undivided.server.hub.pushing import Push
from undivided.server.hub.records import ChatRecord
from undivided.server.hub.routing import assign, choose, group_state, places, release
from undivided.server.hub.telling import sessions_of, tell_operators, tell_watchers, with_access
from undivided.server.store.page_size import in_frames_by_count

OPERATOR_GRACE_S = 60.0
"""How long an operator keeps the chats without a connection."""
VISITOR_GRACE_S = HEARTBEAT.total_seconds()
"""Opening the next page closes the socket of the last one."""


def settle(ctx: Context) -> None:
    """Tell changed routing statuses, serve the queue, tell changed places and groups."""
    if not (ctx.is_unsettled or ctx.chats.is_changed):
        return
    ctx.is_unsettled = ctx.chats.is_changed = False
    _tell_statuses(ctx)
    if ctx.chats.has_queue:
        _serve_queue(ctx)
    _tell_places(ctx)
    _tell_groups(ctx)


def expire(ctx: Context) -> None:
    """Give up on operators and visitors who have been away too long; look who is about to order."""
    for email in ctx.chats.answerers():
        if ctx.sessions.of_operator(email):
            ctx.gone.pop(email, None)
        elif ctx.now.ticks - ctx.gone.setdefault(email, ctx.now.ticks) >= OPERATOR_GRACE_S:
            release_all(ctx, email, "unassigned")
    for visitor, ticks in tuple(ctx.left.items()):
        if ctx.now.ticks - ticks >= VISITOR_GRACE_S:
            del ctx.left[visitor]
            _visitor_left(ctx, UserId(visitor))
    ctx.taken = {chat: taken for chat, taken in ctx.taken.items() if _is_recent(ctx, taken[1])}
    # At a tick, not with each page: a page is one request, and new places are told to everybody.
    if ctx.people.buyers.has_turned:
        ctx.people.buyers.has_turned = False
        ctx.is_unsettled = True


def release_all(ctx: Context, email: UserId, reason: str) -> None:
    """Put the chats of an operator who is gone back into the queue."""
    ctx.gone.pop(email, None)
    for chat in ctx.chats.of_operator(email):
        if len(chat.answering()) == 1:
            release(ctx, chat, reason)


def _is_recent(ctx: Context, ticks: float) -> bool:
    return ctx.now.ticks - ticks < OPERATOR_GRACE_S


def _tell_statuses(ctx: Context) -> None:
    for email in {*ctx.people.desks, *ctx.sessions.operators}:
        desk = ctx.people.desk(email)
        status = ctx.people.status(email)
        if status == desk.shown_status:
            continue
        desk.shown_status = status
        ctx.archive.save_desk(desk)
        tell_operators(ctx, "routing_status_set", RoutingStatusSet(agent_id=email, status=status))


def _serve_queue(ctx: Context) -> None:
    for chat in ctx.chats.queue():
        email = choose(ctx, chat.group_ids)
        if email is not None:
            assign(ctx, chat, email, "assigned")


def _tell_places(ctx: Context) -> None:
    waiting = ctx.chats.queue()
    ctx.line.arrange(waiting, places(ctx))
    changed = ctx.line.untold(waiting)
    if not changed:
        return
    for session in sessions_of(ctx, None, None):
        shown = tuple(_place(ctx, chat) for chat in changed if _may_see(ctx, chat, session.caller))
        for part in in_frames_by_count(shown):
            ctx.leaving.append(
                Push(action="queue_positions_updated", payload=part, sessions=(session,))
            )
    for chat in changed:
        sessions = sessions_of(ctx, frozenset(), chat.visitor_id)
        ctx.leaving.append(
            Push(action="queue_position_updated", payload=_place(ctx, chat), sessions=sessions)
        )


def _may_see(ctx: Context, chat: ChatRecord, email: UserId) -> bool:
    audience = with_access(ctx, chat)
    return audience is None or email in audience


def _place(ctx: Context, chat: ChatRecord) -> QueuePosition:
    queue = ctx.line.place(chat.id)
    assert queue is not None
    return QueuePosition(chat_id=chat.id, thread_id=chat.thread.id, queue=queue)


def _tell_groups(ctx: Context) -> None:
    states = {group: group_state(ctx, group) for group in ctx.people.groups()}
    changed = tuple(
        GroupStatus(id=group, status=state)
        for group, state in states.items()
        if ctx.shown_groups.get(group, "offline") != state
    )
    ctx.shown_groups = states
    if changed:
        sessions = tuple(session for mates in ctx.sessions.visitors.values() for session in mates)
        ctx.leaving.append(
            Push(
                action="groups_status_updated",
                payload=GroupsStatusUpdated(groups=changed),
                sessions=sessions,
            )
        )
        ctx.leaving.append(
            Push(
                action="groups_status_updated",
                payload=GroupsStatusUpdated(groups=tuple(map(_for_operators, changed))),
                sessions=sessions_of(ctx, None, None),
            )
        )


def _for_operators(group: GroupStatus) -> GroupStatus:
    """Operators read the words of routing statuses for groups."""
    words = {
        "online": Status.ACCEPTING,
        "online_for_queue": Status.NOT_ACCEPTING,
        "offline": Status.OFFLINE,
    }
    return GroupStatus(id=group.id, status=words[group.status])


def _visitor_left(ctx: Context, visitor_id: UserId) -> None:
    visitor = ctx.people.visitor(visitor_id)
    if visitor is None or ctx.people.is_online(visitor_id):
        return
    visitor.visit.ended_at = ctx.now.wall
    ctx.people.save(visitor)
    ctx.people.forget(visitor_id)
    tell_watchers(ctx, visitor, "customer_left", CustomerLeft(id=visitor_id, left_at=ctx.now.wall))
