"""Answers that the session reads, and what the answer to a command means."""

from msgspec import Raw, Struct

from undivided.desk import facts
from undivided.protocol.agent_requests import AgentForTransfer
from undivided.protocol.chats import Chat, ChatSummary, Thread
from undivided.protocol.codec import decode_payload
from undivided.session import commands
from undivided.session.facts import Colleague, Colleagues, CommandDone, Configured, Notice


class ChatsPage(Struct, frozen=True, kw_only=True):
    """`list_chats`."""

    chats_summary: tuple[ChatSummary, ...] = ()
    next_page_id: str | None = None


class ThreadsPage(Struct, frozen=True, kw_only=True):
    """`list_threads`."""

    threads: tuple[Thread, ...] = ()


class _NextPage(Struct, frozen=True, kw_only=True):
    next_page_id: str | None = None


class ArchivesPage(Struct, frozen=True, kw_only=True):
    """`list_archives`: each thread with its chat."""

    chats: tuple[Chat, ...] = ()


def page_after(command: commands.Command, payload: Raw) -> str | None:
    """Return where the list goes on that a command asked for; None at its end, or without one.

    Raises:
        ProtocolError: The answer has another shape than the protocol's.
    """
    if not isinstance(command, commands.ListCalls):
        return None
    return decode_payload(payload, _NextPage).next_page_id


def result_of(command: commands.Command, payload: Raw) -> tuple[facts.Fact | None, Notice]:
    """Return what the desk and the operator learn from a command that was carried out.

    Raises:
        ProtocolError: The answer has another shape than the protocol's.
    """
    match command:
        case commands.ListColleagues(chat_id):
            found = decode_payload(payload, tuple[AgentForTransfer, ...])
            colleagues = tuple(Colleague(each.agent_id, each.active_chats) for each in found)
            return None, Colleagues(chat_id, colleagues)
        case commands.LoadOlder(chat_id):
            return facts.OlderThreads(chat_id, _threads(command, payload)), CommandDone(command)
        case commands.ListCalls():
            chats = decode_payload(payload, ArchivesPage).chats
            return facts.CallsListed(chats), CommandDone(command)
        case commands.SetAccepting(is_accepting):
            return facts.RoutingSet(is_accepting), CommandDone(command)
        case commands.Configure(number):
            return None, Configured(number, payload)
        case _:
            return None, CommandDone(command)


def _threads(command: commands.LoadOlder, payload: Raw) -> tuple[Thread, ...]:
    if command.thread_id is None:
        return decode_payload(payload, ThreadsPage).threads
    thread = decode_payload(payload, Chat).thread
    return () if thread is None else (thread,)
