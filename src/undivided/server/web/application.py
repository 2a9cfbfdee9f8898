"""The one web application: routes, and the headers and refusals that all answers share."""

from aiohttp import web

from undivided.protocol.errors import ErrorType
from undivided.server import log
from undivided.server.web.answers import JSON_BYTES, refused
from undivided.server.web.configuration import Configuration
from undivided.server.web.pages import Pages
from undivided.server.web.response_files import ResponseFiles
from undivided.server.web.services import SERVICES, Services, services
from undivided.server.web.sockets import Sockets
from undivided.server.web.token_endpoints import TokenEndpoints
from undivided.server.web.uploads import Uploads

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
    application = web.Application(client_max_size=JSON_BYTES)
    application[SERVICES] = parts
    application.on_response_prepare.append(_harden)
    application.add_routes(Sockets().routes())
    plain = [
        *TokenEndpoints().routes(),
        *Uploads().routes(),
        *ResponseFiles().routes(),
        *Configuration().routes(),
        *Pages(with_demo=parts.has_demo).routes(),
        web.route("*", "/{rest:.*}", _missing),
    ]
    application.add_routes([_guarded(route) for route in plain])
    return application


async def _harden(request: web.Request, response: web.StreamResponse) -> None:
    # The library and its version are nobody's business.
    response.headers["Server"] = "Undivided"
    # A socket's answer is no document, and its headers stay in memory as long as the socket.
    if isinstance(response, web.WebSocketResponse):
        return
    for name, value in STRICT.items():
        response.headers.setdefault(name, value)
    if services(request).public_url.startswith("https:"):
        response.headers.setdefault("Strict-Transport-Security", _HSTS)


def _guarded(route: web.RouteDef) -> web.RouteDef:
    """Return the route with refusals of strange host names and of our own mistakes.

    A page elsewhere could point a name of its own at this computer. This is no middleware
    because sockets would keep its frames in memory; they look at the host themselves.
    """

    async def guarded(request: web.Request) -> web.StreamResponse:
        if not services(request).is_known_host(request):
            return refused(421, ErrorType.NOT_FOUND, "This server does not answer to this name.")
        try:
            response: web.StreamResponse = await route.handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            type_ = ErrorType.NOT_FOUND if error.status == 404 else ErrorType.VALIDATION
            return refused(error.status, type_, error.text or error.reason)
        except ConnectionResetError:
            raise
        except Exception as error:  # noqa: BLE001 - the last place before the socket
            log.fault("request_failed", error)
            return refused(500, ErrorType.INTERNAL, "The server made a mistake; it was logged.")
        return response

    return web.RouteDef(route.method, route.path, guarded, route.kwargs)


async def _missing(request: web.Request) -> web.Response:
    del request
    return refused(404, ErrorType.NOT_FOUND, "There is nothing at this address.")
