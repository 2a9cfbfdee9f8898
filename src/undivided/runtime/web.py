"""The few plain HTTPS questions: is a server there, and a token for a password.

Blocking (`urllib` of the standard library, because the desktop needs no web client
otherwise): call it from a worker thread. Redirects are refused, so a password goes to
the host that the operator named, or nowhere.
"""

import http.client
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from msgspec import Struct

from undivided.runtime.addresses import ServerAddress
from undivided.runtime.errors import (
    LinkError,
    ServerForeign,
    ServerUnreachable,
    SignInRefused,
)
from undivided.runtime.link import explain_status, explain_tls
from undivided.runtime.watched_http import Watch, opener

PATIENCE_S = 10
"""Between two bytes."""
WHOLE_S = 30.0
"""For a question and its answer."""
LARGEST_ANSWER_BYTES = 64 * 1024
LARGEST_PHOTO_BYTES = 2 * 1024 * 1024
UNAUTHORISED = frozenset({400, 401, 403})
LOCKED_OUT = 429


Answer = TypeVar("Answer", bound=Struct)


class Health(Struct, frozen=True):
    """What a bundled server tells of itself to anybody."""

    name: str
    version: str = ""
    organization: str = ""


class DeviceToken(Struct, frozen=True):
    """A token of this computer's own, which can be revoked alone."""

    access_token: str


@dataclass(frozen=True, slots=True)
class Password:
    """What a person typed to sign in; kept in memory for one exchange."""

    email: str
    secret: str

    def __repr__(self) -> str:
        """Show no secret in a traceback or log."""
        return f"Password(email={self.email!r})"


def look_up(address: ServerAddress, context: ssl.SSLContext | None = None) -> Health:
    """Return what answers at `address`.

    Raises:
        LinkError: Nothing answers, or no server of ours.
    """
    return _ask(address, "/health", None, Health, context)


def exchange(
    address: ServerAddress, password: Password, device: str, context: ssl.SSLContext | None = None
) -> str:
    """Return a token for e-mail and password, made for the computer called `device`.

    Raises:
        SignInRefused: The server did not take them.
        LinkError: The server cannot be used.
    """
    body = {"email": password.email, "password": password.secret, "device": device}
    return _ask(address, "/v2/agent/token", body, DeviceToken, context).access_token


def fetch_photo(address: ServerAddress, url: str, context: ssl.SSLContext | None = None) -> bytes:
    """Return the picture at `url`, which has to be on the operator's own server.

    Raises:
        LinkError: It is elsewhere, too large, or cannot be had.
    """
    if not url.startswith(f"{address.base}/"):
        message = "The photo is not on this server."
        raise ServerForeign(message)
    with (
        Watch(WHOLE_S) as watch,
        explained(address.host, watch),
        opener(watch, context, uses_proxy=address.is_secure).open(
            url, timeout=PATIENCE_S
        ) as answer,
    ):
        data: bytes = answer.read(LARGEST_PHOTO_BYTES + 1)
    if len(data) > LARGEST_PHOTO_BYTES:
        message = "The photo is larger than two megabytes."
        raise ServerForeign(message)
    return data


def _ask(
    address: ServerAddress,
    path: str,
    body: dict[str, str] | None,
    type_: type[Answer],
    context: ssl.SSLContext | None,
) -> Answer:
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked by parse_address
        address.base + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    with (
        Watch(WHOLE_S) as watch,
        explained(address.host, watch, is_sign_in=body is not None),
        opener(watch, context, uses_proxy=address.is_secure).open(
            request, timeout=PATIENCE_S
        ) as answer,
    ):
        return msgspec.json.decode(answer.read(LARGEST_ANSWER_BYTES), type=type_)


@contextmanager
def explained(host: str, watch: Watch, *, is_sign_in: bool = False) -> Generator[None]:
    """Turn what goes wrong with a question into a known error.

    Raises:
        LinkError: In the place of what went wrong.
    """
    try:
        with _in_time(host, watch):
            yield
    except urllib.error.HTTPError as refusal:
        with refusal:
            raise _explain_refusal(refusal.code, host, is_sign_in=is_sign_in) from None
    except urllib.error.URLError as fault:
        raise _explain_reason(fault.reason, host) from None
    except OSError as fault:
        raise _explain_reason(fault, host) from None
    # A path that is no path, such as one with a letter that is not ASCII, is a `ValueError`.
    except (msgspec.DecodeError, http.client.HTTPException, ValueError, RecursionError):
        message = f"What answers at {host} is not a chat server. Check the address."
        raise ServerForeign(message) from None


@contextmanager
def _in_time(host: str, watch: Watch) -> Generator[None]:
    """Say that it took too long, in whatever way a connection fails that was shut down."""
    try:
        yield
    except urllib.error.HTTPError:
        raise
    except (OSError, ValueError, http.client.HTTPException, msgspec.DecodeError):
        if watch.is_over:
            raise ServerUnreachable(_too_slow(host)) from None
        raise


def _too_slow(host: str) -> str:
    return f"{host} did not answer in time."


def _explain_refusal(status: int, host: str, *, is_sign_in: bool) -> LinkError:
    if is_sign_in and status in UNAUTHORISED:
        return SignInRefused("The e-mail address or the password is not right.")
    if is_sign_in and status == LOCKED_OUT:
        return SignInRefused(
            "There were too many wrong tries, so the server asks you to wait a few minutes."
        )
    return explain_status(status, host)


def _explain_reason(reason: object, host: str) -> LinkError:
    if isinstance(reason, ssl.SSLError):
        return explain_tls(reason, host)
    if isinstance(reason, TimeoutError):
        return ServerUnreachable(_too_slow(host))
    return ServerUnreachable(f"No server answers at {host}. Check the spelling and the network.")
