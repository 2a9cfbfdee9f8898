"""The cast of the soak: a few operators with many chats, and browsers with visitor after visitor.

A browser is there for the whole time. When a chat is over, its page is closed, and somebody else
opens one there: now and then one who has been there before.
"""

import asyncio
from pathlib import Path

from sqlite_utils import Database

from tests.simulation.history import Did
from tests.simulation.page_link import NotDone, PageLink, Payload
from tests.simulation.reader_node import ReaderNode
from tests.simulation.server_node import ServerNode
from tests.simulation.soak_world import SoakMachine, SoakWorld
from tests.simulation.stage import Node, Parts, Stage, Templates
from tests.simulation.visitor_node import VisitorNode
from undivided.server.web.driver import Driver

OPERATORS = ("ann", "ben", "cat", "dan")
LASTING = 2
"""So many operators' programs, and the server's, are never killed: what would grow has to have
the time to grow."""
WAITING_SHARE = 0.01
"""So many more visitors than places: all places are taken, and hardly anybody waits."""
PATIENCE_S = 1.0


class _PatientLink(PageLink):
    """Asks again when the server has no time: somebody who reads thousands of chats at once."""

    async def request(self, action: str, payload: Payload) -> Payload:
        """Return the answer's payload.

        Raises:
            NotDone: It was refused for good, or the link went down.
        """
        while True:
            try:
                return await super().request(action, payload)
            except NotDone as error:
                if not error.type or not error.is_passing:
                    raise
            await asyncio.sleep(PATIENCE_S)


class SoakServer(ServerNode):
    """The server, with its inside to look at."""

    driver: Driver

    def make_driver(self, database: Database, tasks: asyncio.TaskGroup) -> Driver:
        """Return what runs the hub, and keep it in sight."""
        self.driver = super().make_driver(database, tasks)
        return self.driver


class SoakReader(ReaderNode):
    """The reader at the end, in front of a long history."""

    link_type = _PatientLink


class SoakVisitor(VisitorNode):
    """One visitor in a browser; another one may come after it.

    Attributes:
        said: How many messages this visitor wrote, also in former visits.
        is_gone: The page was closed, and the browser is somebody else's.
    """

    def __init__(self, machine: SoakMachine, name: str, said: int = 0) -> None:
        super().__init__(machine, name)
        # Who comes back makes other ids than on the first visit, as a browser does.
        self._chance = machine.world.chance(f"page of {name} after {said} messages")
        self.said = self._place = said
        self.is_gone = False
        self._spoke = False

    def boot(self) -> None:
        """Open the page, unless it was closed for good."""
        if not self.is_gone:
            super().boot()

    @property
    def is_over(self) -> bool:
        """Whether the page shows that the chat has ended, and nothing is left to be sent."""
        has_chat = self._spoke and self.chat_id is not None
        return has_chat and self._is_open and not self.is_active and not self.storage

    def speak(self) -> None:
        """Write the next message."""
        if self.machine.can_run:
            self.said += 1
            self._spoke = True
            self.say(f"{self.name}#{self.said}")

    def leave(self) -> None:
        """Close the page for good."""
        self.is_gone = True
        self.machine.kill("closed its page")

    def report_view(self) -> None:
        """Write down what the page shows."""
        if self.chat_id is not None:
            lines = tuple(event["text"] for event in self._in_order())
            self.machine.world.history.note(self.name, Did.VIEW, chat=self.chat_id, lines=lines)

    def _note(self, did: Did, text: str) -> None:
        self.machine.world.history.note(self.name, did, text, chat=self.chat_id or "")


class SoakStage(Stage):
    """A server, four operators, and browsers for a little more visitors than they have places.

    Attributes:
        places: How many chats the operators have together.
    """

    def __init__(self, world: SoakWorld, folder: Path, templates: Templates, chats: int) -> None:
        self._soak_world = world
        browsers = int(chats * (1 + WAITING_SHARE))
        super().__init__(
            world,
            folder,
            templates,
            Parts(server=SoakServer, visitor=SoakVisitor),
            operators=OPERATORS,
            visitors=tuple(f"v{number}" for number in range(1, browsers + 1)),
            places=chats // len(OPERATORS),
        )
        self.places = chats

    @property
    def lasting(self) -> tuple[Node, ...]:
        """Whose processes are never killed."""
        return (self.server, *self.operators[:LASTING])

    def read_anew(self) -> SoakReader:
        """Let somebody who was never there read everything."""
        reader = SoakReader(self._machine("reader"))
        reader.boot()
        return reader

    def _machine(self, name: str) -> SoakMachine:
        return SoakMachine(self._soak_world, self.network, name, self._folder / name)
