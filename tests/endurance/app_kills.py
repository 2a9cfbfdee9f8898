"""The app killed again and again while its operator writes, types and adds responses.

Most lives are the app under its window, connection, session and files; every fifth is the whole
program, used by keys. A second machine of the same operator stays on all the time.
"""

import asyncio
import random
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.endurance.outcome import Outcome
from tests.support.crowd import Crowd, crowd
from tests.support.desk_process import DeskProcess
from tests.support.histories import Verdict, united
from tests.support.worlds import play_worlds

RULE = "an app killed under load keeps what it accepted, drafts but for 1 s, and its library"
ROUNDS = 125
SEED = 5
KILLS_A_WORLD = 25
VISITORS = 4
WINDOW_EVERY = 5
"""One life in so many has its window."""
GIVE_UP_AFTER = 2
"""Worlds that did not come to an end."""
TYPING_LOST_S = 1.0
TWICE = 0.3
"""How often Send is pressed twice for one message."""
CORE, WINDOW = "tests.support.desk_child", "tests.support.window_child"


@dataclass(slots=True)
class Tally:
    """What all worlds together showed."""

    kills: int = 0
    windows: int = 0
    messages: int = 0
    responses: int = 0
    drafts: int = 0
    typing_lost_s: float = 0.0
    verdicts: list[Verdict] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)


def endure(rounds: int, folder: Path) -> list[Outcome]:
    """Kill the app `rounds` times, spread over worlds of their own."""
    tally = Tally()
    play_worlds(
        _world, tally, folder, seed=SEED, rounds=rounds, each=KILLS_A_WORLD, most=GIVE_UP_AFTER
    )
    return _outcomes(tally)


async def _world(folder: Path, seed: int, until: int, tally: Tally) -> None:
    chance = random.Random(seed)
    async with crowd(folder, seed) as people:
        await asyncio.to_thread(people.server.start)
        await people.gather(VISITORS, 1)
        (victim,) = people.desks
        people.desks.append(await people.second_machine(victim).start())
        chats = people.of(victim)
        people.desks.remove(victim)
        people.write()
        await victim.kill()
        while tally.kills < until:
            await _live(victim, chats, chance, tally)
        people.desks.insert(0, await victim.start())
        await people.calm()
        _take_in(await people.verdict(), people, seed, tally)
        await asyncio.gather(*(desk.stop() for desk in people.desks))
        tally.responses += len(victim.kept)
        tally.broken += [f"seed {seed}: {what}" for what in _damage(victim)]


async def _live(desk: DeskProcess, chats: list[str], chance: random.Random, tally: Tally) -> None:
    """Let the program work for a moment, kill it, and look at the draft on its disk."""
    has_window = tally.kills % WINDOW_EVERY == WINDOW_EVERY - 1
    desk.module = WINDOW if has_window else CORE
    draft_chat, *others = chats
    typed_before = len(desk.typed)
    if not has_window and chance.random() < 0.2:
        await desk.spawn()
        await asyncio.sleep(chance.uniform(0, 0.6))
    else:
        await desk.start()
        if has_window:
            await _use_window(desk, draft_chat, others, chance)
        else:
            await _use_core(desk, draft_chat, others, chance)
    killed_at = time.monotonic()
    await desk.kill()
    tally.kills += 1
    tally.windows += has_window
    # What is not in the answer any more was not seen by anybody.
    typed = [each for each in desk.typed[typed_before:] if each[0] <= killed_at]
    if typed:
        tally.drafts += 1
        lost_s = typing_lost(typed, drafts_on_disk(desk.profile).get(draft_chat, ""), killed_at)
        tally.typing_lost_s = max(tally.typing_lost_s, lost_s)


async def _use_core(
    desk: DeskProcess, draft_chat: str, others: list[str], chance: random.Random
) -> None:
    for number in range(chance.randrange(2, 20)):
        desk.send(chance.choice(others), presses=1 + (chance.random() < TWICE))
        desk.type(draft_chat, f"Draft {desk.lives}, key {number}")
        if number % 3 == 0:
            desk.add_response(f"Response {desk.lives}.{number}")
        await asyncio.sleep(chance.uniform(0, 0.06))


async def _use_window(
    desk: DeskProcess, draft_chat: str, others: list[str], chance: random.Random
) -> None:
    """Send in other chats, then type on and on without a pause until the kill."""
    while not {draft_chat, *others} <= set((await desk.view())["chats"]):
        await asyncio.sleep(0.05)
    for _ in range(2):
        desk.send(chance.choice(others), presses=1 + (chance.random() < TWICE))
    await desk.view()
    if chance.random() < 0.3:
        desk.send(chance.choice(others))
        await asyncio.sleep(chance.uniform(0, 0.1))
        return
    end = time.monotonic() + chance.uniform(1.0, 3.0)
    while time.monotonic() < end:
        desk.type(draft_chat, chance.choice("abcdefgh "))
        await desk.view()
        await asyncio.sleep(0.05)


def typing_lost(typed: list[tuple[float, str, str]], kept: str, killed_at: float) -> float:
    """Return how many seconds of typing before the kill are not in the draft on the disk."""
    safe = [place for place, (_, _, text) in enumerate(typed) if text == kept]
    lost = typed[safe[-1] + 1 :] if safe else typed
    return killed_at - lost[0][0] if lost else 0.0


def drafts_on_disk(profile: Path) -> dict[str, str]:
    """Return the drafts in a profile's file, read past the app."""
    file = f"{(profile / 'desk.db').as_uri()}?mode=ro"
    with closing(sqlite3.connect(file, uri=True)) as database:
        return dict(database.execute("select chat_id, text from drafts").fetchall())


def _damage(desk: DeskProcess) -> list[str]:
    """Return what is wrong with the files of a profile whose app has ended."""
    found = []
    for name in ("desk.db", "library.db"):
        file = f"{(desk.profile / name).as_uri()}?mode=ro"
        with closing(sqlite3.connect(file, uri=True)) as database:
            lines = [line for (line,) in database.execute("pragma integrity_check")]
            found += [f"{name}: {line}" for line in lines if line != "ok"]
            if name == "library.db":
                titles = Counter(
                    title for (title,) in database.execute("select title from responses")
                )
                found += [
                    f"{one!r} is in it {titles[one]} times" for one in desk.kept if titles[one] != 1
                ]
    return found


def _take_in(verdict: Verdict, people: Crowd, seed: int, tally: Tally) -> None:
    tally.messages += people.histories.count
    tally.verdicts.append(verdict)
    # It takes long, and whoever waits for it wants to know.
    print(f"  {tally.kills} kills: {verdict}", file=sys.stderr, flush=True)
    if not verdict.is_clean:
        tally.broken.append(f"seed {seed}: {verdict.first()}")


def _outcomes(tally: Tally) -> list[Outcome]:
    verdict = united(tally.verdicts)
    details = [*tally.broken, *tally.given_up]
    return [
        Outcome(
            f"app killed {tally.kills} times under load, {tally.windows} of them with its window, "
            f"{tally.messages:,} messages, {tally.responses} responses",
            f"{verdict}; files {'intact' if not tally.broken else 'broken'}",
            "0 lost, 0 doubled; files intact",
            is_met=verdict.is_clean and not details,
            detail="; ".join(details),
        ),
        Outcome(
            f"typing lost by a kill ({tally.drafts} drafts)",
            f"at most {tally.typing_lost_s:.2f} s",
            f"<= {TYPING_LOST_S:g} s",
            is_met=tally.typing_lost_s <= TYPING_LOST_S,
        ),
    ]
