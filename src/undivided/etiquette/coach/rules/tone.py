"""How a reply sounds: no shouting, no sarcasm, no jargon, never angry."""

import re
from collections.abc import Collection, Iterator
from itertools import islice

from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.openers import Follows
from undivided.etiquette.coach.phrases import folded
from undivided.etiquette.coach.reading import Reading, Sentence
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.rules.remedies import (
    as_begun,
    leave_out_or_select,
    select,
    sentence_at,
    without_opener,
)
from undivided.etiquette.coach.shouting import Calmer

GATE_PAUSE_S = 5.0
"""How long an angry reply waits for second thoughts. Source: practice 29."""

_MARKS = re.compile(r"[!?]{2,}|\.{4,}")
_LONE_DOTS = re.compile(r"(?:^|(?<=\s))(?:…|\.{3})(?=\s|$)")
_UPPER = "[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ]"
_LOUD = re.compile(
    rf"\b{_UPPER}{{4,}}\b(?:\W{{1,3}}{_UPPER}+\b)*"
    rf"|\b{_UPPER}{{2,}}(?:\W{{1,3}}{_UPPER}{{2,}}\b)+|\b{_UPPER}{{3}}\b"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_SHORT_FORM = re.compile(rf"{_UPPER}{{1,5}}")
_YELLING_MARKS = 3
"""So many "!" in a reply with words in capitals are anger, and no mere emphasis."""
_YELLED_WORDS = 2
_GLAD = ("thanks", "goodbyes", "greetings", "praise", "yes")
"""Whoever writes one of these in capitals is happy."""


def _capitals(context: Context) -> Iterator[Advice]:
    found = tuple(context.reading.places(_loud))
    if not found:
        return
    calmer = Calmer(context.phrases, context.history.spellings((context.chat.visitor_name,)))
    starts = {sentence.start for sentence in context.reading.sentences}
    for at, span in enumerate(found):
        said = context.reading.says(span)
        small = calmer.in_sentence_case(said, begins=span.start in starts)
        if small != said:  # Names that are written so are not shouted.
            remedy = Remedy(Act.REPLACE, small, span, "Small letters")
            yield Advice("capitals", "Capitals read as shouting.", (remedy,), found[at:])
            return


def _loud(sentence: Sentence) -> tuple[Span, ...]:
    runs = [Span(*match.span()) for match in _LOUD.finditer(sentence.text)]
    if not runs:
        return ()
    known = frozenset(sentence.phrases.sentences.get("spellings", ()))
    loud = sentence.phrases.words_of_kind("loud_words")
    return tuple(
        run
        for run in runs
        if _is_shouted(sentence.text[run.start : run.end], known, loud)
        and not any(link.start < run.end and run.start < link.end for link in sentence.links)
    )


def _is_shouted(run: str, known: Collection[str], loud: Collection[str]) -> bool:
    """Return whether words in capitals are more than names: DHL, IKEA, or one short form.

    Args:
        run: Words in capitals.
        known: What is written so.
        loud: Short words, folded, that are no short forms: "NOT", "NOW".
    """
    words = [word for word in _LETTERS.findall(run) if word not in known]
    return len(words) > 1 or any(
        not _SHORT_FORM.fullmatch(word) or folded(word) in loud for word in words
    )


def _repeated_marks(context: Context) -> Iterator[Advice]:
    for span in islice(context.reading.places(_many_marks), 1):
        said = context.reading.says(span)
        mark = "?" if "?" in said else said[0]
        plain = "…" if mark == "." else mark
        remedy = Remedy(Act.REPLACE, plain, span, f"Write “{plain}”")
        yield Advice("repeated-marks", f"“{said[:6]}” sounds impatient.", (remedy,), (span,))


def _many_marks(sentence: Sentence) -> tuple[Span, ...]:
    return tuple(
        Span(*match.span())
        for match in _MARKS.finditer(sentence.text)
        if not any(link.start <= match.start() < link.end for link in sentence.links)
    )


def _sarcasm(context: Context) -> Iterator[Advice]:
    spans = [Span(hit.start, hit.end) for hit in context.reading.of("sarcasm")]
    spans += context.reading.places(_lone_dots)
    if spans:
        said = context.reading.says(spans[0])
        message = f"“{said}” can be read as sarcasm; tone is hard to read in text."
        yield Advice("sarcasm", message, _without_sarcasm(context, spans[0]), tuple(spans))


def _without_sarcasm(context: Context, place: Span) -> tuple[Remedy, ...]:
    reading = context.reading
    if not any(map(str.isalnum, reading.says(place))) and any(part.words for part in reading.parts):
        gap = len(reading.text[: place.start]) - len(reading.text[: place.start].rstrip())
        return (Remedy(Act.REPLACE, "", Span(place.start - gap, place.end), "Leave the dots out"),)
    opener = without_opener(reading, place, Follows.COMMA)
    return opener or leave_out_or_select(reading, place)


def _lone_dots(sentence: Sentence) -> tuple[Span, ...]:
    return tuple(Span(*match.span()) for match in _LONE_DOTS.finditer(sentence.text))


def _jargon(context: Context) -> Iterator[Advice]:
    for hit in context.reading.of("jargon"):
        if context.history.knows_term(hit.phrase):
            continue
        span = Span(hit.start, hit.end)
        message = f"“{context.reading.says(span)}”: the visitor may not know the word."
        plain = as_begun(context.reading, span, hit.plain)
        noun = _with_its_article(context.reading, span, plain)
        remedies: tuple[Remedy, ...] = (select(noun),)
        if plain:
            write = Remedy(Act.REPLACE, plain, span, f"Write “{plain}”")
            remedies = (write,) if noun == span else (*remedies, write)
        if plain and noun != span:
            message = f"{message[:-1]}; say “{plain}”."
        yield Advice("jargon", message, remedies, (span,))


def _with_its_article(reading: Reading, place: Span, plain: str) -> Span:
    """Return a word's place, with the one before it where that may have to change with it.

    "Le SKU" is masculine and "référence" is not, and "your ticket" cannot be "your your question".
    """
    sentence, start = sentence_at(reading, place)
    before = [word for word in sentence.words if word.end + start <= place.start]
    if not before or reading.text[before[-1].end + start : place.start].strip():
        return place
    agreeing = sentence.phrases.words_of_kind("agreeing")
    others = sentence.phrases.words_of_kind("determiners")
    said, begins = before[-1].text, plain.casefold().partition(" ")[0]
    is_doubled = said in others and (begins in others or begins in agreeing)
    return Span(before[-1].start + start, place.end) if said in agreeing or is_doubled else place


def _hostile(context: Context) -> Iterator[Advice]:
    hits = context.reading.of("hostile", "rude")
    spans = tuple(Span(hit.start, hit.end) for hit in hits) or _yelled(context.reading)
    if spans:
        said = context.reading.says(spans[0])
        yield Advice(
            "hostile",
            f"“{said}” cannot be taken back. Breathe, or let a colleague take over.",
            (
                Remedy(Act.ASK_FIRST, label="Send it anyway"),
                Remedy(Act.HAND_OVER, label="Hand over"),
                Remedy(Act.REST, label="Take a break"),
                *leave_out_or_select(context.reading, spans[0]),
            ),
            spans,
        )


def _yelled(reading: Reading) -> tuple[Span, ...]:
    """Return where words in capitals are yelled: several of them, and not out of joy."""
    if reading.text.count("!") < _YELLING_MARKS or reading.has(*_GLAD):
        return ()
    return tuple(
        span
        for span in reading.places(_loud)
        if len(_LETTERS.findall(reading.says(span))) >= _YELLED_WORDS
    )


def _calm(context: Context) -> Iterator[Advice]:
    is_angry = any(reading.has("hostile") for reading in context.owed)
    if not is_angry or context.reading.has("calming", "hostile", "rude"):
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
