"""Whether links were judged rightly: the dead ones noticed in time, the live ones kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.simulation.history import HOLE, Did, Entry, History

NOTICED_S = 2 * 15.0 + 1.0
"""Two heartbeats, and the second until the next look (promise G7)."""
WAKING_S = 5.0 + 1.0
SHORT_NAP_S = 5.5
"""A nap that may look like a busy computer; after it two heartbeats count, less the nap."""
UP = frozenset({"live", "catching_up"})


@dataclass(slots=True)
class _Watch:
    """One machine, as its own window and the faults show it.

    Attributes:
        dead_since: Since when nothing gets through; None while something may.
        limit_s: How long that may go unnoticed.
    """

    is_up: bool = False
    dead_since: float | None = None
    limit_s: float = NOTICED_S
    asleep_since: float | None = None
    is_reported: bool = False


def dead_unnoticed(history: History) -> Iterator[str]:
    """Yield every hole in which a window kept saying that it is connected for too long."""
    watches: dict[str, _Watch] = {}
    cut_off: dict[str, _Watch] = {}
    for entry in history:
        for who, watch in cut_off.items():
            if _is_overdue(watch, entry.at):
                watch.is_reported = True
                yield f"{who} still says connected at {entry.at:.3f}, cut off {watch.dead_since}"
        watch = watches.setdefault(entry.who, _Watch())
        _follow(watch, entry)
        if watch.dead_since is None:
            cut_off.pop(entry.who, None)
        else:
            cut_off[entry.who] = watch


def dropped_by_a_clock(history: History) -> Iterator[str]:
    """Yield every link that fell while nothing but clocks was touched (promise G7)."""
    is_calm = False
    for entry in history:
        if entry.did is Did.CALM:
            is_calm = entry.text == "begins"
        elif is_calm and entry.did is Did.LINK and entry.text not in UP:
            yield str(entry)


def _is_overdue(watch: _Watch, now: float) -> bool:
    return (
        watch.is_up
        and watch.asleep_since is None
        and not watch.is_reported
        and watch.dead_since is not None
        and now > watch.dead_since + watch.limit_s
    )


def _follow(watch: _Watch, entry: Entry) -> None:
    match entry.did:
        case Did.LINK:
            watch.is_up = entry.text in UP
        case Did.BEGAN | Did.ENDED:
            watch.is_up, watch.asleep_since = False, None
        case Did.HEALED if entry.text == HOLE:
            watch.dead_since = None
        case Did.FAULT if entry.text.startswith(HOLE):
            watch.dead_since, watch.limit_s = entry.at, NOTICED_S
            watch.is_reported = False
        case Did.FAULT if entry.text == "sleeps":
            watch.asleep_since = entry.at
        case Did.FAULT if entry.text == "wakes":
            _wake(watch, entry.at)
        case _:
            pass


def _wake(watch: _Watch, now: float) -> None:
    slept, watch.asleep_since = watch.asleep_since, None
    if watch.dead_since is None or slept is None:
        return
    if now - slept > SHORT_NAP_S:
        watch.dead_since, watch.limit_s = now, WAKING_S
    else:
        watch.limit_s += now - slept
