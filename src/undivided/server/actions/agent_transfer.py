"""Operators hand chats over, take them, join them and leave them."""

from undivided.protocol.agent_requests import (
    AddUser,
    AgentForTransfer,
    ListAgentsForTransfer,
    RemoveUser,
    Target,
    TransferChat,
)
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.events import Visibility
from undivided.protocol.ids import GroupId, UserId
from undivided.protocol.pushes import IncomingChat, UserAdded, UserRemoved
from undivided.protocol.requests import Nothing
from undivided.server.errors import invalid, not_found
from undivided.server.hub.access import active_chat_of, require_member
from undivided.server.hub.context import Context
from undivided.server.hub.people import Status
from undivided.server.hub.records import ChatRecord, Member
from undivided.server.hub.routing import (
    GroupState,
    assign,
    choose,
    free_places,
    group_state,
    held_by_colleague,
    let_see,
    move_to_group,
    release,
)
from undivided.server.hub.saying import note
from undivided.server.hub.sessions import Session
from undivided.server.hub.telling import tell, tell_chat, with_access

DONE = Nothing()
MANUAL = "manual"


def transfer_chat(ctx: Context, caller: Session, request: TransferChat) -> Nothing:
    """Give a chat to a colleague or a group, or take it."""
    chat = active_chat_of(ctx, caller, request.id)
    require_member(chat, caller, is_waived=request.ignore_requester_presence)
    is_forced = request.ignore_agents_availability or request.force
    target = request.target
    if target is None:
        _to_groups(ctx, chat, caller, chat.group_ids, is_forced=is_forced)
    elif not target.ids:
        raise invalid("target.ids must not be empty.")
    elif target.type == "agent":
        _to_operator(ctx, chat, caller, _one_operator(ctx, target), is_forced=is_forced)
    elif target.type == "group":
        _to_groups(ctx, chat, caller, _groups(ctx, target), is_forced=is_forced)
    else:
        raise invalid("target.type must be agent or group.")
    return DONE


def list_agents_for_transfer(
    ctx: Context, caller: Session, request: ListAgentsForTransfer
) -> tuple[AgentForTransfer, ...]:
    """Return the connected colleagues who accept chats, the least loaded first."""
    chat = active_chat_of(ctx, caller, request.chat_id)
    found = [
        AgentForTransfer(agent_id=email, active_chats=ctx.chats.load(email))
        for email in ctx.sessions.operators
        if email not in chat.answering() and ctx.people.status(email) == Status.ACCEPTING
    ]
    return tuple(sorted(found, key=lambda each: (each.active_chats, each.agent_id)))


def add_user(ctx: Context, caller: Session, request: AddUser) -> Nothing:
    """Bring an operator into a chat, seen by the visitor or as a supervisor."""
    chat = active_chat_of(ctx, caller, request.chat_id)
    is_own = request.user_id == caller.caller
    require_member(chat, caller, is_waived=request.ignore_requester_presence or is_own)
    if request.visibility not in (Visibility.ALL, Visibility.AGENTS):
        raise invalid("visibility must be all or agents.")
    if request.user_type != "agent":
        raise invalid("The visitor of a chat is there from its start.")
    operator = ctx.people.known_operator(request.user_id)
    member = chat.members.get(operator.email)
    if member is not None and member.is_present and member.visibility == request.visibility:
        return DONE
    was_seen = member is not None and member.is_present and member.visibility == Visibility.ALL
    if was_seen and chat.answering() == (operator.email,):
        raise invalid("Nobody would answer this chat. Hand it over first.")
    let_see(ctx, chat, operator.email)
    chat.members[operator.email] = Member(
        id=operator.email, is_operator=True, visibility=request.visibility
    )
    if operator.email not in chat.thread.user_ids:
        chat.thread.user_ids.append(operator.email)
    if request.visibility == Visibility.ALL:
        chat.thread.queued_at = chat.thread.queue_rank = None
    ctx.chats.save(chat)
    if was_seen and request.visibility != Visibility.ALL:
        _tell_hidden(ctx, chat, caller, operator.email)
    _tell_added(ctx, chat, caller, operator.email)
    return DONE


def remove_user(ctx: Context, caller: Session, request: RemoveUser) -> Nothing:
    """Take an operator out of a chat; the last one leaves the visitor in the queue."""
    chat = active_chat_of(ctx, caller, request.chat_id)
    require_member(chat, caller, is_waived=request.ignore_requester_presence)
    if request.user_type != "agent":
        raise invalid("Visitors cannot be removed from their chat.")
    member = chat.members.get(request.user_id)
    if member is None or not member.is_operator or not member.is_present:
        raise not_found("operator in this chat")
    if chat.answering() == (member.id,):
        release(ctx, chat, "unassigned", caller.caller)
        return DONE
    audience = with_access(ctx, chat)
    member.is_present = False
    ctx.chats.save(chat)
    push = UserRemoved(
        chat_id=chat.id,
        thread_id=chat.thread.id,
        user_id=member.id,
        requester_id=caller.caller,
    )
    to_visitor = member.visibility == Visibility.ALL
    tell(ctx, chat, "user_removed_from_chat", push, to=audience, to_visitor=to_visitor)
    return DONE


