"""Remedies that several rules offer: leave words out, end a sentence, add one, select, look up."""

from undivided.etiquette.calm_text import isolated
from undivided.etiquette.coach.advice import Act, Remedy, Span
from undivided.etiquette.coach.fact_cards import FactCard
from undivided.etiquette.coach.openers import rest_behind
from undivided.etiquette.coach.reading import Reading, Sentence
from undivided.etiquette.coach.rule import Context

LEAVE_IT_OUT = "Leave it out"
SELECT_IT = "Select it"
"""Said where the advice names the words; they are underlined too."""
_ENDS = ".!?…"
_CHARACTERS = 30


def leave_out(reading: Reading, place: Span, label: str = LEAVE_IT_OUT) -> tuple[Remedy, ...]:
    """Return the remedy that takes away the sentence around a place; none if it is the only one."""
    spans, at = reading.sentences, reading.sentence_at(place.start)
    if len(spans) == 1:
        return ()
    if at + 1 < len(spans):
        return (Remedy(Act.REPLACE, "", Span(spans[at].start, spans[at + 1].start), label),)
    return (Remedy(Act.REPLACE, "", Span(spans[at - 1].end, spans[at].end), label),)


def leave_out_or_select(
    reading: Reading, place: Span, label: str = SELECT_IT
) -> tuple[Remedy, ...]:
    """Return the remedy that takes away the sentence around a place, or selects the words.

    Args:
        label: For the words.
    """
    return leave_out(reading, place) or (select(place, label),)


def without_opener(reading: Reading, place: Span, follows: str) -> tuple[Remedy, ...]:
    """Return the remedy that takes away the words a sentence opens with; none in doubt.

    Args:
        place: The words, in the whole text.
        follows: What has to stand behind them, see `openers.Follows`.
    """
    sentence, start = sentence_at(reading, place)
    opener = Span(place.start - start, place.end - start)
    rest = rest_behind(sentence, opener, follows)
    if rest is None:
        return ()
    begun = as_begun(reading, place, sentence.text[rest])
    return (Remedy(Act.REPLACE, begun, Span(place.start, start + rest + 1), LEAVE_IT_OUT),)


def select(place: Span, label: str = SELECT_IT) -> Remedy:
    """Return the remedy that selects words, where only the operator knows better ones."""
    return Remedy(Act.SELECT, "", place, label)


def find_response(label: str = "Find a response") -> Remedy:
    """Return the remedy that opens the list of responses."""
    return Remedy(Act.FIND, label=label)


def attach(card: FactCard) -> Remedy:
    """Return the remedy that lets a fact card vouch for the draft."""
    return Remedy(Act.ATTACH, card.id, label=f"Attach “{isolated(card.title, _CHARACTERS)}”")


def add_word(context: Context, place: Span, name: str, label: str) -> tuple[Remedy, ...]:
    """Return the remedy that ends the sentence around a place with words of the language's file.

    Args:
        name: Of the words among the file's sentences; a comma before them stays at the sentence.
        label: With {} where the words stand.
    """
    reading = context.reading
    span = reading.sentences[reading.sentence_at(place.start)]
    end = span.start + len(reading.says(span).rstrip(_ENDS).rstrip())
    return tuple(
        Remedy(
            Act.INSERT,
            word if word.startswith(",") else f" {word}",
            Span(end, end),
            label.format(word.lstrip(", ")),
        )
        for word in context.phrases.sentences.get(name, ())[:1]
    )


def add_sentence(context: Context, name: str, label: str) -> tuple[Remedy, ...]:
    """Return the remedy that writes a sentence of the language's file behind the draft."""
    sentences = context.phrases.sentences.get(name, ())[:1]
    return tuple(write_behind(context, sentence, label) for sentence in sentences)


def write_behind(context: Context, sentence: str, label: str) -> Remedy:
    """Return the remedy that writes a sentence behind the draft, whose own last one is ended.

    A sentence without an end of its own is left open, with the caret behind it.
    """
    written = f"{sentence} " if sentence[-1:].isalnum() else sentence
    text = context.reading.text
    said = text.rstrip()
    if "\n" in said or any(link.end == len(said) for link in _last_links(context.reading)):
        # A list's last item, or an address, would take the words in.
        gap = "" if text.endswith("\n") else "\n"
        return Remedy(Act.INSERT, f"{gap}{written}", label=label)
    gap = "" if text != said else " "
    if not said[-1:].isalnum():
        return Remedy(Act.INSERT, f"{gap}{written}", label=label)
    if text == said:
        return Remedy(Act.INSERT, f". {written}", label=label)
    return Remedy(Act.REPLACE, f". {written}", Span(len(said), len(text)), label)


def as_begun(reading: Reading, place: Span, words: str) -> str:
    """Return words that take the place of others, with a capital where those began a sentence."""
    start = reading.sentences[reading.sentence_at(place.start)].start
    before = reading.text[start : place.start]
    is_capital = (
        not any(map(str.isalnum, before)) and reading.text[place.start : place.start + 1].isupper()
    )
    return f"{words[:1].upper()}{words[1:]}" if is_capital else words


def sentence_at(reading: Reading, place: Span) -> tuple[Sentence, int]:
    """Return the sentence that holds a place, and where it begins in the whole text."""
    at = reading.sentence_at(place.start)
    return reading.parts[at], reading.sentences[at].start


def _last_links(reading: Reading) -> list[Span]:
    last = zip(reading.sentences[-1:], reading.parts[-1:], strict=True)
    return [
        Span(link.start + span.start, link.end + span.start)
        for span, part in last
        for link in part.links
    ]
