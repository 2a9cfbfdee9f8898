"""The cast of one world: a server, operators, visitors, and their machines."""

from dataclasses import dataclass
from pathlib import Path

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

Node = ServerNode | OperatorNode | VisitorNode


@dataclass(frozen=True, slots=True)
class Templates:
    """Files with all tables and nothing in them."""

    server: Template
    desk: DeskTemplate

    @classmethod
    def made_in(cls, folder: Path) -> "Templates":
        """Migrate both once."""
        return cls(Template(folder), DeskTemplate(folder))


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
    def is_well(self) -> bool:
        """Whether everybody runs, is connected and has nothing left to send."""
        is_on = all(node.machine.is_on for node in self.nodes)
        return is_on and all(client.is_well for client in self.clients)

    def boot(self) -> None:
        """Start everything that does not run."""
        for node in self.nodes:
            node.boot()

    def kill(self, node: Node, why: str, *, is_power_lost: bool = False) -> None:
        """End a process without a word."""
        node.machine.kill(why, is_power_lost=is_power_lost)
        node.buried()

    def read_anew(self) -> ReaderNode:
        """Let somebody who was never there read everything."""
        reader = ReaderNode(self._machine("reader"))
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
