"""Receives uploads and gives them out again, harmlessly."""

from functools import partial
from typing import Final
from urllib.parse import quote

from aiohttp import web

from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.versions import parse_version
from undivided.server.accounts.allowance import Allowance
from undivided.server.directory import StoredFile, Visitor
from undivided.server.hub.flood import Rate
from undivided.server.web.answers import answered, refusal
from undivided.server.web.file_kinds import kind_of
from undivided.server.web.receiving import receiving
from undivided.server.web.services import Services, services
from undivided.server.web.upload_room import UploadRoom
from undivided.server.web.upload_store import Upload

INERT: Final = "default-src 'none'; sandbox"
"""Content policy of what was uploaded: opened by its address, it can do nothing."""
_YEAR_S: Final = 31_536_000
_RATE: Final = Rate(burst=20, per_second=0.2)
# Identities are free: an address with many visitors, and a site with many addresses.
_ADDRESS_RATE: Final = Rate(burst=40, per_second=0.4)
_SITE_RATE: Final = Rate(burst=300, per_second=2)


class Uploads:
    """The upload endpoints and the files behind them."""

    def __init__(self) -> None:
        self._allowance = Allowance(_RATE)
        self._addresses = Allowance(_ADDRESS_RATE)
        self._sites = Allowance(_SITE_RATE)
        self._room = UploadRoom()

    def routes(self) -> list[web.RouteDef]:
        """Return the paths for both sides, and of files and photos."""
        return [
            web.post(r"/v{version:\d+\.\d+}/agent/action/upload_file", self.from_operator),
            web.post(r"/v{version:\d+\.\d+}/customer/action/upload_file", self.from_visitor),
            web.options(r"/v{version:\d+\.\d+}/customer/action/upload_file", allow_upload),
            web.get("/files/{id}/{name}", give_file),
            web.get("/photos/{id}", give_photo),
        ]

    async def from_operator(self, request: web.Request) -> web.Response:
        """Keep an operator's file and answer its address."""
        parts = services(request)
        try:
            credential = request.headers.get("Authorization", "")
            address = parts.address_of(request)
            operator, _ = await parts.identities.operator(credential, address, parts.clock())
            return _kept(await self._receive(request, parts, operator.email))
        except ProtocolError as error:
            return refusal(error)

    async def from_visitor(self, request: web.Request) -> web.Response:
        """Keep a visitor's file and answer its address."""
        parts = services(request)
        credential = request.headers.get("Authorization", "")
        visitor = parts.identities.visitor(credential, parts.clock())
        asked = request.query.get("organization_id")
        if visitor is None or asked not in {None, visitor.organization_id}:
            return refusal(ProtocolError(ErrorType.AUTHENTICATION, "The token is not valid."))
        try:
            response = await self._from_visitor(request, parts, visitor)
        except ProtocolError as error:
            response = refusal(error)
        site = parts.directory.site(visitor.organization_id)
        origin = request.headers.get("Origin", "")
        if site is not None and origin in site.origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Vary"] = "Origin"
        return response

    async def _from_visitor(
        self, request: web.Request, parts: Services, visitor: Visitor
    ) -> web.Response:
        address, now = parts.address_of(request), parts.clock()
        self._addresses.take(address, now)
        self._sites.take(visitor.organization_id, now)
        async with self._room.claimed(address, parts.uploads, parts.away, now) as claim:
            stored = await self._receive(request, parts, visitor.id)
            claim.keep(stored)
        return _kept(stored)

    async def _receive(self, request: web.Request, parts: Services, uploader: str) -> StoredFile:
        if parse_version(request.match_info["version"]) is None:
            raise ProtocolError(ErrorType.UNSUPPORTED_VERSION, "This version is not spoken here.")
        self._allowance.take(uploader, parts.clock())
        async with receiving(request, parts.away, parts.uploads.temporary) as received:
            kind = kind_of(received.name, received.head)
            if kind.refusal:
                raise ProtocolError(ErrorType.VALIDATION, kind.refusal)
            upload = Upload(
                temporary=received.path,
                name=received.name,
                kind=kind,
                size_bytes=received.size_bytes,
                uploader=uploader,
            )
            return await parts.away(partial(parts.uploads.keep, upload, parts.clock()))


def _kept(stored: StoredFile) -> web.Response:
    return answered({"url": stored.url})


async def allow_upload(request: web.Request) -> web.Response:
    """Answer a browser's question before an upload from a page of the site."""
    parts = services(request)
    site = parts.site(request.query.get("organization_id"))
    origin = request.headers.get("Origin", "")
    if site is None or origin not in site.origins:
        return web.Response(status=403)
    return web.Response(
        status=204,
        headers={
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "POST",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Vary": "Origin",
        },
    )


async def give_file(request: web.Request) -> web.StreamResponse:
    """Give out an upload; opened by its address it is saved, never shown as a page of ours.

    An `img` element shows a picture all the same.
    """
    parts = services(request)
    found = parts.uploads.file(request.match_info["id"])
    if found is None:
        raise web.HTTPNotFound
    path, stored = found
    response = web.FileResponse(path)
    response.content_type = stored.content_type
    response.headers["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(stored.name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = INERT
    response.headers["Cache-Control"] = f"private, max-age={_YEAR_S}, immutable"
    return response


async def give_photo(request: web.Request) -> web.Response:
    """Give out an operator's picture."""
    parts = services(request)
    row = await parts.away(partial(_photo_row, parts, request.match_info["id"]))
    if row is None:
        raise web.HTTPNotFound
    content_type, data = row
    return web.Response(
        body=data,
        content_type=content_type,
        headers={
            "Content-Security-Policy": INERT,
            "Cache-Control": f"private, max-age={_YEAR_S}, immutable",
        },
    )


def _photo_row(parts: Services, key: str) -> tuple[str, bytes] | None:
    with parts.connect() as database:
        row: tuple[str, bytes] | None = database.conn.execute(
            "SELECT content_type, data FROM operator_photos WHERE id = ?", [key]
        ).fetchone()
    return row
