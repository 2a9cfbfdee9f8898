"""The shape of operator tokens and invitation codes, and the schemes a login may use."""

import binascii
from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass

from undivided.server.accounts.hashing import Entropy

OPERATOR_PREFIX = "undv_"
INVITATION_PREFIX = "undi_"
SECRET_BYTES = 32
LOOKUP_CHARACTERS = 8
MAX_CHARACTERS = 1_024
"""No credential is longer; the hash of a huge one would cost time."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What an operator's login carries.

    Attributes:
        token: The token itself.
        email: From `Basic`, lower case; None with `Bearer`.
    """

    token: str
    email: str | None = None


def new_token(prefix: str, entropy: Entropy) -> str:
    """Return a token of almost 256 random bits that shows what it is for.

    Its public part never begins with a dash: a command line would take that for an option.
    """
    while True:
        secret = urlsafe_b64encode(entropy(SECRET_BYTES)).decode("ascii").rstrip("=")
        if not secret.startswith("-"):
            return prefix + secret


def lookup_of(token: str, prefix: str) -> str | None:
    """Return the public part that finds a token's row, or None when the shape is wrong."""
    # 43 characters of base64 carry the 32 bytes.
    if not token.startswith(prefix) or len(token) != len(prefix) + 43 or not token.isascii():
        return None
    return token[len(prefix) : len(prefix) + LOOKUP_CHARACTERS]


def read_credential(text: str) -> Credential | None:
    """Return what `Bearer TOKEN` or `Basic base64(EMAIL:TOKEN)` carries, or None.

    Source: RTM v3.6, agent login.
    """
    scheme, _, rest = text.partition(" ")
    rest = rest.strip()
    if not rest or len(text) > MAX_CHARACTERS:
        return None
    if scheme.lower() == "bearer":
        return Credential(rest)
    return _basic(rest) if scheme.lower() == "basic" else None


def _basic(encoded: str) -> Credential | None:
    try:
        email, separator, token = b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return Credential(token, email.strip().lower()) if separator and token else None
