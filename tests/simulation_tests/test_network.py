"""The world's network keeps the rules of TCP while it breaks."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.simulation.machine import Machine
from tests.simulation.network import Line, Network
from tests.simulation.world import World

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="needs files that can be moved")


class Mouth(asyncio.Protocol):
    """Remembers what it heard and how it ended."""

    def __init__(self) -> None:
        self.heard = b""
        self.pieces = 0
        self.ended: list[str] = []
        self.transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.heard += data
        self.pieces += 1

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended.append("reset" if exc else "closed")


class Pair:
    """A client and a server that are connected."""

    def __init__(self, folder: Path) -> None:
        self.world = World(7)
        network = self.network = Network(self.world)
        self.near = Machine(self.world, network, "near", folder / "near")
        self.far = Machine(self.world, network, "far", folder / "far")
        self.client, self.server = Mouth(), Mouth()
        self.refusals: list[str] = []
        network.server = self.far
        self.far.boot(self._listen)
        self.world.run(0.1)

    @property
    def line(self) -> Line:
        return self.network.line_of(self.near)

    def connect(self) -> "Pair":
        self.near.boot(self._dial)
        self.world.run(0.2)
        return self

    def both(self) -> tuple[bytes, bytes]:
        return self.client.heard, self.server.heard

    async def _listen(self) -> None:
        await asyncio.get_running_loop().create_server(lambda: self.server, None, 0)

    async def _dial(self) -> None:
        try:
            await asyncio.get_running_loop().create_connection(lambda: self.client, "far", 1)
        except ConnectionRefusedError as error:
            self.refusals.append(str(error))


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


def test_bytes_travel_both_ways_whole_and_in_order(pair: Pair) -> None:
    pair.connect()
    for part in (b"one ", b"two ", b"three"):
        pair.client.transport.write(part)
        pair.server.transport.write(part)
    pair.world.run(1)

    assert pair.both() == (b"one two three", b"one two three")


def test_nothing_arrives_at_once(pair: Pair) -> None:
    pair.connect()
    pair.client.transport.write(b"hello")

    assert pair.both() == (b"", b"")


def test_closing_lets_the_last_bytes_arrive_and_then_tells_the_end(pair: Pair) -> None:
    pair.connect()
    pair.client.transport.write(b"bye")
    pair.client.transport.close()
    pair.world.run(1)

    assert pair.server.heard == b"bye"
    assert (pair.client.ended, pair.server.ended) == (["closed"], ["closed"])


def test_what_is_sent_into_a_hole_arrives_when_it_is_gone(pair: Pair) -> None:
    pair.connect()
    pair.line.swallows_up = True
    pair.client.transport.write(b"late")
    pair.server.transport.write(b"news")
    pair.world.run(30)
    in_hole = pair.both()
    pair.line.swallows_up = False
    pair.network.stir(pair.near)
    pair.world.run(2)

    assert (in_hole, pair.both()) == ((b"news", b""), (b"news", b"late"))


def test_a_cut_ends_both_sides(pair: Pair) -> None:
    pair.connect()
    pair.network.cut(pair.near)
    pair.world.run(1)

    assert (pair.client.ended, pair.server.ended) == (["reset"], ["reset"])


def test_a_side_that_could_not_be_told_of_a_cut_hears_it_when_it_speaks(pair: Pair) -> None:
    pair.connect()
    pair.line.swallows_down = True
    pair.server.transport.write(b"gone")
    pair.network.cut(pair.near)
    pair.world.run(5)
    untold = list(pair.client.ended)
    pair.line.swallows_down = False
    pair.network.stir(pair.near)
    pair.client.transport.write(b"anybody there?")
    pair.world.run(5)

    assert (untold, pair.client.ended) == ([], ["reset"])
    assert pair.both() == (b"", b"")


def test_a_cut_inside_leaves_a_part(pair: Pair) -> None:
    pair.connect()
    pair.line.cuts_inside = True
    pair.client.transport.write(b"x" * 100)
    pair.world.run(1)

    assert 0 < len(pair.server.heard) < 100
    assert (pair.client.ended, pair.server.ended) == (["reset"], ["reset"])


def test_a_cut_behind_tells_one_side_and_the_packet_comes_late(pair: Pair) -> None:
    pair.connect()
    pair.line.cuts_behind = True
    pair.client.transport.write(b"x" * 200)
    pair.world.run(0.4)
    soon = (list(pair.client.ended), pair.server.heard)
    pair.world.run(10)

    assert soon == (["reset"], b"")
    assert pair.server.heard == b"x" * 200


def test_slices_arrive_in_order(pair: Pair) -> None:
    pair.connect()
    pair.line.slices = True
    pair.client.transport.write(bytes(range(100)))
    pair.world.run(2)

    assert pair.server.heard == bytes(range(100))
    assert pair.server.pieces > 3


def test_a_line_that_refuses_is_said_to_have_nobody(pair: Pair) -> None:
    pair.line.refuses = True
    pair.connect()

    assert pair.refusals == ["nobody listens"]


def test_a_line_that_hangs_up_lets_nobody_hear_a_word(pair: Pair) -> None:
    pair.line.hangs_up = True
    pair.connect()
    pair.world.run(1)

    assert pair.client.ended != []
    assert pair.server.transport is None


@pytest.mark.parametrize(
    ("ends", "heard"),
    [
        (lambda pair: pair.far.kill("kill -9"), True),
        (lambda pair: pair.far.kill("power loss", is_power_lost=True), False),
    ],
    ids=["kill", "power"],
)
def test_a_kernel_closes_for_a_dead_process_unless_it_has_no_power(
    pair: Pair, ends: Callable[[Pair], None], *, heard: bool
) -> None:
    pair.connect()
    ends(pair)
    pair.world.run(20)

    assert bool(pair.client.ended) is heard


def test_who_speaks_to_a_machine_that_started_again_is_told(pair: Pair) -> None:
    pair.connect()
    pair.far.kill("power loss", is_power_lost=True)
    pair.client.transport.write(b"hello?")
    pair.world.run(5)
    before = list(pair.client.ended)
    pair.far.boot(pair._listen)
    pair.world.run(5)

    assert (before, pair.client.ended) == ([], ["reset"])


def test_a_sleeping_machine_hears_it_all_when_it_wakes(pair: Pair) -> None:
    pair.connect()
    pair.near.sleep()
    pair.server.transport.write(b"psst")
    pair.world.run(60)
    asleep = pair.client.heard
    pair.near.wake()
    pair.world.run(2)

    assert (asleep, pair.client.heard) == (b"", b"psst")
