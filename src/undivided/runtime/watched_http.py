"""HTTP of the standard library with an end: no side can drip bytes for ever.

The time limit of a socket counts from byte to byte, so a server that sends one every few
seconds would hold a thread as long as it likes. Here a watch shuts the connection down when
the whole exchange has taken too long, or when nobody wants it any more.
"""

import http.client
import socket
import ssl
import threading
import urllib.request
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Self


class Watch:
    """Shuts its connections down when the time is up or `stop` is called, from any thread.

    Args:
        seconds: For the whole exchange: connecting, handshake, question and answer.

    Attributes:
        is_over: The time was up, or it was stopped: what failed since then failed by that.
        is_stopped: It was stopped.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self.is_over = False
        self.is_stopped = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets.clear()

    def stop(self) -> None:
        """End the exchange now; whoever waits for it gets an error."""
        self.is_stopped = True
        self._end()

    def connect(
        self,
        address: tuple[str, int],
        timeout: float | None = None,
        source: tuple[str, int] | None = None,
    ) -> socket.socket:
        """Return a connection that this watch can shut down, as `socket.create_connection`.

        Raises:
            OSError: Nobody answers, or the time is up.
        """
        made = socket.create_connection(address, timeout, source)
        with self._lock:
            if self.is_over:
                made.close()
                raise TimeoutError
            # TLS takes the socket over, so a second handle on the same connection is watched.
            self._sockets.append(made.dup())
        return made

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            for each in self._sockets:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)


class _Http(http.client.HTTPConnection):
    def __init__(self, watch: Watch, host: str, *, timeout: float) -> None:
        super().__init__(host, timeout=timeout)
        # There is no public way to hand over a connection; the TLS handshake may drip as well.
        self._create_connection = watch.connect

    def request(self, *args: object, **kwargs: object) -> None:
        """Send a request; a server that refuses it half-way has said why."""
        with suppress(BrokenPipeError, ConnectionResetError):
            super().request(*args, **kwargs)  # type: ignore[arg-type] # passed on as they came


class _Https(_Http, http.client.HTTPSConnection):
    def __init__(self, watch: Watch, context: ssl.SSLContext, host: str, *, timeout: float) -> None:
        http.client.HTTPSConnection.__init__(self, host, timeout=timeout, context=context)
        self._create_connection = watch.connect


class _HttpHandler(urllib.request.HTTPHandler):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_Http, self._watch), req)


class _HttpsHandler(urllib.request.HTTPSHandler):
    def __init__(self, watch: Watch, context: ssl.SSLContext) -> None:
        super().__init__(context=context)
        self._watch = watch
        self._trusting = context

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_Https, self._watch, self._trusting), req)


def opener(
    watch: Watch, context: ssl.SSLContext | None, *, uses_proxy: bool
) -> urllib.request.OpenerDirector:
    """Return an opener that knows no redirects: one is an error like any other status.

    Args:
        watch: Ends what takes too long.
        context: Whose certificates are believed; None for the computer's own.
        uses_proxy: Go through the proxy that the computer names.
    """
    made = urllib.request.OpenerDirector()
    handlers: list[urllib.request.BaseHandler] = [
        _HttpHandler(watch),
        _HttpsHandler(watch, context or ssl.create_default_context()),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ]
    if uses_proxy:
        handlers.append(urllib.request.ProxyHandler())
    for handler in handlers:
        made.add_handler(handler)
    return made
