"""What leaves after one commit, and what is said instead when nothing could be saved."""

import sqlite3
from dataclasses import dataclass, field

from undivided.protocol.codec import encode_failure
from undivided.protocol.envelope import Request
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.server.errors import unavailable
from undivided.server.hub.effects import Close, Effect, Send, Verify
from undivided.server.hub.sessions import Session


class Final(Send, frozen=True):
    """A frame that is sent even when the batch is taken back."""


@dataclass(slots=True)
class Batch:
    """Effects and requests since the last commit.

    Attributes:
        asked: Each is refused if the batch cannot be saved.
        error: Why it must not be saved: a request failed after half of its changes.
    """

    effects: list[Effect] = field(default_factory=list)
    asked: list[tuple[Session, Request]] = field(default_factory=list)
    error: Exception | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do or to take back."""
        return not self.effects and self.error is None

    def ask(self, session: Session, request: Request) -> None:
        """Remember a request that is being worked on."""
        self.asked.append((session, request))

    def spoil(self, error: Exception) -> None:
        """Remember that the batch must not be saved."""
        self.error = self.error or error

    def fail(self, error: Exception, session: Session, request: Request) -> None:
        """Spoil the batch; a mistake of ours is not worth repeating, and is said to be ours."""
        self.spoil(error)
        if isinstance(error, sqlite3.Error):
            return
        self.asked = [each for each in self.asked if each[1] is not request]
        internal = ProtocolError(ErrorType.INTERNAL, "The server could not do this.")
        frame = encode_failure(request.action, internal, request_id=request.request_id)
        self.effects.append(Final(session.peer.id, frame))

    def answered(self) -> None:
        """Count the requests of this batch as no longer under way."""
        for session, _ in self.asked:
            session.pending = 0

    def saved(self) -> list[Effect]:
        """Return what to do after the commit."""
        for session, _ in self.asked:
            session.is_new = False
        return self.effects

    def taken_back(self) -> list[Effect]:
        """Return what to do when nothing was saved: refusals, and what needs no saving."""
        kept = [each for each in self.effects if isinstance(each, Close | Verify | Final)]
        verifying = {id(each.request) for each in kept if isinstance(each, Verify)}
        refused = [
            Send(
                session.peer.id,
                encode_failure(request.action, unavailable(), request_id=request.request_id),
            )
            for session, request in self.asked
            if id(request) not in verifying
        ]
        return [*refused, *kept]

    def unsaved_logins(self) -> list[Session]:
        """Return the sessions whose login belongs to this batch."""
        return [session for session, _ in self.asked if session.is_new]
