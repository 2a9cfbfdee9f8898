"""Gives chats to operators: the least loaded one with a free place, or the queue."""

from collections.abc import Collection
from datetime import datetime

from undivided.protocol.chats import Access
from undivided.protocol.ids import EVERYBODY, ChatId, GroupId, UserId
from undivided.protocol.pushes import (
    ChatAccessUpdated,
    ChatTransferred,
    IncomingChat,
    Transferred,
    UserAdded,
    UserRemoved,
)
from undivided.server.hub.context import Context
from undivided.server.hub.people import Status
from undivided.server.hub.records import ChatRecord, Member
from undivided.server.hub.telling import tell, tell_chat, with_access


class GroupState:
    """Group statuses as visitors see them."""

    ONLINE = "online"
    FOR_QUEUE = "online_for_queue"
    OFFLINE = "offline"


def accepting(ctx: Context, groups: tuple[GroupId, ...]) -> list[UserId]:
    """Return the connected operators of these groups who accept chats."""
    return [
        email
        for email in sorted(ctx.sessions.operators)
        if ctx.people.status(email) == Status.ACCEPTING and ctx.people.is_in_group(email, groups)
    ]


def free_places(ctx: Context, email: UserId) -> int:
    """Return how many more chats the router may give the operator.

    Source: practice 10.
    """
    return ctx.people.operator(email).max_chats - ctx.chats.load(email)


def choose(
    ctx: Context, groups: tuple[GroupId, ...], *, besides: Collection[UserId] = ()
) -> UserId | None:
    """Return the operator who gets the next chat of these groups, or None.

    The one with the fewest chats; among equals the one who waited longest for one.
    """
    free = [
        email
        for email in accepting(ctx, groups)
        if email not in besides and free_places(ctx, email) > 0
    ]
    return min(
        free,
        key=lambda email: (ctx.chats.load(email), ctx.served.get(email, 0), email),
        default=None,
    )


def group_state(ctx: Context, group: GroupId) -> str:
    """Return whether a visitor of this group would get somebody now, later or not at all."""
    there = accepting(ctx, (group,))
    if not there:
        return GroupState.OFFLINE
    if any(free_places(ctx, email) > 0 for email in there):
        return GroupState.ONLINE
    return GroupState.FOR_QUEUE


def places(ctx: Context) -> int:
    """Return how many chats the accepting operators take at once."""
    return sum(ctx.people.operator(email).max_chats for email in accepting(ctx, (EVERYBODY,)))


def served(ctx: Context, email: UserId) -> None:
    """Remember that the operator got a chat just now."""
    ctx.served[email] = max(ctx.served.values(), default=0) + 1


def join(chat: ChatRecord, email: UserId) -> None:
    """Make the operator answer the chat, which then waits no longer."""
    chat.members[email] = Member(id=email, is_operator=True)
    if email not in chat.thread.user_ids:
        chat.thread.user_ids.append(email)
    chat.thread.queued_at = chat.thread.queue_rank = None


def wait(chat: ChatRecord, since: datetime, rank: datetime | None = None) -> None:
    """Put the chat into the queue; an older `rank` comes earlier."""
    chat.thread.queued_at = since
    chat.thread.queue_rank = rank or since


def assign(
    ctx: Context, chat: ChatRecord, email: UserId, reason: str, requester: UserId | None = None
) -> None:
    """Give an active chat to an operator and take it from those who answered it."""
    let_see(ctx, chat, email)
    leaving = tuple(each for each in chat.answering() if each != email)
    is_new = email not in chat.answering()
    for each in leaving:
        chat.members[each].is_present = False
    join(chat, email)
    ctx.chats.save(chat)
    served(ctx, email)
    _tell_left(ctx, chat, leaving, reason, requester)
    if is_new:
        user = ctx.views.member(chat, chat.members[email])
        added = UserAdded(
            chat_id=chat.id,
            thread_id=chat.thread.id,
            user=user,
            reason=reason,
            requester_id=requester,
        )
        tell(ctx, chat, "user_added_to_chat", added, to=with_access(ctx, chat))
    _tell_moved(ctx, chat, Transferred(agent_ids=(email,)), reason, requester)
    if is_new:
        push = IncomingChat(
            chat=ctx.views.chat(chat),
            requester_id=requester,
            transferred_from=Transferred(agent_ids=leaving, group_ids=chat.group_ids),
        )
        seq = ctx.archive.next_seq()
        tell_chat(ctx, chat, push, seq, to=frozenset({email}), to_visitor=False)


def release(ctx: Context, chat: ChatRecord, reason: str, requester: UserId | None = None) -> None:
    """Take an active chat from whoever answers it and put it into the queue.

    It keeps the age of its thread, so it comes before those who have never been answered.
    """
    leaving = chat.answering()
    for each in leaving:
        chat.members[each].is_present = False
    wait(chat, ctx.now.wall, rank=chat.thread.created_at)
    ctx.chats.save(chat)
    ctx.line.arrange(ctx.chats.queue(), places(ctx), told=chat.id)
    _tell_left(ctx, chat, leaving, reason, requester)
    _tell_moved(ctx, chat, Transferred(group_ids=chat.group_ids), reason, requester)


def move_to_group(ctx: Context, chat: ChatRecord, groups: tuple[GroupId, ...]) -> None:
    """Let other groups see the chat; those who lose sight of it hear that too."""
    if groups == chat.group_ids:
        return
    before = with_access(ctx, chat)
    chat.group_ids = groups
    ctx.chats.save(chat)
    after = with_access(ctx, chat)
    payload = ChatAccessUpdated(id=chat.id, access=Access(group_ids=groups))
    everybody = None if before is None or after is None else before | after
    tell(ctx, chat, "chat_access_updated", payload, to=everybody, to_visitor=False)


def let_see(ctx: Context, chat: ChatRecord, email: UserId) -> None:
    """Let an operator who is brought into a chat see it, if his groups did not so far."""
    if not ctx.people.may_see(email, chat.group_ids):
        move_to_group(ctx, chat, (*chat.group_ids, *ctx.people.operator(email).group_ids))


def held_by_colleague(ctx: Context, chat_id: ChatId, caller: UserId) -> UserId | None:
    """Return the colleague who took this chat out of the queue a moment ago, or None."""
    email, ticks = ctx.taken.get(chat_id, (caller, 0.0))
    is_fresh = ctx.now.ticks - ticks < JUST_TAKEN_S
    return UserId(email) if is_fresh and email != caller else None


JUST_TAKEN_S = 5.0
"""Two operators who press Accept at once: the second must not take the chat away again."""


def _tell_left(
    ctx: Context,
    chat: ChatRecord,
    leaving: tuple[UserId, ...],
    reason: str,
    requester: UserId | None,
) -> None:
    for each in leaving:
        removed = UserRemoved(
            chat_id=chat.id,
            thread_id=chat.thread.id,
            user_id=each,
            reason=reason,
            requester_id=requester,
        )
        tell(ctx, chat, "user_removed_from_chat", removed, to=with_access(ctx, chat))


def _tell_moved(
    ctx: Context, chat: ChatRecord, target: Transferred, reason: str, requester: UserId | None
) -> None:
    payload = ChatTransferred(
        chat_id=chat.id,
        thread_id=chat.thread.id,
        reason=reason,
        transferred_to=target,
        requester_id=requester,
        queue=ctx.line.place(chat.id) if chat.is_queued else None,
    )
    tell(ctx, chat, "chat_transferred", payload, to=with_access(ctx, chat))
