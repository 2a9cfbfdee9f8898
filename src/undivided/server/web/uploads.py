"""Receives uploads and gives them out again, harmlessly."""

import asyncio
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from undivided.etiquette.file_names import safe_name
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.limits import UPLOAD_BYTES
from undivided.protocol.versions import parse_version
from undivided.server.accounts.allowance import Allowance
from undivided.server.hub.flood import Rate
from undivided.server.web.answers import answered, refusal
from undivided.server.web.file_kinds import HEAD_BYTES, kind_of
from undivided.server.web.services import Services, services
from undivided.server.web.upload_store import Upload

UPLOAD_SECONDS: Final = 300.0
# Boundaries and part headers come on top of the file itself.
_FORM_BYTES: Final = UPLOAD_BYTES + 64 * 1024
_CHUNK_BYTES: Final = 64 * 1024
_INERT: Final = "default-src 'none'; sandbox"
_YEAR_S: Final = 31_536_000
_RATE: Final = Rate(burst=20, per_second=0.2)


class Uploads:
    """The upload endpoints and the files behind them."""

    def __init__(self) -> None:
        self._allowance = Allowance(_RATE)

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
            return await self._receive(request, parts, operator.email)
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
            response = await self._receive(request, parts, visitor.id)
        except ProtocolError as error:
            response = refusal(error)
        site = parts.directory.site(visitor.organization_id)
        origin = request.headers.get("Origin", "")
        if site is not None and origin in site.origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Vary"] = "Origin"
        return response

    async def _receive(self, request: web.Request, parts: Services, uploader: str) -> web.Response:
        if parse_version(request.match_info["version"]) is None:
            raise ProtocolError(ErrorType.UNSUPPORTED_VERSION, "This version is not spoken here.")
        self._allowance.take(uploader, parts.clock())
        if (request.content_length or 0) > _FORM_BYTES:
            raise _too_large()
        temporary = await parts.away(parts.uploads.temporary)
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                upload = await _whole_file(request, temporary, uploader)
            stored = await parts.away(partial(parts.uploads.keep, upload, parts.clock()))
        except TimeoutError as error:
            raise ProtocolError(ErrorType.REQUEST_TIMEOUT, "The file came too slowly.") from error
        finally:
            # Kept files were renamed; only refused ones are still here.
            with suppress(FileNotFoundError):
                temporary.unlink()
        return answered({"url": stored.url})


async def _whole_file(request: web.Request, temporary: Path, uploader: str) -> Upload:
    part = await _file_part(request)
    name = safe_name(part.filename or "file")
    with temporary.open("wb") as file:
        head, size = await _write(part, file)
    if size == 0:
        raise ProtocolError(ErrorType.VALIDATION, "The file is empty.")
    kind = kind_of(name, head)
    if kind.refusal:
        raise ProtocolError(ErrorType.VALIDATION, kind.refusal)
    return Upload(temporary=temporary, name=name, kind=kind, size_bytes=size, uploader=uploader)


async def _file_part(request: web.Request) -> BodyPartReader:
    wrong = ProtocolError(ErrorType.VALIDATION, "Send the file as multipart field `file`.")
    if not request.content_type.startswith("multipart/"):
        raise wrong
    try:
        # `customer-sdk` sends the file alone; what else a form holds is not read to its end.
        part = await (await request.multipart()).next()
        if isinstance(part, BodyPartReader) and part.name == "file":
            return part
    except (ValueError, AssertionError, web.HTTPException) as error:
        raise wrong from error
    raise wrong


async def _write(part: BodyPartReader, file: BinaryIO) -> tuple[bytes, int]:
    head, size = b"", 0
    while chunk := await part.read_chunk(_CHUNK_BYTES):
        size += len(chunk)
        if size > UPLOAD_BYTES:
            raise _too_large()
        if len(head) < HEAD_BYTES:
            head = (head + chunk)[:HEAD_BYTES]
        file.write(chunk)
    return head, size


def _too_large() -> ProtocolError:
    return ProtocolError(ErrorType.ENTITY_TOO_LARGE, "The file is larger than 10 MB.")


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
    response.headers["Content-Security-Policy"] = _INERT
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
            "Content-Security-Policy": _INERT,
            "Cache-Control": f"private, max-age={_YEAR_S}, immutable",
        },
    )


def _photo_row(parts: Services, key: str) -> tuple[str, bytes] | None:
    with parts.connect() as database:
        row: tuple[str, bytes] | None = database.conn.execute(
            "SELECT content_type, data FROM operator_photos WHERE id = ?", [key]
        ).fetchone()
    return row
