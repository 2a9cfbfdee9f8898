"""How a reply sounds: no shouting, no sarcasm, no jargon, never angry."""

import re
from collections.abc import Iterator

from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.shouting import Calmer, spellings_in
from undivided.etiquette.coach.signals import Signal, signals_in

GATE_PAUSE_S = 5.0
"""How long an angry reply waits for second thoughts. Source: practice 29."""

_MARKS = re.compile(r"[!?]{2,}|\.{4,}")
_LONE_DOTS = re.compile(r"(?:^|(?<=\s))(?:…|\.{3})(?=\s|$)")
_UPPER = "[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ]"
_LOUD = re.compile(
    rf"\b{_UPPER}{{4,}}\b(?:\W{{1,3}}{_UPPER}+\b)*|\b{_UPPER}{{2,}}(?:\W{{1,3}}{_UPPER}{{2,}}\b)+"
)
_LEARNED = 30
"""The last lines of a chat, which tell how its names are written."""
_SHORT_FORM = re.compile(rf"{_UPPER}{{1,5}}")


def _capitals(context: Context) -> Iterator[Advice]:
    text = context.draft.text
    runs = [Span(*match.span()) for match in _LOUD.finditer(text)]
    # One short word in capitals is mostly the name of something: IKEA, ASAP, IBAN.
    spans = tuple(run for run in runs if not _SHORT_FORM.fullmatch(text[run.start : run.end]))
    if spans:
        first = spans[0]
        said = (line.text for line in context.chat.lines[-_LEARNED:])
        names = (context.chat.visitor_name,)
        calmer = Calmer(context.phrases, spellings_in(said, context.phrases, names=names))
        small = calmer.in_sentence_case(text[first.start : first.end], begins=first.start == 0)
        remedies = (Remedy(Act.REPLACE, small, first, "Small letters"),)
        yield Advice("capitals", "Capitals read as shouting.", remedies, spans)


def _repeated_marks(context: Context) -> Iterator[Advice]:
    text = context.draft.text
    for match in _MARKS.finditer(text):
        mark = "?" if "?" in match[0] else match[0][0]
        plain = "…" if mark == "." else mark
        span = Span(*match.span())
        remedy = Remedy(Act.REPLACE, plain, span, f"Write “{plain}”")
        yield Advice("repeated-marks", f"“{match[0][:6]}” sounds impatient.", (remedy,), (span,))
        return


def _sarcasm(context: Context) -> Iterator[Advice]:
    spans = [Span(hit.start, hit.end) for hit in context.reading.of("sarcasm")]
    spans += [Span(*match.span()) for match in _LONE_DOTS.finditer(context.draft.text)]
    if spans:
        said = context.reading.says(spans[0])
        message = f"“{said}” can be read as sarcasm; tone is hard to read in text."
        yield Advice("sarcasm", message, spans=tuple(spans))


def _jargon(context: Context) -> Iterator[Advice]:
    for hit in context.reading.of("jargon"):
        if _is_said_by_visitor(context, hit.phrase):
            continue
        span = Span(hit.start, hit.end)
        remedy = Remedy(Act.REPLACE, hit.plain, span, f"Write “{hit.plain}”")
        message = f"“{context.reading.says(span)}”: the visitor may not know the word."
        yield Advice("jargon", message, (remedy,), (span,))


def _is_said_by_visitor(context: Context, term: str) -> bool:
    wanted = f" {term} "
    return any(wanted in reading.joined for reading in context.heard)


def _hostile(context: Context) -> Iterator[Advice]:
    hits = tuple(context.reading.of("hostile"))
    if hits:
        said = context.reading.text[hits[0].start : hits[0].end]
        yield Advice(
            "hostile",
            f"“{said}” cannot be taken back. Breathe, or let a colleague take over.",
            (
                Remedy(Act.ASK_FIRST, label="Send it anyway"),
                Remedy(Act.HAND_OVER, label="Hand over"),
            ),
            tuple(Span(hit.start, hit.end) for hit in hits),
        )


def _calm(context: Context) -> Iterator[Advice]:
    if not any(
        Signal.HOSTILE in signals_in(context.reader.read(line.text)) for line in context.owed
    ) or context.reading.has("calming", "hostile"):
        return
    for sentence in context.phrases.sentences.get("calming", ())[:1]:
        remedy = Remedy(Act.INSERT, f"{sentence} ", Span(0, 0), "Begin calmly")
        yield Advice("calm-first", "The visitor is angry: first say that you hear it.", (remedy,))


CAPITALS = Rule(
    name="capitals",
    practices=(20, 71),
    title="No shouting",
    why="Words in capitals read as shouting, even when they are meant to help.",
    check=_capitals,
)
REPEATED_MARKS = Rule(
    name="repeated-marks",
    practices=(20,),
    title="One mark is enough",
    why="Two question marks ask what took so long.",
    check=_repeated_marks,
)
SARCASM = Rule(
    name="sarcasm",
    practices=(20,),
    title="No sarcasm",
    why="Nobody hears a smile in text; what was friendly reads as mockery.",
    check=_sarcasm,
    needs=frozenset({"sarcasm"}),
)
JARGON = Rule(
    name="jargon",
    practices=(27,),
    title="Plain words",
    why="A word that the visitor does not know costs another question.",
    check=_jargon,
)
HOSTILE = Rule(
    name="hostile",
    practices=(29,),
    title="Never blow up",
    why="An angry line stays in the record and with the visitor; five seconds help.",
    check=_hostile,
    needs=frozenset({"hostile"}),
    is_gate=True,
)
CALM_FIRST = Rule(
    name="calm-first",
    practices=(72,),
    title="Calm before facts",
    why="Who is angry hears nothing before being heard.",
    check=_calm,
    needs=frozenset({"hostile", "calming"}),
)
