"""Operators' commands as requests of the protocol."""

from collections.abc import Callable

from msgspec import Struct

from undivided.protocol import agent_requests as agent
from undivided.protocol import requests as shared
from undivided.protocol.desk_extensions import (
    CALLBACK_BY,
    CALLBACK_TAG,
    HOLD_BY,
    HOLD_UNTIL,
    NAMESPACE,
    PartWanted,
)
from undivided.protocol.events import Visibility
from undivided.protocol.help_calls import multicast_of
from undivided.protocol.ids import UserId
from undivided.protocol.limits import PART_BYTES
from undivided.protocol.moments import to_wire
from undivided.session import commands
from undivided.session.requests import Ask, Do
from undivided.session.signin import ACCEPTING, NOT_ACCEPTING

OLDER_EVENTS = 100
ARCHIVES = 10
"""Ended chats in one answer: each comes with all that was said in it."""
MOST_ARCHIVE_PAGES = 10
"""So many pages of them are read, the newest first."""

_Made = tuple[str, Struct]

SILENT = commands.MarkSeen | commands.ShowTyping | commands.SetHold | commands.ListCalls
"""Commands whose failure tells an operator nothing; the desk asks again where it matters."""


def request_for(command: commands.Command, me: UserId) -> Ask:
    """Return the request that carries a command out; own events and dialling are none."""
    action, payload = _RULES[type(command)](command, me)
    return Ask(action, payload, Do(command))


def _accepting(command: commands.Command, _me: UserId) -> _Made:
    assert isinstance(command, commands.SetAccepting)
    status = ACCEPTING if command.is_accepting else NOT_ACCEPTING
    return "set_routing_status", agent.SetRoutingStatus(status=status)


def _take(command: commands.Command, me: UserId) -> _Made:
    assert isinstance(command, commands.TakeChat)
    return "transfer_chat", agent.TransferChat(
        id=command.chat_id,
        target=agent.Target(type="agent", ids=(me,)),
        ignore_agents_availability=True,
        ignore_requester_presence=True,
    )


def _transfer(command: commands.Command, _me: UserId) -> _Made:
    assert isinstance(command, commands.TransferChat)
    if command.operator is None:
        # Back to its group: the visitor may have to queue, and must not be refused.
        return "transfer_chat", agent.TransferChat(
            id=command.chat_id, ignore_agents_availability=True
        )
    target = agent.Target(type="agent", ids=(command.operator,))
    return "transfer_chat", agent.TransferChat(id=command.chat_id, target=target)


def _join(command: commands.Command, me: UserId) -> _Made:
    assert isinstance(command, commands.JoinChat)
    return "add_user_to_chat", agent.AddUser(
        chat_id=command.chat_id,
        user_id=me,
        user_type="agent",
        visibility=Visibility.ALL,
        ignore_requester_presence=True,
    )


def _help(command: commands.Command, _me: UserId) -> _Made:
    assert isinstance(command, commands.CallForHelp)
    return "multicast", multicast_of(command.word)


def _keep_out(command: commands.Command, _me: UserId) -> _Made:
    assert isinstance(command, commands.KeepOut)
    ban = agent.Ban(days=command.days)
    return "ban_customer", agent.BanCustomer(id=command.visitor, ban=ban)


def _close(command: commands.Command, _me: UserId) -> _Made:
    assert isinstance(command, commands.CloseChat)
    return "deactivate_chat", shared.DeactivateChat(id=command.chat_id)


def _seen(command: commands.Command, _me: UserId) -> _Made:
    assert isinstance(command, commands.MarkSeen)
    payload = shared.MarkSeen(chat_id=command.chat_id, seen_up_to=command.up_to)
    return "mark_events_as_seen", payload


def _typing(command: commands.Command, _me: UserId) -> _Made:
    assert isinstance(command, commands.ShowTyping)
    return "send_typing_indicator", agent.SendTypingIndicator(
        chat_id=command.chat_id, is_typing=command.is_typing
    )


