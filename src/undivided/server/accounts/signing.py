"""Signed statements that the server gives out and need not remember.

A visitor's token, his proof of identity and a page's ticket are statements of this kind,
each with its own purpose, so that none can stand in for another.
"""

import binascii
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256

import msgspec

from undivided.protocol.ids import OrganizationId, UserId
from undivided.protocol.limits import VISITOR_TOKEN_LIFE
from undivided.protocol.moments import Moment
from undivided.server.directory import Visitor

KEY_BYTES = 32
TICKET_LIFE = timedelta(days=7)
"""How long an open page may ask for new visitor tokens before it has to load the frame again."""
_MAX_CHARACTERS = 2_048


class _Statement(msgspec.Struct, frozen=True, array_like=True):
    organization_id: str
    subject: str
    expires_at: float


_decoder = msgspec.json.Decoder(_Statement)


class Signer:
    """Makes and reads statements under one key.

    Args:
        key: Random bytes that never leave the database.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def visitor_token(self, visitor: Visitor, now: Moment) -> str:
        """Return a token that signs the visitor in for `VISITOR_TOKEN_LIFE`."""
        return self._statement(
            b"visitor", visitor.organization_id, visitor.id, now, VISITOR_TOKEN_LIFE
        )

    def visitor_of(self, token: str, now: Moment) -> Visitor | None:
        """Return whose token this is, or None when it is forged, expired or something else."""
        statement = self._read(b"visitor", token, now)
        if statement is None:
            return None
        return Visitor(
            id=UserId(statement.subject), organization_id=OrganizationId(statement.organization_id)
        )

    def life_left(self, token: str, now: Moment) -> float:
        """Return for how many more seconds a visitor's token signs him in; 0 when it does not."""
        statement = self._read(b"visitor", token, now)
        return 0.0 if statement is None else statement.expires_at - now.wall.timestamp()

    def page_ticket(self, organization_id: OrganizationId, parent: str, now: Moment) -> str:
        """Return proof that the widget's frame was served to a page of origin `parent`."""
        return self._statement(b"page", organization_id, parent, now, TICKET_LIFE)

    def parent_of(self, ticket: str, organization_id: OrganizationId, now: Moment) -> str | None:
        """Return the page origin that a ticket for this site was given to, or None."""
        statement = self._read(b"page", ticket, now)
        if statement is None or statement.organization_id != organization_id:
            return None
        return statement.subject

    def identity_secret(self, visitor: Visitor) -> str:
        """Return what a returning visitor shows instead of a cookie; it does not expire."""
        return _text(self._digest(b"identity", _encoded(visitor.organization_id, visitor.id, 0.0)))

    def is_identity_secret(self, visitor: Visitor, secret: str) -> bool:
        """Return whether `secret` was given to this visitor."""
        return hmac.compare_digest(
            self.identity_secret(visitor).encode(), secret.encode("utf-8", "surrogatepass")
        )

    def _statement(
        self,
        purpose: bytes,
        organization_id: OrganizationId,
        subject: str,
        now: Moment,
        life: timedelta,
    ) -> str:
        body = _encoded(organization_id, subject, (now.wall + life).timestamp())
        return f"{_text(body)}.{_text(self._digest(purpose, body))}"

    def _read(self, purpose: bytes, text: str, now: Moment) -> _Statement | None:
        if len(text) > _MAX_CHARACTERS or not text.isascii():
            return None
        encoded, _, signature = text.partition(".")
        try:
            body = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        except (binascii.Error, ValueError):
            return None
        expected = _text(self._digest(purpose, body))
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            return None
        statement = _decoder.decode(body)
        return statement if now.wall.timestamp() < statement.expires_at else None

    def _digest(self, purpose: bytes, body: bytes) -> bytes:
        return hmac.digest(self._key, purpose + b"\0" + body, sha256)


def _encoded(organization_id: str, subject: str, expires_at: float) -> bytes:
    return msgspec.json.encode(_Statement(organization_id, subject, expires_at))


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode("ascii").rstrip("=")
