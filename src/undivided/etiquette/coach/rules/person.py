"""Whether a reply is for this person: by name, in own words, as one speaks."""

import re
from collections.abc import Iterator
from itertools import pairwise

from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.history import REPLIES_LOOKED_AT, History
from undivided.etiquette.coach.phrases import Hit, words_of
from undivided.etiquette.coach.reading import Reading, Sentence
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.rules.remedies import leave_out

REPLIES_WITHOUT_NAME = 2
UNTOUCHED_SHARE = 0.7
_LEADS = frozenset({"question_openers", "letter_formulas", "yes", "no", "thanks", "calming"})
_PAUSES = frozenset(",;:-\u2013\u2014")
_COMMA_BEHIND = re.compile(r"[,:]\s*(\w)")
_SHORTEST_SAME = 3
_SHARE_FROM = 4
"""Replies before a share means anything."""


def _no_name(context: Context) -> Iterator[Advice]:
    name, history = context.name, context.history
    if not name or is_named(context.reading, name):
        return
    if any(is_named(reading, name) for reading in history.last_replies):
        return
    replies = history.replies if context.chat.visitor_name else history.replies_to_name
    if replies >= REPLIES_WITHOUT_NAME:
        yield _unnamed(name)


def never_named(name: str, history: History) -> list[Advice]:
    """Return the advice about a chat that is over, whose few replies were all without the name.

    Args:
        name: The visitor's as it was known from the beginning, or "".
        history: The whole chat.
    """
    known = name or history.told_name
    replies = history.replies if name else history.replies_to_name
    is_named_once = any(is_named(reading, known) for reading in history.last_replies)
    return [_unnamed(known)] if replies == REPLIES_WITHOUT_NAME and not is_named_once else []


def _unnamed(name: str) -> Advice:
    shown = name.split(maxsplit=1)[0]
    remedy = Remedy(Act.INSERT, f"{shown}, ", Span(0, 0), f"Begin with “{shown},”")
    return Advice("no-name", f"Two replies without the name {shown}.", (remedy,))


def _name_too_often(context: Context) -> Iterator[Advice]:
    name = context.name
    spans = _places(context.reading, name) if name else ()
    if not spans or context.reading.has("goodbyes", "anything_else"):
        return  # Whoever was greeted by name may be seen off by it.
    before = list(context.history.last_replies)[1 - REPLIES_LOOKED_AT :]
    if any(is_named(reading, name) for reading in before):
        message, again = f"{context.reading.says(spans[0])} was named a moment ago.", spans[0]
    elif _is_called_again(context.reading, spans):
        message, again = f"{context.reading.says(spans[0])} is named twice.", spans[-1]
    else:
        return
    remedy = _without_name(context.reading, again)
    yield Advice("name-too-often", message, (remedy,), spans)


def _is_called_again(reading: Reading, spans: tuple[Span, ...]) -> bool:
    """Return whether a text calls somebody twice; first and last name together are once."""
    pairs = pairwise(spans)
    return any(reading.text[one.end : other.start].strip() for one, other in pairs)


def _without_name(reading: Reading, span: Span) -> Remedy:
    """Return the remedy that takes a name away, with the comma that belongs to it."""
    before, behind = reading.text[: span.start], reading.text[span.end :]
    label = "Leave the name out"
    if (comma := _COMMA_BEHIND.match(behind)) and any(
        span.start == sentence.start for sentence in reading.sentences
    ):
        return Remedy(
            Act.REPLACE, comma[1].upper(), Span(span.start, span.end + comma.end()), label
        )
    start = len(before.rstrip())
    start -= before[:start].endswith(",")
    return Remedy(Act.REPLACE, "", Span(start, span.end), label)


def _ask_name(context: Context) -> Iterator[Advice]:
    history = context.history
    if context.name or history.replies != 1:
        return
    if "asks_name" in history.said or context.reading.has("asks_name"):
        return
    for sentence in context.phrases.sentences.get("ask_name", ())[:1]:
        remedy = Remedy(Act.INSERT, f" {sentence}", label="Ask for the name")
        yield Advice("ask-name", "The visitor's name is not known yet.", (remedy,))


def _untouched(context: Context) -> Iterator[Advice]:
    if not context.draft.response_id or context.draft.is_touched:
        return
    history = context.history
    untouched, replies = history.untouched + 1, history.replies + 1
    if history.is_last_untouched:
        yield Advice("untouched-reply", "The second response in a row without a word of yours.")
    elif replies > _SHARE_FROM and untouched > replies * UNTOUCHED_SHARE:
        message = f"{untouched} of {replies} replies are prepared ones as they are."
        yield Advice("untouched-reply", message)


