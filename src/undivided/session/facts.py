"""What the session says besides desk facts: answers and refusals for the operator."""

from dataclasses import dataclass, field

from undivided.desk.facts import Fact
from undivided.protocol.ids import ChatId, UserId
from undivided.session.commands import Command
from undivided.session.effects import Effect


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who could take a chat."""

    id: UserId
    active_chats: int


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The answer to `ListColleagues`, least busy first."""

    chat_id: ChatId
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class CommandFailed:
    """A command was not carried out."""

    command: Command
    sentence: str


@dataclass(frozen=True, slots=True)
class CommandDone:
    """The server carried a command out."""

    command: Command


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """There is no use in dialling again.

    Attributes:
        needs_token: A new sign-in may help; otherwise somebody must change something.
    """

    sentence: str
    needs_token: bool


@dataclass(frozen=True, slots=True)
class HistoryReplaced:
    """The server's history is another one than before (promise G6)."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The server sent something that is not of its protocol; it was passed over."""

    sentence: str
    count: int


Notice = Colleagues | CommandFailed | CommandDone | SignInRefused | HistoryReplaced | Unreadable


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
