"""Whether misspelt words begin to look careless."""

from collections.abc import Iterator

from undivided.etiquette.coach.advice import Act, Advice, Remedy
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.rules.remedies import select

SENT_IN_SILENCE = 2
"""One or two slips in a chat are human. Source: practice 18."""


def _misspelt(context: Context) -> Iterator[Advice]:
    sent, found = context.chat.misspelt_sent, context.draft.misspelt
    if not found or sent <= SENT_IN_SILENCE:
        return
    first = found[0]
    word = context.draft.text[first.span.start : first.span.end]
    remedy = select(first.span)
    if first.best:
        remedy = Remedy(Act.REPLACE, first.best, first.span, f"Write “{first.best}”")
    yield Advice("misspelt", f"{sent} misspelt words sent, now “{word}”.", (remedy,))


MISSPELT = Rule(
    name="misspelt",
    practices=(18,),
    title="Misspelt words",
    why="One or two slips are human; more of them make the whole company look careless.",
    check=_misspelt,
)
