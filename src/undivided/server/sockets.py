"""The two WebSocket endpoints: who may connect, and the way of frames to the driver."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from aiohttp import ClientConnectionResetError, WSMsgType, web

from undivided.protocol.errors import ErrorType
from undivided.protocol.ids import OrganizationId
from undivided.protocol.limits import FRAME_BYTES, HEARTBEAT, SEND_BUFFER_BYTES
from undivided.protocol.versions import Version, parse_version
from undivided.server import log
from undivided.server.answers import refused
from undivided.server.driver import Link
from undivided.server.framing import text_frames
from undivided.server.peers import Peer, Side
from undivided.server.services import Services, services

UNSIGNED_PER_ADDRESS: Final = 128
"""Sockets of one address that may wait for their login at the same time."""
USER_AGENT_CHARACTERS: Final = 500
CLOSE_WAIT_S: Final = 2.0
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
        return [
            web.get(r"/v{version:\d+\.\d+}/agent/rtm/ws", self.agent),
            web.get(r"/v{version:\d+\.\d+}/customer/rtm/ws", self.customer),
        ]

    async def agent(self, request: web.Request) -> web.StreamResponse:
        """Serve an operator's socket; `organization_id` is not asked for (SDKs do not send it)."""
        parts = services(request)
        origin = request.headers.get("Origin")
        if origin is not None and not parts.is_own_origin(origin):
            return refused(403, ErrorType.AUTHORIZATION, "This page may not use this server.")
        return await self._serve(request, Side.AGENT, None)

    async def customer(self, request: web.Request) -> web.StreamResponse:
        """Serve a visitor's socket for pages of the site, our own widget, or a program."""
        parts = services(request)
        site = parts.site(request.query.get("organization_id"))
        if site is None:
            return refused(404, ErrorType.NOT_FOUND, "There is no site with this organization_id.")
        origin = request.headers.get("Origin")
        if origin is not None and origin not in site.origins and not parts.is_own_origin(origin):
            log.note("origin_refused", origin=origin[:200], site=site.organization_id)
            return refused(403, ErrorType.AUTHORIZATION, "This page does not belong to the site.")
        return await self._serve(request, Side.CUSTOMER, site.organization_id)

    async def _serve(
        self, request: web.Request, side: Side, site: OrganizationId | None
    ) -> web.StreamResponse:
        parts = services(request)
        version = parse_version(request.match_info["version"])
        if version is None:
            spoken = ", ".join(Version)
            return refused(
                400, ErrorType.UNSUPPORTED_VERSION, f"This server speaks versions {spoken}."
            )
        address = parts.address_of(request)
        if self._unsigned[address] >= UNSIGNED_PER_ADDRESS:
            log.note("too_many_unsigned", address=address)
            return refused(
                429,
                ErrorType.TOO_MANY_REQUESTS,
                "Too many connections of this address wait for their login.",
                headers={"Retry-After": "5"},
            )
        socket = _new_socket()
        if not socket.can_prepare(request).ok:
            return refused(426, ErrorType.VALIDATION, "This address is for WebSockets.")
        peer = Peer(
            id=parts.driver.next_peer_id(),
            side=side,
            version=version,
            organization_id=site,
            origin=request.headers.get("Origin"),
            address=address,
            user_agent=request.headers.get("User-Agent", "")[:USER_AGENT_CHARACTERS],
        )
        await self._talk(request, socket, peer, parts)
        return socket

    async def _talk(
        self, request: web.Request, socket: _Socket, peer: Peer, parts: Services
    ) -> None:
        link = Link(peer, SocketTransport(socket, request), signed_in=self._signed_in)
        self._unsigned[peer.address] += 1
        try:
            await socket.prepare(request)
            parts.driver.opened(link)
            try:
                await _read(socket, link, parts)
            finally:
                parts.driver.closed(link)
        finally:
            if not link.is_signed_in:
                self._signed_in(link)

    def _signed_in(self, link: Link) -> None:
        """Stop counting a socket as waiting for its login."""
        address = link.peer.address
        self._unsigned[address] -= 1
        if self._unsigned[address] <= 0:
            del self._unsigned[address]


async def _read(socket: _Socket, link: Link, parts: Services) -> None:
    while True:
        message = await socket.receive()
        if message.type is WSMsgType.TEXT:
            await parts.driver.received(link, message.data)
        elif message.type is WSMsgType.BINARY:
            await socket.close(code=1003, message=b"text frames only")
            return
        else:
            return


def _new_socket() -> _Socket:
    return web.WebSocketResponse(
        # Visitors' SDKs never ping, so the server does.
        heartbeat=HEARTBEAT.total_seconds(),
        timeout=CLOSE_WAIT_S,
        max_msg_size=FRAME_BYTES,
        # Compression costs 35 KiB per connection and opens the door to bombs.
        compress=False,
        # A frame stays bytes from here to the codec.
        decode_text=False,
    )
