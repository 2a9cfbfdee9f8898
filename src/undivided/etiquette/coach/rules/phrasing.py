"""Whether a reply says what is so, as one speaks: no opinions, no letter formulas."""

from collections.abc import Iterator

from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.openers import Follows, opener_with_joiner
from undivided.etiquette.coach.phrases import Hit, folded, words_of
from undivided.etiquette.coach.reading import Reading, Sentence
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.rules.remedies import (
    as_begun,
    find_response,
    select,
    sentence_at,
    without_opener,
)

ONLY_ANEW = "*"
"""In a language's file: a formula that would leave broken grammar, whatever took its place."""
MOST_SIGNED = 3
"""Words behind "kind regards" that may be a name."""
_LEADS = frozenset({"question_openers", "letter_formulas", "yes", "no", "thanks", "calming"})
_BEFORE_CLOSING = " \t\n,;:-\u2013\u2014"
_PAUSES = frozenset(",;:-\u2013\u2014")


def _opinion(context: Context) -> Iterator[Advice]:
    reading = context.reading
    spans = tuple(reading.places(_opinions))
    if spans:
        message = f"“{reading.says(spans[0])}” is an opinion: say the fact."
        yield Advice("opinion-opener", message, _as_fact(reading, spans[0]), spans)


def _as_fact(reading: Reading, place: Span) -> tuple[Remedy, ...]:
    """Return the remedies that leave an opinion's opener out, or have it said anew."""
    sentence, start = sentence_at(reading, place)
    opener = Span(place.start - start, place.end - start)
    follows = next(
        hit.plain
        for hit in sentence.hits
        if hit.kind == "opinion_openers" and hit.start == opener.start
    )
    whole = opener_with_joiner(sentence, opener)
    again = select(Span(whole.start + start, whole.end + start))
    return (*without_opener(reading, place, follows), again, find_response("Find the fact"))


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
        if plain == ONLY_ANEW:
            remedies: tuple[Remedy, ...] = (select(span),)
        elif plain:
            plain = as_begun(reading, span, plain)
            remedies = (Remedy(Act.REPLACE, plain, span, f"Write “{plain}”"),)
        else:
            remedies = _without_formula(reading, hit)
        message = f"“{reading.says(span)}” is how a letter sounds: write as you speak."
        yield Advice("letter-formula", message, remedies, (span,))


def _without_formula(reading: Reading, hit: Hit) -> tuple[Remedy, ...]:
    """Return the remedy that takes away a formula that says nothing, or selects it."""
    span = Span(hit.start, hit.end)
    is_joined = folded(hit.phrase.split()[-1]) in reading.phrases.words_of_kind("joiners")
    opener = without_opener(reading, span, Follows.ANY if is_joined else Follows.THAT)
    return opener or _without_closing(reading, span) or (select(span),)


def _without_closing(reading: Reading, place: Span) -> tuple[Remedy, ...]:
    """Return the remedy that takes away a formula behind which there is a name at the most.

    Anything else behind it may be what the visitor waits for.
    """
    end = reading.sentences[reading.sentence_at(place.start)].end
    before = reading.text[: place.start].rstrip(_BEFORE_CLOSING)
    behind = reading.text[place.end : end]
    signed = [behind[word.start] for word in words_of(behind)]
    if not before or len(signed) > MOST_SIGNED or not all(map(str.isupper, signed)):
        return ()
    if before[-1:].isalnum():
        end -= len(reading.text[:end]) - len(reading.text[:end].rstrip("."))
    cut = Span(len(before), end)
    return (Remedy(Act.REPLACE, "", cut, "Leave the closing out"),)


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