def _tell_added(ctx: Context, chat: ChatRecord, caller: Session, email: UserId) -> None:
    push = UserAdded(
        chat_id=chat.id,
        thread_id=chat.thread.id,
        user=ctx.views.member(chat, chat.members[email]),
        requester_id=caller.caller,
    )
    to_visitor = chat.members[email].visibility == Visibility.ALL
    audience = with_access(ctx, chat)
    tell(ctx, chat, "user_added_to_chat", push, to=audience, to_visitor=to_visitor)
    shown = IncomingChat(chat=ctx.views.chat(chat), requester_id=caller.caller)
    seq = ctx.archive.next_seq()
    tell_chat(ctx, chat, shown, seq, to=frozenset({email}), to_visitor=False)


def _tell_hidden(ctx: Context, chat: ChatRecord, caller: Session, email: UserId) -> None:
    """Tell the visitor alone that an operator has left, who now looks on unseen."""
    push = UserRemoved(
        chat_id=chat.id,
        thread_id=chat.thread.id,
        user_id=email,
        requester_id=caller.caller,
    )
    tell(ctx, chat, "user_removed_from_chat", push, to=frozenset(), to_visitor=True)


def _to_operator(
    ctx: Context, chat: ChatRecord, caller: Session, email: UserId, *, is_forced: bool
) -> None:
    if email == caller.caller:
        _take(ctx, chat, caller)
        return
    operator = ctx.people.known_operator(email)
    if chat.answering() == (email,):
        raise invalid(f"{operator.name} answers this chat already.")
    if not is_forced:
        if ctx.people.status(email) != Status.ACCEPTING:
            raise _offline(f"{operator.name} does not accept chats now.")
        if free_places(ctx, email) < 1:
            raise _offline(f"{operator.name} has no free place now.")
    if not ctx.sessions.of_operator(email):
        # Forced to somebody who is not there: the visitor waits for that person's groups.
        _enqueue(ctx, chat, caller, operator.group_ids)
        return
    _note_transfer(ctx, chat, caller, operator.name)
    assign(ctx, chat, email, MANUAL, caller.caller)


def _take(ctx: Context, chat: ChatRecord, caller: Session) -> None:
    colleague = held_by_colleague(ctx, chat.id, caller.caller)
    if colleague is not None and not chat.is_queued:
        name = ctx.people.operator(colleague).name
        raise ProtocolError(ErrorType.NOT_ALLOWED, f"{name} has just taken this chat.")
    if chat.answering() == (caller.caller,):
        return
    if chat.is_queued:
        ctx.taken[chat.id] = (caller.caller, ctx.now.ticks)
    assign(ctx, chat, caller.caller, MANUAL, caller.caller)


def _to_groups(
    ctx: Context,
    chat: ChatRecord,
    caller: Session,
    groups: tuple[GroupId, ...],
    *,
    is_forced: bool,
) -> None:
    email = choose(ctx, groups, besides=chat.answering())
    if email is not None:
        _note_transfer(ctx, chat, caller, ctx.people.operator(email).name)
        move_to_group(ctx, chat, groups)
        assign(ctx, chat, email, MANUAL, caller.caller)
    elif is_forced:
        _enqueue(ctx, chat, caller, groups)
    elif any(group_state(ctx, group) != GroupState.OFFLINE for group in groups):
        raise ProtocolError(ErrorType.GROUP_UNAVAILABLE, "Nobody there has a free place now.")
    else:
        raise ProtocolError(ErrorType.GROUP_OFFLINE, "Nobody there accepts chats now.")


def _enqueue(ctx: Context, chat: ChatRecord, caller: Session, groups: tuple[GroupId, ...]) -> None:
    _note_transfer(ctx, chat, caller, "the next free operator")
    move_to_group(ctx, chat, groups)
    release(ctx, chat, MANUAL, caller.caller)


def _note_transfer(ctx: Context, chat: ChatRecord, caller: Session, to: str) -> None:
    name = ctx.people.operator(caller.caller).name
    note(ctx, chat, "chat_transferred", f"{name} transferred the chat to {to}.")


def _one_operator(ctx: Context, target: Target) -> UserId:
    if len(target.ids) != 1:
        raise invalid("A chat goes to one operator.")
    return ctx.people.known_operator(UserId(str(target.ids[0]))).email


def _groups(ctx: Context, target: Target) -> tuple[GroupId, ...]:
    known = set(ctx.people.groups())
    groups = tuple(GroupId(each) for each in target.ids if isinstance(each, int))
    if len(groups) != len(target.ids) or not set(groups) <= known:
        raise not_found("group")
    return groups


def _offline(sentence: str) -> ProtocolError:
    return ProtocolError(ErrorType.AGENT_OFFLINE, sentence)
