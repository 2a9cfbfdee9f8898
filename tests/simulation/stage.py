"""The cast of one world: a server, operators, visitors, and their machines."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.simulation.library_node import LibraryTemplate
from tests.simulation.machine import Machine
from tests.simulation.network import Network
from tests.simulation.operator_node import DeskTemplate, OperatorNode
from tests.simulation.reader_node import ReaderNode
from tests.simulation.server_node import ServerNode, Staff, Template
from tests.simulation.visitor_node import VisitorNode
from tests.simulation.world import World

OPERATORS = ("ann", "ben")
VISITORS = ("eve", "zoe", "kim")
PLACES = 3
BOOT_EVERY_S = 5.0
CALM_TURNS = 4
"""Once all have been well so often in a row, nothing is left to come."""

Node = ServerNode | OperatorNode | VisitorNode


@dataclass(frozen=True, slots=True)
class Templates:
    """Files with all tables and nothing in them."""

    server: Template
    desk: DeskTemplate
    library: LibraryTemplate

    @classmethod
    def made_in(cls, folder: Path) -> "Templates":
        """Migrate each once."""
        return cls(Template(folder), DeskTemplate(folder), LibraryTemplate(folder))


@dataclass(frozen=True, slots=True)
class Parts:
    """What the nodes are made of; planted bugs put others here."""

    server: type[ServerNode] = ServerNode
    operator: type[OperatorNode] = OperatorNode
    visitor: type[VisitorNode] = VisitorNode


class Stage:
    """Everybody of one world, in a fixed order."""

    def __init__(
        self,
        world: World,
        folder: Path,
        templates: Templates,
        parts: Parts,
        *,
        operators: tuple[str, ...],
        visitors: tuple[str, ...],
        places: int = PLACES,
    ) -> None:
        self.world = world
        self.network = Network(world)
        self._folder = folder
        self._templates = templates
        staff = Staff((*operators, "reader"), places)
        self.server = parts.server(self._machine("server"), staff)
        templates.server.copy_to(self.server.machine.disk.here)
        self.operators = [parts.operator(self._machine(name), name) for name in operators]
        for each in self.operators:
            templates.desk.copy_to(each.machine.disk.here)
        self.visitors = [parts.visitor(self._machine(name), name) for name in visitors]
        self.network.server = self.server.machine

    @property
    def nodes(self) -> list[Node]:
        """Everybody who can be killed."""
        return [self.server, *self.operators, *self.visitors]

    @property
    def clients(self) -> list[OperatorNode | VisitorNode]:
        """Everybody with a line to the server."""
        return [*self.operators, *self.visitors]

    @property
    def is_sharing(self) -> bool:
        """Whether the operators have canned libraries."""
        return any(operator.library is not None for operator in self.operators)

    @property
    def is_well(self) -> bool:
        """Whether everybody runs, is connected and has nothing left to send."""
        is_on = all(node.machine.is_on for node in self.nodes)
        return is_on and all(client.is_well for client in self.clients)

    def share_responses(self) -> None:
        """Give every operator a canned library, before anything has started."""
        for each in self.operators:
            self._templates.library.copy_to(each.machine.disk.here)
            each.share_responses()
            self.server.staff.administrators.add(each.name)

    def boot(self) -> None:
        """Start everything that does not run."""
        for node in self.nodes:
            node.boot()

    def get_well(
        self,
        seconds: float,
        *,
        calm_turns: int = CALM_TURNS,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        """Let all become well, within a time; who was just ending starts again."""
        calm = 0
        for _ in range(int(seconds / BOOT_EVERY_S)):
            self.boot()
            meanwhile()
            self.world.run(BOOT_EVERY_S)
            calm = calm + 1 if self.is_well else 0
            if calm == calm_turns:
                return

    def kill(self, node: Node, why: str, *, is_power_lost: bool = False) -> None:
        """End a process without a word."""
        node.machine.kill(why, is_power_lost=is_power_lost)
        node.buried()

    def read_anew(self) -> ReaderNode:
        """Let somebody who was never there read everything."""
        reader = ReaderNode(self._machine("reader"), reads_responses=self.is_sharing)
        reader.boot()
        return reader

    def read_responses(self) -> ReaderNode:
        """Let somebody else read later what is shared."""
        machine = self._machine("late reader")
        reader = ReaderNode(machine, reads_chats=False, reads_responses=True)
        reader.boot()
        return reader

    def close(self) -> None:
        """End everything, quietly."""
        for machine in self.world.machines:
            machine.loop.die()
        for node in self.nodes:
            node.buried()
        for machine in self.world.machines:
            machine.disk.close()

    def _machine(self, name: str) -> Machine:
        return Machine(self.world, self.network, name, self._folder / name)
