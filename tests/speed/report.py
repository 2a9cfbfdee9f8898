"""One table: our figure, the reference's figure from the same run, and the ratio."""

import os
import platform
import sqlite3
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured promise.

    Attributes:
        ours, reference: In `unit`; `reference` is None for an absolute promise.
        goal: The largest ratio allowed, or the largest figure when there is no reference.
        is_floor: The goal is the smallest instead.
    """

    name: str
    unit: str
    ours: float
    goal: float
    n: int
    against: str = ""
    reference: float | None = None
    is_floor: bool = False

    @property
    def ratio(self) -> float:
        """What is compared with the goal."""
        return self.ours if self.reference is None else self.ours / max(self.reference, 1e-12)

    @property
    def is_met(self) -> bool:
        """Whether the promise holds in this run."""
        return self.ratio >= self.goal if self.is_floor else self.ratio <= self.goal


@dataclass(frozen=True, slots=True)
class Skipped:
    """A figure that could not be taken here, and why."""

    name: str
    reason: str


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile of `values`, `share` from 0 to 100."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share / 100 * (len(ordered) - 1)))]


def painting_figures(
    name: str, goal_ms: float, wall: Sequence[float], own: Sequence[float]
) -> list[Figure | Skipped]:
    """Return the rows of a time until something is painted, see `busy_desk.painted`.

    Both have the goal: they are the same on a computer that does nothing else.
    """
    return [
        Figure(f"{name}, p99{what}", "ms", percentile(seconds, 99) * 1e3, goal_ms, len(seconds))
        for what, seconds in (("", wall), (", of the processor", own))
    ]


def median(values: Iterable[float]) -> float:
    """Return the middle value."""
    return statistics.median(values)


def machine() -> str:
    """Return one line about this machine and the versions that matter."""
    packages = ("PySide6-Essentials", "qasync", "websockets", "aiohttp", "msgspec", "sqlite-utils")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{platform.system()} {platform.release()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}"
    )


def table(rows: Sequence[Figure | Skipped]) -> str:
    """Return the table as Markdown; a missed goal is marked."""
    lines = [
        "| what | ours | against | its figure | ratio | goal | n | |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_line(row) for row in rows]
    return "\n".join(lines)


def _line(row: Figure | Skipped) -> str:
    if isinstance(row, Skipped):
        return f"| {row.name} | | | | | | | skipped: {row.reason} |"
    reference = "" if row.reference is None else f"{row.reference:.3f} {row.unit}"
    ratio = "" if row.reference is None else f"{row.ratio:.2f}"
    goal = f"{row.goal:g}" if row.reference is not None else f"{row.goal:g} {row.unit}"
    bound = ">=" if row.is_floor else "<="
    mark = "met" if row.is_met else "**missed**"
    return (
        f"| {row.name} | {row.ours:.3f} {row.unit} | {row.against} | {reference} | {ratio} "
        f"| {bound} {goal} | {row.n} | {mark} |"
    )
