"""JSON answers of the HTTP endpoints, and reading JSON requests within limits."""

import asyncio
from collections.abc import Mapping
from typing import TypeVar

import msgspec
from aiohttp import web

from undivided.protocol.envelope import ErrorBody, Failure
from undivided.protocol.errors import ErrorType, ProtocolError

JSON_BYTES = 64 * 1024
JSON_SECONDS = 10.0

_STATUS: dict[str, int] = {
    ErrorType.AUTHENTICATION: 401,
    ErrorType.AUTHORIZATION: 403,
    ErrorType.NOT_FOUND: 404,
    ErrorType.CONFLICT: 409,
    ErrorType.ENTITY_TOO_LARGE: 413,
    ErrorType.TOO_MANY_REQUESTS: 429,
    ErrorType.REQUEST_TIMEOUT: 408,
    ErrorType.SERVICE_UNAVAILABLE: 503,
    ErrorType.INTERNAL: 500,
}

T = TypeVar("T")


def answered(payload: object, headers: Mapping[str, str] | None = None) -> web.Response:
    """Return `payload` as JSON that no cache keeps."""
    return web.Response(
        body=msgspec.json.encode(payload),
        content_type="application/json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def refused(
    status: int,
    type_: str,
    sentence: str,
    headers: Mapping[str, str] | None = None,
    data: dict[str, object] | None = None,
) -> web.Response:
    """Return an error in the shape of the protocol's Web API."""
    body = Failure(error=ErrorBody(type=type_, message=sentence, data=data))
    return web.Response(
        status=status,
        body=msgspec.json.encode(body),
        content_type="application/json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def refusal(error: ProtocolError) -> web.Response:
    """Return the answer that carries a protocol error."""
    headers = {}
    wait_ms = (error.data or {}).get("retry_after_ms")
    if isinstance(wait_ms, int):
        headers["Retry-After"] = str(max(1, wait_ms // 1000))
    return refused(_STATUS.get(error.type, 400), error.type, error.sentence, headers, error.data)


async def json_body(request: web.Request, type_: type[T]) -> T:
    """Return the request's JSON as `type_`.

    Raises:
        ProtocolError: It is too large, too slow, no JSON or of another shape.
    """
    if (request.content_length or 0) > JSON_BYTES:
        raise ProtocolError(ErrorType.ENTITY_TOO_LARGE, "The request is too large.")
    try:
        async with asyncio.timeout(JSON_SECONDS):
            data = await request.read()
        return msgspec.json.decode(data, type=type_)
    except TimeoutError as error:
        raise ProtocolError(ErrorType.REQUEST_TIMEOUT, "The request came too slowly.") from error
    except web.HTTPRequestEntityTooLarge as error:
        raise ProtocolError(ErrorType.ENTITY_TOO_LARGE, "The request is too large.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProtocolError(ErrorType.VALIDATION, f"The request is not valid: {error}") from error
