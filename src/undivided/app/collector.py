"""Garbage collection on the window's thread only, and full runs only now and then.

Python collects on whichever thread allocates. A widget that is collected on a worker's
thread is destroyed there, which Qt does not survive; and a full run is the longest pause
the window has. So the collector is switched off and run by hand.
"""

import asyncio
import gc

PAUSE_S = 1.0
YOUNG = 700
"""New objects since the last run that make a short one worth its while (Python's own figure)."""
FULL_EVERY = 300
"""Pauses between two full runs: about five minutes."""


async def collect_on_this_thread() -> None:
    """Keep memory in order until cancelled; then the usual collector is on again."""
    gc.collect()
    # What was made so far lives to the end; no run needs to look at it again.
    gc.freeze()
    gc.disable()
    try:
        pauses = 0
        while True:
            await asyncio.sleep(PAUSE_S)
            pauses += 1
            if pauses % FULL_EVERY == 0:
                gc.collect()
            elif gc.get_count()[0] > YOUNG:
                gc.collect(1)
    finally:
        gc.enable()
