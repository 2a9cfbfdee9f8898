"""How much of a reply a visitor reads at once."""

import re
from collections.abc import Iterator

from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.blocks import block_cuts
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.rules.remedies import select

_PAUSE = re.compile(r"(?<=\w)[,;:](?=\s)|\s[\u2013\u2014-](?=\s)")
_GAP = re.compile(r"(?<=\S)\s+(?=\S)")


def _too_long(context: Context) -> Iterator[Advice]:
    words, limit = context.word_count, context.chat.block_words
    if words <= limit:
        return
    parts = len(block_cuts([part.word_count for part in context.reading.parts], limit)) + 1
    if parts > 1:
        remedy = Remedy(Act.SPLIT, label=f"Split into {parts} blocks")
        yield Advice("too-long", f"{words} words in one block.", (remedy,))
    else:
        message = f"{words} words in one sentence: say it in two."
        yield Advice("too-long", message, (_to_middle(context),))


def _to_middle(context: Context) -> Remedy:
    """Return the remedy that selects the pause nearest to the middle, or else a space."""
    text = context.reading.text
    pauses = list(_PAUSE.finditer(text)) or list(_GAP.finditer(text))
    nearest = min(pauses, key=lambda match: abs(match.start() - len(text) / 2))
    return select(Span(*nearest.span()), "Select its middle")


TOO_LONG = Rule(
    name="too-long",
    practices=(3, 4, 5),
    title="Blocks of thirty words",
    why="Visitors read about thirty words at a glance; two short blocks are read sooner than one.",
    check=_too_long,
)
