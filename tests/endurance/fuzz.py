"""Foreign input of every kind, for as long as it takes: nothing crashes, nothing is misread."""

import traceback
from pathlib import Path

from tests.endurance.outcome import Outcome
from tests.fuzz.running import SEED, run
from tests.fuzz.targets import TARGETS

RULE = "whatever comes in is read or refused"
ROUNDS = 20_000


def endure(rounds: int, folder: Path | None = None) -> list[Outcome]:
    """Feed every reader with so many inputs of its kind."""
    return [_outcome(name, rounds) for name in TARGETS]


def _outcome(name: str, rounds: int) -> Outcome:
    detail = ""
    try:
        run(TARGETS[name], rounds)
    except Exception as error:  # noqa: BLE001 - a crash of any kind is what is looked for
        detail = "".join(traceback.format_exception_only(error)).strip()
    return Outcome(
        f"fuzzing of {name}: {rounds:,} inputs (seed {SEED})",
        "1 failure" if detail else "0 failures",
        "0 failures",
        is_met=not detail,
        detail=detail,
    )
