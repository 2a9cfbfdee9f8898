"""The server's core: frames in, effects out, one commit for all that came in between.

Knows no socket, no clock and no thread. Nothing leaves before it is committed: the answer
first, then the pushes (promise G17).
"""

import logging
import sqlite3
from collections.abc import Callable

from undivided.protocol.agent_requests import UpdateSession
from undivided.protocol.canned_responses import OpenPlace
from undivided.protocol.codec import (
    decode_payload,
    decode_request,
    encode_failure,
    encode_response,
)
from undivided.protocol.envelope import Request
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.ids import UserId
from undivided.protocol.logins import AgentLogin, CustomerLogin
from undivided.protocol.moments import Moment
from undivided.protocol.versions import Version, parse_version
from undivided.server.directory import Directory, FileCatalog, Operator, Visitor
from undivided.server.hub.batch import Batch
from undivided.server.hub.bridge import bridged
from undivided.server.hub.canned_rights import open_places
from undivided.server.hub.context import Context
from undivided.server.hub.dispatch import CONFIGURATION, perform
from undivided.server.hub.effects import Close, Effect, Send, Verify
from undivided.server.hub.farewell import POLICY, dismiss
from undivided.server.hub.flood import FloodLimits
from undivided.server.hub.flood_watch import FloodWatch
from undivided.server.hub.head_start import NO_HEAD_START, HeadStart
from undivided.server.hub.peers import Peer
from undivided.server.hub.pushing import Push
from undivided.server.hub.replay import forget_old
from undivided.server.hub.sessions import Session
from undivided.server.hub.settling import expire, release_all, settle
from undivided.server.hub.signing_in import SignedIn, operator_in, visitor_in
from undivided.server.store.archive import Archive

logger = logging.getLogger(__name__)

LOGIN = "login"
UPDATE_SESSION = "update_session"
PING = "ping"


