"""The widget's files and frame document, the demo shop, and the health page."""

import gzip
import json
import mimetypes
from base64 import b64encode
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Final

import rcssmin
import rjsmin
from aiohttp import web

from undivided import __version__
from undivided.resources import resource_path
from undivided.server.accounts.sites import Sites
from undivided.server.web.answers import answered
from undivided.server.web.services import Services, services

CONFIG_MARK: Final = "<!--undivided:config-->"
DEMO_MARK: Final = 'data-organization="demo"'
FRAME: Final = "frame.html"
_REVALIDATE: Final = "no-cache"
_FRESH: Final = {"Cache-Control": "no-store", "Vary": "Accept"}
_TYPES: Final = {".js": "text/javascript", ".svg": "image/svg+xml", ".webp": "image/webp"}
_TEXTS: Final = ("text/", "image/svg+xml", "application/json")


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is sent, also packed where that helps."""

    body: bytes
    packed: bytes | None
    content_type: str
    etag: str

    @classmethod
    def of(cls, name: str, body: bytes) -> "StaticFile":
        """Return `body` ready to be sent."""
        ending = Path(name).suffix.lower()
        content_type = _TYPES.get(ending) or mimetypes.guess_type(name)[0]
        content_type = content_type or "application/octet-stream"
        is_text = content_type.startswith(_TEXTS)
        etag = b64encode(sha256(body).digest()[:12]).decode()
        return cls(body, gzip.compress(body, mtime=0) if is_text else None, content_type, etag)


def widget_as_sent() -> dict[str, bytes]:
    """Return the widget's files by name; scripts and styles without comments and indentation.

    Visitors on slow lines load them on every page of a shop, and nobody reads them there.
    """
    files = _read(resource_path("widget"))
    return {name: _SHORTER.get(Path(name).suffix, _as_it_is)(body) for name, body in files.items()}


class Pages:
    """Everything a browser loads from the server by itself.

    The files are read once, so a path in a request never reaches the disk.
    """

    def __init__(self, *, with_demo: bool) -> None:
        widget = widget_as_sent()
        self._frame = widget.pop(FRAME).decode()
        self._widget = {name: StaticFile.of(name, body) for name, body in widget.items()}
        self._demo = _read(resource_path("demo")) if with_demo else {}

    def routes(self) -> list[web.RouteDef]:
        """Return the paths."""
        return [
            web.get("/health", health),
            web.get("/widget/frame", self.frame),
            web.get("/widget/{name:.+}", self.widget_file),
            web.get("/demo", _to_demo),
            web.get("/demo/{name:.*}", self.demo_file),
        ]

    async def frame(self, request: web.Request) -> web.Response:
        """Give the widget's document to a page of the site, and to no other page."""
        parts = services(request)
        site = parts.site(request.query.get("organization_id"))
        parent = request.query.get("parent", "")
        if site is None or parent not in site.origins:
            raise web.HTTPForbidden(text="This page does not belong to a site of this server.")
        config = {
            "organization_id": site.organization_id,
            "parent_origin": parent,
            "ticket": parts.signer.page_ticket(site.organization_id, parent, parts.clock()),
            "site_name": site.name,
            "version": __version__,
        }
        if request.headers.get("Accept") == "application/json":
            # The same document asks again when its ticket has run out.
            return web.json_response(config, headers=_FRESH)
        meta = f'<meta name="undivided-config" content="{escape(json.dumps(config))}">'
        policy = _frame_policy(parts, request, parent)
        return web.Response(
            text=self._frame.replace(CONFIG_MARK, meta),
            content_type="text/html",
            headers={"Content-Security-Policy": policy, **_FRESH},
        )

    async def widget_file(self, request: web.Request) -> web.Response:
        """Give one of the widget's files; the loader may be used by other origins' pages."""
        response = _sent(request, self._widget.get(request.match_info["name"]))
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    async def demo_file(self, request: web.Request) -> web.Response:
        """Give a page or picture of the demo shop, with the demo site's id filled in."""
        parts = services(request)
        name = request.match_info["name"] or "index.html"
        body = self._demo.get(name)
        if body is None:
            raise web.HTTPNotFound
        if name.endswith(".html"):
            body = await parts.away(partial(_with_demo_site, parts, body))
        response = _sent(request, StaticFile.of(name, body))
        response.headers["Content-Security-Policy"] = _DEMO_POLICY
        return response


_DEMO_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self'; frame-src 'self'; connect-src 'self'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)


async def health(request: web.Request) -> web.Response:
    """Say that the server runs, and which one."""
    sites = services(request).directory.sites()
    name = sites[0].name if sites else ""
    return answered({"ok": True, "name": "Undivided", "version": __version__, "organization": name})


async def _to_demo(request: web.Request) -> web.Response:
    del request
    raise web.HTTPMovedPermanently("/demo/")


def _frame_policy(parts: Services, request: web.Request, parent: str) -> str:
    # 'self' does not cover WebSockets in every browser.
    scheme, _, host = parts.public_url.partition("://")
    sockets = {
        f"{'wss' if scheme == 'https' else 'ws'}://{known}" for known in (host, request.host)
    }
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src 'self' {' '.join(sorted(sockets))}; base-uri 'none'; "
        # The widget never makes markup of a text, so the browser may refuse it altogether.
        "require-trusted-types-for 'script'; trusted-types 'none'; "
        f"form-action 'none'; frame-ancestors {parent}"
    )


def _with_demo_site(parts: Services, body: bytes) -> bytes:
    with parts.connect() as database:
        site = Sites(database, parts.entropy).demo()
    key = site.organization_id if site else ""
    return body.replace(DEMO_MARK.encode(), f'data-organization="{escape(key)}"'.encode())


def _as_it_is(body: bytes) -> bytes:
    return body


_SHORTER: Final = {
    ".js": lambda body: rjsmin.jsmin(body.decode()).encode(),
    ".css": lambda body: rcssmin.cssmin(body.decode()).encode(),
}


def _read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _sent(request: web.Request, file: StaticFile | None) -> web.Response:
    if file is None:
        raise web.HTTPNotFound
    headers = {"Cache-Control": _REVALIDATE, "ETag": f'"{file.etag}"', "Vary": "Accept-Encoding"}
    if any(etag.value == file.etag for etag in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    body = file.body
    if file.packed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = file.packed
    charset = "utf-8" if file.content_type.startswith("text/") else None
    return web.Response(body=body, content_type=file.content_type, charset=charset, headers=headers)
