"""`python -m tests.attacks NAME WORKERS TARGET`: attack until told to stop; say what was heard.

The target is JSON; "started" is said after the first blow, and the counts as JSON when
standard input ends.
"""

import asyncio
import json
import sys

import msgspec

from tests.attacks import floods, frames, handshakes
from tests.attacks.target import Attack, Tally, Target

ATTACKS: dict[str, Attack] = frames.ATTACKS | handshakes.ATTACKS | floods.ATTACKS


async def attack(name: str, workers: int, target: Target) -> Tally:
    """Let `workers` attackers work at once until standard input ends."""
    tally = Tally()
    crowd: list[asyncio.Future[None]] = [
        asyncio.ensure_future(ATTACKS[name](target, tally)) for _ in range(workers)
    ]
    while not tally.counts and not any(each.done() for each in crowd):
        await asyncio.sleep(0.01)
    print("started", flush=True)
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    done, _ = await asyncio.wait([ended, *crowd], return_when=asyncio.FIRST_COMPLETED)
    for each in crowd:
        each.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)
    for each in done:
        each.result()  # an attacker that broke down proves nothing
    return tally


def main(words: list[str]) -> None:
    """Attack as told by the command line."""
    name, workers, target = words
    tally = asyncio.run(attack(name, int(workers), msgspec.json.decode(target, type=Target)))
    print(json.dumps(tally.counts), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
