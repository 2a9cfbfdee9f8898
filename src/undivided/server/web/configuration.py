"""The configuration API over HTTP, for programs that are no desk: `POST` with a token.

The same actions as on an operator's socket, by the same hub, in the same transaction.
"""

import asyncio
from typing import Final

import msgspec
from aiohttp import web

from undivided.protocol.codec import decode_incoming, encode_request, failure_of
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.versions import BASE, parse_version
from undivided.server.accounts.allowance import Allowance
from undivided.server.hub.flood import Rate
from undivided.server.hub.peers import Peer, Side
from undivided.server.web.answers import answered, json_body, refusal
from undivided.server.web.services import Services, services

ANSWER_SECONDS: Final = 15.0
_RATE: Final = Rate(burst=100, per_second=10)
_PREVIEW: Final = "3.7"
"""The version that has these actions; its sockets are not spoken here."""


class Configuration:
    """The endpoint of every configuration action."""

    def __init__(self) -> None:
        self._allowance = Allowance(_RATE)

    def routes(self) -> list[web.RouteDef]:
        """Return the one path."""
        path = r"/v{version:\d+\.\d+}/configuration/action/{action:\w+}"
        return [web.post(path, self.act)]

    async def act(self, request: web.Request) -> web.Response:
        """Do an operator's configuration action and answer with its payload."""
        parts = services(request)
        try:
            frame = await self._performed(request, parts)
            incoming = decode_incoming(frame)
            if not incoming.success:
                return refusal(failure_of(incoming))
        except ProtocolError as error:
            return refusal(error)
        return answered(incoming.payload)

    async def _performed(self, request: web.Request, parts: Services) -> bytes:
        version = request.match_info["version"]
        if version != _PREVIEW and parse_version(version) is None:
            raise ProtocolError(ErrorType.UNSUPPORTED_VERSION, "This version is not spoken here.")
        credential = request.headers.get("Authorization", "")
        address = parts.address_of(request)
        operator, _ = await parts.identities.operator(credential, address, parts.clock())
        self._allowance.take(operator.email, parts.clock())
        payload = await json_body(request, msgspec.Raw)
        frame = encode_request(request.match_info["action"], payload, request_id="1")
        peer = Peer(
            id=parts.driver.next_peer_id(),
            side=Side.AGENT,
            version=BASE,
            organization_id=None,
            address=address,
            user_agent="",
        )
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await parts.driver.configure(peer, operator.email, frame)
        except TimeoutError as error:
            raise ProtocolError(ErrorType.REQUEST_TIMEOUT, "The server is too busy.") from error