def _same_reply(context: Context) -> Iterator[Advice]:
    if context.word_count <= _SHORTEST_SAME:
        return  # "Yes, please." may be said twice
    if context.history.was_sent(context.reading):
        remedy = Remedy(Act.ASK_FIRST, label="Send it again")
        yield Advice("same-reply", "You sent exactly this in this chat before.", (remedy,))


def _blank(context: Context) -> Iterator[Advice]:
    if context.draft.blanks:
        yield Advice("unfilled-slot", f"Not filled yet: {', '.join(context.draft.blanks[:3])}.")


def _opinion(context: Context) -> Iterator[Advice]:
    spans = tuple(context.reading.places(_opinions))
    if spans:
        said = context.reading.says(spans[0])
        yield Advice("opinion-opener", f"“{said}” is an opinion: say the fact.", spans=spans)


def _opinions(sentence: Sentence) -> tuple[Span, ...]:
    return tuple(
        Span(hit.start, hit.end)
        for hit in sentence.hits
        if hit.kind == "opinion_openers" and _is_opening(sentence, hit)
    )


def _is_opening(sentence: Sentence, hit: Hit) -> bool:
    """Return whether a phrase begins its sentence, but for a greeting, a yes or a name."""
    leads = {
        place
        for lead in sentence.hits
        if lead.kind in _LEADS
        for place in range(lead.first, lead.last + 1)
    }
    others = sum(place not in leads for place in range(hit.first))
    return others == 0 or (others <= 1 and sentence.text[: hit.start].rstrip()[-1:] in _PAUSES)


def _letter(context: Context) -> Iterator[Advice]:
    reading = context.reading
    for hit in reading.of("letter_formulas"):
        span = Span(hit.start, hit.end)
        plain = hit.plain.replace("{name}", context.chat.visitor_name).strip()
        write = (Remedy(Act.REPLACE, plain, span, f"Write “{plain}”"),) if plain else ()
        remedies = write or leave_out(reading, span)
        message = f"“{reading.says(span)}” is how a letter sounds: write as you speak."
        yield Advice("letter-formula", message, remedies, (span,))


def is_named(reading: Reading, name: str) -> bool:
    """Return whether a text calls somebody by a word of their name."""
    return bool(_places(reading, name))


def _places(reading: Reading, name: str) -> tuple[Span, ...]:
    wanted = {word.text for word in words_of(name)}
    return tuple(
        Span(span.start + word.start, span.start + word.end)
        for span, part in zip(reading.sentences, reading.parts, strict=True)
        if not wanted.isdisjoint(part.known(_word_set))
        for word in part.words
        if word.text in wanted
    )


def _word_set(sentence: Sentence) -> frozenset[str]:
    return frozenset(word.text for word in sentence.words)


NO_NAME = Rule(
    name="no-name",
    practices=(25,),
    title="The visitor's name",
    why="A name now and then shows that somebody is spoken to, not anybody.",
    check=_no_name,
)
NAME_TOO_OFTEN = Rule(
    name="name-too-often",
    practices=(25,),
    title="The name, but not each time",
    why="A name in every line sounds like a sales talk.",
    check=_name_too_often,
)
ASK_NAME = Rule(
    name="ask-name",
    practices=(25,),
    title="Ask for the name",
    why="Once you know the name you can use it.",
    check=_ask_name,
    needs=frozenset({"asks_name"}),
)
UNTOUCHED_REPLY = Rule(
    name="untouched-reply",
    practices=(33, 49),
    title="Prepared, but personal",
    why="Visitors notice a script; one word about their case makes it an answer.",
    check=_untouched,
)
SAME_REPLY = Rule(
    name="same-reply",
    practices=(49,),
    title="Never the same reply twice",
    why="Who asks again was not helped by the first answer.",
    check=_same_reply,
    is_gate=True,
)
UNFILLED_SLOT = Rule(
    name="unfilled-slot",
    practices=(49,),
    title="No blanks left",
    why="A blank that is sent shows that nobody looked.",
    check=_blank,
    is_gate=True,
)
OPINION_OPENER = Rule(
    name="opinion-opener",
    practices=(31,),
    title="Facts, not opinions",
    why="Visitors ask the shop what is so, not an operator what they think.",
    check=_opinion,
    needs=frozenset({"opinion_openers"}),
)
LETTER_FORMULA = Rule(
    name="letter-formula",
    practices=(19,),
    title="Write as you speak",
    why="A chat is a talk; letter formulas make it stiff.",
    check=_letter,
    needs=frozenset({"letter_formulas"}),
)
