"""The one web application: routes, and the headers and refusals that all answers share."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from undivided.protocol.errors import ErrorType
from undivided.server import log
from undivided.server.answers import JSON_BYTES, refused
from undivided.server.pages import Pages
from undivided.server.services import SERVICES, Services, services
from undivided.server.sockets import Sockets
from undivided.server.token_endpoints import TokenEndpoints
from undivided.server.uploads import Uploads

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

STRICT = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""Set on every answer that does not say otherwise."""
_HSTS = "max-age=31536000"


def make_application(parts: Services) -> web.Application:
    """Return the application over `parts`; it starts nothing by itself."""
    application = web.Application(
        middlewares=[_known_host, _plain_errors], client_max_size=JSON_BYTES
    )
    application[SERVICES] = parts
    application.on_response_prepare.append(_harden)
    application.add_routes(Sockets().routes())
    application.add_routes(TokenEndpoints().routes())
    application.add_routes(Uploads().routes())
    application.add_routes(Pages(with_demo=parts.has_demo).routes())
    return application


async def _harden(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in STRICT.items():
        response.headers.setdefault(name, value)
    if services(request).public_url.startswith("https:"):
        response.headers.setdefault("Strict-Transport-Security", _HSTS)
    # The library and its version are nobody's business.
    response.headers["Server"] = "Undivided"


@web.middleware
async def _known_host(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse other host names: a page elsewhere could point its own name at this computer."""
    hosts = services(request).hosts
    if hosts is not None and request.host.lower() not in hosts:
        return refused(421, ErrorType.NOT_FOUND, "This server does not answer under this name.")
    return await handler(request)


@web.middleware
async def _plain_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer our own mistakes with one sentence, and log where they happened."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400 or error.content_type != "text/plain":
            raise
        type_ = ErrorType.NOT_FOUND if error.status == 404 else ErrorType.VALIDATION
        return refused(error.status, type_, error.text or error.reason)
    except ConnectionResetError:
        raise
    except Exception as error:  # noqa: BLE001 - the last place before the socket
        log.fault("request_failed", error, path=request.match_info.route.name)
        return refused(500, ErrorType.INTERNAL, "The server made a mistake; it was logged.")
