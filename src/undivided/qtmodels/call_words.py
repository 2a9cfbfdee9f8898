"""What is said of a visitor's wish to be called, on its card and aloud."""

from undivided.desk.call_request import CallRequest, CallState
from undivided.etiquette.calm_text import isolated

_NAME_CHARACTERS = 40


def state_words(call: CallRequest) -> str:
    """Return what became of the wish."""
    who = "You" if call.is_mine else isolated(call.by, _NAME_CHARACTERS) or "Somebody"
    match call.state:
        case CallState.OPEN:
            return "Nobody has taken it yet."
        case CallState.TAKEN:
            return f"{who} {'are' if call.is_mine else 'is'} calling."
        case CallState.DONE:
            return f"{who} called."


def next_states(call: CallRequest) -> tuple[tuple[str, CallState], ...]:
    """Return what an operator may say of the wish now: the words and the state; the usual first."""
    match call.state:
        case CallState.OPEN:
            return (("I\u2019ll call", CallState.TAKEN),)
        case CallState.TAKEN:
            return (("Called", CallState.DONE), ("Leave it to others", CallState.OPEN))
        case CallState.DONE:
            return (("Open again", CallState.OPEN),)
