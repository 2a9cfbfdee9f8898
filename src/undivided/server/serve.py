"""The server's process: opens its data, listens, says so, and ends cleanly on a signal.

The only place of the server that reads a clock.
"""

import asyncio
import json
import secrets
import signal
import ssl
import sys
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, closing, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from socket import socket

from aiohttp import web
from sqlite_utils import Database

from undivided.database.backups import back_up, is_due
from undivided.database.errors import DatabaseDamaged
from undivided.protocol.ids import opaque_id
from undivided.protocol.limits import HANDSHAKE
from undivided.protocol.moments import Moment
from undivided.server import log
from undivided.server.accounts.account_directory import AccountDirectory
from undivided.server.accounts.account_store import keep_public_url, signing_key
from undivided.server.accounts.identity import Identities
from undivided.server.accounts.sign_in import SignIn
from undivided.server.accounts.signing import Signer
from undivided.server.accounts.sites import Sites
from undivided.server.data_folder import (
    connection,
    open_checked,
    open_data,
    response_files_folder,
    sole_server,
    uploads_folder,
)
from undivided.server.database import FILE_NAME, WHAT
from undivided.server.errors import DatabaseUnusable
from undivided.server.hub.head_start import NO_HEAD_START, HeadStart
from undivided.server.hub.hub import Hub
from undivided.server.store.archive import Archive
from undivided.server.web.application import make_application
from undivided.server.web.doorkeeper import (
    Doorkeeper,
    allow_many_connections,
    per_address_of,
)
from undivided.server.web.driver import Driver
from undivided.server.web.listening import (
    ACCEPTED_AT_ONCE,
    BACKLOG,
    Options,
    bind,
    check,
    names,
    tls_context,
)
from undivided.server.web.order_pages import order_pages
from undivided.server.web.response_file_store import ResponseFileStore
from undivided.server.web.services import Services
from undivided.server.web.upload_store import UploadStore

TICK_S = 1.0
HASHING_THREADS = 2
"""Each check of a secret takes 16 MiB; more at once would only wait for the processor."""
EPOCH_BYTES = 10
CLOSE_S = 5.0
TIDYING_S = 3_600.0
BACKUP_REST_S = 0.005
"""Between two steps of 1 MiB, so that a commit never waits long for the disk."""
STOP_AND_START = "Or stop the server and start it: it then restores what can be read."


def read_clock() -> Moment:
    """Return now on both clocks."""
    return Moment(datetime.now(UTC), time.monotonic())


def run(options: Options) -> int:
    """Serve until SIGINT or SIGTERM; return the exit code.

    Raises:
        UndividedError: The server could not start; its sentence says why.
    """
    check(options)
    context = tls_context(options)
    log.start_logging()
    with ExitStack() as stack:
        stack.enter_context(sole_server(options.data))
        database, finding = open_checked(options.data)
        stack.enter_context(closing(database))
        if finding:
            log.warn("database_restored", finding=finding)
        reader = stack.enter_context(closing(open_data(options.data)))
        uploads_folder(options.data)
        response_files_folder(options.data)
        listener = stack.enter_context(closing(bind(options)))
        process = _Process(options, context, database, reader, listener)
        try:
            asyncio.run(process.serve())
        except ExceptionGroup as errors:
            log.fault("failed", errors.exceptions[0])
            return 1
    log.note("stopped")
    return 0


