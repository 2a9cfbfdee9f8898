"""Everything that breaks in the world, by chance; each fault has a name and an end."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from tests.simulation.disk import SLOW_S
from tests.simulation.history import DISK, HOLE, Did
from tests.simulation.network import FAR_S, NEAR_S, Line
from tests.simulation.operator_node import OperatorNode
from tests.simulation.server_node import ServerNode
from tests.simulation.stage import Node, Stage
from tests.support.faulty_disk import Fault

BACK_S = (0.3, 20.0)
LAST_S = (1.0, 25.0)
HOLE_S = (3.0, 60.0)
NAP_S = (2.0, 70.0)
POINTS_OF_APP = tuple(
    f"{side} {job}"
    for job in ("accept", "accept", "drop", "keep", "save_draft", "open_on_thread")
    for side in ("before", "after")
)
POINTS_OF_LIBRARY = tuple(
    f"{side} {job}"
    for job in ("share", "share", "edit", "write_new", "delete")
    for side in ("before", "after")
)
POINTS_OF_SERVER = ("before commit", "after commit")
STEPS_S = (-86_400.0, -7_200.0, -60.0, -7.0, 7.0, 60.0, 7_200.0, 86_400.0)


class Faults:
    """Breaks something every few seconds until `heal`."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._world = stage.world
        self._chance = stage.world.chance("faults")
        self._is_on = True
        self._table: list[tuple[str, int, Callable[[], None]]] = [
            ("network", 12, self._network),
            ("hole", 4, self._hole),
            ("cut", 5, self._cut),
            ("kill", 4, self._kill),
            ("kill at a point", 6, self._kill_at_point),
            ("end", 1, self._end),
            ("sleep", 2, self._sleep),
            ("clock", 2, self._clock),
            ("disk", 5, self._disk),
        ]

    def play(self, count: int, seconds: float) -> None:
        """Spread so many faults over a time."""
        for _ in range(count):
            self._world.after(self._chance.uniform(1.0, seconds), self._strike)

    def heal(self) -> None:
        """Mend everything at once."""
        self._is_on = False
        for node in self._stage.nodes:
            self._mend_line(node)
            self._mend_disk(node)
            node.machine.points.clear()
            if node.machine.is_asleep:
                node.machine.wake()
        self._stage.boot()
        self._world.history.note("world", Did.HEALED, "everything")

    def strike_clocks(self) -> None:
        """Set every clock while nothing else is wrong."""
        for node in self._stage.nodes:
            self._step(node)

    def swallow_operators(self, *, is_on: bool) -> None:
        """Put every operator into a hole, or take them out."""
        for operator in self._stage.operators:
            self._set_hole(operator, "both ways" if is_on else "")

    def _strike(self) -> None:
        if self._is_on:
            weights = [weight for _, weight, _ in self._table]
            self._chance.choices(self._table, weights)[0][2]()

    def _later(self, span: tuple[float, float], act: Callable[[], object]) -> None:
        self._world.after(self._chance.uniform(*span), partial(self._unless_healed, act))

    def _unless_healed(self, act: Callable[[], object]) -> None:
        if self._is_on:
            act()

    def _note(self, node: Node, what: str) -> None:
        self._world.history.note(node.machine.name, Did.FAULT, what)

    # The network

    def _line(self, node: Node) -> Line:
        return self._stage.network.line_of(node.machine)

    def _client(self) -> Node:
        # Operators have more to lose.
        if self._chance.random() < 0.6:
            return self._chance.choice(self._stage.operators)
        return self._chance.choice(self._stage.visitors)

    def _network(self) -> None:
        node = self._client()
        line = self._line(node)
        what = self._chance.choice(
            (
                "slow line",
                "slices",
                "refuses",
                "hangs up",
                "cuts inside",
                "cuts behind",
                "cuts behind",
            )
        )
        self._note(node, what)
        match what:
            case "slow line":
                line.delay_s = FAR_S
            case "slices":
                line.slices = True
            case "refuses":
                line.refuses = True
                self._stage.network.cut(node.machine)
            case "hangs up":
                line.hangs_up = True
                self._stage.network.cut(node.machine)
            case "cuts behind":
                line.cuts_behind = True
            case _:
                line.cuts_inside = True
        self._later(LAST_S, partial(self._mend_line, node))

    def _mend_line(self, node: Node) -> None:
        line = self._line(node)
        line.delay_s = NEAR_S
        line.slices = line.refuses = line.hangs_up = False
        line.cuts_inside = line.cuts_behind = False
        self._set_hole(node, "")

    def _hole(self) -> None:
        node = self._client()
        self._set_hole(node, self._chance.choice(("up", "down", "both ways")))
        self._later(HOLE_S, partial(self._set_hole, node, ""))

    def _set_hole(self, node: Node, way: str) -> None:
        line = self._line(node)
        had = line.swallows_up or line.swallows_down
        line.swallows_up = way in {"up", "both ways"}
        line.swallows_down = way in {"down", "both ways"}
        if had:
            self._world.history.note(node.machine.name, Did.HEALED, HOLE)
            self._stage.network.stir(node.machine)
        if way:
            self._note(node, f"{HOLE} {way}")

    def _cut(self) -> None:
        node = self._client()
        self._note(node, "cut")
        self._stage.network.cut(node.machine)

    # Processes

    def _anybody(self) -> Node:
        nodes: tuple[Node, ...] = (
            self._stage.server,
            *self._stage.operators,
            *self._stage.operators,
        )
        if self._chance.random() < 0.15:
            return self._chance.choice(self._stage.visitors)
        return self._chance.choice(nodes)

    def _kill(self) -> None:
        node = self._anybody()
        what = self._chance.choice(("kill -9", "power loss"))
        if node.machine.is_on:
            self._note(node, what)
            self._stage.kill(node, what, is_power_lost=what == "power loss")
        self._later(BACK_S, node.boot)

    def _kill_at_point(self) -> None:
        is_server = self._chance.random() < 0.4
        node: Node = self._stage.server if is_server else self._chance.choice(self._stage.operators)
        points = POINTS_OF_APP
        if self._stage.is_sharing:
            points += POINTS_OF_LIBRARY
        point = self._chance.choice(POINTS_OF_SERVER if is_server else points)
        self._note(node, f"killed {point}")
        node.machine.points[point] = partial(self._killed, node)

    def _killed(self, node: Node) -> None:
        node.buried()
        self._later(BACK_S, node.boot)

    def _end(self) -> None:
        ending: tuple[ServerNode | OperatorNode, ...] = (
            self._stage.server,
            *self._stage.operators,
        )
        node = self._chance.choice(ending)
        self._note(node, "asked to end")
        if isinstance(node, OperatorNode):
            node.quit()
        else:
            node.stop()
        self._later(BACK_S, node.boot)

    # Machines

    def _sleep(self) -> None:
        node = self._client()
        if not node.machine.can_run:
            return
        self._note(node, "sleeps")
        node.machine.sleep()
        takes_line = self._chance.random() < 0.5
        self._later(NAP_S, partial(self._wake, node, takes_line=takes_line))

    def _wake(self, node: Node, *, takes_line: bool) -> None:
        if not node.machine.is_asleep:
            return
        if takes_line:
            # The lid was opened in another place, and the network comes a little later.
            self._set_hole(node, "both ways")
            self._later((7.0, 20.0), partial(self._set_hole, node, ""))
        self._note(node, "wakes")
        node.machine.wake()

    def _clock(self) -> None:
        self._step(self._chance.choice(self._stage.nodes))

    def _step(self, node: Node) -> None:
        seconds = self._chance.choice(STEPS_S)
        self._note(node, f"clock {seconds:+.0f} s")
        node.machine.wall_ahead += timedelta(seconds=seconds)

    def _disk(self) -> None:
        nodes: tuple[Node, ...] = (self._stage.server, *self._stage.operators)
        node = self._chance.choice(nodes)
        disk = node.machine.disk
        what = self._chance.choice(("slow disk", "full disk", "failing disk"))
        self._note(node, what)
        match what:
            case "slow disk":
                disk.delay_s = SLOW_S
            case "full disk":
                disk.faults.is_full = True
            case _:
                kind = self._chance.choice((Fault.WRITE, Fault.SYNC))
                is_lasting = self._chance.random() < 0.3
                disk.faults.fail_write(self._chance.randint(1, 12), kind, is_lasting=is_lasting)
        self._later(LAST_S, partial(self._mend_disk, node))

    def _mend_disk(self, node: Node) -> None:
        node.machine.disk.mend()
        self._world.history.note(node.machine.name, Did.HEALED, DISK)
