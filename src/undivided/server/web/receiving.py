"""Receives one file as multipart, within limits, into a file that goes when it is not kept."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from aiohttp import BodyPartReader, web

from undivided.etiquette.file_names import safe_name
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.limits import UPLOAD_BYTES
from undivided.server.errors import invalid
from undivided.server.web.file_kinds import HEAD_BYTES

UPLOAD_SECONDS: Final = 300.0
# Boundaries and part headers come on top of the file itself.
_FORM_BYTES: Final = UPLOAD_BYTES + 64 * 1024
_CHUNK_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A file that came whole.

    Attributes:
        path: Where it is; rename it to keep it.
        name: Without folders, control characters and card numbers.
        head: Its first `HEAD_BYTES`, by which its kind is known.
        digest: SHA-256 of its bytes in hexadecimal.
    """

    path: Path
    name: str
    head: bytes
    size_bytes: int
    digest: str


@asynccontextmanager
async def receiving(
    request: web.Request,
    away: Callable[[Callable[[], Path]], Awaitable[Path]],
    temporary: Callable[[], Path],
) -> AsyncIterator[Received]:
    """Give the file that a request carries; at the end it is gone unless it was renamed.

    Args:
        request: Its first part is the field `file`.
        away: Runs something in a worker thread.
        temporary: Makes an empty private file; blocking.

    Raises:
        ProtocolError: There is none, or it is empty, too large or too slow.
    """
    if (request.content_length or 0) > _FORM_BYTES:
        raise _too_large()
    path = await away(temporary)
    try:
        yield await _in_time(request, path)
    finally:
        # Kept files were renamed; only refused ones are still here.
        with suppress(FileNotFoundError):
            path.unlink()


async def _in_time(request: web.Request, path: Path) -> Received:
    try:
        async with asyncio.timeout(UPLOAD_SECONDS):
            return await _whole_file(request, path)
    except TimeoutError as error:
        raise ProtocolError(ErrorType.REQUEST_TIMEOUT, "The file came too slowly.") from error


async def _whole_file(request: web.Request, path: Path) -> Received:
    part = await _file_part(request)
    name = safe_name(part.filename or "file")
    with path.open("wb") as file:
        head, size, digest = await _write(part, file)
    if size == 0:
        raise invalid("The file is empty.")
    return Received(path=path, name=name, head=head, size_bytes=size, digest=digest)


async def _file_part(request: web.Request) -> BodyPartReader:
    wrong = invalid("Send the file as multipart field `file`.")
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


async def _write(part: BodyPartReader, file: BinaryIO) -> tuple[bytes, int, str]:
    head, size, digest = b"", 0, sha256()
    while chunk := await part.read_chunk(_CHUNK_BYTES):
        size += len(chunk)
        if size > UPLOAD_BYTES:
            raise _too_large()
        if len(head) < HEAD_BYTES:
            head = (head + chunk)[:HEAD_BYTES]
        digest.update(chunk)
        file.write(chunk)
    return head, size, digest.hexdigest()


def _too_large() -> ProtocolError:
    return ProtocolError(ErrorType.ENTITY_TOO_LARGE, "The file is larger than 10 MB.")
