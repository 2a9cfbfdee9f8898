"""The sentences about hostile visitors: what comes next, the call for a supervisor, the note."""

from datetime import date

from undivided.desk.values import ChatRow
from undivided.etiquette.calm_text import isolated, one_line
from undivided.etiquette.coach.mood import CAPITALS
from undivided.etiquette.coach.temper import Step
from undivided.protocol.help_calls import HelpWord
from undivided.qtmodels.durations import counted
from undivided.ui.words import wording

SUPERVISOR = "Supervisor"
SUPERVISOR_HINT = "Call a supervisor into this chat"
NOTE = "Note"
NOTE_HINT = "Note for operators what the visitor wrote"
PUT_AWAY = "Hide until the visitor is hostile again"
ACTS = {
    Step.CALM: "Calm reply",
    Step.WARN: "Warning",
    Step.END: "End the chat…",
}
HINTS = {
    Step.CALM: "Begin the draft with a calm sentence",
    Step.WARN: "Begin the draft with a polite warning",
    Step.END: "See how the chat would end; nothing is sent yet",
}
CALLED = "A supervisor is being called. You hear at once who is there."
NOBODY_THERE = (
    "No supervisor is at a desk now. The chat stays with you; a colleague could take it over."
)
TRANSFER = "Transfer…"
JOIN = "Join the chat"
CALL_TITLE = "A colleague needs you"
NOTED = "Noted for operators only. It stays with the chat, and you see it the next time too."
NOTHING_TO_NOTE = "The visitor has written nothing yet, so there is nothing to note."
NO_SENTENCE = "No such sentence is known in this language. Choose a response from the panel."
AFTER_END = (
    "What the visitor wrote is noted for operators, and the chat is closed. "
    "Nothing of it is deleted."
)
KEEP_OUT = "Keep out"
_LETTERS = 60

_FACTS = {
    Step.CALM: "First say that you hear it.",
    Step.WARN: "A warning is fair now.",
    Step.END: "You may end the chat now.",
}


def bar_words(name: str, step: Step) -> tuple[str, str]:
    """Return the fact of the bar over a chat, and what follows from it."""
    return f"{wording.visitor(name)} seems hostile.", f" {_FACTS[step]}"


def was_heard(by: str) -> str:
    """Return what is said once a supervisor's desk has the call."""
    return f"{_who(by)} has your call in view."


def is_coming(by: str, name: str) -> str:
    """Return what is said when a supervisor comes into the chat."""
    return f"{_who(by)} has come into the chat with {wording.visitor(name)}."


def wanted(word: HelpWord) -> str:
    """Return what a supervisor reads of a call."""
    told = f"{_who(word.by)} calls you into the chat with {wording.visitor(word.visitor)}"
    reason = one_line(word.reason, _LETTERS)
    return f"{told}: “{isolated(reason)}”" if reason else f"{told}."


def noted_on(day: date) -> str:
    """Return what the head of a chat says of an earlier note."""
    return f"abuse noted on {day.isoformat()}"


def for_calming(name: str, words: tuple[str, ...]) -> str:
    """Return the heading of calming responses, with what they are offered for.

    Args:
        name: The visitor's.
        words: What hostility was heard in, as `mood.Felt` has it.
    """
    written = next((word for word in words if word != CAPITALS), "")
    heard = f", who wrote “{isolated(one_line(written, _LETTERS))}”" if written else ""
    return f"Calming, for {wording.visitor(name)}{heard}"


def end_title(row: ChatRow) -> str:
    """Return the title of the question before the end."""
    return f"End the chat with {wording.visitor(row.visitor.shown_name)}?"


def keep_out_choice(days: int) -> str:
    """Return for how long a visitor is kept out, as a choice."""
    return f"{counted(days, 'day')}" if days else "No"


def end_failed(name: str) -> str:
    """Return what is said when the last words could not be sent."""
    return (
        f"Your last words to {wording.visitor(name)} were not sent, so the chat stays open. "
        "They are in the transcript; send them again, or close the chat."
    )


def _who(by: str) -> str:
    return isolated(one_line(by, _LETTERS)) or "A supervisor"
