"""Whether a reader's work grows with its input and no faster, told by processor time alone."""

import gc
import time
from collections.abc import Callable

SMALL = 2_000
TIMES = 8
GENEROUS = 3
"""Work that grows with the square takes eight times as long again."""
NOTHING_S = 0.1
"""Less than this for the large input says nothing about growth, and hurts nobody."""
LOOKS = (1, 3, 5)
"""Runs of the large input for each look: what a busy machine slowed is looked at again."""


def is_linear(work: Callable[[str], object], unit: str) -> str:
    """Return "" or, for work that grows too fast on repetitions of `unit`, the two times."""
    small, large = (unit * (size // len(unit) + 1) for size in (SMALL, SMALL * TIMES))
    short, long = 0.0, 0.0
    for runs in LOOKS:
        long = _seconds(work, large, runs)
        if long < NOTHING_S:
            return ""
        short = _seconds(work, small, runs=3)
        if long <= short * TIMES * GENEROUS:
            return ""
    return f"{unit!r}: {short:.4f} s for {SMALL}, {long:.4f} s for {TIMES} times as much"


def _seconds(work: Callable[[str], object], text: str, runs: int) -> float:
    """Return the least processor time of some runs."""
    spans = []
    gc.disable()
    try:
        for _ in range(runs):
            start = time.process_time()
            work(text)
            spans.append(time.process_time() - start)
    finally:
        gc.enable()
    return min(spans)
