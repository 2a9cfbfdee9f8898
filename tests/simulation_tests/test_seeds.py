"""The world itself: clean seeds, planted bugs that are found, replays to the byte."""

import os
import subprocess
import sys

import pytest

from tests.simulation.__main__ import main
from tests.simulation.faults import POINTS_OF_APP, POINTS_OF_LIBRARY, POINTS_OF_SERVER
from tests.simulation.judge import Broken
from tests.simulation.machine import Machine
from tests.simulation.planted import PLANTS
from tests.simulation.spread import play_one

pytestmark = [
    pytest.mark.skipif("sys.platform == 'win32'", reason="needs files that can be moved"),
    # Alone on two cores half a minute; the machine may be busy.
    pytest.mark.timeout(600),
]
SEEDS = 200
FOUND_BY = {"last-writer-wins": 60, "outbox-in-memory": 10, "read-before-subscribe": 53}
"""Seeds that are known to find a bug; they are tried before the others."""
SHARED = (60, 6)
"""Seeds in which operators share canned responses."""
EXPECTED = {
    "no-unique-index": {Broken.DOUBLED},
    "outbox-in-memory": {Broken.LOST},
    "read-before-subscribe": {Broken.VIEWS},
    "response-before-commit": {Broken.LOST, Broken.FALSE_SENT},
    "last-writer-wins": {Broken.EDIT_LOST},
    "cursor-in-another-transaction": {Broken.LOST, Broken.VIEWS, Broken.BROKE},
    "wall-clock-deadline": {Broken.DEAD_LINK, Broken.LIVE_LINK},
}


def simulate(*words: str, hash_seed: str = "random") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.simulation", *words],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
    )


def test_two_hundred_seeds_of_faults_break_no_promise() -> None:
    played = simulate("--seeds", str(SEEDS))

    assert played.returncode == 0, played.stdout + played.stderr
    summary = played.stdout.splitlines()[-1]
    assert summary.startswith(f"{SEEDS} seeds, 0 failed; ")
    assert "broken: nothing" in summary


def test_every_named_point_is_one_that_processes_come_to(monkeypatch: pytest.MonkeyPatch) -> None:
    come_to: set[str] = set()

    def reached(_machine: Machine, point: str) -> bool:
        come_to.add(point)
        return False

    monkeypatch.setattr(Machine, "reached", reached)
    for seed in (1, *SHARED):
        play_one(seed)

    assert {*POINTS_OF_APP, *POINTS_OF_LIBRARY, *POINTS_OF_SERVER} <= come_to


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_bug_is_found(plant: str) -> None:
    seeds = sorted(range(1, SEEDS + 1), key=lambda seed: seed != FOUND_BY.get(plant))
    broken = ({finding.what for finding in play_one(seed, plant).findings} for seed in seeds)

    assert any(EXPECTED[plant] & kinds for kinds in broken), f"not found in {SEEDS} seeds"


def test_a_seed_replays_byte_for_byte_in_another_process() -> None:
    first, second = (simulate("--seed", str(SHARED[0]), hash_seed=order) for order in ("1", "2"))

    assert first.stdout == second.stdout
    assert len(first.stdout.splitlines()) > 100


def test_a_seed_that_fails_is_printed_and_ends_with_one() -> None:
    played = simulate("--seeds", "2", "--plant", "cursor-in-another-transaction")

    assert played.returncode == 1, played.stdout + played.stderr
    assert played.stdout.startswith("seed ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--seeds", "0"), "'0' is not a whole number from 1"),
        (("--seeds", "-5"), "'-5' is not a whole number from 1"),
        (("--start", "many"), "'many' is not a whole number from 1"),
        (("--seed", "1.5"), "'1.5' is not a whole number from 1"),
        (("--plant", "tulips"), "invalid choice: 'tulips'"),
    ],
    ids=["none", "negative", "words", "fraction", "plant"],
)
def test_bad_words_get_a_sentence(
    words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(list(words))

    assert refused.value.code == 2
    assert sentence in capsys.readouterr().err
