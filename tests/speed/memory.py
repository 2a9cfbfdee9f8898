"""Memory that a process holds for itself alone."""

from pathlib import Path

import psutil

ANONYMOUS = "Anonymous:"


def own_bytes(pid: int) -> int:
    """Return the memory that a process asked for, without the files that it maps.

    Pages of libraries would move in and out of the figure as other programs come and go.
    """
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    if not rollup.exists():
        return int(psutil.Process(pid).memory_full_info().uss)
    line = next(each for each in rollup.read_text().splitlines() if each.startswith(ANONYMOUS))
    return int(line.split()[1]) * 1024
