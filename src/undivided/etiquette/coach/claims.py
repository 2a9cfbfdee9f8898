"""What a reply states as a fact: its numbers, prices, dates, and words such as "guaranteed".

Somebody could hold the shop to them, so each wants a source. Source: practices 35 and 36.
"""

import re
from collections.abc import Collection, Iterator

from msgspec import Struct

from undivided.etiquette.coach.advice import Span
from undivided.etiquette.coach.fact_cards import NUMBER, FactCard, number_key
from undivided.etiquette.coach.phrases import Hit, words_of
from undivided.etiquette.coach.reading import Reading, Sentence

_MONEY = "[€$£¥₽₴]"
_BEFORE = re.compile(rf"{_MONEY}\s?\Z")
_BEHIND = re.compile(rf"\s?(?:{_MONEY}|[%‰]|zł|[A-Z]{{3}}(?!\w))|[^\W\d_]{{1,3}}(?!\w)")
_ITEM = re.compile(r"^\s*\d{1,2}[.)](?=\s|$)", re.MULTILINE)
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
_HIDDEN = ("\u2022", "#")
"""Before the digits of a masked number, and of one that something is called by."""
_ONLY_GAP = re.compile(r"[\s:.#-]*")
_OWN_TIME = frozenset({"promises", "honest", "holding"})
"""In such a sentence a time says when the operator is back, and nothing about what is sold."""


class Claim(Struct, frozen=True):
    """Something stated.

    Attributes:
        key: What is compared: the number without its writing, or the words, folded.
        text: As it was written.
        span: Where, in the whole text.
    """

    key: str
    text: str
    span: Span


def claims_in(reading: Reading) -> Iterator[Claim]:
    """Yield what a text states, in order; its filled slots are left out."""
    for sentence, part in zip(reading.sentences, reading.parts, strict=True):
        for claim in part.known(_claims):
            span = Span(claim.span.start + sentence.start, claim.span.end + sentence.start)
            if not reading.is_skipped(span):
                yield Claim(claim.key, claim.text, span)


def unsourced(
    reading: Reading, heard: Collection[str], cards: Collection[FactCard]
) -> tuple[Claim, ...]:
    """Return what a reply states that nothing vouches for.

    Args:
        reading: The reply.
        heard: Keys of what the visitor stated before: to say it again states nothing new.
        cards: The fact cards that hold now and were used for it.
    """
    return tuple(
        claim
        for claim in claims_in(reading)
        if not (claim.key[:1].isdigit() and claim.key in heard)
        and not any(card.states(claim.key) for card in cards)
    )


def pressing_words(reading: Reading) -> list[str]:
    """Return the phrases that press a visitor to buy, as they were written. Source: practice 82."""
    return [reading.text[hit.start : hit.end] for hit in reading.of("pressure")]


def key_of(text: str) -> str:
    """Return what a claim is compared by: "1.299,00 €" and "1299 EUR" are the same number."""
    number = NUMBER.search(text)
    if number is None:
        return " ".join(word.text for word in words_of(text))
    return number_key(number[0])


def _claims(sentence: Sentence) -> tuple[Claim, ...]:
    """Return what a sentence states; the places count from its beginning."""
    words = [_stated(sentence, hit) for hit in sentence.hits if hit.kind == "absolutes"]
    numbers = [_stated(sentence, hit, hit.plain) for hit in _spelled_numbers(sentence)]
    if any(map(str.isdigit, sentence.text)):
        numbers += [_stated(sentence, span) for span in _numbers(sentence)]
    # A number that is part of the words, as in "100 percent", is said by them.
    own = [each for each in numbers if not any(_overlap(each.span, word.span) for word in words)]
    return tuple(sorted((*words, *own), key=lambda claim: claim.span.start))


def _stated(sentence: Sentence, place: Span | Hit, key: str = "") -> Claim:
    text = sentence.text[place.start : place.end]
    return Claim(key or key_of(text), text, Span(place.start, place.end))


def _spelled_numbers(sentence: Sentence) -> Iterator[Hit]:
    """Yield the numbers in words that measure something: "lasts ten years"."""
    for hit in sentence.hits:
        is_measure = hit.kind == "counts" and _precedes(sentence, hit, "measures")
        if is_measure and not _is_own_time(sentence, Span(hit.start, hit.end)):
            yield hit


def _numbers(sentence: Sentence) -> Iterator[Span]:
    text = sentence.text
    items = {match.end() for match in _ITEM.finditer(text)}
    for match in NUMBER.finditer(text):
        place = Span(*match.span())
        before = text[: place.start].rstrip()
        is_name = before.endswith(_HIDDEN) or _follows(sentence, place, "references")
        is_linked = any(_overlap(place, link) for link in sentence.links)
        if place.end + 1 in items or is_name or is_linked or _is_own_time(sentence, place):
            continue
        start = _BEFORE.search(text, max(0, place.start - 2), place.start)
        behind = _BEHIND.match(text, place.end)
        is_more = len(match[0]) > 1 or start or behind or _means_more(sentence, place)
        if is_more:  # "I have 2 ideas" states nothing.
            yield Span(
                start.start() if start else place.start, behind.end() if behind else place.end
            )


def _is_own_time(sentence: Sentence, place: Span) -> bool:
    if sentence.kinds.isdisjoint(_OWN_TIME):
        return False
    if _CLOCK.fullmatch(sentence.text, place.start, place.end):
        return True
    is_dated = any(hit.kind == "dates" and _overlap(place, hit) for hit in sentence.hits)
    return is_dated or _is_day(sentence, place) or _precedes(sentence, place, "short_times")


def _means_more(sentence: Sentence, place: Span) -> bool:
    """Return whether a lone digit states something: a measure, or the day of a month."""
    return _precedes(sentence, place, "measures") or _is_day(sentence, place)


def _is_day(sentence: Sentence, place: Span) -> bool:
    return _precedes(sentence, place, "months") or _follows(sentence, place, "months")


def _follows(sentence: Sentence, place: Span | Hit, kind: str) -> bool:
    return any(
        hit.kind == kind and _ONLY_GAP.fullmatch(sentence.text, hit.end, place.start)
        for hit in sentence.hits
        if hit.end <= place.start
    )


def _precedes(sentence: Sentence, place: Span | Hit, kind: str) -> bool:
    return any(
        hit.kind == kind and _ONLY_GAP.fullmatch(sentence.text, place.end, hit.start)
        for hit in sentence.hits
        if hit.start >= place.end
    )


def _overlap(one: Span, other: Span | Hit) -> bool:
    return one.start < other.end and other.start < one.end
