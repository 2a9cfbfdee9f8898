"""Server addresses: what a person may type, and the addresses made from it."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from undivided.runtime.errors import AddressWrong

# The ASCII form of a letter may be a space or a slash.
_HOST = re.compile(r"[0-9A-Za-z._-]+|[0-9A-Fa-f:.]+(?:%[0-9A-Za-z._-]+)?")

LONGEST = 2_000
"""Characters; names of hosts have 253 at most, and longer paths were pasted by mistake."""


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A server's base address, such as `https://chat.shop.example` without a slash.

    Raises:
        AddressWrong: It would send a token readable over a network.
    """

    base: str

    def __post_init__(self) -> None:
        """Let nobody make an address, by whatever way, that the rules of `parse_address` forbid."""
        parts = urlsplit(self.base)
        if parts.scheme != "https" and not (
            parts.scheme == "http" and _is_loopback(parts.hostname or "")
        ):
            raise AddressWrong(_unencrypted(parts.hostname or self.base))

    @property
    def is_secure(self) -> bool:
        """Whether the connection is encrypted."""
        return self.base.startswith("https:")

    @property
    def host(self) -> str:
        """The host in ASCII, with its port when it has one."""
        return self.base.split("//", 1)[1]

    @property
    def agent_socket(self) -> str:
        """The operator's WebSocket address."""
        return f"ws{self.base.removeprefix('http')}/v3.6/agent/rtm/ws"


def parse_address(typed: str) -> ServerAddress:
    """Return the address that `typed` names; without a scheme it is https.

    Plain http is taken on this computer only, because a token would travel readable.

    Raises:
        AddressWrong: It names no host, or is plain http to another computer.
    """
    text = typed.strip()
    if len(text) > LONGEST:
        raise AddressWrong(
            "That is too long for a server address. It looks like chat.shop.example."
        )
    if "://" not in text:
        text = f"{'http' if _is_loopback(_host_of('//' + text)) else 'https'}://{text}"
    host = _host_of(text)
    parts = urlsplit(text if host else "")
    scheme = {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)
    if scheme not in {"http", "https"} or not host.strip(".") or parts.username or " " in text:
        message = f"“{typed.strip()}” is not a server address. It looks like chat.shop.example."
        raise AddressWrong(message)
    if scheme == "http" and not _is_loopback(host):
        raise AddressWrong(_unencrypted(host))
    return ServerAddress(f"{scheme}://{_ascii_netloc(text, typed)}{parts.path.rstrip('/')}")


def _unencrypted(host: str) -> str:
    return (
        f"The connection to {host} would not be encrypted, so nothing was sent. "
        "Use an address that starts with https."
    )


def _ascii_netloc(text: str, typed: str) -> str:
    parts = urlsplit(text)
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
        if _HOST.fullmatch(host) is None:
            raise ValueError(host)
    except (UnicodeError, ValueError) as error:
        message = f"“{typed.strip()}” is not a server address. Check the spelling."
        raise AddressWrong(message) from error
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{port}" if port else host


def _host_of(text: str) -> str:
    try:
        return urlsplit(text).hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
