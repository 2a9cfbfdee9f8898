"""Where the server listens, what browsers call it, and what may not be served openly."""

import errno
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from undivided.server.accounts.real_names import normal_origin, origin_problem
from undivided.server.errors import ServerError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
BACKLOG = 1_024
ACCEPTED_AT_ONCE = 16
"""New connections taken in before those that are there get their turn again."""
DEFAULT_PORT = 8440
ORDER_HEAD_START_S = 60
LONGEST_HEAD_START_S = 600
"""Whoever came first must not wait much longer for those who came later. Source: practice 51."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What `serve` was told on the command line.

    Attributes:
        until_stdin_closes: End when whoever started the server is gone.
        order_head_start_s: How far ahead in the queue visitors stand who are about to order.
    """

    data: Path
    host: str
    port: int
    demo: bool = False
    tls_cert: Path | None = None
    tls_key: Path | None = None
    behind_proxy: bool = False
    public_url: str | None = None
    until_stdin_closes: bool = False
    order_head_start_s: int = ORDER_HEAD_START_S

    @property
    def is_loopback(self) -> bool:
        """Whether only this computer can connect."""
        return self.host in LOOPBACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How the server is addressed.

    Attributes:
        public_url: For browsers, without a closing slash.
        origins: Of the pages that this server itself serves.
        hosts: Accepted values of `Host`; None accepts any.
    """

    public_url: str
    origins: frozenset[str]
    hosts: frozenset[str] | None


def check(options: Options) -> None:
    """Refuse what would send tokens in clear text over a network.

    Raises:
        ServerError: With the sentence to show.
    """
    if bool(options.tls_cert) != bool(options.tls_key):
        raise ServerError("Give --tls-cert and --tls-key together.")
    if options.public_url and (problem := origin_problem(options.public_url)):
        raise ServerError(problem)
    if not options.is_loopback and not options.tls_cert and not options.behind_proxy:
        raise ServerError(
            f"Chats would cross the network unencrypted from {options.host}. Give --tls-cert and "
            "--tls-key, or --behind-proxy when a reverse proxy on this network encrypts."
        )


def tls_context(options: Options) -> ssl.SSLContext | None:
    """Return the context for the given certificate, or None without one.

    Raises:
        ServerError: The files cannot be used.
    """
    if options.tls_cert is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(options.tls_cert, options.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise ServerError(
            f"The certificate {options.tls_cert} or its key {options.tls_key} cannot be used: "
            f"{error.strerror or error}. Both are PEM files that this program may read."
        ) from error
    return context


def bind(options: Options) -> socket.socket:
    """Return a socket that is bound but takes no connections yet.

    Raises:
        ServerError: The port is in use, or the address is not this computer's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            options.host, options.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return _bound(socket.socket(family, kind, protocol), address)
    except OSError as error:
        raise ServerError(_bind_sentence(options, error)) from error


def names(options: Options, port: int) -> Names:
    """Return the server's names now that its port is known."""
    scheme = "https" if options.tls_cert else "http"
    host = f"[{options.host}]" if ":" in options.host else options.host
    own = f"{scheme}://{host}:{port}"
    public = normal_origin(options.public_url or own)
    origins = {public, normal_origin(own)}
    if options.is_loopback:
        origins |= {normal_origin(f"{scheme}://{name}:{port}") for name in _shown(LOOPBACK)}
    is_known = options.public_url or (options.is_loopback and not options.behind_proxy)
    hosts = frozenset(urlsplit(origin).netloc for origin in origins) if is_known else None
    return Names(public_url=public, origins=frozenset(origins), hosts=hosts)


def _bound(listener: socket.socket, address: object) -> socket.socket:
    try:
        # Elsewhere this lets a second program take the same port.
        if socket.SO_REUSEADDR and hasattr(socket, "AF_UNIX"):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)  # type: ignore[arg-type]  # getaddrinfo's own
        # Listening finds a port in use that binding let pass.
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener


def _bind_sentence(options: Options, error: OSError) -> str:
    place = f"{options.host} port {options.port}"
    if error.errno == errno.EADDRINUSE:
        return (
            f"Another program already listens on {place}. Stop it, or give another --port "
            "(0 takes any free one)."
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"This account may not listen on {place}. Give a --port above 1023."
    return f"The server cannot listen on {place}: {error.strerror or error}. Check --host."


def _shown(hosts: tuple[str, ...]) -> list[str]:
    return [f"[{host}]" if ":" in host else host for host in hosts]
