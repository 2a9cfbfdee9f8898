"""The bundled server in the world: the real sockets, driver, hub and archive on a machine.

Not taken along are accounts (people sign in by name), uploads and pages.
"""

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from aiohttp import web
from sqlite_utils import Database

from tests.simulation.disk import QUICK_S
from tests.simulation.machine import Machine
from undivided.database.errors import StorageError
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.ids import OrganizationId, UserId, opaque_id
from undivided.protocol.moments import Moment
from undivided.server.backup_files import back_up_to, restore_from
from undivided.server.database import FILE_NAME, open_database
from undivided.server.directory import Operator, Role, Site, StoredFile, Visitor
from undivided.server.errors import DatabaseUnusable, ServerError
from undivided.server.hub.effects import Verify
from undivided.server.hub.hub import Hub
from undivided.server.hub.peers import Side
from undivided.server.serve import TICK_S
from undivided.server.store.archive import Archive
from undivided.server.store.schema import history
from undivided.server.web.doorkeeper import Doorkeeper
from undivided.server.web.driver import Driver
from undivided.server.web.links import Link, Verdict
from undivided.server.web.services import SERVICES, Services
from undivided.server.web.sockets import Sockets

SHOP = OrganizationId("shop")
EPOCH_BYTES = 10
START_AGAIN_S = 5.0
DOMAIN = "@desk.test"
ADDRESS = "http://localhost:8000"


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody who may sign in, by name; what `AccountDirectory` is otherwise.

    Attributes:
        administrators: Who may change what is shared; somebody may be taken out at any time.
    """

    names: tuple[str, ...]
    places: int
    administrators: set[str] = field(default_factory=set)

    def operator(self, email: UserId) -> Operator | None:
        """Return the operator of an address."""
        name = email.removesuffix(DOMAIN)
        if name not in self.names:
            return None
        role = Role.ADMINISTRATOR if name in self.administrators else Role.NORMAL
        return Operator(
            email=email,
            name=name.capitalize(),
            photo_url="/p",
            role=role,
            max_chats=self.places,
        )

    def operators(self) -> tuple[Operator, ...]:
        """Return all operators."""
        found = (self.operator(UserId(name + DOMAIN)) for name in self.names)
        return tuple(each for each in found if each is not None)

    def site(self, organization_id: OrganizationId) -> Site | None:
        """Return the one site."""
        return self.sites()[0] if organization_id == SHOP else None

    def sites(self) -> tuple[Site, ...]:
        """Return the one site."""
        return (Site(organization_id=SHOP, name="Shop"),)


class Template:
    """An empty file with every table, copied for each world instead of being migrated again."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "template.db"
        open_database(self._path, history).close()

    def copy_to(self, folder: Path) -> None:
        """Put the file where a new server finds it."""
        shutil.copyfile(self._path, folder / FILE_NAME)


