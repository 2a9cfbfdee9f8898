"""Whether a reply is for this person: by name, and in own words."""

import re
from collections.abc import Iterator

from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.history import REPLIES_LOOKED_AT, History
from undivided.etiquette.coach.phrases import words_of
from undivided.etiquette.coach.reading import Reading, Sentence
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.rules.remedies import (
    add_sentence,
    as_begun,
    find_response,
    leave_out,
    select,
    sentence_at,
)

REPLIES_WITHOUT_NAME = 2
UNTOUCHED_SHARE = 0.7
_COMMA_BEHIND = re.compile(r"[,:]\s*(\w)")
_ENDS_CALL = re.compile(r"\s*(?:[.,;:!?\u2026)\n\u2013\u2014]|\Z)")
_LEADS = frozenset({"greetings", "question_openers", "thanks", "yes", "no", "calming"})
"""Phrases behind which a name may be left out."""
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
        yield _unnamed(name, context.reading)


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


def _unnamed(name: str, reading: Reading | None = None) -> Advice:
    shown = name.split(maxsplit=1)[0]
    begun = "" if reading is None else _begun_behind(reading)
    remedy = Remedy(
        Act.REPLACE if begun else Act.INSERT,
        f"{shown}, {begun}",
        Span(0, len(begun)),
        f"Begin with “{shown},”",
    )
    return Advice("no-name", f"Two replies without the name {shown}.", (remedy,))


def _begun_behind(reading: Reading) -> str:
    """Return a text's first word as it is written behind a name, or "" where it may stay."""
    word = next((word for part in reading.parts[:1] for word in part.words), None)
    if word is None or word.start + reading.sentences[0].start > 0:
        return ""
    written = reading.says(Span(word.start, word.end))
    small = written.lower()
    is_begun = written[:1].isupper() and written[1:] == small[1:] and len(small) == len(written)
    is_common = word.text in reading.phrases.words_of_kind("clause_starts")
    # "I" and the polite "Sie" keep their capital everywhere.
    is_spelled = written in reading.phrases.sentences.get("spellings", ())
    return small if is_begun and is_common and not is_spelled else ""


def _name_too_often(context: Context) -> Iterator[Advice]:
    reading, name = context.reading, context.name
    calls = _calls(reading, name) if name else ()
    if not calls or reading.has("goodbyes", "anything_else"):
        return  # Whoever was greeted by name may be seen off by it.
    before = list(context.history.last_replies)[1 - REPLIES_LOOKED_AT :]
    if any(is_named(each, name) for each in before):
        message, again = f"{reading.says(calls[0])} was named a moment ago.", calls[0]
    elif len(calls) > 1:
        message, again = f"{reading.says(calls[0])} is named twice.", calls[-1]
    else:
        return
    yield Advice("name-too-often", message, _without_name(reading, again), calls)


def _calls(reading: Reading, name: str) -> tuple[Span, ...]:
    """Return where somebody is called; first and last name together are once."""
    calls: list[Span] = []
    for place in _places(reading, name):
        if calls and not reading.text[calls[-1].end : place.start].strip():
            calls[-1] = Span(calls[-1].start, place.end)
        else:
            calls.append(place)
    return tuple(calls)


def _without_name(reading: Reading, call: Span) -> tuple[Remedy, ...]:
    """Return the remedy that takes a name away with its comma, or selects it.

    What is said of somebody, and not to them, cannot do without the name.
    """
    sentence, start = sentence_at(reading, call)
    before, behind = reading.text[start : call.start], reading.text[call.end :]
    label = "Leave the name out"
    comma = _COMMA_BEHIND.match(behind)
    if not before and comma:
        place = Span(call.start, call.end + comma.end())
        return (Remedy(Act.REPLACE, as_begun(reading, call, comma[1]), place, label),)
    if not before and not any(map(str.isalnum, sentence.text[call.end - start :])):
        return leave_out(reading, call, label) or (select(call, "Select the name"),)
    if before and _ENDS_CALL.match(behind) and _may_end(sentence, call.start - start):
        cut = start + len(before.rstrip().removesuffix(","))
        return (Remedy(Act.REPLACE, "", Span(cut, call.end), label),)
    return (select(call, "Select the name"),)


def _may_end(sentence: Sentence, place: int) -> bool:
    """Return whether the words before a place can stand without a name: "Hello", "Well, "."""
    if sentence.text[:place].rstrip().endswith(","):
        return True
    words = [at for at, word in enumerate(sentence.words) if word.start < place]
    leads = {
        at for hit in sentence.hits if hit.kind in _LEADS for at in range(hit.first, hit.last + 1)
    }
    return leads.issuperset(words)


def _ask_name(context: Context) -> Iterator[Advice]:
    history = context.history
    if context.name or history.replies != 1:
        return
    if "asks_name" in history.said or context.reading.has("asks_name"):
        return
    message = "The visitor's name is not known yet."
    ask = add_sentence(context, "ask_name", "Ask for the name")
    yield from (Advice("ask-name", message, (each,)) for each in ask)


def _untouched(context: Context) -> Iterator[Advice]:
    if not context.draft.response_id or context.draft.is_touched:
        return
    history = context.history
    untouched, replies = history.untouched + 1, history.replies + 1
    if history.is_last_untouched:
        message = "The second response in a row without a word of yours."
    elif replies > _SHARE_FROM and untouched > replies * UNTOUCHED_SHARE:
        message = f"{untouched} of {replies} replies are prepared ones as they are."
    else:
        return
    first = context.reading.sentences[:1]
    rewrite = (select(each, "Select the start") for each in first)
    yield Advice("untouched-reply", message, tuple(rewrite))


def _same_reply(context: Context) -> Iterator[Advice]:
    if context.word_count <= _SHORTEST_SAME:
        return  # "Yes, please." may be said twice
    if context.history.was_sent(context.reading):
        send, other = Remedy(Act.ASK_FIRST, label="Send it again"), find_response()
        yield Advice("same-reply", "You sent exactly this in this chat before.", (send, other))


def _blank(context: Context) -> Iterator[Advice]:
    if context.draft.blanks:
        yield Advice("unfilled-slot", f"Not filled yet: {', '.join(context.draft.blanks[:3])}.")


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
