"""Connected sockets and who is signed in on each."""

from dataclasses import dataclass, field

from undivided.protocol.ids import UserId
from undivided.protocol.limits import LOGIN
from undivided.protocol.versions import Version
from undivided.server.hub.flood import Bucket
from undivided.server.hub.peers import Peer, Side

ALL_PUSHES = "all"


class Level:
    """How many visitors a session watches (`customer_monitoring_level`)."""

    MY = "my"
    CHATTING = "chatting"
    EVERYBODY = frozenset({"invited", "online", "highest_available"})


@dataclass(slots=True, eq=False, kw_only=True)
class Session:
    """One socket from opening to closing.

    Attributes:
        is_operator: The socket speaks the operators' protocol.
        user: The operator's e-mail address or the visitor's id; None before login.
        subscriptions: Which pushes are wanted in which version; None is all of them.
        pending: Requests whose answers have not left yet.
        is_new: The login has not been committed yet.
        refusals: How many more requests were too many than were not, of late.
    """

    peer: Peer
    is_operator: bool
    bucket: Bucket
    login_by: float
    user: UserId | None = None
    subscriptions: tuple[tuple[Version, frozenset[str] | None], ...] = ()
    is_away: bool = False
    level: str = Level.MY
    pending: int = 0
    is_new: bool = False
    is_verifying: bool = False
    is_closing: bool = False
    refusals: int = 0

    def is_overdue(self, ticks: float) -> bool:
        """Return whether this socket should have shown its token by now.

        One whose token is being checked has done so: after a restart hundreds of checks wait
        for each other, and closing those sockets would only make them come again.
        """
        is_waiting = self.user is None and not self.is_verifying and not self.is_closing
        return is_waiting and ticks > self.login_by

    @property
    def caller(self) -> UserId:
        """The signed-in user; actions run after login only."""
        assert self.user is not None
        return self.user


def subscriptions(
    pushes: dict[str, list[str]] | None, version: Version
) -> tuple[tuple[Version, frozenset[str] | None], ...]:
    """Return what a login's `pushes` subscribes to; by default everything of the socket."""
    if not pushes:
        return ((version, None),)
    known = [(Version(key), names) for key, names in pushes.items() if key in set(Version)]
    return tuple((key, None if ALL_PUSHES in names else frozenset(names)) for key, names in known)


@dataclass(slots=True)
class Sessions:
    """All sockets, found by peer, operator or visitor.

    Attributes:
        visitors: Every visitor who is connected.
        operators: Every operator who is connected, by address.
    """

    by_peer: dict[int, Session] = field(default_factory=dict)
    visitors: dict[UserId, set[Session]] = field(default_factory=dict)
    operators: dict[UserId, set[Session]] = field(default_factory=dict)

    def open(self, peer: Peer, bucket: Bucket, ticks: float) -> None:
        """Remember a new socket."""
        by = ticks + LOGIN.total_seconds()
        is_operator = peer.side is Side.AGENT
        self.by_peer[peer.id] = Session(
            peer=peer, is_operator=is_operator, bucket=bucket, login_by=by
        )

    def close(self, peer_id: int) -> Session | None:
        """Forget a socket; return it, or None when it was unknown."""
        session = self.by_peer.pop(peer_id, None)
        if session is not None:
            self.sign_out(session)
        return session

    def sign_in(self, session: Session, user: UserId) -> None:
        """Let `user` be found by this session."""
        session.user = user
        book = self.operators if session.is_operator else self.visitors
        book.setdefault(user, set()).add(session)

    def sign_out(self, session: Session) -> None:
        """Forget who is signed in on the session."""
        if session.user is None:
            return
        book = self.operators if session.is_operator else self.visitors
        mates = book[session.user]
        mates.discard(session)
        if not mates:
            del book[session.user]
        session.user = None

    def of_operator(self, email: UserId) -> set[Session]:
        """Return the operator's sockets."""
        return self.operators.get(email, set())

    def of_visitor(self, visitor: UserId) -> set[Session]:
        """Return the visitor's sockets."""
        return self.visitors.get(visitor, set())
