"""Checks the secrets of operators: tokens, passwords and invitation codes.

Blocking: scrypt takes about 50 ms, so calls belong in a worker thread. Every cause of a refusal
gives the same sentence and takes the same time.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256

from sqlite_utils import Database

from undivided.protocol.moments import Moment, from_wire
from undivided.server.accounts import tokens
from undivided.server.accounts.account_errors import SignInRefused, TooManyTries
from undivided.server.accounts.hashing import NOBODY, Entropy, is_secret_of
from undivided.server.accounts.login_guard import LoginGuard
from undivided.server.accounts.operators import Accounts, check_password
from undivided.server.accounts.real_names import normal_email

KNOWN_TOKENS = 2_000
"""Verified tokens remembered, so that a reconnect storm does not hash each one again."""

Connect = Callable[[], AbstractContextManager[Database]]
"""Opens the server's database for one call, in the calling thread."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose token was shown; `lookup` names the token, so that its end can be noticed."""

    email: str
    lookup: str


class SignIn:
    """Answers who a credential belongs to; safe to call from several threads.

    Args:
        connect: Each call works on a connection of its own.
        entropy: Random bytes for new tokens.
    """

    def __init__(self, connect: Connect, entropy: Entropy) -> None:
        self._connect = connect
        self._entropy = entropy
        self._guard = LoginGuard()
        self._known: OrderedDict[bytes, str] = OrderedDict()
        self._lock = threading.Lock()

    def by_token(self, credential_text: str, address: str, now: Moment) -> SignedIn:
        """Return whose token this is; its row is looked up each time, so a revoked one ends.

        Args:
            credential_text: `Bearer TOKEN` or `Basic base64(EMAIL:TOKEN)`.
            address: The network address it came from.
            now: On both clocks.

        Raises:
            SignInRefused, TooManyTries: As they say.
        """
        credential = tokens.read_credential(credential_text)
        token = credential.token if credential else ""
        lookup = tokens.lookup_of(token, tokens.OPERATOR_PREFIX)
        if credential is None or lookup is None:
            raise SignInRefused  # not even the shape of a token, so nothing was guessed
        with self._connect() as database:
            row = _row(database, "SELECT email, hash FROM operator_tokens WHERE lookup = ?", lookup)
        email, stored = row or ("", NOBODY)
        if self._is_known(token, stored):
            matches = True
        else:
            # The token's own entropy protects the account; the guard protects the processor.
            account = f"token {lookup}"
            matches = self._guarded(token, stored, account, address, now)
        if not matches or credential.email not in {None, email}:
            raise SignInRefused
        self._remember(token, stored)
        return SignedIn(email, lookup)

    def by_password(
        self, email: str, password: str, device: str, address: str, now: Moment
    ) -> tuple[str, str]:
        """Return a new device token and the operator's e-mail address.

        Raises:
            SignInRefused, TooManyTries: As they say.
        """
        key = normal_email(email)[: tokens.MAX_CHARACTERS]
        with self._connect() as database:
            query = "SELECT email, password_hash FROM operators WHERE email = ?"
            row = _row(database, query, key)
            stored = row[1] if row and row[1] else NOBODY
            if not self._guarded(password[: tokens.MAX_CHARACTERS], stored, key, address, now):
                raise SignInRefused
            return Accounts(database, self._entropy).issue_token(key, device, now), key

    def by_invitation(self, code: str, password: str, address: str, now: Moment) -> str:
        """Set the password of whoever was invited, use the code up and return the e-mail address.

        Raises:
            SignInRefused, TooManyTries: As they say.
            AdministrationError: The code is right but the password is no good; try another one.
        """
        lookup = tokens.lookup_of(code, tokens.INVITATION_PREFIX)
        query = "SELECT email, hash, expires_at FROM invitations WHERE lookup = ?"
        with self._connect() as database:
            row = _row(database, query, lookup)
            email, stored, expires_at = row or ("", NOBODY, None)
            account = f"invitation {lookup}"
            matches = self._guarded(code[: tokens.MAX_CHARACTERS], stored, account, address, now)
            if not matches or expires_at is None or from_wire(expires_at) < now.wall:
                raise SignInRefused
            check_password(password, email)
            Accounts(database, self._entropy).set_password(email, password)
        return email

    def end_token(self, signed_in: SignedIn) -> None:
        """Revoke the token that was shown."""
        with self._connect() as database:
            Accounts(database, self._entropy).revoke_token(signed_in.email, signed_in.lookup)

    def _guarded(self, secret: str, stored: str, account: str, address: str, now: Moment) -> bool:
        with self._lock:
            wait_s = self._guard.wait_s(account, address, now)
            if wait_s > 0:
                raise TooManyTries(wait_s)
            # Counted before the slow check, so that tries side by side do not slip through.
            self._guard.tried(account, address, now)
        matches = is_secret_of(secret, stored) and stored != NOBODY
        if matches:
            with self._lock:
                self._guard.succeeded(account, address)
        return matches

    def _is_known(self, token: str, stored: str) -> bool:
        with self._lock:
            return self._known.get(_fingerprint(token)) == stored

    def _remember(self, token: str, stored: str) -> None:
        with self._lock:
            self._known[_fingerprint(token)] = stored
            self._known.move_to_end(_fingerprint(token))
            while len(self._known) > KNOWN_TOKENS:
                self._known.popitem(last=False)


def _fingerprint(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def _row(database: Database, query: str, key: str | None) -> tuple[str, ...] | None:
    row: tuple[str, ...] | None = database.conn.execute(query, [key]).fetchone()
    return row