class _Process:
    """One run of the server; owns its threads and tasks."""

    def __init__(
        self,
        options: Options,
        context: ssl.SSLContext | None,
        database: Database,
        reader: Database,
        listener: socket,
    ) -> None:
        self._options = options
        self._context = context
        self._database = database
        self._reader = reader
        self._listener = listener
        self._names = names(options, listener.getsockname()[1])
        self._stop = asyncio.Event()

    async def serve(self) -> None:
        """Listen, say so, and stay until a signal comes."""
        self._watch_signals()
        if self._options.until_stdin_closes:
            self._watch_stdin()
        self._prepare_accounts()
        with (
            ThreadPoolExecutor(1, "commit") as committer,
            ThreadPoolExecutor(HASHING_THREADS, "work") as workers,
        ):
            async with asyncio.TaskGroup() as tasks:
                parts = self._services(committer, workers, tasks)
                pump = tasks.create_task(parts.driver.run(), name="pump")
                ticks = tasks.create_task(self._tick(parts, tasks), name="ticks")
                async with self._listening(parts):
                    self._say_ready()
                    await self._stop.wait()
                ticks.cancel()
                pump.cancel()

    def _prepare_accounts(self) -> None:
        keep_public_url(self._database, self._names.public_url)
        if self._options.demo:
            sites = Sites(self._database, secrets.token_bytes)
            sites.ensure_demo(sorted(self._names.origins), read_clock())

    def _head_start(self) -> HeadStart:
        seconds = self._options.order_head_start_s
        if seconds == 0:
            return NO_HEAD_START
        lead = timedelta(seconds=seconds)
        return HeadStart(lead=lead, is_order_page=order_pages().is_order)

    def _services(
        self, committer: ThreadPoolExecutor, workers: ThreadPoolExecutor, tasks: asyncio.TaskGroup
    ) -> Services:
        url, entropy = self._names.public_url, secrets.token_bytes
        connect = partial(connection, self._options.data)
        directory = AccountDirectory(self._reader, entropy, f"{url}/photos/")
        uploads = UploadStore(
            uploads_folder(self._options.data), self._reader, connect, entropy, url
        )
        files = ResponseFileStore(response_files_folder(self._options.data), connect, entropy)
        uploads.forget_halves()
        files.forget_halves()
        signer = Signer(signing_key(self._database, entropy))
        sign_in = SignIn(connect, entropy)
        identities = Identities(signer, sign_in, directory, workers)
        archive = Archive(self._database, new_epoch=opaque_id(entropy(EPOCH_BYTES)))
        driver = Driver(
            hub=Hub(archive, directory, uploads.stored, entropy, head_start=self._head_start()),
            archive=archive,
            directory=directory,
            clock=read_clock,
            judge=identities.verdict,
            is_live=identities.is_live,
            committer=committer,
            tasks=tasks,
        )
        return Services(
            driver=driver,
            directory=directory,
            identities=identities,
            sign_in=sign_in,
            signer=signer,
            uploads=uploads,
            response_files=files,
            connect=connect,
            clock=read_clock,
            entropy=entropy,
            workers=workers,
            public_url=url,
            own_origins=self._names.origins,
            hosts=self._names.hosts,
            is_behind_proxy=self._options.behind_proxy,
            has_demo=self._options.demo,
        )

    @asynccontextmanager
    async def _listening(self, parts: Services) -> AsyncIterator[None]:
        runner = web.AppRunner(
            make_application(parts), access_log=None, handle_signals=False, keepalive_timeout=15.0
        )
        await runner.setup()
        assert runner.server is not None
        limit = allow_many_connections()
        per_address = per_address_of(limit, is_behind_proxy=self._options.behind_proxy)
        server = await asyncio.get_running_loop().create_server(
            Doorkeeper(runner.server, per_address),
            sock=self._listener,
            backlog=ACCEPTED_AT_ONCE,
            ssl=self._context,
            ssl_handshake_timeout=HANDSHAKE.total_seconds() if self._context else None,
        )
        # asyncio takes one number for both; the system may hold more than are taken in at once.
        self._listener.listen(BACKLOG)
        try:
            yield
        finally:
            server.close()
            await parts.driver.close_all()
            await runner.cleanup()
            # A pump that broke cannot finish; what it confirmed is on the disk.
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_S):
                    await parts.driver.finish()

    async def _tick(self, parts: Services, tasks: asyncio.TaskGroup) -> None:
        told, next_tidying = parts.directory.revision, 0.0
        while True:
            await asyncio.sleep(TICK_S)
            parts.directory.refresh()
            if told != parts.directory.revision:
                told = parts.directory.revision
                parts.driver.directory_changed()
            parts.driver.tick()
            if (now := read_clock()).ticks >= next_tidying:
                next_tidying = now.ticks + TIDYING_S
                tasks.create_task(_tidy(parts, now))
                tasks.create_task(_keep_backup(parts, self._options.data / FILE_NAME, now))

    def _say_ready(self) -> None:
        port = self._listener.getsockname()[1]
        ready = {"ready": True, "url": self._names.public_url, "port": port}
        print(json.dumps(ready), flush=True)
        log.note("listening", url=self._names.public_url, port=port)

    def _watch_stdin(self) -> None:
        """Stop at the end of standard input, which also comes when the starter was killed."""
        loop = asyncio.get_running_loop()

        def wait_for_end() -> None:
            sys.stdin.read()
            # The server may have ended by a signal meanwhile.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._stop.set)

        threading.Thread(target=wait_for_end, name="stdin", daemon=True).start()

    def _watch_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, self._stop.set)
            except NotImplementedError:  # Windows
                signal.signal(number, lambda *_: loop.call_soon_threadsafe(self._stop.set))


async def _tidy(parts: Services, now: Moment) -> None:
    try:
        count = await parts.away(partial(parts.uploads.forget_unused, now))
        if count:
            log.note("unused_uploads_removed", count=count)
        count = await parts.away(partial(parts.response_files.forget_unnamed, now))
        if count:
            log.note("unnamed_response_files_removed", count=count)
    except (OSError, DatabaseUnusable) as error:
        log.fault("tidying_failed", error)


async def _keep_backup(parts: Services, path: Path, now: Moment) -> None:
    """Back the database up once a day, beside the work of the server."""
    try:
        if is_due(path, now.wall):
            made = await parts.away(partial(back_up, path, WHAT, now.wall, pace=_rest))
            log.note("backup_made", file=made.name)
    except DatabaseDamaged as error:
        log.warn("database_damaged", finding=f"{error.sentence} {STOP_AND_START}")
    except (OSError, DatabaseUnusable) as error:
        log.fault("backup_failed", error)


def _rest() -> None:
    time.sleep(BACKUP_REST_S)
