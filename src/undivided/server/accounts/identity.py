"""Finds out who a login's token belongs to, without holding up the loop."""

import asyncio
from concurrent.futures import Executor

from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.ids import UserId
from undivided.protocol.moments import Moment
from undivided.server import log
from undivided.server.accounts.account_directory import AccountDirectory
from undivided.server.accounts.account_errors import SignInRefused, TooManyTries
from undivided.server.accounts.sign_in import SignedIn, SignIn
from undivided.server.accounts.signing import Signer
from undivided.server.directory import Operator, Visitor
from undivided.server.errors import DatabaseUnusable, unavailable
from undivided.server.hub.effects import Verify
from undivided.server.hub.peers import Side
from undivided.server.web.links import Link, Verdict


class Identities:
    """Judges tokens of both sides; called on the loop.

    Args:
        signer: Reads visitors' tokens.
        sign_in: Reads operators' tokens, slowly.
        directory: Read again before an operator is let in.
        workers: Threads for the slow part.
    """

    def __init__(
        self, signer: Signer, sign_in: SignIn, directory: AccountDirectory, workers: Executor
    ) -> None:
        self._signer = signer
        self._sign_in = sign_in
        self._directory = directory
        self._workers = workers

    async def verdict(self, effect: Verify, now: Moment) -> Verdict:
        """Return who shows this token, or the refusal to answer with."""
        if effect.peer.side is Side.CUSTOMER:
            visitor = self.visitor(effect.token, now)
            if visitor is None or visitor.organization_id != effect.peer.organization_id:
                return Verdict(_refusal())
            ends_at = now.ticks + self._signer.life_left(_bare(effect.token), now)
            return Verdict(visitor, ends_at=ends_at)
        try:
            operator, signed_in = await self.operator(effect.token, effect.peer.address, now)
        except ProtocolError as error:
            log.note("sign_in_refused", address=effect.peer.address, type=error.type)
            return Verdict(error)
        return Verdict(operator, signed_in.lookup)

    def visitor(self, token: str, now: Moment) -> Visitor | None:
        """Return the visitor whose token this is; the scheme `Bearer` may stand before it."""
        visitor = self._signer.visitor_of(_bare(token), now)
        if visitor is None or self._directory.site(visitor.organization_id) is None:
            return None
        return visitor

    async def operator(
        self, credential: str, address: str, now: Moment
    ) -> tuple[Operator, SignedIn]:
        """Return the operator and the token that was shown.

        Raises:
            ProtocolError: `authentication`, `too_many_requests` or `service_unavailable`.
        """
        loop = asyncio.get_running_loop()
        try:
            signed_in = await loop.run_in_executor(
                self._workers, self._sign_in.by_token, credential, address, now
            )
            # A token may be younger than the copy in memory, or have ended meanwhile.
            self._directory.refresh()
        except (SignInRefused, TooManyTries, DatabaseUnusable) as error:
            raise wire_error(error) from error
        operator = self._directory.operator(UserId(signed_in.email))
        if operator is None or not self._directory.is_token_live(signed_in.lookup):
            raise _refusal()
        return operator, signed_in

    def is_live(self, link: Link) -> bool:
        """Return whether the sign-in of an open socket still holds."""
        if link.lookup is not None:
            return self._directory.is_token_live(link.lookup)
        site = link.peer.organization_id
        return site is None or self._directory.site(site) is not None


def wire_error(error: SignInRefused | TooManyTries | DatabaseUnusable) -> ProtocolError:
    """Return how the wire says that a sign-in failed."""
    if isinstance(error, TooManyTries):
        data: dict[str, object] = {"retry_after_ms": round(error.wait_s * 1000)}
        return ProtocolError(ErrorType.TOO_MANY_REQUESTS, error.sentence, data)
    if isinstance(error, DatabaseUnusable):
        return unavailable()
    return ProtocolError(ErrorType.AUTHENTICATION, error.sentence)


def _bare(token: str) -> str:
    return token.removeprefix("Bearer ").strip()


def _refusal() -> ProtocolError:
    return wire_error(SignInRefused())
