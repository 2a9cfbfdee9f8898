"""Bytes to typed messages and back.

Unknown keys and unknown kinds pass; wrong types are refused with `validation`.
"""

import re
from typing import TypeVar, cast

import msgspec
from msgspec import Raw, Struct, field

from undivided.protocol.envelope import ErrorBody, Failure, Incoming, Request
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.limits import NESTING
from undivided.protocol.pushes import AGENT_PUSHES

T = TypeVar("T")

_TEXTS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_ALIKE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"{}[]"))
_encoder = msgspec.json.Encoder()
_requests = msgspec.json.Decoder(Request)
# Decoders are costly to make and depend on the type alone.
_decoders: dict[object, object] = {}
_incoming = msgspec.json.Decoder(Incoming)


def encode(message: object) -> bytes:
    """Return `message` (a struct, or a tuple of structs) as JSON bytes."""
    return _encoder.encode(message)


def decode_request(frame: bytes) -> Request:
    """Return the request in `frame`, its payload still raw.

    Raises:
        ProtocolError: No JSON, no object, nested too deep, or a field of the wrong type.
    """
    return _decode(_requests, frame)


def decode_incoming(frame: bytes) -> Incoming:
    """Return the response or push in `frame`, its payload still raw.

    Raises:
        ProtocolError: As for `decode_request`.
    """
    return _decode(_incoming, frame)


def decode_payload(raw: Raw, type_: type[T]) -> T:
    """Return the payload `raw`, out of a frame that was decoded here, as `type_`.

    Raises:
        ProtocolError: A required field is missing or has the wrong type.
    """
    # Its frame has been checked for nesting as a whole.
    return _typed(_decoder(type_), raw)


def decode_push(incoming: Incoming) -> object | None:
    """Return the typed payload of a push, or None when we do not know its name.

    Raises:
        ProtocolError: We know the name, and a field has the wrong type.
    """
    type_ = AGENT_PUSHES.get(incoming.action)
    return None if type_ is None else decode_payload(incoming.payload, type_)


def failure_of(incoming: Incoming) -> ProtocolError:
    """Return the error that a failed response carries."""
    body = decode_payload(incoming.payload, Failure).error
    return ProtocolError(body.type.lower(), body.message, body.data)


class _Response(Struct, frozen=True, omit_defaults=True, kw_only=True):
    request_id: str | None = None
    action: str
    type: str = field(name="type")
    success: bool = field(name="success")
    payload: object = None


class _Push(Struct, frozen=True, omit_defaults=True, kw_only=True):
    version: str
    request_id: str | None = None
    action: str
    type: str = field(name="type")
    desk_seq: int | None = None
    payload: object


def encode_request(action: str, payload: object, *, request_id: str) -> bytes:
    """Return the frame that asks for `action`."""
    return _encoder.encode(
        Request(action=action, request_id=request_id, payload=Raw(encode(payload)))
    )


def encode_response(action: str, payload: object, *, request_id: str | None) -> bytes:
    """Return the frame that answers `action` with success."""
    return _encoder.encode(
        _Response(
            request_id=request_id, action=action, type="response", success=True, payload=payload
        )
    )


def encode_failure(action: str, error: ProtocolError, *, request_id: str | None) -> bytes:
    """Return the frame that refuses `action`."""
    body = Failure(error=ErrorBody(type=error.type, message=str(error), data=error.data))
    return _encoder.encode(
        _Response(
            request_id=request_id, action=action, type="response", success=False, payload=body
        )
    )


def encode_push(
    action: str,
    payload: object,
    *,
    version: str,
    request_id: str | None = None,
    desk_seq: int | None = None,
) -> bytes:
    """Return the frame of a push; `payload` may be a struct or `Raw` bytes made before.

    Args:
        request_id: Only on the copy for the connection that caused the push.
        desk_seq: The number of a stored push; None for those that are never replayed.
    """
    return _encoder.encode(
        _Push(
            version=version,
            request_id=request_id,
            action=action,
            type="push",
            desk_seq=desk_seq,
            payload=payload,
        )
    )


def _decoder(type_: type[T]) -> msgspec.json.Decoder[T]:
    if type_ not in _decoders:
        _decoders[type_] = msgspec.json.Decoder(type_)
    return cast("msgspec.json.Decoder[T]", _decoders[type_])


def _decode(decoder: msgspec.json.Decoder[T], data: bytes) -> T:
    if _is_too_deep(data):
        message = f"The message is nested deeper than {NESTING} levels."
        raise ProtocolError(ErrorType.VALIDATION, message)
    return _typed(decoder, data)


def _typed(decoder: msgspec.json.Decoder[T], data: bytes | Raw) -> T:
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProtocolError(ErrorType.VALIDATION, str(error)) from error


def _is_too_deep(data: bytes) -> bool:
    """Return whether values are nested deeper than `NESTING`, without parsing them.

    Brackets that do not match may count as too deep; they are no JSON anyway. Each round takes
    the innermost pairs away, so the time grows with the length alone, whatever is written.
    """
    if data.count(b"{") + data.count(b"[") <= NESTING:
        return False
    rest = _TEXTS.sub(b"", data).translate(_ALIKE, _NO_BRACKETS)
    for _ in range(NESTING):
        fewer = rest.replace(b"[]", b"")
        if len(fewer) == len(rest):
            break
        rest = fewer
    return bool(rest)
