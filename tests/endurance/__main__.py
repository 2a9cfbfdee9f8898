"""`python -m tests.endurance [--rounds N] [NAME ...]`: run the trials in full; print one table."""

import argparse
import importlib
import pkgutil
import sys
import tempfile
import traceback
from pathlib import Path

import tests.endurance
from tests.endurance.outcome import Outcome, table
from tests.speed.report import machine

NO_TRIALS = {"__main__", "outcome"}


def trials() -> list[str]:
    """Return the names of the trials: every other module of this folder."""
    found = {module.name for module in pkgutil.iter_modules(tests.endurance.__path__)}
    return sorted(found - NO_TRIALS)


def main(words: list[str]) -> int:
    """Run the trials that were asked for; the exit code is 1 when one misses its promise."""
    options = _parse(words)
    outcomes = [each for name in options.names or trials() for each in _run(name, options.rounds)]
    print(machine(), table(outcomes), sep="\n\n")
    return 0 if all(each.is_met for each in outcomes) else 1


def _run(name: str, rounds: int | None) -> list[Outcome]:
    trial = importlib.import_module(f"tests.endurance.{name}")
    count = trial.ROUNDS if rounds is None else rounds
    print(f"{name}: {trial.RULE} ({count} rounds) ...", file=sys.stderr, flush=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            found = list(trial.endure(count, Path(folder)))
    except Exception as error:  # noqa: BLE001 - one broken trial leaves the others
        traceback.print_exc()
        return [
            Outcome(trial.RULE, "the trial itself failed", "", is_met=False, detail=repr(error))
        ]
    for one in found:
        # The table comes when all trials are over, which is hours later.
        print(f"  {one.what}: {one.reached}", file=sys.stderr, flush=True)
    return found


def _parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="installer/dev.py endure", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(trials()))
    parser.add_argument("--rounds", type=int, help="how often, in place of each trial's own number")
    options = parser.parse_args(words)
    unknown = set(options.names) - set(trials())
    if unknown:
        parser.error(f"there is no trial {', '.join(sorted(unknown))}")
    if options.rounds is not None and options.rounds < 1:
        parser.error("--rounds takes a number from 1")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
