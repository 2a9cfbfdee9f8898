"""`python -m tests.support.honest_child URL SITE`: a visitor who writes steadily, in peace.

Tells for each message when it was sent and how long the server took to confirm it; ends with
standard input. A process of its own, so that it waits for the server and for nothing else.
"""

import asyncio
import itertools
import sys
import time
from pathlib import Path

from tests.support.desk_child import say, stdin
from tests.support.server_process import ServerProcess
from tests.support.visitor import visiting

PACE_S = 0.2


async def main(url: str, site: str) -> None:
    """Write until standard input ends."""
    ended = asyncio.ensure_future((await stdin()).read())
    server = ServerProcess(Path("elsewhere"))  # somebody else's: only its address is used
    server.url = url
    async with visiting(server, site, name="Honest") as visitor:
        await visitor.start_chat("honest hello")
        say(accepted="honest hello", chat=visitor.chat_id, delay_s=0.0)
        for number in itertools.count():
            if ended.done():
                return
            began = time.monotonic()
            text = f"honest {number}"
            await visitor.say(text)
            delay_s = time.monotonic() - began
            say(accepted=text, chat=visitor.chat_id, delay_s=delay_s)
            await asyncio.sleep(max(0.0, PACE_S - delay_s))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
