"""Whether each promise in a reply says by when; a time for something else is none for it."""

from collections.abc import Iterator

from undivided.etiquette.coach.advice import Advice, Span
from undivided.etiquette.coach.phrases import Hit
from undivided.etiquette.coach.reading import Reading, Sentence
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.rules.remedies import add_word

MOST_BESIDE_DATES = 1
"""Other words of a sentence that only says when: "Probably tomorrow.", not "We open Monday."."""
_WHEN = frozenset({"dates", "by_when"})
_OWN_TIME = frozenset({"promises", "honest", "holding"})
"""In such a sentence a time is the operator's own, as in a promise beside it."""


def _promise(context: Context) -> Iterator[Advice]:
    hits = tuple(_undated(context.reading))
    if hits:
        said = context.reading.text[hits[0].start : hits[0].end]
        yield Advice(
            "undated-promise",
            f"“{said}”: say by when.",
            add_word(context, Span(hits[0].start, hits[0].end), "by_when", "Add “{}”"),
            tuple(Span(hit.start, hit.end) for hit in hits),
        )


def _undated(reading: Reading) -> Iterator[Hit]:
    """Yield the promises without a time of their own, nor one that a neighbour gives for them."""
    parts = reading.parts
    for hit in reading.of("promises"):
        at = reading.sentence_at(hit.start)
        before, behind = parts[max(0, at - 1) : at], parts[at + 1 : at + 2]
        is_dated = (
            "dates" in parts[at].kinds
            or any(_dates_the_next(each, parts[at]) for each in before)
            or any(_dates_the_last(each) for each in behind)
        )
        if not is_dated:
            yield hit


def _dates_the_next(sentence: Sentence, promise: Sentence) -> bool:
    """Return whether a time holds for the promise behind it: "On Monday we open. I'll ask then."""
    is_meant = _is_own(sentence) or "then" in promise.kinds
    return is_meant and "dates" in sentence.kinds


def _dates_the_last(sentence: Sentence) -> bool:
    """Return whether a sentence says by when: "Tomorrow at ten.", "You will hear by noon."""
    if "dates" not in sentence.kinds:
        return False
    dated = {
        place
        for hit in sentence.hits
        if hit.kind in _WHEN
        for place in range(hit.first, hit.last + 1)
    }
    return _is_own(sentence) or len(sentence.words) - len(dated) <= MOST_BESIDE_DATES


def _is_own(sentence: Sentence) -> bool:
    return not sentence.kinds.isdisjoint(_OWN_TIME)


UNDATED_PROMISE = Rule(
    name="undated-promise",
    practices=(43,),
    title="Promises with a time",
    why="A promise without a time cannot be kept, nor checked.",
    check=_promise,
    needs=frozenset({"promises", "dates"}),
)
