"""`python -m tests.speed [--quick] [NAME ...]`: take the measurements and print one table."""

import argparse
import importlib
import sys
import traceback

from tests.speed.report import Figure, Skipped, machine, table

MEASUREMENTS = (
    "startup",
    "pixels",
    "transcript",
    "timers",
    "search",
    "coach",
    "insertion",
    "importing",
    "load",
    "crowd",
)
"""Modules of this folder; each has `measure(*, quick) -> list[Figure | Skipped]`."""


def main(names: list[str], *, quick: bool = False) -> int:
    """Measure what was asked for; the exit code is 0 even for a missed goal, which is marked.

    Args:
        quick: Only show that everything runs; the figures mean nothing.
    """
    rows: list[Figure | Skipped] = []
    has_failed = False
    for name in names or MEASUREMENTS:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        try:
            rows += importlib.import_module(f"tests.speed.{name}").measure(quick=quick)
        except Exception:  # noqa: BLE001 - one broken measurement leaves the others
            traceback.print_exc()
            rows.append(Skipped(name, "it failed; see above"))
            has_failed = True
    print(machine(), table(rows), sep="\n\n")
    return 1 if has_failed else 0


def parse(words: list[str]) -> argparse.Namespace:
    """Return the words of the command line as `names` and `quick`."""
    parser = argparse.ArgumentParser(prog="python -m tests.speed", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS))
    parser.add_argument("--quick", action="store_true", help="show that everything runs")
    options = parser.parse_args(words)
    unknown = set(options.names) - set(MEASUREMENTS)
    if unknown:
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    asked = parse(sys.argv[1:])
    sys.exit(main(asked.names, quick=asked.quick))
