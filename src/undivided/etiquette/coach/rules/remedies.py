"""Remedies that several rules offer: leave a sentence out, end it, or add one."""

from undivided.etiquette.calm_text import isolated
from undivided.etiquette.coach.advice import Act, Remedy, Span
from undivided.etiquette.coach.fact_cards import FactCard
from undivided.etiquette.coach.reading import Reading
from undivided.etiquette.coach.rule import Context

_ENDS = ".!?…"
_CHARACTERS = 30


def leave_out(reading: Reading, place: Span, label: str = "Leave it out") -> tuple[Remedy, ...]:
    """Return the remedy that takes away the sentence around a place; none if it is the only one."""
    spans = reading.sentences
    at = next((at for at, span in enumerate(spans) if span.start <= place.start < span.end), None)
    if at is None or len(spans) == 1:
        return ()
    if at + 1 < len(spans):
        return (Remedy(Act.REPLACE, "", Span(spans[at].start, spans[at + 1].start), label),)
    return (Remedy(Act.REPLACE, "", Span(spans[at - 1].end, spans[at].end), label),)


def attach(card: FactCard) -> Remedy:
    """Return the remedy that lets a fact card vouch for the draft."""
    return Remedy(Act.ATTACH, card.id, label=f"Attach “{isolated(card.title, _CHARACTERS)}”")


def add_word(context: Context, place: Span, name: str, label: str) -> tuple[Remedy, ...]:
    """Return the remedy that ends the sentence around a place with a word of the language's file.

    Args:
        name: Of the word among the file's sentences.
        label: With {} where the word stands.
    """
    reading = context.reading
    spans = (span for span in reading.sentences if span.start <= place.start < span.end)
    span = next(spans, None)
    if span is None:
        return ()
    end = span.start + len(reading.says(span).rstrip(_ENDS))
    return tuple(
        Remedy(Act.INSERT, f" {word}", Span(end, end), label.format(word))
        for word in context.phrases.sentences.get(name, ())[:1]
    )


def add_sentence(context: Context, name: str, label: str) -> tuple[Remedy, ...]:
    """Return the remedy that writes a sentence of the language's file behind the draft."""
    gap = "" if context.draft.text[-1:].isspace() else " "
    sentences = context.phrases.sentences.get(name, ())[:1]
    return tuple(Remedy(Act.INSERT, f"{gap}{sentence}", label=label) for sentence in sentences)
