"""What the close sheet says of a chat: what is done, what is open, and what one key would do."""

from dataclasses import dataclass

from undivided.etiquette.calm_text import one_line
from undivided.etiquette.coach.ending import Ending, Farewell
from undivided.etiquette.coach.praise import ReviewOffer
from undivided.qtmodels.durations import counted
from undivided.qtmodels.spoken import local_clock

ANSWER = "Answer it"
ASK = "Ask it"
ASK_REVIEW = "Ask for a review"
SAY_GOODBYE = "Say goodbye"
SETTLED = "It is done"
SUM_UP = "Sum it up"
NOTHING_AGREED = (
    "There is nothing to sum up yet: no price, no day, no promise and no answer was given here."
)
_QUOTED = 120
"""Characters of a visitor's or an operator's words."""


@dataclass(frozen=True, slots=True)
class ClosePoint:
    """One line of the check before the goodbye.

    Attributes:
        words: What is so.
        is_done: Nothing is left to do about it.
        detail: What it is about, below the words.
        act: The word on its button, or "".
        remedy: What that button writes behind the draft; the sheet goes away for it.
        settles: The promise that the button takes off the list; the sheet stays.
        has_blanks: Double braces in the remedy are blanks, which are filled before it is sent.
    """

    words: str
    is_done: bool = False
    detail: str = ""
    act: str = ""
    remedy: str = ""
    settles: str = ""
    has_blanks: bool = False


def close_points(ending: Ending, farewell: Farewell) -> tuple[ClosePoint, ...]:
    """Return the check of a chat: what was done well first, then what is open."""
    points = (*_questions(ending), *_more(ending, farewell), *_courtesy(ending, farewell))
    promises = tuple(_promise(promise.text) for promise in ending.promises)
    return tuple(sorted((*points, *promises), key=lambda point: not point.is_done))


def summary_point(summary: str) -> ClosePoint:
    """Return that what was agreed is not summed up, and the words for it. Source: practice 82."""
    return ClosePoint("What you agreed is not summed up yet", act=SUM_UP, remedy=summary)


def review_point(offer: ReviewOffer) -> ClosePoint:
    """Return that the visitor is very happy, and may be asked for a review. Source: practice 58."""
    return ClosePoint(
        "The visitor is very happy",
        is_done=True,
        detail=_quoted(offer.praise),
        act=ASK_REVIEW,
        remedy=offer.sentence,
        has_blanks=True,
    )


def _questions(ending: Ending) -> list[ClosePoint]:
    if ending.open_questions:
        return [
            ClosePoint("A question is still open", detail=_quoted(text), act=ANSWER)
            for text in ending.open_questions
        ]
    if not ending.asked:
        return []
    words = {1: "The question is answered", 2: "Both questions are answered"}
    told = words.get(ending.asked, f"All {counted(ending.asked, 'question')} are answered")
    return [ClosePoint(told, is_done=True)]


def _more(ending: Ending, farewell: Farewell) -> list[ClosePoint]:
    if ending.asked_more is None:
        return []
    if ending.asked_more:
        at = "" if ending.asked_more_at is None else f" at {local_clock(ending.asked_more_at)}"
        return [ClosePoint(f"You asked “anything else?”{at}", is_done=True)]
    act = ASK if farewell.anything_else else ""
    words = "You have not asked whether there is anything else"
    return [ClosePoint(words, act=act, remedy=farewell.anything_else)]


def _courtesy(ending: Ending, farewell: Farewell) -> list[ClosePoint]:
    parts = (
        (ending.is_greeted, "greeting said", ""),
        (ending.is_named, "name used", "no name"),
        (ending.is_thanked, "thanks said", "no thanks"),
        (ending.has_goodbye, "goodbye said", "no goodbye"),
    )
    done = [words for is_so, words, _ in parts if is_so]
    missing = [words for is_so, _, words in parts if is_so is False and words]
    points = []
    if done:
        points.append(ClosePoint(_listed(done), is_done=True))
    if ending.is_greeted is False:
        # Nothing makes it good now; it is for the next chat.
        points.append(ClosePoint("The chat began without a greeting"))
    if missing:
        act = SAY_GOODBYE if farewell.goodbye else ""
        words = f"{_listed(missing)} yet"
        points.append(ClosePoint(words, act=act, remedy=farewell.goodbye))
    return points


def _promise(text: str) -> ClosePoint:
    return ClosePoint("You promised something", detail=_quoted(text), act=SETTLED, settles=text)


def _quoted(text: str) -> str:
    return f"“{one_line(text, _QUOTED)}”"


def _listed(words: list[str]) -> str:
    return ", ".join((words[0].capitalize(), *words[1:]))
