"""The soak in short: two simulated hours with forty chats, and what it looks at."""

from pathlib import Path

import pytest

from tests.endurance import soak
from tests.simulation import soak_people
from tests.simulation.history import Did
from tests.simulation.network import Network
from tests.simulation.soak_memory import Memory, Sample
from tests.simulation.soak_world import HistoryOnDisk, SoakMachine, SoakWorld
from undivided.protocol.ids import ChatId
from undivided.session.watch import Watch

HOURS = 2
CHATS = 40


@pytest.mark.timeout(600)
def test_two_hours_of_forty_chats_lose_nothing_and_keep_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In so short a time some come back only when fewer are remembered.
    monkeypatch.setattr(soak_people, "REMEMBERED", 20)
    outcomes = soak.endure(HOURS, tmp_path, chats=CHATS)

    assert [each for each in outcomes if not each.is_met] == []
    assert len(outcomes) == 3


def sample(hour: float, mib: int, **left_over: int) -> Sample:
    return Sample(hour, mib * 2**20, 1_000, {}, left_over)


def test_a_slope_counts_from_the_end_of_the_warm_up() -> None:
    memory = Memory([sample(0, 10), sample(1, 90), sample(2, 92), sample(3, 94)])

    assert memory.slope_mib(1) == pytest.approx(2.0)


def test_only_what_keeps_more_and_more_is_named() -> None:
    hours = range(1, 5)
    memory = Memory([sample(hour, 10, full=50, slow=hour, fast=3 * hour) for hour in hours])

    assert memory.kept(1, 2.0) == {"fast": pytest.approx(3.0)}


def test_what_is_held_of_who_is_gone_is_found_inside_the_product() -> None:
    watch = Watch(queued={ChatId("C1"), ChatId("C2")}, over={ChatId("C3"): None})

    found = Memory().take(0, {"app": watch}, {"C2", "C3", "C4"})

    assert (found.held["app.queued"], found.left_over["app.queued"]) == (2, 1)
    assert (found.held["app.over"], found.left_over["app.over"]) == (1, 1)
    assert (found.held["app.mine"], found.left_over["app.mine"]) == (0, 0)


def test_a_history_on_disk_is_read_as_it_was_told(tmp_path: Path) -> None:
    world = SoakWorld(1, tmp_path / "history")
    world.history.note("ann", Did.VIEW, chat="C1", lines=("one", "two"))
    world.now = 2.5
    world.history.note("ann", Did.SENT, "one", chat="C1")

    view, sent = list(world.history)

    assert isinstance(world.history, HistoryOnDisk)
    assert (view.at, view.did, view.lines) == (0.0, Did.VIEW, ("one", "two"))
    assert world.history.of(Did.SENT) == [sent]
    assert (sent.at, sent.who, sent.text, sent.chat) == (2.5, "ann", "one", "C1")
    world.told.close()


def test_machines_get_their_turns_when_they_are_due_and_awake(tmp_path: Path) -> None:
    world = SoakWorld(1, tmp_path / "history")
    network = Network(world)
    seen: list[tuple[str, float]] = []
    machines = [SoakMachine(world, network, name, tmp_path / name) for name in ("a", "b")]

    async def work() -> None:
        return None

    for machine in machines:
        machine.boot(work)
        for delay in (2.0, 1.0, 4.0):
            machine.loop.call_later(
                delay, lambda name=machine.name: seen.append((name, round(world.now, 3)))
            )
    world.run(1.5)
    machines[1].sleep()
    world.run(5.0)
    machines[1].wake()
    world.run(5.0)
    for machine in machines:
        machine.loop.die()
        machine.disk.close()
    world.told.close()

    assert seen == [("a", 1.0), ("b", 1.0), ("a", 2.0), ("a", 4.0), ("b", 7.0), ("b", 9.0)]
