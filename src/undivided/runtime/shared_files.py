"""Brings and fetches the files of shared responses in the background, one after the other.

Nothing waits for it: texts are shared and inserted without their files. What is to be done is
found anew each time, from what the library and the server say; `library.sharing.files` decides.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from undivided.library.errors import FileGone
from undivided.library.model.parts import Attachment
from undivided.library.sharing.files import CarriedFile, Tries, is_whole, to_bring, wanted
from undivided.protocol.errors import ErrorType, ProtocolError, UndividedError
from undivided.protocol.response_files import LackingFile
from undivided.runtime.library_file import LibraryFile
from undivided.runtime.supervisor import Supervisor
from undivided.runtime.worker import on_a_thread

log = logging.getLogger(__name__)

GATHERED_S = 0.5
"""After which news is looked at, together with what followed it."""
_SERVER = "server"
_FOR_GOOD = frozenset({ErrorType.VALIDATION, ErrorType.ENTITY_TOO_LARGE})


class Post(Protocol):
    """Whoever asks the server; blocking. See `ResponsePost`."""

    def lacking(self) -> tuple[LackingFile, ...]:
        """Return which files the server has not got and this operator may bring."""
        ...

    def bring(self, carried: CarriedFile, data: bytes) -> None:
        """Give the server the bytes of a file."""
        ...

    def fetch(self, file: Attachment) -> bytes:
        """Return what the server gives for a file."""
        ...


@dataclass(frozen=True, slots=True)
class FileListeners:
    """Who hears that a file has come, and that the server takes one not, with the reason."""

    arrived: Callable[[Attachment], None]
    refused: Callable[[Attachment, str], None]


class SharedFiles:
    """The files of the responses that one library shares with the server of the desk.

    Args:
        library: Keeps the bytes, each once.
        supervisor: Starts and ends the work.
    """

    def __init__(
        self, library: LibraryFile, supervisor: Supervisor, listeners: FileListeners
    ) -> None:
        self._library = library
        self._supervisor = supervisor
        self._listeners = listeners
        self._origin = ""
        self._news = asyncio.Event()
        self._work: asyncio.Task[object] | None = None

    def begin(self, origin: str, post: Post) -> None:
        """Follow a server that keeps shared responses, from a sign-in on."""
        self.leave()
        self._origin = origin
        self._work = self._supervisor.start("files of responses", self._follow(post))

    def leave(self) -> None:
        """Stop; what is under way is done again at the next time."""
        if self._work is not None:
            self._work.cancel()
            self._work = None

    def look(self) -> None:
        """Take note that responses have changed, here or there."""
        self._news.set()

    async def _follow(self, post: Post) -> None:
        round_ = _Round(self._library, self._origin, post, self._listeners)
        while True:
            self._news.clear()
            pause = await round_.go()
            try:
                async with asyncio.timeout(pause):
                    await self._news.wait()
                await asyncio.sleep(GATHERED_S)
            except TimeoutError:
                pass


class _Round:
    """One look after the other at what is to be brought and fetched, between two sign-ins."""

    def __init__(
        self, library: LibraryFile, origin: str, post: Post, listeners: FileListeners
    ) -> None:
        self._library = library
        self._origin = origin
        self._post = post
        self._listeners = listeners
        self._settled: frozenset[object] = frozenset()
        self._asking = Tries()
        self._fetching = Tries()

    async def go(self) -> float | None:
        """Do all that is due; return after how many seconds there is more, None without end."""
        if self._asking.wait(_now()):
            return self._asking.wait(_now())
        try:
            await self._look()
            self._asking.only(())
        except UndividedError as error:
            # Without a connection, or with a full disk, the texts go on; so does this, later.
            log.info("files of responses wait: %s", type(error).__name__)
            self._asking.failed(_SERVER, _now())
            return self._asking.wait(_now())
        return self._fetching.wait(_now())

    async def _look(self) -> None:
        rights, files = await self._library.ask(lambda store: store.carried_files(self._origin))
        if not rights.keeps_files:
            files = ()
        await self._bring(files)
        missing = wanted(files)
        self._fetching.only(file.digest for file in missing)
        for file in missing:
            if self._fetching.is_due(file.digest, _now()):
                await self._fetch(file)

    async def _bring(self, files: tuple[CarriedFile, ...]) -> None:
        """Bring what the server lacks; it is asked only about what is new to this sign-in."""
        mine = frozenset(each.key for each in files if each.is_here and each.may_bring)
        if mine <= self._settled:
            self._settled = mine
            return
        lacking = await on_a_thread("files of responses", self._post.lacking)
        for each in to_bring(files, lacking):
            if each.key not in self._settled:
                await self._bring_one(each)
                self._settled |= {each.key}
        self._settled = mine

    async def _bring_one(self, each: CarriedFile) -> None:
        """Bring a file; a refusal that holds is told, another one raised."""
        file = each.file
        try:
            data = await self._library.ask(lambda store: store.file_bytes(file.digest))
            await on_a_thread("file of a response", partial(self._post.bring, each, data))
        except FileGone:
            log.info("file of a response went before it was brought")
        except ProtocolError as refusal:
            if refusal.is_transient:
                raise
            await self._refused(file, refusal)

    async def _refused(self, file: Attachment, refusal: ProtocolError) -> None:
        if refusal.type == ErrorType.NOT_FOUND:
            return  # its response was changed a moment ago
        if refusal.type in _FOR_GOOD:
            origin, digest = self._origin, file.digest
            await self._library.ask(lambda store: store.note_refused_file(origin, digest))
        self._listeners.refused(file, refusal.sentence)

    async def _fetch(self, file: Attachment) -> None:
        try:
            data = await on_a_thread("file of a response", self._post.fetch, file)
        except ProtocolError as refusal:
            # Whoever shared it may still be bringing it.
            log.info("file of a response is not there yet: %s", refusal.type)
            self._fetching.failed(file.digest, _now())
            return
        if not is_whole(file, data):
            log.info("file of a response came with other bytes, and was not kept")
            self._fetching.failed(file.digest, _now())
        elif await self._library.ask(lambda store: store.take_shared_file(file, data)):
            self._fetching.worked(file.digest)
            self._listeners.arrived(file)


def _now() -> float:
    return asyncio.get_running_loop().time()
