"""Counts every request against its socket, address and site, and finds sockets that only flood."""

from undivided.protocol.errors import ProtocolError
from undivided.server.hub.flood import Bucket, Buckets, FloodLimits
from undivided.server.hub.peers import Peer, Side
from undivided.server.hub.sessions import Session


class FloodWatch:
    """The buckets of one hub."""

    def __init__(self, limits: FloodLimits) -> None:
        self._limits = limits
        self._addresses = Buckets(limits.address)
        self._sites = Buckets(limits.site)

    def bucket(self, peer: Peer, ticks: float) -> Bucket:
        """Return the bucket of a new socket."""
        is_operator = peer.side is Side.AGENT
        rate = self._limits.operator if is_operator else self._limits.visitor
        return Bucket(rate, ticks)

    def take(self, session: Session, ticks: float) -> None:
        """Count one request.

        Raises:
            ProtocolError: `too_many_requests`, with the time to wait.
        """
        try:
            session.bucket.take(ticks)
            # Operators who signed in share an office's address with visitors at most.
            if not session.is_operator or session.user is None:
                self._addresses.take(session.peer.address, ticks)
            if session.peer.organization_id is not None:
                self._sites.take(session.peer.organization_id, ticks)
        except ProtocolError:
            session.refusals += 1
            raise
        # Several for one: whoever only hears refusals gets an answer now and then all the same.
        session.refusals = max(0, session.refusals - 8)

    def is_flooding(self, session: Session) -> bool:
        """Return whether refusing costs more than letting the socket go."""
        return session.refusals >= self._limits.refusals
