"""Whether a reply is for this person: by name, in own words, as one speaks."""

from collections.abc import Iterator, Sequence

from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.phrases import Word, words_of
from undivided.etiquette.coach.reading import Reading
from undivided.etiquette.coach.rule import Context, Rule

REPLIES_WITHOUT_NAME = 2
REPLIES_LOOKED_AT = 3
UNTOUCHED_SHARE = 0.7
_SHORTEST_SAME = 3
_SHARE_FROM = 4
"""Replies before a share means anything."""


def _no_name(context: Context) -> Iterator[Advice]:
    name, said = context.chat.visitor_name, context.said
    if not name or _names(context.reading.words, name):
        return
    if any(_names(reading.words, name) for reading in said[-REPLIES_LOOKED_AT:]):
        return
    if len(said) >= REPLIES_WITHOUT_NAME:
        remedy = Remedy(Act.INSERT, f"{name}, ", Span(0, 0), f"Begin with “{name},”")
        yield Advice("no-name", f"Two replies without the name {name}.", (remedy,))


def _name_too_often(context: Context) -> Iterator[Advice]:
    name = context.chat.visitor_name
    if not name or not _names(context.reading.words, name):
        return
    said = context.said[-(REPLIES_LOOKED_AT - 1) :]
    if len(said) == REPLIES_LOOKED_AT - 1 and any(_names(reading.words, name) for reading in said):
        spans = _places(context.reading.words, name)
        yield Advice("name-too-often", f"{name} was named a moment ago.", spans=spans)


def _ask_name(context: Context) -> Iterator[Advice]:
    if context.chat.visitor_name or len(context.said) != 1:
        return
    if any(reading.has("asks_name") for reading in (*context.said, context.reading)):
        return
    for sentence in context.phrases.sentences.get("ask_name", ())[:1]:
        remedy = Remedy(Act.INSERT, f" {sentence}", label="Ask for the name")
        yield Advice("ask-name", "The visitor's name is not known yet.", (remedy,))


def _untouched(context: Context) -> Iterator[Advice]:
    if not context.draft.response_id or context.draft.is_touched:
        return
    said = context.replies
    untouched = [bool(line.response_id) and not line.is_touched for line in said]
    if untouched[-1:] == [True]:
        yield Advice("untouched-reply", "The second response in a row without a word of yours.")
    elif len(said) >= _SHARE_FROM and sum(untouched) + 1 > (len(said) + 1) * UNTOUCHED_SHARE:
        message = f"{sum(untouched) + 1} of {len(said) + 1} replies are prepared ones as they are."
        yield Advice("untouched-reply", message)


def _same_reply(context: Context) -> Iterator[Advice]:
    own = context.reading.joined
    if len(context.reading.words) <= _SHORTEST_SAME:
        return  # "Yes, please." may be said twice
    if any(own == reading.joined for reading in context.said):
        remedy = Remedy(Act.ASK_FIRST, label="Send it again")
        yield Advice("same-reply", "You sent exactly this in this chat before.", (remedy,))


def _blank(context: Context) -> Iterator[Advice]:
    if context.draft.blanks:
        yield Advice("unfilled-slot", f"Not filled yet: {', '.join(context.draft.blanks[:3])}.")


def _opinion(context: Context) -> Iterator[Advice]:
    spans = tuple(
        Span(hit.start, hit.end)
        for hit in context.reading.of("opinion_openers")
        if _begins_sentence(context.reading, hit.start)
    )
    if spans:
        said = context.reading.says(spans[0])
        yield Advice("opinion-opener", f"“{said}” is an opinion: say the fact.", spans=spans)


def _letter(context: Context) -> Iterator[Advice]:
    reading = context.reading
    for hit in reading.of("letter_formulas"):
        span = Span(hit.start, hit.end)
        plain = hit.plain.replace("{name}", context.chat.visitor_name).strip()
        remedies = (Remedy(Act.REPLACE, plain, span, f"Write “{plain}”"),) if plain else ()
        message = f"“{reading.says(span)}” is how a letter sounds: write as you speak."
        yield Advice("letter-formula", message, remedies, (span,))


def _begins_sentence(reading: Reading, start: int) -> bool:
    first = {
        next((word.start for word in reading.words if word.start >= span.start), -1)
        for span in reading.sentences
    }
    return start in first


def _names(words: Sequence[Word], name: str) -> bool:
    return bool(_places(words, name))


def _places(words: Sequence[Word], name: str) -> tuple[Span, ...]:
    wanted = {word.text for word in words_of(name)}
    return tuple(Span(word.start, word.end) for word in words if word.text in wanted)


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
