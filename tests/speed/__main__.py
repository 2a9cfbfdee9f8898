"""`python -m tests.speed [NAME ...]`: take the measurements and print one table."""

import importlib
import sys
import traceback

from tests.speed.report import Figure, Skipped, machine, table

MEASUREMENTS = ("startup", "pixels", "transcript", "timers", "search", "load")
"""Modules of this folder; each has `measure() -> list[Figure | Skipped]`."""


def main(names: list[str]) -> int:
    """Measure what was asked for; the exit code is 0 even for a missed goal, which is marked."""
    rows: list[Figure | Skipped] = []
    for name in names or MEASUREMENTS:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        try:
            rows += importlib.import_module(f"tests.speed.{name}").measure()
        except Exception:  # noqa: BLE001 - one broken measurement leaves the others
            traceback.print_exc()
            rows.append(Skipped(name, "it failed; see above"))
    print(machine(), table(rows), sep="\n\n")
    return 1 if any(isinstance(row, Skipped) and "failed" in row.reason for row in rows) else 0


if __name__ == "__main__":
    unknown = set(sys.argv[1:]) - set(MEASUREMENTS)
    if unknown:
        sys.exit(f"No such measurement: {', '.join(sorted(unknown))}.")
    sys.exit(main(sys.argv[1:]))
