"""Runs a trial in worlds of their own, one after the other, so that a broken one ends alone."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Protocol, TypeVar


class Tally(Protocol):
    """What a trial counts: kills so far, and the worlds that could not be played to their end."""

    kills: int
    given_up: list[str]


Counts = TypeVar("Counts", bound=Tally)
World = Callable[[Path, int, int, Counts], Coroutine[object, object, None]]


def play_worlds(
    world: World[Counts],
    tally: Counts,
    folder: Path,
    *,
    seed: int,
    rounds: int,
    each: int,
    most: int,
) -> None:
    """Play worlds until `rounds` kills are counted, or `most` worlds had to be given up.

    Args:
        world: Gets its folder, its seed, how many kills the tally shall have at its end, the tally.
        seed: Of the first world; each further one has the next.
        each: Kills in one world.
    """
    number = 0
    while tally.kills < rounds and len(tally.given_up) < most:
        until, before = min(tally.kills + each, rounds), tally.kills
        try:
            asyncio.run(world(folder / f"world{number}", seed + number, until, tally))
        except (AssertionError, ConnectionError) as error:
            tally.kills = before  # the kills of a broken world count for nothing
            tally.given_up.append(f"seed {seed + number}: {error}")
        number += 1
