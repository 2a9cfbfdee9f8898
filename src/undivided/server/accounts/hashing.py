"""Hashes of secrets that people or programs hold: scrypt with a salt of its own.

Knows no accounts. Slow on purpose (about 50 ms and 16 MiB): call it from a worker thread.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest

Entropy = Callable[[int], bytes]
"""Gives that many bytes which nobody can guess (`secrets.token_bytes`)."""

COST = 2**14
BLOCK = 8
LANES = 1
SALT_BYTES = 16
_MEMORY_BYTES = 64 * 1024 * 1024

# A hash that no secret has. Unknown accounts are checked against it, so that they take as long
# to refuse as known ones.
NOBODY = "scrypt$16384$8$1$AAAAAAAAAAAAAAAAAAAAAA==$" + "A" * 43 + "="


@dataclass(frozen=True, slots=True)
class _Parts:
    cost: int
    block: int
    lanes: int
    salt: bytes
    digest: bytes


def hash_of(secret: str, entropy: Entropy) -> str:
    """Return the text to store for `secret`; it names its own parameters."""
    salt = entropy(SALT_BYTES)
    digest = _scrypt(secret, salt, COST, BLOCK, LANES)
    return f"scrypt${COST}${BLOCK}${LANES}${_text(salt)}${_text(digest)}"


def is_secret_of(secret: str, stored: str) -> bool:
    """Return whether `stored` was made from `secret`; takes the same time either way."""
    parts = _parts(stored)
    digest = _scrypt(secret, parts.salt, parts.cost, parts.block, parts.lanes)
    return compare_digest(digest, parts.digest)


def _parts(stored: str) -> _Parts:
    scheme, cost, block, lanes, salt, digest = stored.split("$")
    assert scheme == "scrypt"
    return _Parts(int(cost), int(block), int(lanes), b64decode(salt), b64decode(digest))


def _scrypt(secret: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(
        secret.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost,
        r=block,
        p=lanes,
        maxmem=_MEMORY_BYTES,
        dklen=32,
    )


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
