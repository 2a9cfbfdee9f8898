"""The power goes at any write or sync: what was acknowledged is there again, and the file opens."""

import logging
import random
import shutil
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.endurance.outcome import Outcome
from tests.endurance.storage_faults import DeskWork, LibraryWork, ServerWork, Work, is_damaged
from tests.support.faulty_disk import Fault, FaultyDisk
from undivided.database.errors import StorageError

RULE = "the power goes at any write or sync"
ROUNDS = 300

LOSSES = 4
WRITES = 30


def endure(rounds: int, folder: Path) -> list[Outcome]:
    """Write to each file, lose the power at a seeded write, open, look, and go on; four times."""
    logging.getLogger("undivided.server.hub.hub").setLevel(logging.CRITICAL)
    works: list[tuple[str, Callable[[Path], Work]]] = [
        ("desk.db", DeskWork),
        ("library.db", LibraryWork),
        ("hub.db", ServerWork),
    ]
    for file, make in works:
        (folder / file).mkdir()
        make(folder / file).close()
    tally, first = Counter[str](), ""
    for seed in range(rounds):
        file, make = works[seed % len(works)]
        here = folder / "here"
        shutil.copytree(folder / file, here)
        failure = _one(here, file, make, random.Random(seed), tally)
        if failure:
            tally[failure] += 1
            first = first or f"seed {seed}, {file}: {failure}"
        shutil.rmtree(here)
    counted = (tally["lost"], tally["damaged"], tally["crashed"])
    return [
        Outcome(
            f"{rounds * LOSSES} power losses under the files of drafts and messages, responses and"
            f" the server ({tally['accepted']:,} writes acknowledged)",
            "{} acknowledged but lost, {} damaged, {} crashes".format(*counted),
            "0 acknowledged but lost, 0 damaged, 0 crashes",
            is_met=not any(counted),
            detail=first,
        )
    ]


def _one(
    here: Path, file: str, make: Callable[[Path], Work], rng: random.Random, tally: Counter[str]
) -> str:
    """Return what went wrong, or nothing."""
    accepted: set[int] = set()
    number = 0
    with FaultyDisk(here) as disk:
        try:
            for _ in range(LOSSES):
                # From this write on nothing reaches the disk, until the power is back.
                kind = rng.choice((Fault.WRITE, Fault.SYNC))
                disk.fail_write(rng.randrange(1, 3 * WRITES), kind, is_lasting=True)
                work = _opened(make, here)
                for _ in range(WRITES if work else 0):
                    assert work is not None
                    number += 1
                    if work.write(number):
                        accepted.add(number)
                disk.power_loss(rng)
                disk.heal()
                if work is not None:
                    work.close()
                work = make(here)
                if accepted - work.kept():
                    return "lost"
                work.close()
        except Exception:  # noqa: BLE001 - that is what is counted
            traceback.print_exc()
            return "crashed"
    tally["accepted"] += len(accepted)
    return "damaged" if is_damaged(here / file) else ""


def _opened(make: Callable[[Path], Work], here: Path) -> Work | None:
    """Return the file in use, or None when the power went while it was opened."""
    try:
        return make(here)
    except (StorageError, AssertionError):
        return None
