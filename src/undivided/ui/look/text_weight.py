"""How costly a text is to lay out, so that no text can stop the window.

Letters that are shaped in runs of their own (mixed scripts, joined or stacked signs, right to
left) cost about ten times as much as Latin ones, coloured signs twice that. No Qt here.
"""

import re
from itertools import accumulate

WEIGHT_AT_ONCE = 4_000
"""Of the texts that are laid out at once: the longest message in Latin letters is shown whole."""
LINE_WEIGHT = 240
"""Of one line: more than that fills no row, head or label."""
_COSTLY_LETTER = 6
_COSTLY_SIGN = 12
# All but ASCII, Latin, Greek, Cyrillic and the usual signs.
_COSTLY = re.compile(
    "[^\x00-\u02ff\u0370-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]"
)
# Coloured signs, and what joins them to families and flags.
_COSTLY_SIGNS = re.compile("[\u200d\U0001f000-\U0001faff]")


def weight_of(text: str) -> int:
    """Return how costly a text is to lay out; a Latin letter weighs 1."""
    if text.isascii():
        return len(text)
    letters, signs = len(_COSTLY.findall(text)), len(_COSTLY_SIGNS.findall(text))
    return len(text) + (_COSTLY_LETTER - 1) * letters + (_COSTLY_SIGN - _COSTLY_LETTER) * signs


def light_start(text: str, weight: int = WEIGHT_AT_ONCE) -> str:
    """Return as much of the start of `text` as weighs no more than `weight`."""
    if weight_of(text) <= weight:
        return text
    weights = accumulate(map(weight_of, text))
    end = next((place for place, sum_ in enumerate(weights) if sum_ > weight), len(text))
    # A sign that joins what is left out would stand there alone.
    return text[:end].rstrip("\u200d")


def light_line(text: str) -> str:
    """Return a single line, cut where it is longer than any row of the window."""
    start = light_start(text, LINE_WEIGHT)
    return text if start == text else f"{start}…"
