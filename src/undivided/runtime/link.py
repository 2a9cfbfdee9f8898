"""One WebSocket to the server: dials, reads and writes; knows nothing of what is said.

When to dial, and whether to dial again, is the session's decision.
"""

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from dataclasses import dataclass

import websockets
from websockets.asyncio.client import ClientConnection, connect

from undivided import __version__
from undivided.protocol.limits import HANDSHAKE, LARGEST_FRAME_BYTES
from undivided.runtime.addresses import ServerAddress
from undivided.runtime.errors import (
    AnswerTooLarge,
    CertificateRefused,
    LinkError,
    ServerForeign,
    ServerUnreachable,
)
from undivided.runtime.supervisor import Supervisor


@dataclass(frozen=True, slots=True)
class LinkEvents:
    """Whom a link tells what happened."""

    opened: Callable[[], None]
    received: Callable[[bytes], None]
    lost: Callable[[LinkError], None]


class _Connect(connect):
    """Follows no redirect: the token goes to the host that the operator named, or nowhere."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        """Return the refusal itself."""
        return exc


class Link:
    """At most one socket at a time; everything but the callbacks returns at once."""

    def __init__(
        self,
        address: ServerAddress,
        events: LinkEvents,
        supervisor: Supervisor,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._address = address
        self._events = events
        self._supervisor = supervisor
        self._context = context
        self._socket: ClientConnection | None = None
        self._task: asyncio.Task[object] | None = None
        self._outgoing: asyncio.Queue[bytes] = asyncio.Queue()

    def dial(self) -> None:
        """Open a socket; one that is open is closed beside it, unreported."""
        if self._task is not None:
            self._supervisor.start("old link", self.hang_up())
        self._outgoing = asyncio.Queue()
        self._task = self._supervisor.start("link", self._run(self._outgoing))

    def send(self, frame: bytes) -> None:
        """Write one text frame, after those before it."""
        self._outgoing.put_nowait(frame)

    def hang_up(self, code: int = 1000) -> Coroutine[object, object, None]:
        """Forget the socket at once; awaiting the result closes it properly, unreported."""
        task, self._task = self._task, None
        socket, self._socket = self._socket, None
        return _end(task, socket, code)

    async def _run(self, outgoing: asyncio.Queue[bytes]) -> None:
        me = asyncio.current_task()
        try:
            async with _Connect(
                self._address.agent_socket,
                ssl=self._tls(),
                compression=None,
                max_size=LARGEST_FRAME_BYTES,
                open_timeout=HANDSHAKE.total_seconds(),
                close_timeout=2,
                ping_interval=None,  # the session's own heartbeat decides
                proxy=None if not self._address.is_secure else True,
                user_agent_header=f"Undivided/{__version__}",
            ) as socket:
                if self._task is not me:
                    return
                self._socket = socket
                self._events.opened()
                writer = self._supervisor.start("link writer", self._write(socket, outgoing))
                try:
                    async for frame in socket:
                        if self._task is not me:
                            return
                        self._events.received(frame if isinstance(frame, bytes) else frame.encode())
                finally:
                    writer.cancel()
            error: LinkError = ServerUnreachable("The server closed the connection.")
        except (OSError, websockets.WebSocketException, TimeoutError) as fault:
            error = explain(fault, self._address)
        if self._task is me:
            self._task = self._socket = None
            self._events.lost(error)

    async def _write(self, socket: ClientConnection, outgoing: asyncio.Queue[bytes]) -> None:
        try:
            while True:
                await socket.send(await outgoing.get(), text=True)
        except websockets.ConnectionClosed:
            return  # the reader reports it

    def _tls(self) -> ssl.SSLContext | None:
        if not self._address.is_secure:
            return None
        return self._context or ssl.create_default_context()


async def _end(
    task: asyncio.Task[object] | None, socket: ClientConnection | None, code: int
) -> None:
    if socket is not None:
        # Closing before cancelling: a cancelled context would tell the server 1011.
        await socket.close(code)
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def explain(fault: Exception, address: ServerAddress) -> LinkError:
    """Return the known error, with its sentence, behind a failure of the network."""
    host = address.host
    if isinstance(fault, ssl.SSLError):
        return explain_tls(fault, host)
    if isinstance(fault, websockets.InvalidStatus):
        return explain_status(fault.response.status_code, host)
    if _is_cut(fault):
        return _explain_cut(fault, host)
    if isinstance(fault, websockets.InvalidHandshake):
        return ServerForeign(f"What answers at {host} is not a chat server. Check the address.")
    if isinstance(fault, TimeoutError):
        return ServerUnreachable(f"{host} did not answer in time.")
    return ServerUnreachable(f"No server answers at {host}. Check the spelling and the network.")


def _explain_cut(fault: Exception, host: str) -> LinkError:
    if _is_too_large(fault):
        return AnswerTooLarge(f"{host} sent more at once than this program takes in.")
    return ServerUnreachable("The connection to the server broke.")


def _is_too_large(fault: Exception) -> bool:
    """Return whether it was our end that would not take a frame of the server in."""
    return (
        isinstance(fault, websockets.ConnectionClosed)
        and fault.sent is not None
        and fault.sent.code == websockets.CloseCode.MESSAGE_TOO_BIG
        and not fault.rcvd_then_sent
    )


def _is_cut(fault: Exception) -> bool:
    """Return whether the network ended it; also before or inside the answer to the handshake."""
    is_message_cut = isinstance(fault, websockets.InvalidMessage) and isinstance(
        fault.__cause__, EOFError
    )
    return is_message_cut or isinstance(fault, websockets.ConnectionClosed | ConnectionResetError)


def explain_tls(fault: ssl.SSLError, host: str) -> CertificateRefused:
    """Return why there is no secure connection; there is no way to go on without one."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return CertificateRefused(
            f"{host} could not prove that it is {host} ({fault.verify_message}). "
            "Nothing was sent. Ask whoever runs the server to mend its certificate."
        )
    return CertificateRefused(
        f"No secure connection to {host} was possible. Nothing was sent. "
        "Check that the address is right and that no sign-in page of a network is in between."
    )


def explain_status(status: int, host: str) -> LinkError:
    """Return what an HTTP status in the place of an answer means."""
    if status == 429 or status >= 500:
        return ServerUnreachable(f"{host} is too busy or being restarted (answer {status}).")
    return ServerForeign(
        f"{host} answers, but does not speak this program's protocol (answer {status}). "
        "Check the address and the server's version."
    )
