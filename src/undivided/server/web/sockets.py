"""The two WebSocket endpoints: who may connect, and the way of frames to the driver."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from aiohttp import ClientConnectionResetError, WSMsgType, web

from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.limits import FRAME_BYTES, SEND_BUFFER_BYTES
from undivided.protocol.versions import Version, parse_version
from undivided.server import log
from undivided.server.directory import Site
from undivided.server.errors import forbidden, invalid, not_found
from undivided.server.hub.peers import Peer, Side
from undivided.server.web.answers import refusal
from undivided.server.web.framing import PING_FRAME, text_frames
from undivided.server.web.links import Link
from undivided.server.web.services import Services, services

UNSIGNED_PER_ADDRESS: Final = 128
"""Sockets of one address that may wait for their login at the same time."""
USER_AGENT_CHARACTERS: Final = 500
CLOSE_WAIT_S: Final = 2.0
_ALIVE: Final = frozenset({WSMsgType.TEXT, WSMsgType.PING, WSMsgType.PONG})
_Socket = web.WebSocketResponse


class SocketTransport:
    """Writes to one WebSocket and never waits for its reader."""

    __slots__ = ("_request", "_socket")

    def __init__(self, socket: _Socket, request: web.Request) -> None:
        self._socket = socket
        self._request = request

    def send(self, texts: Sequence[bytes]) -> None:
        """Hand over text frames; a reader that is 1 MiB behind loses its connection.

        It comes back and resumes (promise G17).
        """
        transport = self._request.transport
        if transport is None or transport.is_closing() or self._socket.closed:
            return
        if transport.get_write_buffer_size() > SEND_BUFFER_BYTES:
            log.note("slow_reader_closed")
            transport.abort()
            return
        # Past the library's writer, which would wait for the reader.
        transport.write(text_frames(texts))

    def ping(self) -> None:
        """Ask for a sign of life."""
        transport = self._request.transport
        if transport is not None and not transport.is_closing() and not self._socket.closed:
            transport.write(PING_FRAME)

    def drop(self) -> None:
        """Hang up on a dead link at once."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def close(self, code: int, reason: str) -> None:
        """Close politely, then firmly."""
        with suppress(ClientConnectionResetError, RuntimeError):
            await self._socket.close(code=code, message=reason.encode())


class Sockets:
    """Both endpoints and the counts that protect them."""

    def __init__(self) -> None:
        self._unsigned: Counter[str] = Counter()

    def routes(self) -> list[web.RouteDef]:
        """Return the paths of both sockets."""
        return [web.get(r"/v{version:\d+\.\d+}/{side:agent|customer}/rtm/ws", self.serve)]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket until it closes.

        Everything in this one coroutine stays in memory for each idle visitor, so it is short.
        """
        try:
            peer = self._admitted(request, services(request))
        except ProtocolError as error:
            return refusal(error)
        socket = _new_socket()
        link = Link(peer, SocketTransport(socket, request), signed_in=self._signed_in)
        driver = services(request).driver
        self._unsigned[peer.address] += 1
        try:
            try:
                await socket.prepare(request)
            except ClientConnectionResetError:
                return web.Response()  # to nobody: gone before it was let in
            driver.opened(link)
            try:
                while (message := await socket.receive()).type in _ALIVE:
                    driver.heard(link)
                    if message.type is WSMsgType.TEXT:
                        await driver.received(link, message.data)
                    elif message.type is WSMsgType.PING:
                        await socket.pong(message.data)
                if message.type is WSMsgType.BINARY:
                    await socket.close(code=1003, message=b"text frames only")
            finally:
                driver.closed(link)
        finally:
            if not link.is_signed_in:
                self._signed_in(link)
        return socket

    def _admitted(self, request: web.Request, parts: Services) -> Peer:
        """Return who connects.

        Raises:
            ProtocolError: Why he may not.
        """
        if not parts.is_known_host(request):
            raise not_found("server name")
        side = Side(request.match_info["side"])
        site = _site(request, side, parts)
        origin = _origin(request)
        if not _may_connect(origin, site, parts):
            log.note("origin_refused", origin=str(origin)[:200], side=side)
            raise forbidden("This page may not use this server.")
        version = _version(request)
        address = parts.address_of(request)
        if self._unsigned[address] >= UNSIGNED_PER_ADDRESS:
            log.note("too_many_unsigned", address=address)
            raise _too_many()
        if not _new_socket().can_prepare(request).ok:
            raise invalid("This address is for WebSockets.")
        return Peer(
            id=parts.driver.next_peer_id(),
            side=side,
            version=version,
            organization_id=site.organization_id if site else None,
            origin=origin,
            address=address,
            user_agent=request.headers.get("User-Agent", "")[:USER_AGENT_CHARACTERS],
        )

    def _signed_in(self, link: Link) -> None:
        """Stop counting a socket as waiting for its login."""
        address = link.peer.address
        self._unsigned[address] -= 1
        if self._unsigned[address] <= 0:
            del self._unsigned[address]


def _origin(request: web.Request) -> str | None:
    # A browser sends one; with several, a proxy and we might look at different ones.
    return ", ".join(request.headers.getall("Origin", ())) or None


def _may_connect(origin: str | None, site: Site | None, parts: Services) -> bool:
    """Return whether a page of `origin` may; programs outside browsers name none."""
    if origin is None or parts.is_own_origin(origin):
        return True
    return site is not None and origin in site.origins


def _site(request: web.Request, side: Side, parts: Services) -> Site | None:
    if side is Side.AGENT:
        return None  # operators serve all sites, and SDKs name none
    site = parts.site(request.query.get("organization_id"))
    if site is None:
        raise not_found("organization_id")
    return site


def _version(request: web.Request) -> Version:
    version = parse_version(request.match_info["version"])
    if version is None:
        spoken = f"This server speaks versions {', '.join(Version)}."
        raise ProtocolError(ErrorType.UNSUPPORTED_VERSION, spoken)
    return version


def _too_many() -> ProtocolError:
    sentence = "Too many connections of this address wait for their login."
    return ProtocolError(ErrorType.TOO_MANY_REQUESTS, sentence, {"retry_after_ms": 5_000})


def _new_socket() -> _Socket:
    return web.WebSocketResponse(
        # The driver pings: one timer for all sockets instead of one for each.
        autoping=False,
        timeout=CLOSE_WAIT_S,
        max_msg_size=FRAME_BYTES,
        # Compression costs 35 KiB per connection and opens the door to bombs.
        compress=False,
        # A frame stays bytes from here to the codec.
        decode_text=False,
    )