class Hub:
    """Chats, routing and history behind the sockets.

    Call `commit` after any number of inputs when `is_dirty`, then do the effects in order.
    """

    def __init__(
        self,
        archive: Archive,
        directory: Directory,
        files: FileCatalog,
        entropy: Callable[[int], bytes],
        limits: FloodLimits | None = None,
        *,
        head_start: HeadStart = NO_HEAD_START,
    ) -> None:
        """Take up the state that the archive holds.

        Args:
            entropy: Returns as many unguessable bytes as it is asked for.
            limits: How much one socket may ask.
            head_start: How far ahead in the queue visitors stand who are about to order.
        """
        limits = limits or FloodLimits()
        self._ctx = Context.over(archive, directory, files, entropy, limits, head_start=head_start)
        self._floods = FloodWatch(limits)
        self._batch = Batch()
        self._next_tidying = 0.0

    @property
    def is_dirty(self) -> bool:
        """Whether there is anything to commit or to do."""
        return not self._batch.is_empty or self._ctx.archive.is_open

    def open_places(self, operator: UserId) -> tuple[OpenPlace, ...]:
        """Return where an operator may read shared responses, and whether he may edit there.

        Raises:
            ProtocolError: The operator was removed.
        """
        return open_places(self._ctx, operator)

    # Inputs

    def opened(self, peer: Peer, now: Moment) -> None:
        """Greet a new socket; it has to log in within `limits.LOGIN`."""
        self._ctx.sessions.open(peer, self._floods.bucket(peer, now.ticks), now.ticks)

    def received(self, peer_id: int, frame: bytes, now: Moment) -> None:
        """Work on one frame; bad ones are answered, never raised."""
        session = self._ctx.sessions.by_peer.get(peer_id)
        if session is None or session.is_closing:
            return
        request = Request(action="")
        try:
            try:
                request = decode_request(frame)
            finally:
                self._floods.take(session, now.ticks)
            self._batch.ask(session, request)
            self._check_pending(session)
            if request.version is not None:
                _check_version(session, request.version)
            self._answer(session, request, now)
        except ProtocolError as error:
            self._refuse(session, request, error)
            if self._floods.is_flooding(session):
                session.is_closing = True
                self._batch.effects.append(Close(peer_id, POLICY, error.type))
        except Exception as error:  # noqa: BLE001 - one request must not end the server
            self._batch.fail(error, session, request)

    def configured(self, peer: Peer, operator: UserId, frame: bytes, now: Moment) -> None:
        """Work on a configuration request that came without a socket.

        Its operator does not count as connected. The answer is the one `Send` to this peer.
        """
        bucket = self._floods.bucket(peer, now.ticks)
        session = Session(
            peer=peer, is_operator=True, bucket=bucket, login_by=now.ticks, user=operator
        )
        request = Request(action="")
        try:
            request = decode_request(frame)
            self._batch.ask(session, request)
            if request.action not in CONFIGURATION:
                raise ProtocolError(ErrorType.NOT_FOUND, "There is no such configuration action.")
            self._answer(session, request, now)
        except ProtocolError as error:
            self._refuse(session, request, error)
        except Exception as error:  # noqa: BLE001 - as in `received`
            self._batch.fail(error, session, request)

    def verified(
        self,
        peer_id: int,
        request: Request,
        identity: Operator | Visitor | ProtocolError,
        now: Moment,
    ) -> None:
        """Go on with a login whose token has been checked."""
        session = self._ctx.sessions.by_peer.get(peer_id)
        if session is None or session.is_closing:
            return
        session.is_verifying = False
        self._batch.ask(session, request)
        try:
            if isinstance(identity, ProtocolError):
                raise identity
            if request.action == UPDATE_SESSION:
                self._renewed(session, request, identity)
            else:
                self._sign_in(session, request, identity, now)
        except ProtocolError as error:
            self._refuse(session, request, error)
        except Exception as error:  # noqa: BLE001 - as in `received`
            self._batch.fail(error, session, request)

    def closed(self, peer_id: int, now: Moment) -> None:
        """Forget a socket; its operator keeps the chats for a while."""
        ctx = self._ctx
        session = ctx.sessions.by_peer.get(peer_id)
        user = None if session is None else session.user
        ctx.sessions.close(peer_id)
        if session is None or user is None:
            return
        if session.is_operator and not ctx.sessions.of_operator(user):
            ctx.gone[user] = now.ticks
        elif not session.is_operator and not ctx.sessions.of_visitor(user):
            ctx.left[user] = now.ticks
        ctx.is_unsettled = True
        self._internal(now, lambda: None)

    def ticked(self, now: Moment) -> None:
        """Let time pass: login deadlines, absences, estimates. Once a second is enough."""
        for session in tuple(self._ctx.sessions.by_peer.values()):
            if session.is_overdue(now.ticks):
                session.is_closing = True
                self._batch.effects.append(Close(session.peer.id, POLICY, "login_timeout"))
        self._internal(now, lambda: expire(self._ctx))
        if now.ticks >= self._next_tidying:
            self._next_tidying = now.ticks + TIDYING_S
            self._internal(now, lambda: forget_old(self._ctx))

    def dismissed(self, email: UserId, reason: str, now: Moment) -> None:
        """Cut every socket of an operator whose access ended; the router takes the chats.

        Args:
            email: The operator.
            reason: One of RTM's words, such as `access_token_revoked`.
        """

        def cut() -> None:
            for session in tuple(self._ctx.sessions.of_operator(email)):
                dismiss(self._ctx, session, reason)
            release_all(self._ctx, email, "unassigned")

        self._internal(now, cut)

    def directory_changed(self, now: Moment) -> None:
        """Look at operators and sites anew: places, groups, who may accept chats."""
        self._ctx.is_unsettled = True
        self._internal(now, lambda: None)

    # Output

    def commit(self) -> list[Effect]:
        """Save everything since the last commit and return what to do, in order.

        If it cannot be saved, the state is as it was before, and every request since the
        last commit is answered with `service_unavailable`.
        """
        batch, self._batch = self._batch, Batch()
        batch.answered()
        if batch.error is None:
            try:
                self._ctx.archive.commit()
            except sqlite3.Error as error:
                batch.spoil(error)
        if batch.error is None:
            return batch.saved()
        name = type(batch.error).__name__
        logger.error("The batch was not saved: %s", name, exc_info=batch.error)
        self._ctx.archive.roll_back()
        for session in batch.unsaved_logins():
            session.is_new = False
            self._ctx.sessions.sign_out(session)
        self._ctx.reload()
        return batch.taken_back()

    # Requests

    def _answer(self, session: Session, request: Request, now: Moment) -> None:
        if request.action == PING:
            if session.user is not None:
                frame = encode_response(PING, None, request_id=request.request_id)
                self._batch.effects.append(Send(session.peer.id, frame))
            return
        if request.action in (LOGIN, UPDATE_SESSION):
            self._ask_to_verify(session, request)
            return
        if session.user is None:
            raise ProtocolError(ErrorType.AUTHENTICATION, "Log in first.")
        self._ctx.now = now
        answer = perform(self._ctx, session, request)
        self._respond(session, request, answer)
        self._flush(session, request.request_id)

    def _ask_to_verify(self, session: Session, request: Request) -> None:
        is_login = request.action == LOGIN
        if is_login and session.user is not None:
            raise ProtocolError(ErrorType.VALIDATION, "This connection is logged in already.")
        if not is_login and session.user is None:
            raise ProtocolError(ErrorType.AUTHENTICATION, "Log in first.")
        if session.is_verifying:
            raise ProtocolError(
                ErrorType.PENDING_REQUESTS_LIMIT_REACHED, "A token is being checked already."
            )
        payload = self._login(session, request)
        session.is_verifying = True
        self._batch.effects.append(Verify(session.peer, request, payload.token))

    def _login(
        self, session: Session, request: Request
    ) -> AgentLogin | CustomerLogin | UpdateSession:
        if request.action == UPDATE_SESSION:
            return decode_payload(request.payload, UpdateSession)
        if session.is_operator:
            return decode_payload(request.payload, AgentLogin)
        return decode_payload(request.payload, CustomerLogin)

    def _sign_in(
        self, session: Session, request: Request, identity: Operator | Visitor, now: Moment
    ) -> None:
        self._ctx.now = now
        login = self._login(session, request)
        if isinstance(login, AgentLogin) and isinstance(identity, Operator):
            signed_in = operator_in(self._ctx, session, login, identity)
        elif isinstance(login, CustomerLogin) and isinstance(identity, Visitor):
            signed_in = visitor_in(self._ctx, session, login, identity)
        else:
            raise ProtocolError(ErrorType.AUTHENTICATION, "The token is not for this side.")
        self._respond(session, request, signed_in.answer)
        self._replay(signed_in, session)
        self._flush(session, request.request_id)

    def _replay(self, signed_in: SignedIn, session: Session) -> None:
        for push in signed_in.missed:
            self._batch.effects += push.frames(self._ctx.people.public_id, session, None)

    def _renewed(self, session: Session, request: Request, identity: Operator | Visitor) -> None:
        user = identity.email if isinstance(identity, Operator) else identity.id
        if user != session.user:
            raise ProtocolError(ErrorType.AUTHENTICATION, "The token is somebody else's.")
        self._respond(session, request, {})

    def _respond(self, session: Session, request: Request, answer: object) -> None:
        shown = bridged(answer, session.peer.version)
        frame = encode_response(request.action, shown, request_id=request.request_id)
        self._batch.effects.append(Send(session.peer.id, frame))

    def _refuse(self, session: Session, request: Request, error: ProtocolError) -> None:
        self._ctx.leaving.clear()
        frame = encode_failure(request.action, error, request_id=request.request_id)
        self._batch.effects.append(Send(session.peer.id, frame))

    def _check_pending(self, session: Session) -> None:
        session.pending += 1
        if session.pending > self._ctx.limits.pending:
            raise ProtocolError(
                ErrorType.PENDING_REQUESTS_LIMIT_REACHED,
                f"Wait for answers: {self._ctx.limits.pending} requests are under way.",
            )

    # Batches

    def _flush(self, requester: Session | None, request_id: str | None) -> None:
        """Queue what follows an input: its pushes, then what they set in motion."""
        self._emit(requester, request_id)
        settle(self._ctx)
        if self._ctx.leaving:
            self._emit(None, None)

    def _emit(self, requester: Session | None, request_id: str | None) -> None:
        leaving, self._ctx.leaving = self._ctx.leaving, []
        public, effects = self._ctx.people.public_id, self._batch.effects
        for each in leaving:
            if isinstance(each, Push):
                effects += each.frames(public, requester, request_id)
            else:
                effects.append(each)

    def _internal(self, now: Moment, work: Callable[[], None]) -> None:
        """Do something that no request asked for."""
        self._ctx.now = now
        try:
            work()
            self._flush(None, None)
        except Exception as error:  # noqa: BLE001 - as in `received`
            self._batch.spoil(error)


TIDYING_S = 3_600.0


def _check_version(session: Session, asked: str) -> None:
    version = parse_version(asked)
    if version is None or _rank(version) < _rank(session.peer.version):
        raise ProtocolError(
            ErrorType.UNSUPPORTED_VERSION, "That version is not spoken on this connection."
        )


def _rank(version: Version) -> int:
    return list(Version).index(version)
