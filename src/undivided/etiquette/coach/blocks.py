"""Cuts a long reply into two or three blocks of whole sentences. Source: practices 3 to 5."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise

from undivided.etiquette.coach.sentences import sentences_in
from undivided.etiquette.pace import BLOCK_WORDS, words_in

MOST_BLOCKS = 3
WORDS_A_MINUTE = 250
"""How fast people read; a block waits until the one before was read."""


def blocks_of(
    text: str, abbreviations: Collection[str] = (), limit: int = BLOCK_WORDS
) -> tuple[str, ...]:
    """Return the blocks that a reply is best sent in; one if it is short or cannot be cut.

    Blocks are as even as whole sentences allow, and joined with a space or a line they are the
    reply again. A sentence is never cut, so a block of one long sentence may be longer.

    Source: practice 3.
    """
    sentences = sentences_in(text, abbreviations)
    lengths = [words_in(text[each.start : each.end]) for each in sentences]
    cuts = block_cuts(lengths, limit)
    edges = [0, *(sentences[cut].start for cut in cuts), len(text)]
    parts = (text[start:end].strip() for start, end in pairwise(edges))
    return tuple(part for part in parts if part) or ("",)


def first_block(
    text: str, abbreviations: Collection[str] = (), limit: int = BLOCK_WORDS
) -> tuple[str, str]:
    """Return what is sent now, up to the last full sentence, and what stays as the draft.

    Source: practice 4.
    """
    parts = blocks_of(text, abbreviations, limit)
    if len(parts) == 1:
        sentences = sentences_in(text, abbreviations)
        if len(sentences) < 2:
            return text.strip(), ""
        cut = sentences[-1].start
        return text[:cut].strip(), text[cut:].strip()
    rest = text.strip()[len(parts[0]) :]
    return parts[0], rest.strip()


def reading_pause_s(block: str) -> float:
    """Return how long a visitor reads a block before the next one may come. Source: B3."""
    return max(1.0, words_in(block) * 60 / WORDS_A_MINUTE)


def block_cuts(lengths: Sequence[int], limit: int = BLOCK_WORDS) -> tuple[int, ...]:
    """Return the indexes of the sentences that begin the second and later blocks.

    Two blocks are preferred; three are made where they come nearer to the limit.

    Args:
        lengths: Words of each sentence.
        limit: Words from which a reply is cut.
    """
    ends = tuple(accumulate(lengths, initial=0))
    if ends[-1] <= limit or len(lengths) < MOST_BLOCKS - 1:
        return ()
    longest, cut = _halved(ends, 0)
    if longest <= limit or len(lengths) < MOST_BLOCKS:
        return (cut,)
    # The more the first block takes, the less is left for the others: the best is where they meet.
    firsts = range(1, len(lengths) - 1)
    meet = bisect_left(firsts, x=True, key=lambda cut: ends[cut] >= _halved(ends, cut)[0])
    three, first, second = min(
        (max(ends[first], longest_rest), first, second)
        for first in firsts[max(0, meet - 1) : meet + 1]
        for longest_rest, second in [_halved(ends, first)]
    )
    return (first, second) if three < longest else (cut,)


def _halved(ends: Sequence[int], start: int) -> tuple[int, int]:
    """Return the words of the longer half of the sentences from `start`, and where to cut them."""
    middle = (ends[start] + ends[-1]) / 2
    place = bisect_left(ends, middle, start + 1, len(ends) - 1)
    cuts = {max(start + 1, place - 1), min(place, len(ends) - 2)}
    return min((max(ends[cut] - ends[start], ends[-1] - ends[cut]), cut) for cut in cuts)
