"""What the driver must do after a commit, in order."""

from dataclasses import dataclass

from msgspec import Struct

from undivided.protocol.envelope import Request
from undivided.server.hub.peers import Peer


class Send(Struct, frozen=True):
    """Send `frame` as one text frame; a peer that is gone is no error."""

    peer_id: int
    frame: bytes


@dataclass(frozen=True, slots=True)
class Close:
    """Close the socket after what was sent before; then report `Hub.closed` as usual."""

    peer_id: int
    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verify:
    """Check `token` away from the loop, then call `Hub.verified(peer.id, request, identity, now)`.

    Attributes:
        request: The `login` or `update_session` to hand back unchanged.
        token: As the client sent it, scheme included.
    """

    peer: Peer
    request: Request
    token: str


Effect = Send | Close | Verify