def _tag(command: commands.Command, _me: UserId) -> _Made:
    assert isinstance(command, commands.Tag)
    payload = agent.TagThread(chat_id=command.chat_id, thread_id=command.thread_id, tag=command.tag)
    return "tag_thread" if command.is_on else "untag_thread", payload


def _visitor(command: commands.Command, _me: UserId) -> _Made:
    assert isinstance(command, commands.UpdateVisitor)
    return "update_customer", agent.UpdateCustomer(
        id=command.visitor, name=command.name, email=command.email
    )


def _hold(command: commands.Command, me: UserId) -> _Made:
    assert isinstance(command, commands.SetHold)
    if command.until is None:
        names = {NAMESPACE: [HOLD_UNTIL, HOLD_BY]}
        payload = shared.DeleteChatProperties(id=command.chat_id, properties=names)
        return "delete_chat_properties", payload
    pairs: dict[str, str | int | bool] = {HOLD_UNTIL: to_wire(command.until), HOLD_BY: me}
    return "update_chat_properties", shared.UpdateChatProperties(
        id=command.chat_id, properties={NAMESPACE: pairs}
    )


def _callback(command: commands.Command, me: UserId) -> _Made:
    assert isinstance(command, commands.SetCallback)
    return "update_event_properties", shared.UpdateEventProperties(
        chat_id=command.chat_id,
        thread_id=command.thread_id,
        event_id=command.event_id,
        properties={NAMESPACE: {**command.told, CALLBACK_BY: me}},
    )


def _calls(command: commands.Command, _me: UserId) -> _Made:
    assert isinstance(command, commands.ListCalls)
    if command.page_id is not None:
        return "list_archives", agent.ListArchives(page_id=command.page_id)
    filters = agent.ArchiveFilters(tags=agent.Values(values=(CALLBACK_TAG,)))
    return "list_archives", agent.ListArchives(filters=filters, limit=ARCHIVES)


def _older(command: commands.Command, _me: UserId) -> _Made:
    assert isinstance(command, commands.LoadOlder)
    if command.thread_id is None:
        return "list_threads", shared.ListThreads(
            chat_id=command.chat_id, min_events_count=OLDER_EVENTS
        )
    part = None
    if command.before is not None:
        part = PartWanted(before=command.before, most_bytes=PART_BYTES)
    payload = shared.GetChat(chat_id=command.chat_id, thread_id=command.thread_id, desk=part)
    return "get_chat", payload


def next_page(command: commands.Command, page_id: str | None) -> commands.Command | None:
    """Return the command that goes on with a list, or None at its end."""
    if not isinstance(command, commands.ListCalls) or page_id is None:
        return None
    page = command.page + 1
    return commands.ListCalls(page_id, page) if page < MOST_ARCHIVE_PAGES else None


def _colleagues(command: commands.Command, _me: UserId) -> _Made:
    assert isinstance(command, commands.ListColleagues)
    return "list_agents_for_transfer", agent.ListAgentsForTransfer(chat_id=command.chat_id)


def _configuration(command: commands.Command, _me: UserId) -> _Made:
    assert isinstance(command, commands.Configure)
    return command.action, command.payload


_RULES: dict[type, Callable[[commands.Command, UserId], _Made]] = {
    commands.CallForHelp: _help,
    commands.CloseChat: _close,
    commands.Configure: _configuration,
    commands.ListCalls: _calls,
    commands.JoinChat: _join,
    commands.KeepOut: _keep_out,
    commands.ListColleagues: _colleagues,
    commands.LoadOlder: _older,
    commands.MarkSeen: _seen,
    commands.SetAccepting: _accepting,
    commands.SetCallback: _callback,
    commands.SetHold: _hold,
    commands.ShowTyping: _typing,
    commands.Tag: _tag,
    commands.TakeChat: _take,
    commands.TransferChat: _transfer,
    commands.UpdateVisitor: _visitor,
}
