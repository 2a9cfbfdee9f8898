"""How much of a reply a visitor reads at once."""

from collections.abc import Iterator

from undivided.etiquette.coach.advice import Act, Advice, Remedy
from undivided.etiquette.coach.blocks import block_cuts
from undivided.etiquette.coach.rule import Context, Rule


def _too_long(context: Context) -> Iterator[Advice]:
    words, limit = context.word_count, context.chat.block_words
    if words <= limit:
        return
    parts = len(block_cuts([part.word_count for part in context.reading.parts], limit)) + 1
    if parts > 1:
        remedy = Remedy(Act.SPLIT, label=f"Split into {parts} blocks")
        yield Advice("too-long", f"{words} words in one block.", (remedy,))
    else:
        yield Advice("too-long", f"{words} words in one sentence: say it in two.")


TOO_LONG = Rule(
    name="too-long",
    practices=(3, 4, 5),
    title="Blocks of thirty words",
    why="Visitors read about thirty words at a glance; two short blocks are read sooner than one.",
    check=_too_long,
)
