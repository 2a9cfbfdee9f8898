"""The loop around the pure story of sharing: the library's file on one side, the desk on the other.

What is said and when is `session.sharing`'s; what becomes of a response is `library.sharing`'s.
"""

import asyncio
import itertools
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from undivided.library.model.responses import Response
from undivided.library.sharing.copies import Counts, Rights, Shelf
from undivided.library.sharing.files import wanted
from undivided.library.sharing.news import Choice, Told
from undivided.library.sharing.outcomes import Sharing
from undivided.protocol.canned_responses import Place
from undivided.protocol.errors import UndividedError
from undivided.runtime.library_file import LibraryFile
from undivided.runtime.shared_files import Post, SharedFiles
from undivided.runtime.supervisor import Supervisor
from undivided.session import sharing
from undivided.session.commands import Command, Configure
from undivided.session.facts import Configured, LibraryPushed, Notice, SharingOffered
from undivided.session.sharing import AGAIN_S, Answer, Inbox, Want
from undivided.session.sharing_out import sharing as story_of
from undivided.storage.library.store import LibraryStore

log = logging.getLogger(__name__)

SHOWN_AFTER_S = 0.2
"""After which a change by others is shown, together with those that followed it."""


class Standing(Struct, frozen=True):
    """How sharing stands, for whoever shows it.

    Attributes:
        is_offered: Whether the server keeps shared responses; None while that is not known.
        rights: As the server last said, also while there is no connection.
        overrides: The ids of responses that were changed for this operator alone, and whether
            the shared one has changed since.
    """

    counts: Counts = Counts()
    is_offered: bool | None = None
    rights: Rights = Rights()
    overrides: dict[str, bool] = {}


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears of changes of the library, of news for the operator, and how sharing stands."""

    changed: Callable[[], None]
    told: Callable[[tuple[Told, ...]], None]
    stands: Callable[[Standing], None]


class SharedLibrary:
    """Follows the server of the signed-in desk; without one, it only finds what was changed.

    Args:
        library: Where the copies are.
        supervisor: Starts and ends the story.
        do: Hands a command to the desk's connection, if there is one.
        files: Brings and fetches the files of the responses beside it.
    """

    def __init__(
        self,
        library: LibraryFile,
        supervisor: Supervisor,
        do: Callable[[Command], None],
        listeners: Listeners,
        files: SharedFiles,
    ) -> None:
        self._files = files
        self._post: Post | None = None
        self._library = library
        self._supervisor = supervisor
        self._do = do
        self._listeners = listeners
        self._origin = ""
        self._is_offered: bool | None = None
        self._inbox = Inbox()
        self._news = asyncio.Event()
        self._numbers = itertools.count(1)
        self._pending: dict[int, asyncio.Future[Answer]] = {}
        self._story: asyncio.Task[object] | None = None
        self._looks: asyncio.Task[object] | None = None
        self._must_look = False
        self._showing: asyncio.TimerHandle | None = None

    def enter(self, origin: str, post: Post) -> None:
        """Take the side of a server, also before it answers.

        Args:
            origin: Its address.
            post: Takes files there and back.
        """
        self.leave()
        self._origin, self._post = origin, post
        self._is_offered = None
        self._look_soon()

    def leave(self) -> None:
        """Stop following; what is under way is done again at the next time."""
        self._files.leave()
        if self._story is not None:
            self._story.cancel()
            self._story = None

    def noticed(self, notice: Notice) -> None:
        """Take in what the session says."""
        match notice:
            case SharingOffered(me, is_offered):
                self._begin(me, is_offered=is_offered)
            case LibraryPushed(push):
                self._inbox.pushes.append(push)
                self._news.set()
            case Configured(number, answer):
                pending = self._pending.pop(number, None)
                if pending is not None and not pending.done():
                    pending.set_result(answer)
            case _:
                pass

    def changed(self) -> None:
        """Take note that the library was changed on this computer."""
        self._inbox.has_changed = True
        self._news.set()
        self._files.look()
        self._look_soon()

    async def decide(self, response_id: str, choice: Choice, shown: Response | None = None) -> None:
        """Carry out an operator's choice between the own text and the server's.

        Args:
            response_id: Of the library's response.
            choice: Which.
            shown: The server's text that the operator saw; about another one he is told instead.
        """

        def rules(shelf: Shelf) -> tuple[Told, ...]:
            sharing = Sharing(shelf, shelf.known().rights)
            sharing.decide(response_id, choice, shown)
            return tuple(sharing.told)

        told = await self.share(rules)
        self._listeners.changed()
        if told:
            self._listeners.told(told)
        self.changed()

    def place(self, store: LibraryStore, response_ids: Iterable[str], place: Place) -> None:
        """Let new responses go to this team or site; on the library's thread."""
        store.place(response_ids, self._origin, place)

    async def share(self, rules: Callable[[Shelf], sharing.T]) -> sharing.T:
        """Return what `rules` return for the shelf of the desk's server, in one transaction."""
        origin = self._origin
        return await self._library.ask(lambda store: store.share(origin, rules))

    async def files_to_come(self) -> int:
        """Return how many files of shared responses are not on this computer yet."""
        origin = self._origin
        rights, files = await self._library.ask(lambda store: store.carried_files(origin))
        return len(wanted(files)) if rights.keeps_files else 0

    # The story

    def _begin(self, me: str, *, is_offered: bool) -> None:
        self.leave()
        self._is_offered = is_offered
        if is_offered:
            self._inbox = Inbox()
            self._story = self._supervisor.start("sharing", self._follow(me))
            if self._post is not None:
                self._files.begin(self._origin, self._post)
        else:
            self._look_soon()

    async def _follow(self, me: str) -> None:
        while True:
            try:
                await self._tell(me)
            except UndividedError as error:
                # The library's file cannot be used just now; the window says so elsewhere.
                log.info("sharing waits: %s", type(error).__name__)
            await asyncio.sleep(AGAIN_S)

    async def _tell(self, me: str) -> None:
        story = story_of(self._inbox, me)
        want = next(story)
        while True:
            want = story.send(await self._given(want))

    async def _given(self, want: Want) -> object:
        match want:
            case sharing.Work(rules):
                return await self.share(rules)
            case sharing.Fetch(action, payload):
                return await self._answer(Configure(next(self._numbers), action, payload))
            case sharing.Pause(seconds):
                await asyncio.sleep(seconds)
            case sharing.Wait():
                self._news.clear()
                await self._news.wait()
            case sharing.Say(told):
                self._say(told)
        return None

    async def _answer(self, command: Configure) -> Answer:
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._pending[command.number] = answer
        try:
            self._do(command)
            return await answer
        finally:
            self._pending.pop(command.number, None)

    def _say(self, told: tuple[Told, ...]) -> None:
        if told:
            self._listeners.told(told)
        self._files.look()
        if self._showing is None:
            # A whole list comes in many pieces, and each would search the library anew.
            loop = asyncio.get_running_loop()
            self._showing = loop.call_later(SHOWN_AFTER_S, self._show)

    def _show(self) -> None:
        self._showing = None
        if not self._supervisor.is_closing:
            self._listeners.changed()
            self._look_soon()

    # How it stands

    def _look_soon(self) -> None:
        if not self._origin or self._supervisor.is_closing:
            return
        self._must_look = True
        if self._looks is None or self._looks.done():
            self._looks = self._supervisor.start("look at shared", self._look())

    async def _look(self) -> None:
        while self._must_look:
            self._must_look = False
            try:
                told, stands = await self.share(_looked)
            except UndividedError as error:
                log.info("not looked at: %s", type(error).__name__)
                return
            self._listeners.stands(replace(stands, is_offered=self._is_offered))
            if told:
                self._listeners.changed()
                self._listeners.told(told)


def _looked(shelf: Shelf) -> tuple[tuple[Told, ...], Standing]:
    """Find what was changed here, also without a connection, and how everything stands."""
    rights = shelf.known().rights
    rules = Sharing(shelf, rights)
    rules.look()
    standing = Standing(counts=rules.counts(), rights=rights, overrides=rules.overrides())
    return tuple(rules.told), standing
