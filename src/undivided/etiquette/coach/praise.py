"""When a chat ended so happily that the visitor may be asked for a public review.

It is offered, once in a chat, and never said by itself; where anything went wrong or is still open
it is not even offered. Source: practice 58.
"""

from collections.abc import Sequence

from msgspec import Struct

from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.ending import Ending
from undivided.etiquette.coach.questions import questions_in
from undivided.etiquette.coach.reading import Reader, Reading
from undivided.etiquette.coach.signals import Signal, signals_in

LINES_LOOKED_AT = 3
"""The visitor's last lines: praise in the middle of a chat is no happy ending."""
_WRONG = frozenset({"hostile", "annoyed"})
_TAKEN_BACK = frozenset({"faint_praise", "open_words", "sarcasm", "refusals", "sale_refusals"})


class ReviewOffer(Struct, frozen=True):
    """What the visitor could be asked.

    Attributes:
        praise: The line that praises, as the visitor wrote it.
        sentence: Asks for the review; the page's address is a blank in double braces, because
            only the operator knows it.
    """

    praise: str
    sentence: str


def review_offer(
    lines: Sequence[Line], ending: Ending, reader: Reader, draft: str = ""
) -> ReviewOffer | None:
    """Return what to ask a very happy visitor, or None.

    Args:
        lines: Of the whole chat, oldest first.
        ending: How it stands; with a question or a promise open it is no happy ending.
        draft: What the operator is about to say; who asks there already is offered nothing.
    """
    sentences = reader.phrases.sentences.get("ask_review", ())
    if not sentences or ending.open_questions or ending.promises:
        return None
    said = [reader.read(line.text) for line in lines if line.author is Author.VISITOR]
    told = [reader.read(line.text) for line in lines if line.author is Author.OPERATOR]
    if any(reading.has("asks_review") for reading in (*told, reader.read(draft))):
        return None
    if any(reading.has(*_WRONG) for reading in said):
        return None
    last = said[-LINES_LOOKED_AT:]
    praise = next((each for each in reversed(last) if _is_praise(each)), None)
    if praise is None or not any(Signal.THANKS in signals_in(each) for each in last):
        return None
    return ReviewOffer(praise.text, sentences[0])


def _is_praise(reading: Reading) -> bool:
    """Return whether a line praises strongly, and takes nothing of it back."""
    return reading.has("praise") and not reading.has(*_TAKEN_BACK) and not questions_in(reading)
