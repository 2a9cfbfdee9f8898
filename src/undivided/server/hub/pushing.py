"""One push and its frames: encoded once for all who read it in the same version."""

from msgspec import Struct

from undivided.protocol.codec import encode_push
from undivided.protocol.versions import BASE, Version
from undivided.server.hub.bridge import bridged_push
from undivided.server.hub.effects import Send
from undivided.server.hub.masks import PublicId, masked
from undivided.server.hub.sessions import Session


class Push(Struct, frozen=True, kw_only=True):
    """Something to tell, to whom, and its running number if it is stored.

    Attributes:
        payload: As operators see it; visitors get it through the masks.
    """

    action: str
    payload: object
    sessions: tuple[Session, ...]
    seq: int | None = None

    def frames(
        self, public: PublicId, requester: Session | None, request_id: str | None
    ) -> list[Send]:
        """Return one frame for each session, with `request_id` on the requester's only."""
        sends: list[Send] = []
        made: dict[tuple[bool, Version], bytes | None] = {}
        for session in self.sessions:
            for version, wanted in session.subscriptions:
                if wanted is not None and self.action not in wanted:
                    continue
                if session is requester and request_id is not None:
                    frame = self.frame(public, session, version, request_id)
                else:
                    key = (session.is_operator, version)
                    if key not in made:
                        made[key] = self.frame(public, session, version, None)
                    frame = made[key]
                if frame is not None:
                    sends.append(Send(session.peer.id, frame))
        return sends

    def frame(
        self, public: PublicId, session: Session, version: Version, request_id: str | None
    ) -> bytes | None:
        """Return the push as one session reads it, or None when it must not."""
        payload = self.payload if session.is_operator else masked(self.payload, public)
        if payload is None:
            return None
        action = self.action
        if version is not BASE:
            bridged = bridged_push(action, payload, version)
            if bridged is None:
                return None
            action, payload = bridged
        return encode_push(
            action, payload, version=version, request_id=request_id, desk_seq=self.seq
        )
