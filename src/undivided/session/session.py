"""The session: from dialling to live and back, as a state machine without input or output."""

from collections.abc import Callable, Iterable
from enum import Enum, auto

from undivided.desk.facts import LinkChanged
from undivided.desk.values import LinkState
from undivided.protocol.errors import ProtocolError
from undivided.protocol.logins import Application
from undivided.protocol.moments import Moment
from undivided.session import commands
from undivided.session.backoff import Backoff
from undivided.session.effects import Dial, Hang
from undivided.session.exchange import Exchange
from undivided.session.facts import SignInRefused, Step
from undivided.session.results import Loss, Out
from undivided.session.signin import Credentials, Verdict, login_request


class Phase(Enum):
    """Where a session is."""

    IDLE = auto()
    RESTING = auto()
    DIALLING = auto()
    SIGNING_IN = auto()
    ONLINE = auto()
    REFUSED = auto()


OPEN = frozenset({Phase.SIGNING_IN, Phase.ONLINE})


class Session:
    """One operator's connection to one server, for as long as the program runs.

    Each input returns a `Step`: carry out its effects, hand its facts to the desk, and call
    `ticked` when its `wake_at` has come. Inputs of a link that was given up are passed over.

    Args:
        application: Named to the server at the sign-in.
        jitter: Returns a fraction from 0 to 1, for the spans between attempts.
        rows: What the outbox file holds, safe since the last time.
    """

    def __init__(
        self,
        application: Application,
        jitter: Callable[[], float],
        rows: Iterable[commands.OutboxRow] = (),
    ) -> None:
        self._application = application
        self._exchange = Exchange(jitter, rows)
        self._backoff = Backoff(jitter)
        self._credentials: Credentials | None = None
        self._phase = Phase.IDLE
        self._link = LinkChanged(LinkState.SIGNED_OUT)
        self._next_try: Moment | None = None
        self._reason = ""
        self._was_online = False

    def start(self, credentials: Credentials, now: Moment) -> Step:
        """Begin, or begin again with other credentials of the same operator."""
        self._credentials = credentials
        self._reason = ""
        self._backoff.reset()
        if self._phase in OPEN or self._phase is Phase.DIALLING:
            self._hang_up()
        self._dial()
        return self._step(now)

    def opened(self, now: Moment) -> Step:
        """Take in that the socket is open: sign in."""
        if self._phase is Phase.DIALLING:
            assert self._credentials is not None
            self._phase = Phase.SIGNING_IN
            resume = self._exchange.resync.resume
            login = login_request(
                self._credentials, self._application, resume, is_again=self._was_online
            )
            self._exchange.sign_in(login)
        return self._step(now)

    def received(self, frame: bytes, now: Moment) -> Step:
        """Take in one text frame."""
        if self._phase in OPEN:
            self._follow(self._exchange.received(frame, now), now)
        return self._step(now)

    def lost(
        self, reason: str, now: Moment, *, is_fatal: bool = False, is_too_large: bool = False
    ) -> Step:
        """Take in that the socket did not open, or is gone.

        Args:
            reason: A sentence for the operator.
            now: The current moment.
            is_fatal: Dialling again is of no use, as with a bad certificate. After a sign-in it
                is: then a portal or a proxy answers in the place of a server that was right.
            is_too_large: An answer was larger than the link takes in; it is not asked for again.
        """
        if is_too_large and self._phase in OPEN:
            self._exchange.was_too_large()
        if self._phase in OPEN or self._phase is Phase.DIALLING:
            verdict = Verdict.FINAL if is_fatal and not self._was_online else Verdict.AGAIN
            self._give_up(Loss(reason, verdict), now)
        return self._step(now)

    def submit(self, command: commands.Command, now: Moment) -> Step:
        """Take in what the operator asks for; a `Submit` only after its row is on disk."""
        if isinstance(command, commands.TryNow):
            if self._phase is Phase.RESTING:
                self._dial()
        else:
            self._exchange.command(command)
        return self._step(now)

    def uploaded(self, row: commands.OutboxRow, url: str, now: Moment) -> Step:
        """Take in the address of a row's file, which is committed to the outbox file by now."""
        self._exchange.uploaded(row, url)
        return self._step(now)

    def upload_failed(
        self, row: commands.OutboxRow, error: ProtocolError | None, now: Moment
    ) -> Step:
        """Take in that a file was not uploaded: refused by the server, or None for another try."""
        self._exchange.upload_failed(row, error, now)
        return self._step(now)

    def ticked(self, now: Moment) -> Step:
        """Let time pass; at the latest at `wake_at`, earlier does no harm."""
        if self._phase in OPEN:
            self._follow(self._exchange.ticked(now), now)
        elif self._next_try is not None and now.ticks >= self._next_try.ticks:
            self._dial()
        return self._step(now)

    def stop(self, now: Moment) -> Step:
        """Sign out of the server's sight; `start` begins anew."""
        if self._phase in OPEN or self._phase is Phase.DIALLING:
            self._hang_up()
        self._phase = Phase.IDLE
        self._next_try = None
        self._reason = ""
        return self._step(now)

    # The link

    def _dial(self) -> None:
        self._next_try = None
        self._phase = Phase.DIALLING
        self._exchange.out.effects.append(Dial())

    def _hang_up(self) -> None:
        self._exchange.disconnected()
        self._exchange.out.effects.append(Hang())

    def _follow(self, loss: Loss | None, now: Moment) -> None:
        """Act on what the exchange found: given up, signed in, caught up, or nothing."""
        if loss is not None:
            self._exchange.out.effects.append(Hang())
            self._give_up(loss, now)
        elif self._exchange.is_signed_in:
            self._phase = Phase.ONLINE
            self._was_online = True
            self._reason = ""
            if self._exchange.resync.is_live:
                self._backoff.reset()

    def _give_up(self, loss: Loss, now: Moment) -> None:
        self._exchange.disconnected()
        self._reason = loss.sentence
        if loss.verdict is Verdict.AGAIN:
            self._phase = Phase.RESTING
            self._next_try = now.plus(self._backoff.next())
            return
        self._phase = Phase.REFUSED
        needs_token = loss.verdict is Verdict.NEW_TOKEN
        self._exchange.out.notices.append(SignInRefused(loss.sentence, needs_token))

    # What leaves

    def _step(self, now: Moment) -> Step:
        self._exchange.flush(now)
        link = self._link_now()
        if link != self._link:
            self._link = link
            self._exchange.out.facts.append(link)
        out, self._exchange.out = self._exchange.out, Out()
        return Step(
            effects=tuple(out.effects),
            facts=tuple(out.facts),
            notices=tuple(out.notices),
            wake_at=self._wake_at(),
        )

    def _link_now(self) -> LinkChanged:
        resync = self._exchange.resync
        if self._phase is Phase.ONLINE:
            state = LinkState.LIVE if resync.is_live else LinkState.CATCHING_UP
            return LinkChanged(state, behind=resync.behind)
        # While an attempt runs after a loss it is still "offline since", not a new state.
        state = LinkState.OFFLINE if self._reason else LinkState.CONNECTING
        state = _FIXED.get(self._phase, state)
        return LinkChanged(state, self._reason, self._next_try)

    def _wake_at(self) -> float | None:
        if self._phase in OPEN:
            return self._exchange.wake_at
        return None if self._next_try is None else self._next_try.ticks


_FIXED = {
    Phase.IDLE: LinkState.SIGNED_OUT,
    Phase.RESTING: LinkState.OFFLINE,
    Phase.REFUSED: LinkState.REFUSED,
}
