"""What the session says besides desk facts: answers and refusals for the operator."""

from dataclasses import dataclass, field

from msgspec import Raw, Struct

from undivided.desk.facts import Fact
from undivided.protocol.canned_responses import CannedResponse, CannedResponseDeleted
from undivided.protocol.errors import ProtocolError
from undivided.protocol.help_calls import HelpWord
from undivided.protocol.ids import ChatId, UserId
from undivided.session.commands import Command
from undivided.session.effects import Effect


class Colleague(Struct, frozen=True):
    """Somebody who could take a chat."""

    id: UserId
    active_chats: int


class Colleagues(Struct, frozen=True):
    """The answer to `ListColleagues`, least busy first."""

    chat_id: ChatId
    colleagues: tuple[Colleague, ...]


class CommandFailed(Struct, frozen=True):
    """A command was not carried out."""

    command: Command
    sentence: str


class CommandDone(Struct, frozen=True):
    """The server carried a command out."""

    command: Command


class SignInRefused(Struct, frozen=True):
    """There is no use in dialling again.

    Attributes:
        needs_token: A new sign-in may help; otherwise somebody must change something.
    """

    sentence: str
    needs_token: bool


class HistoryReplaced(Struct, frozen=True):
    """The server's history is another one than before (promise G6)."""

    sentence: str


class SharingOffered(Struct, frozen=True):
    """The operator signed in, and the server keeps shared responses, or it does not."""

    me: UserId
    is_offered: bool


class Configured(Struct, frozen=True):
    """What became of a `Configure`.

    Attributes:
        answer: The payload of the answer, the refusal, or None when there was no answer: then
            it is not known whether the server did it.
    """

    number: int
    answer: Raw | ProtocolError | None


class LibraryPushed(Struct, frozen=True):
    """The server tells of a change of a shared response."""

    push: CannedResponse | CannedResponseDeleted


class HelpHeard(Struct, frozen=True):
    """A colleague said something about a call for a supervisor."""

    word: HelpWord


class LeftOut(Struct, frozen=True):
    """Something that the server has is too large for this program, which goes on without it."""

    sentence: str


class Unreadable(Struct, frozen=True):
    """The server sent something that is not of its protocol; it was passed over."""

    sentence: str
    count: int


Notice = (
    Colleagues
    | CommandFailed
    | CommandDone
    | SignInRefused
    | HistoryReplaced
    | SharingOffered
    | Configured
    | LibraryPushed
    | HelpHeard
    | LeftOut
    | Unreadable
)


@dataclass(frozen=True, slots=True)
class Step:
    """What one input to the session leads to; carry it out in this order.

    Attributes:
        effects: For the link and the outbox file.
        facts: For `Desk.apply`, one after the other.
        notices: For the operator.
        wake_at: Ticks at which to call `Session.ticked`; None for no need.
    """

    effects: tuple[Effect, ...] = ()
    facts: tuple[Fact, ...] = ()
    notices: tuple[Notice, ...] = ()
    wake_at: float | None = field(default=None)
