"""Card numbers in a reply: said while it is written; masked in any case when it is sent."""

from collections.abc import Iterator

from undivided.etiquette.cards.numbers import cards_in, masked
from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.rule import Context, Rule


def _card_number(context: Context) -> Iterator[Advice]:
    text = context.draft.text
    hidden = masked(text)
    if hidden == text:
        return
    changed = [place for place, sign in enumerate(text) if hidden[place] != sign]
    where = Span(changed[0], changed[-1] + 1)
    remedy = Remedy(Act.REPLACE, hidden[where.start : where.end], where, "Mask it now")
    spans = tuple(Span(card.start, card.end) for card in cards_in(text))
    yield Advice(
        "card-number",
        "This is a card number: only its last four digits are sent.",
        (remedy,),
        spans or (where,),
    )


CARD_NUMBER = Rule(
    name="card-number",
    practices=(60,),
    title="No card numbers in a chat",
    why="A card number that was written down can be read by others; call the visitor instead.",
    check=_card_number,
)
"""In reviews they are looked for before the rules are asked, and in the visitor's lines too."""