class ServerNode:
    """The server's process, again and again.

    Attributes:
        archive_type, driver_type: Of what the server is made; planted bugs have others.
    """

    archive_type = Archive
    driver_type = Driver

    def __init__(self, machine: Machine, staff: Staff) -> None:
        self.machine = machine
        self.staff = staff
        self._chance = machine.world.chance("entropy of the server")
        self._stop: asyncio.Event | None = None
        self._database: Database | None = None

    def boot(self) -> None:
        """Start the process."""
        if not self.machine.is_on:
            self.machine.boot(self._run)

    def stop(self) -> None:
        """Ask the process to end, as SIGTERM does."""
        if self._stop is not None and self.machine.can_run:
            self.machine.loop.call_soon(self._stop.set)

    def back_up(self) -> None:
        """Copy the database to another file, if the disk lets that happen just then."""
        target = self._backup
        target.unlink(missing_ok=True)
        with suppress(StorageError, ServerError):
            back_up_to(target, self.machine.disk.here)

    @property
    def has_backup(self) -> bool:
        """Whether there is something to put back."""
        return self._backup.exists()

    def put_back(self) -> None:
        """Put the backup in the place of the database of a server that does not run."""
        restore_from(self._backup, self.machine.disk.here)

    @property
    def _backup(self) -> Path:
        return self.machine.disk.here / "backup.db"

    def buried(self) -> None:
        """Let go of what the dead process had open; its files are others by now."""
        if self._database is not None:
            self._database.conn.close()
            self._database = None

    def open(self) -> Database:
        """Open the history."""
        return open_database(self.machine.disk.here / FILE_NAME, history)

    def make_driver(self, database: Database, tasks: asyncio.TaskGroup) -> Driver:
        """Return what runs the hub over the history."""
        entropy = self._chance.randbytes
        archive = self.archive_type(database, new_epoch=opaque_id(entropy(EPOCH_BYTES)))
        return self.driver_type(
            hub=Hub(archive, self.staff, _no_file, entropy),
            archive=archive,
            directory=self.staff,
            clock=self.machine.now,
            judge=self._judge,
            is_live=_is_live,
            committer=ThreadPoolExecutor(1, "commit"),
            tasks=tasks,
        )

    async def _run(self) -> None:
        """Do what `serve` does, from opening the file to the end by a signal."""
        stop = self._stop = asyncio.Event()
        try:
            database = self._database = self.open()
        except DatabaseUnusable as error:
            # It says so and ends; whoever runs it starts it again.
            self._end_with(type(error).__name__)
            return
        async with asyncio.TaskGroup() as tasks:
            driver = self.make_driver(database, tasks)
            pump = tasks.create_task(driver.run(), name="pump")
            ticks = tasks.create_task(_tick(driver), name="ticks")
            application = web.Application()
            application[SERVICES] = self._services(driver)
            application.add_routes(Sockets().routes())
            runner = web.AppRunner(application, access_log=None, keepalive_timeout=15.0)
            await runner.setup()
            assert runner.server is not None
            loop = asyncio.get_running_loop()
            listener = await loop.create_server(Doorkeeper(runner.server), None, 0)
            await stop.wait()
            listener.close()
            await driver.close_all()
            await runner.cleanup()
            await driver.finish()
            ticks.cancel()
            pump.cancel()
        self._end_with("a signal")

    def _end_with(self, why: str) -> None:
        def end() -> None:
            self.machine.kill(f"ended by {why}")
            self.buried()

        self.machine.world.after(0.0, end)
        self.machine.world.after(START_AGAIN_S, self.boot)

    def _services(self, driver: Driver) -> Services:
        # The sockets ask for nothing else of what the web application's parts share.
        return cast("Services", _SocketServices(driver, self.staff))

    async def _judge(self, effect: Verify, _now: Moment) -> Verdict:
        await asyncio.sleep(self._chance.uniform(*QUICK_S))
        name = effect.token.removeprefix("Bearer ")
        if effect.peer.side is Side.CUSTOMER:
            return Verdict(Visitor(id=UserId(name), organization_id=SHOP))
        operator = self.staff.operator(UserId(name + DOMAIN))
        return Verdict(operator or ProtocolError(ErrorType.AUTHENTICATION, "Nobody of that name."))


@dataclass(frozen=True, slots=True)
class _SocketServices:
    driver: Driver
    directory: Staff

    def site(self, organization_id: str | None) -> Site | None:
        return self.directory.site(OrganizationId(organization_id or ""))

    def address_of(self, request: web.Request) -> str:
        return request.remote or ""

    def is_known_host(self, request: web.Request) -> bool:
        return True

    def is_own_origin(self, origin: str) -> bool:
        return False


async def _tick(driver: Driver) -> None:
    while True:
        await asyncio.sleep(TICK_S)
        driver.tick()


def _is_live(_link: Link) -> bool:
    return True


def _no_file(url: str) -> StoredFile | None:
    return None
