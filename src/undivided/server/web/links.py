"""One open socket as the driver sees it, and what it needs of the network."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from undivided.protocol.errors import ProtocolError
from undivided.protocol.ids import UserId
from undivided.protocol.moments import Moment
from undivided.server.directory import Operator, Visitor
from undivided.server.hub.effects import Verify
from undivided.server.hub.peers import Peer

_QUIET_LOOKS = 3

Identity = Operator | Visitor | ProtocolError


class Transport(Protocol):
    """What the driver needs of a socket."""

    def send(self, texts: Sequence[bytes]) -> None:
        """Hand over text frames without waiting for the reader; a gone reader is no error."""
        ...

    def ping(self) -> None:
        """Ask for a sign of life."""
        ...

    def drop(self) -> None:
        """Hang up at once."""
        ...

    async def close(self, code: int, reason: str) -> None:
        """Close politely; returns when the other side agreed or took too long."""
        ...


@dataclass(slots=True, eq=False)
class Link:
    """One open socket.

    Attributes:
        signed_in: Called once, when the first login is accepted.
        lookup: Which operator token signed it in, and `email` whose it is.
        user: Who signed in, on either side.
        ends_at: The ticks at which the token that signed it in ends; None when it never does.
        waiting: Frames that the hub has not seen yet.
        quiet: How often it was looked at since it was last heard.
    """

    peer: Peer
    transport: Transport
    signed_in: Callable[["Link"], None]
    lookup: str | None = None
    email: UserId | None = None
    user: UserId | None = None
    is_signed_in: bool = False
    is_closing: bool = False
    waiting: int = 0
    quiet: int = 0
    ends_at: float | None = None
    room: asyncio.Event | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who a token belongs to.

    Attributes:
        lookup: The public part of an operator's token.
        ends_at: The ticks at which the token ends; None when it never does.
    """

    identity: Identity
    lookup: str | None = None
    ends_at: float | None = None


Judge = Callable[[Verify, Moment], Awaitable[Verdict]]


def look_at(link: Link) -> None:
    """Ask a quiet link for a sign of life; hang up on one that gave none for three looks."""
    link.quiet += 1
    if link.quiet > _QUIET_LOOKS:
        link.transport.drop()
    elif link.quiet > 1:
        link.transport.ping()
