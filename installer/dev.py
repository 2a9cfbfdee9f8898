#!/usr/bin/env python3
"""Sets this checkout up, then runs, tests or measures it. Only the standard library is used.

    python3 installer/dev.py run      the bundled server, a demo shop and the operator's window
    python3 installer/dev.py test     every check; further arguments go to pytest
    python3 installer/dev.py lint     every check that does not run the program
    python3 installer/dev.py coverage the floor of the folders without clock, disk and network
    python3 installer/dev.py bench    the speed promises, measured
    python3 installer/dev.py endure   real processes, files and networks, broken many times
    python3 installer/dev.py simulate --seeds 2000   one simulated world, a fault a second

This file stays readable for Python 3.8, so that an old Python gets a sentence and no traceback.
"""

import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Return the exit code of the command in sys.argv."""
    if sys.version_info < OLDEST:
        print(
            "Undivided needs Python 3.11 or newer; this is Python {}.{}. "
            "Start it with a newer one, for example: python3.12 installer/dev.py run".format(
                *sys.version_info[:2]
            )
        )
        return 1
    sys.path.insert(0, str(ROOT))
    from installer.commands import COMMANDS
    from installer.errors import SetupError

    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(__doc__)
        return 0 if sys.argv[1:] in (["-h"], ["--help"]) else 2
    try:
        return COMMANDS[sys.argv[1]](sys.argv[2:])
    except SetupError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
