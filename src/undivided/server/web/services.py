"""What the web handlers share; made once by `serve`, handed over by the application."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar

from aiohttp import web

from undivided.protocol.ids import OrganizationId
from undivided.protocol.moments import Moment
from undivided.server.accounts.account_directory import AccountDirectory
from undivided.server.accounts.hashing import Entropy
from undivided.server.accounts.identity import Identities
from undivided.server.accounts.sign_in import Connect, SignIn
from undivided.server.accounts.signing import Signer
from undivided.server.directory import Site
from undivided.server.web.driver import Driver
from undivided.server.web.response_file_store import ResponseFileStore
from undivided.server.web.upload_store import UploadStore

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The parts behind the web application.

    Attributes:
        public_url: How browsers reach the server, without a closing slash.
        hosts: Values of `Host` that are answered; None answers any.
        is_behind_proxy: Whether the forwarded headers may be believed.
        workers: Threads for hashes and disk work.
    """

    driver: Driver
    directory: AccountDirectory
    identities: Identities
    sign_in: SignIn
    signer: Signer
    uploads: UploadStore
    response_files: ResponseFileStore
    connect: Connect
    clock: Callable[[], Moment]
    entropy: Entropy
    workers: Executor
    public_url: str
    own_origins: frozenset[str]
    hosts: frozenset[str] | None
    is_behind_proxy: bool
    has_demo: bool

    async def away(self, work: Callable[[], T]) -> T:
        """Return what `work` returns; it runs in a worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self.workers, work)

    def address_of(self, request: web.Request) -> str:
        """Return the network address of the other side, the proxy's word for it behind one."""
        if self.is_behind_proxy:
            # The last entry is the proxy's own; those before it anybody can write.
            forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
            if forwarded:
                return forwarded[:64]
        return request.remote or ""

    def site(self, organization_id: str | None) -> Site | None:
        """Return the site, even when it was added a moment ago."""
        key = OrganizationId(organization_id or "")
        found = self.directory.site(key)
        if found is None and self.directory.refresh():
            found = self.directory.site(key)
        return found

    def is_known_host(self, request: web.Request) -> bool:
        """Return whether the request names this server as it is called."""
        return self.hosts is None or request.host.lower() in self.hosts

    def is_own_origin(self, origin: str) -> bool:
        """Return whether a page of this origin was served by this server."""
        return origin in self.own_origins


SERVICES: web.AppKey[Services] = web.AppKey("services", Services)


def services(request: web.Request) -> Services:
    """Return the parts behind this request's application."""
    return request.config_dict[SERVICES]
