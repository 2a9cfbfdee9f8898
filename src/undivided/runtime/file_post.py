"""Uploads one file to a server's Web API, in pieces, so that it can be watched and stopped.

Blocking: each upload has a thread of its own.
"""

import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from undivided.protocol.envelope import Failure
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.limits import URL_CHARACTERS
from undivided.runtime.addresses import ServerAddress
from undivided.runtime.trust import Trust
from undivided.runtime.watched_http import Watch, opener
from undivided.runtime.web import LARGEST_ANSWER_BYTES, explained

PATH = "/v3.6/agent/action/upload_file"
PATIENCE_S = 30
"""For one piece to leave, and between two bytes of the answer."""
WHOLE_S = 300.0
"""For a whole file; our own server gives up then as well."""
PIECE_BYTES = 16 * 1024

_TYPE_OF_STATUS = {
    401: ErrorType.AUTHENTICATION,
    403: ErrorType.AUTHORIZATION,
    404: ErrorType.NOT_FOUND,
    405: ErrorType.NOT_FOUND,
    408: ErrorType.REQUEST_TIMEOUT,
    413: ErrorType.ENTITY_TOO_LARGE,
    429: ErrorType.TOO_MANY_REQUESTS,
}


class _Stored(Struct, frozen=True):
    """The answer to an upload."""

    url: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file as it goes to the server.

    Attributes:
        name: What the visitor will see.
        path: Where its bytes are.
    """

    name: str
    media_type: str
    path: Path


class FilePost:
    """Whoever takes files to one server.

    Args:
        address: Of the server.
        authorization: Scheme and token; sent to this server only.
        trust: Whose certificates prove who it is.
    """

    def __init__(self, address: ServerAddress, authorization: str, trust: Trust) -> None:
        self._address = address
        self._authorization = authorization
        self._trust = trust

    def upload(self, parcel: Parcel, watch: Watch, progress: Callable[[int], None]) -> str:
        """Return the address that the server has given to a file.

        Args:
            parcel: The file.
            watch: Started by the caller, who may stop the upload by it.
            progress: Told the percentage that has left, from this thread.

        Raises:
            FileNotFoundError: The bytes are gone.
            LinkError: It did not get through; another try may.
            ProtocolError: The server refused the file.
        """
        address = self._address
        with parcel.path.open("rb") as file:
            size = parcel.path.stat().st_size
            form = form_of(parcel.name, parcel.media_type, file, size, progress)
            request = form.request(address.base + PATH, self._authorization)
            with explained(address.host, watch):
                return _address_in(
                    exchanged(address, request, self._trust, watch, LARGEST_ANSWER_BYTES)
                )


@dataclass(frozen=True, slots=True)
class Form:
    """A file as browsers send it, and how long that is in bytes."""

    content_type: str
    length: int
    pieces: Iterator[bytes]

    def request(self, url: str, authorization: str) -> urllib.request.Request:
        """Return the question that sends it; scheme and token stand in a header only."""
        return urllib.request.Request(  # noqa: S310 - the scheme was checked by parse_address
            url,
            data=self.pieces,
            headers={
                "Content-Type": self.content_type,
                "Content-Length": str(self.length),
                "Authorization": authorization,
                "Accept": "application/json",
            },
        )


def form_of(
    name: str, media_type: str, file: BinaryIO, size: int, progress: Callable[[int], None]
) -> Form:
    """Return a form with one file of `size` bytes, which is read when it is sent.

    Args:
        progress: Told the percentage that has left.
    """
    boundary = secrets.token_hex(16)
    head = (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="file"; filename="{_quoted(name)}"\r\n'
        f"Content-Type: {media_type}\r\n\r\n"
    ).encode()
    foot = f"\r\n--{boundary}--\r\n".encode()
    return Form(
        content_type=f"multipart/form-data; boundary={boundary}",
        length=len(head) + size + len(foot),
        pieces=_pieces(head, file, foot, size, progress),
    )


def exchanged(
    address: ServerAddress,
    request: urllib.request.Request,
    trust: Trust,
    watch: Watch,
    most_bytes: int,
) -> bytes:
    """Return up to `most_bytes` of the answer; call it within `explained`.

    Raises:
        ProtocolError: The server refused.
    """
    sending = opener(watch, trust.towards(address), uses_proxy=address.is_secure)
    try:
        with sending.open(request, timeout=PATIENCE_S) as answer:
            body: bytes = answer.read(most_bytes)
            return body
    except urllib.error.HTTPError as refusal:
        with refusal:
            raise _refused(refusal) from None


def _pieces(
    head: bytes, file: BinaryIO, foot: bytes, size: int, progress: Callable[[int], None]
) -> Iterator[bytes]:
    yield head
    left = 0
    while piece := file.read(PIECE_BYTES):
        yield piece
        left += len(piece)
        progress(min(100, 100 * left // max(1, size)))
    yield foot


def _quoted(name: str) -> str:
    """Return a name as browsers write it into a form. Source: HTML standard, multipart."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _address_in(body: bytes) -> str:
    url = msgspec.json.decode(body, type=_Stored).url
    if not 0 < len(url) <= URL_CHARACTERS:
        message = "the server gave the file no usable address"
        raise ValueError(message)
    return url


def _refused(refusal: urllib.error.HTTPError) -> ProtocolError:
    """Return the server's reason, or what its status means when it gives none."""
    try:
        error = msgspec.json.decode(refusal.read(LARGEST_ANSWER_BYTES), type=Failure).error
    except (OSError, ValueError, json.JSONDecodeError):
        error = None
    if error is not None and error.type:
        return ProtocolError(error.type, error.message)
    word = _TYPE_OF_STATUS.get(refusal.code)
    if word is None:
        is_its_own = refusal.code >= 500
        word = ErrorType.SERVICE_UNAVAILABLE if is_its_own else ErrorType.NOT_FOUND
    return ProtocolError(word, f"The server answered {refusal.code}.")
