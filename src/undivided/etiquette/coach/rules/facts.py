"""Facts have a source and an end: what is typed from memory is marked, what is old asks first."""

from collections.abc import Iterator

from undivided.etiquette.calm_text import isolated, one_line
from undivided.etiquette.cards.numbers import cards_in
from undivided.etiquette.coach.advice import Act, Advice, Remedy
from undivided.etiquette.coach.claims import unsourced
from undivided.etiquette.coach.fact_cards import numbers_in
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.rules.remedies import attach, find_response, select

_CHARACTERS = 30


def _old(context: Context) -> Iterator[Advice]:
    ended = context.chat.ended_fact
    if ended is not None:
        source = isolated(one_line(ended.source, 60))
        yield Advice(
            "old-fact",
            f"This fact held until {ended.until}: check “{source}” before you send it.",
            (
                Remedy(Act.ASK_FIRST, label="Still true, send"),
                find_response("Find another"),
            ),
        )


def _unsourced(context: Context) -> Iterator[Advice]:
    found = unsourced(context.reading, _told(context), context.chat.facts)
    # Another rule speaks of a card's number, and it is no fact.
    cards = cards_in(context.draft.text) if found else ()
    hidden = {place for card in cards for place in range(card.start, card.end)}
    found = tuple(claim for claim in found if claim.span.start not in hidden)
    if not found:
        return
    words = ", ".join(f"“{one_line(claim.text, _CHARACTERS)}”" for claim in found[:3])
    known = (context.chat.library.stating(claim.key) for claim in found)
    card = next(filter(None, known), None)
    other = (find_response("Find a fact card"), select(found[0].span))
    yield Advice(
        "unsourced-fact",
        f"{words} without a fact card: is it surely so?",
        other if card is None else (attach(card),),
        tuple(claim.span for claim in found),
    )


def _told(context: Context) -> set[str]:
    """Return the numbers of the visitor, and in a summary those that were said before."""
    told = set(context.history.numbers)
    if context.reading.has("summaries"):
        told.update(*(numbers_in(point.text) for point in context.history.agreement.points))
    return told


OLD_FACT = Rule(
    name="old-fact",
    practices=(35,),
    title="Facts that still hold",
    why="A price or a delivery time that has run out misleads as much as an invented one.",
    check=_old,
    is_gate=True,
)
UNSOURCED_FACT = Rule(
    name="unsourced-fact",
    practices=(36,),
    title="Facts that are surely so",
    why="A price or a guarantee typed from memory binds the shop; a fact card has a source.",
    check=_unsourced,
)
"""What it finds is kept with the message too, for whoever reviews it: see `fact_marks`."""
