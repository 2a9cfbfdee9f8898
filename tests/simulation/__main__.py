"""`python -m tests.simulation`: play seeds in one simulated world and say which ones fail."""

import argparse
import os
import subprocess
import sys
import time

from tests.simulation.planted import PLANTS
from tests.simulation.spread import Totals, play_all, play_one

SEEDS = 200


def main(words: list[str]) -> int:
    """Play what was asked for; the exit code is 1 when a promise was broken."""
    options = _parse(words)
    if os.environ.get("PYTHONHASHSEED") != "0":
        return _again_with_one_order(words)
    if options.seed is not None:
        return _replay(options.seed, options.plant)
    return _play(range(options.start, options.start + options.seeds), options.plant)


def _play(seeds: range, plant: str) -> int:
    totals, began = Totals(), time.monotonic()
    for verdict in play_all(seeds, plant):
        totals.add(verdict)
        if verdict.findings:
            more = len(verdict.findings) - 1
            others = f" (and {more} more)" if more else ""
            print(f"seed {verdict.seed}: {verdict.findings[0]}{others}", flush=True)
    print(_summary(totals, time.monotonic() - began))
    return 1 if totals.failed else 0


def _replay(seed: int, plant: str) -> int:
    played = play_one(seed, plant)
    for entry in played.history:
        print(entry)
    for finding in played.findings:
        print(f"seed {seed}: {finding}")
    print(f"seed {seed}: {len(played.findings)} broken promises")
    return 1 if played.findings else 0


def _summary(totals: Totals, seconds: float) -> str:
    faults = ", ".join(f"{kind} {count}" for kind, count in sorted(totals.faults.items()))
    broken = ", ".join(f"{what} {count}" for what, count in sorted(totals.broken.items()))
    return (
        f"{totals.seeds} seeds, {totals.failed} failed; {totals.messages} messages, "
        f"{totals.edits} edits of canned responses; "
        f"{totals.faults.total()} faults, at least {totals.fewest_faults} a seed ({faults}); "
        f"broken: {broken or 'nothing'}; {seconds:.0f} s"
    )


def _again_with_one_order(words: list[str]) -> int:
    """Start anew with sets in one order for ever, so that a seed replays byte for byte."""
    sys.stdout.flush()
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "tests.simulation", *words]
    return subprocess.run(command, env=environment, check=False).returncode


def _parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="installer/dev.py simulate", description=__doc__)
    parser.add_argument("--seeds", type=_count, default=SEEDS, help="how many; 200 if not given")
    parser.add_argument("--start", type=_count, default=1, help="the first of them")
    parser.add_argument("--seed", type=_count, help="replay this one and print its history")
    parser.add_argument(
        "--plant", choices=sorted(PLANTS), default="", help="put a known bug into the parts"
    )
    return parser.parse_args(words)


def _count(word: str) -> int:
    if not word.isdecimal() or int(word) < 1 or int(word) > 2**31:
        message = f"{word!r} is not a whole number from 1"
        raise argparse.ArgumentTypeError(message)
    return int(word)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
