"""Who may hold a connection: so many of one address, and none that does not say what it wants."""

import asyncio
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any, Final, Protocol

from aiohttp import web

from undivided.protocol.limits import HANDSHAKE
from undivided.server import log
from undivided.server.web.frame_watch import FrameWatch

if sys.platform != "win32":
    import resource

OPEN_FILES: Final = 65_536
"""Each connection is an open file; some systems let a process have a thousand unless asked."""
PER_ADDRESS: Final = 4_096
"""Connections of one address: an office with everybody in it has fewer."""
READ_BYTES: Final = 32 * 1024
"""What is taken from one connection before the others get their turn; asyncio's own is 256 KiB."""
_SHARE: Final = 4  # of all connections there may be, one address has at most one in so many


def allow_many_connections() -> int:
    """Raise this process's limit of open files as far as it may; return the limit."""
    if sys.platform == "win32":
        return OPEN_FILES  # there is no such limit
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return min(wanted, OPEN_FILES)


class Doorkeeper:
    """Makes a connection's handler; hangs up when there are too many, or no request comes.

    Args:
        server: The web server.
        per_address: Connections that one address may have; None behind a proxy, which is the one
            address that all come from and has limits of its own.
        patience_s: How long a connection may take to say what it wants.
    """

    def __init__(
        self,
        server: web.Server,
        per_address: int | None = PER_ADDRESS,
        patience_s: float = HANDSHAKE.total_seconds(),
    ) -> None:
        self._server = server
        self._per_address = per_address
        self._patience_s = patience_s
        self._open: Counter[str] = Counter()

    def __call__(self) -> asyncio.Protocol:
        """Return the handler of a new connection."""
        return _Handler(self)

    @property
    def server(self) -> web.Server:
        """The web server behind the door."""
        return self._server

    def may_enter(self, address: str) -> bool:
        """Count a new connection; return whether it may stay."""
        self._open[address] += 1
        return self._per_address is None or self._open[address] <= self._per_address

    def left(self, address: str) -> None:
        """Count a connection no more."""
        self._open[address] -= 1
        if self._open[address] <= 0:
            del self._open[address]

    def watch(self, handler: "_Handler") -> asyncio.TimerHandle:
        """Look after the connection when it had time for its first request."""
        loop = asyncio.get_running_loop()
        return loop.call_later(self._patience_s, handler.hang_up_if_silent)


def per_address_of(limit: int, *, is_behind_proxy: bool) -> int | None:
    """Return how many connections an address may have when there may be `limit` in all."""
    return None if is_behind_proxy else min(PER_ADDRESS, max(1, limit // _SHARE))


class _Reader(Protocol):
    """What the library feeds with what comes after an upgrade."""

    def feed_data(self, data: bytes) -> tuple[bool, bytes]: ...

    def feed_eof(self) -> None: ...


class _Handler(web.RequestHandler):
    """The library's handler of one connection, counted while it is open."""

    __slots__ = ("_address", "_keeper", "_patience")

    def __init__(self, keeper: Doorkeeper) -> None:
        server: Any = keeper.server
        super().__init__(server, loop=asyncio.get_running_loop(), **server._kwargs)  # noqa: SLF001
        self._keeper = keeper
        self._address = ""
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if hasattr(transport, "max_size"):
            transport.max_size = READ_BYTES
        super().connection_made(transport)
        self._address = str((transport.get_extra_info("peername") or ("",))[0])
        if self._keeper.may_enter(self._address):
            self._patience = self._keeper.watch(self)
            return
        log.note("too_many_connections", address=self._address)
        assert isinstance(transport, asyncio.Transport)
        transport.abort()

    def set_parser(
        self, parser: _Reader, data_received_cb: Callable[[], None] | None = None
    ) -> None:
        watched: Any = _Watched(parser, self._cut)
        super().set_parser(watched, data_received_cb)

    def _cut(self) -> None:
        log.note("frames_refused", address=self._address)
        if self.transport is not None:
            self.transport.abort()

    def connection_lost(self, exc: BaseException | None) -> None:
        self._keeper.left(self._address)
        if self._patience is not None:
            # The timer would keep this handler, and what was sent to it, for all its time.
            self._patience.cancel()
        super().connection_lost(exc)

    def hang_up_if_silent(self) -> None:
        self._patience = None
        # A request is counted when its head has arrived whole.
        if self.transport is not None and self._request_count == 0:
            self.transport.abort()


class _Watched:
    """Stands before the library's reader of frames."""

    __slots__ = ("_cut", "_reader", "_watch")

    def __init__(self, reader: _Reader, cut: Callable[[], None]) -> None:
        self._reader = reader
        self._cut = cut
        self._watch = FrameWatch(asyncio.get_running_loop().time)

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        if not self._watch.may_pass(data):
            self._cut()
            return False, b""
        return self._reader.feed_data(data)

    def feed_eof(self) -> None:
        self._reader.feed_eof()
