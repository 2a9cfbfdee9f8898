"""Facts have a source and an end: what is typed from memory is marked, what is old asks first."""

from collections.abc import Iterator

from undivided.etiquette.calm_text import isolated, one_line
from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.rule import Context, Rule


def _old(context: Context) -> Iterator[Advice]:
    ended = context.chat.ended_fact
    if ended is not None:
        source = isolated(one_line(ended.source, 60))
        yield Advice(
            "old-fact",
            f"This fact held until {ended.until}: check “{source}” before you send it.",
            (Remedy(Act.ASK_FIRST, label="Still true, send"),),
        )


def _unbacked(context: Context) -> Iterator[Advice]:
    if context.chat.has_fact:
        return
    hits = tuple(context.reading.of("absolutes"))
    if hits:
        words = ", ".join(f"“{context.reading.text[hit.start : hit.end]}”" for hit in hits[:3])
        yield Advice(
            "unbacked-fact",
            f"{words} without a fact card: is it surely so?",
            spans=tuple(Span(hit.start, hit.end) for hit in hits),
        )


OLD_FACT = Rule(
    name="old-fact",
    practices=(35,),
    title="Facts that still hold",
    why="A price or a delivery time that has run out misleads as much as an invented one.",
    check=_old,
    is_gate=True,
)
UNBACKED_FACT = Rule(
    name="unbacked-fact",
    practices=(35, 36),
    title="Facts that are surely so",
    why="A guarantee typed from memory binds the shop; a fact card has a source and a date.",
    check=_unbacked,
    needs=frozenset({"absolutes"}),
)
