"""Servers that are not who they say they are; each keeps every byte it gets, also decrypted."""

import asyncio
import datetime as dt
import ssl
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import trustme

HOST = "127.0.0.1"
_DAY = dt.timedelta(days=1)
_NOW = dt.datetime.now(dt.UTC)

Say = Callable[[bytes], bytes]
"""What a server says to everything that was said to it so far."""


@dataclass(slots=True)
class BadServer:
    """One server.

    Attributes:
        context: Its certificate; None for one that knows no TLS.
        says: Its answer, once it has read something; empty hangs up.
        is_silent: It reads and never answers, not even with its half of the handshake.
        heard: Raw bytes and, where TLS came about, what was in them.
    """

    context: ssl.SSLContext | None
    says: bytes = b""
    is_silent: bool = False
    heard: bytearray = field(default_factory=bytearray)
    port: int = 0

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[int]:
        """Listen on a free port of loopback and give it."""
        server = await asyncio.start_server(self._meet, HOST, 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self.port
        finally:
            server.close()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, ssl.SSLError):
            await self._talk(reader, writer)
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        into, out = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = self.context.wrap_bio(into, out, server_side=True) if self.context else None
        while data := await reader.read(64 * 1024):
            self.heard += data
            if self.is_silent:
                continue
            into.write(data)
            has_asked = tls is None or self._decrypted(tls)
            if has_asked and self.says and tls is not None:
                tls.write(self.says)
            writer.write(out.read() if tls else self.says)
            await writer.drain()
            if has_asked and (self.says or tls is None):
                return

    def _decrypted(self, tls: ssl.SSLObject) -> bool:
        """Return whether a request has arrived within the encryption."""
        try:
            tls.do_handshake()
            self.heard += (request := tls.read(64 * 1024))
        except ssl.SSLWantReadError:
            return False
        return bool(request)


def _serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def _old_versions(authority: trustme.CA) -> ssl.SSLContext:
    context = _serving(authority.issue_cert(HOST))
    with suppress(ssl.SSLError, ValueError):
        context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        # Deprecated is what these versions are here for.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def _named(
    authority: trustme.CA, name: str, begins: dt.timedelta = -_DAY, ends: dt.timedelta = 9 * _DAY
) -> ssl.SSLContext:
    """Return a context with a certificate of `authority`, valid from and until then."""
    leaf = authority.issue_cert(name, not_before=_NOW + begins, not_after=_NOW + ends)
    return _serving(leaf)


PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"
H2_SETTINGS = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"

IMPOSTORS: dict[str, Callable[[trustme.CA], BadServer]] = {
    "unknown authority": lambda _: BadServer(_named(trustme.CA(), HOST)),
    "self-signed": lambda _: BadServer(_self_signed()),
    "another host's": lambda ca: BadServer(_named(ca, "other.example")),
    "another address's": lambda ca: BadServer(_named(ca, "127.0.0.2")),
    "wildcard": lambda ca: BadServer(_named(ca, "*.0.0.1.example")),
    "expired": lambda ca: BadServer(_named(ca, HOST, begins=-9 * _DAY, ends=-_DAY)),
    "not yet valid": lambda ca: BadServer(_named(ca, HOST, begins=_DAY)),
    "TLS 1.1 at most": lambda ca: BadServer(_old_versions(ca)),
    "plain HTTP": lambda _: BadServer(None, says=PORTAL),
    "plain redirect of a portal": lambda _: BadServer(
        None, says=b"HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\n\r\n"
    ),
    "hangs up at once": lambda _: BadServer(None),
    "noise": lambda _: BadServer(None, says=b"\x15\x03\x01\x00\x02\x02\x28" * 9),
    "never answers": lambda _: BadServer(None, is_silent=True),
}
"""Servers that cannot prove who they are: neither token nor password may be sent."""

STRANGERS: dict[str, Callable[[trustme.CA], BadServer]] = {
    "portal with a good certificate": lambda ca: BadServer(_named(ca, HOST), says=PORTAL),
    "another protocol": lambda ca: BadServer(_named(ca, HOST), says=H2_SETTINGS),
    "hangs up after the handshake": lambda ca: BadServer(_named(ca, HOST), says=b"\r\n"),
    "half an answer": lambda ca: BadServer(_named(ca, HOST), says=b"HTTP/1.1 101 Sw"),
    "wrong accept key": lambda ca: BadServer(
        _named(ca, HOST),
        says=b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Accept: bm90aGluZw==\r\n\r\n",
    ),
}
"""Servers that prove their name and speak something else: the token is not sent before the
socket is open, so they do not get it either."""


def _self_signed() -> ssl.SSLContext:
    # The authority's own certificate, used by a server.
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with authority.private_key_pem.tempfile() as key, authority.cert_pem.tempfile() as certificate:
        context.load_cert_chain(certificate, key)
    return context
