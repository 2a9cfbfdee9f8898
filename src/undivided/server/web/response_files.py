"""The endpoints of shared responses' files: what is lacking, bringing one, having one."""

from functools import partial
from pathlib import Path
from typing import Final

from aiohttp import web

from undivided.etiquette.file_names import safe_name
from undivided.library.model.parts import Attachment
from undivided.protocol.canned_responses import OpenPlace, Place
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.ids import UserId
from undivided.protocol.versions import parse_version
from undivided.server import log
from undivided.server.accounts.allowance import Allowance
from undivided.server.errors import DatabaseUnusable, invalid, not_found, unavailable
from undivided.server.hub.flood import Rate
from undivided.server.web.answers import answered, refusal
from undivided.server.web.file_kinds import BINARY, kind_of
from undivided.server.web.receiving import receiving
from undivided.server.web.services import Services, services
from undivided.server.web.uploads import INERT

_PATH: Final = r"/v{version:\d+\.\d+}/agent/response_files"
_FILE: Final = _PATH + "/{digest:[0-9a-f]{64}}"
_RATE: Final = Rate(burst=200, per_second=5)


class ResponseFiles:
    """What an operator asks about the files of responses that he may read."""

    def __init__(self) -> None:
        self._allowance = Allowance(_RATE)

    def routes(self) -> list[web.RouteDef]:
        """Return the paths."""
        return [
            web.get(_PATH, self.say_lacking),
            web.post(_FILE, self.take),
            web.get(_FILE, self.give, allow_head=False),
        ]

    async def say_lacking(self, request: web.Request) -> web.StreamResponse:
        """Answer which files the operator may bring."""
        parts = services(request)
        try:
            email, places = await self._asked(request, parts)
            lacking = partial(parts.response_files.lacking, email, places)
            return answered(await parts.away(lacking))
        except ProtocolError as error:
            return refusal(error)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Keep a file that a response of a place names; the place is said in the query."""
        parts = services(request)
        store, digest = parts.response_files, request.match_info["digest"]
        try:
            email, places = await self._asked(request, parts)
            place = _place_in(request, places)
            named = await parts.away(partial(store.wanted, digest, email, place))
            async with receiving(request, parts.away, store.temporary) as received:
                fitting = [file for file in named if file.size == received.size_bytes]
                if received.digest != digest or not fitting:
                    raise invalid("These are not the bytes of the file that was announced.")
                # Whoever downloads it has it under the names that the responses give it.
                kinds = [kind_of(safe_name(file.name), received.head) for file in named]
                for sentence in filter(None, (kind.refusal for kind in kinds)):
                    raise invalid(sentence)
                await _kept(parts, received.path, fitting[0], place.place)
            return answered({})
        except ProtocolError as error:
            return refusal(error)

    async def give(self, request: web.Request) -> web.StreamResponse:
        """Give a file out, only ever to be saved."""
        parts = services(request)
        try:
            _, places = await self._asked(request, parts)
            find = partial(parts.response_files.found, request.match_info["digest"], places)
            path = await parts.away(find)
            if path is None:
                raise not_found("file")
        except ProtocolError as error:
            return refusal(error)
        response = web.FileResponse(path)
        response.content_type = BINARY
        response.headers["Content-Disposition"] = "attachment"
        response.headers["Content-Security-Policy"] = INERT
        response.headers["Cache-Control"] = "no-store"
        return response

    async def _asked(
        self, request: web.Request, parts: Services
    ) -> tuple[UserId, tuple[OpenPlace, ...]]:
        if parse_version(request.match_info["version"]) is None:
            raise ProtocolError(ErrorType.UNSUPPORTED_VERSION, "This version is not spoken here.")
        credential = request.headers.get("Authorization", "")
        address = parts.address_of(request)
        operator, _ = await parts.identities.operator(credential, address, parts.clock())
        self._allowance.take(operator.email, parts.clock())
        return operator.email, parts.driver.hub.open_places(operator.email)


async def _kept(parts: Services, path: Path, file: Attachment, place: Place) -> None:
    try:
        await parts.away(partial(parts.response_files.keep, path, file, place, parts.clock()))
    except (OSError, DatabaseUnusable) as error:
        log.fault("response_file_not_kept", error)
        raise unavailable() from error


def _place_in(request: web.Request, places: tuple[OpenPlace, ...]) -> OpenPlace:
    """Return the place that a request names; foreign places are no places."""
    asked = request.query
    for each in places:
        place = each.place
        named = (place.scope, str(place.group_id), place.organization_id)
        if named == tuple(asked.get(n, "") for n in ("scope", "group_id", "organization_id")):
            return each
    raise not_found("team or site")
