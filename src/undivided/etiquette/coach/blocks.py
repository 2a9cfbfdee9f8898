"""Cuts a long reply into two or three blocks of whole sentences. Source: practices 3 to 5."""

from collections.abc import Collection
from itertools import pairwise

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
    words = words_in(text)
    sentences = sentences_in(text, abbreviations)
    if words <= limit or len(sentences) < 2:
        return (text.strip(),)
    count = min(MOST_BLOCKS, len(sentences), -(-words // limit))
    lengths = [words_in(text[each.start : each.end]) for each in sentences]
    cuts = _even_cuts(lengths, count)
    edges = [0, *(sentences[cut].start for cut in cuts), len(text)]
    parts = (text[start:end].strip() for start, end in pairwise(edges))
    return tuple(part for part in parts if part)


def first_block(text: str, abbreviations: Collection[str] = ()) -> tuple[str, str]:
    """Return what is sent now, up to the last full sentence, and what stays as the draft.

    Source: practice 4.
    """
    parts = blocks_of(text, abbreviations)
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


def _even_cuts(lengths: list[int], count: int) -> list[int]:
    """Return the indexes of the sentences that begin the second and later blocks."""
    total, said = sum(lengths), 0
    cuts: list[int] = []
    for place, length in enumerate(lengths):
        missing = count - 1 - len(cuts)
        if missing == 0:
            break
        is_last_chance = len(lengths) - place == missing
        goal = total * (len(cuts) + 1) / count
        # Cut before this sentence when that is nearer to the goal than cutting behind it.
        if place and (is_last_chance or goal - said <= said + length - goal):
            cuts.append(place)
        said += length
    return cuts
