"""What is said of a visitor's wish to be called, on its card, in the list and aloud."""

from datetime import datetime

from undivided.desk.call_request import CallAct, CallRequest, CallState
from undivided.etiquette.calm_text import isolated
from undivided.protocol.moments import local
from undivided.qtmodels.durations import spoken_time

COPY_NUMBER = "Copy number"
DIAL = "Call"
SNOOZE = "In 10 min"
SOON = "as soon as possible"
CONSENT = "Agreed to be called"
NO_CONSENT = "No consent came with it. Ask in the chat before you call."
_NAME_CHARACTERS = 40
_WISH_CHARACTERS = 200


def state_words(call: CallRequest) -> str:
    """Return what became of the wish."""
    who = "You" if call.is_mine else isolated(call.by, _NAME_CHARACTERS) or "Somebody"
    after = "" if call.time_to_call is None else f" after {_span(call)}"
    match call.state:
        case CallState.OPEN:
            return "Nobody has taken it yet."
        case CallState.TAKEN:
            return f"{who} {'are' if call.is_mine else 'is'} calling."
        case CallState.NO_ANSWER:
            again = "" if call.due is None else f" Next try {due_words(call)}."
            return f"{who} called{after}; no answer.{again}"
        case CallState.REACHED:
            return f"{who} called{after}: reached."
        case CallState.PAID:
            return f"{who} called{after}: paid."


def call_facts(call: CallRequest) -> list[str]:
    """Return the lines below the number: when it suits, and whether a call was agreed to."""
    wish = isolated(call.wish, _WISH_CHARACTERS) or SOON
    is_wanted_at = call.due is not None and call.state in {CallState.OPEN, CallState.TAKEN}
    lines = [f"When: {wish}"]
    if is_wanted_at:
        lines.append(f"Reminder {due_words(call)}")
    return [*lines, CONSENT if call.has_consent else NO_CONSENT]


def due_words(call: CallRequest) -> str:
    """Return when to call on this computer's clock, with the day if it is another one."""
    assert call.due is not None
    due, asked = local(call.due), local(call.asked_at)
    return f"at {due:%H:%M}" if due.date() == asked.date() else f"on {day_words(due)}"


def day_words(at: datetime) -> str:
    """Return a day with its time, such as "Monday 23 November, 09:00"."""
    here = local(at)
    return f"{here:%A} {here.day} {here:%B}, {here:%H:%M}"


def next_acts(call: CallRequest) -> tuple[tuple[str, CallAct], ...]:
    """Return what an operator may say of the wish now; the usual first. Source: practice 61."""
    reached, paid = ("Reached", CallAct.REACHED), ("Paid", CallAct.PAID)
    leave = ("Leave it to others", CallAct.LEAVE)
    match call.state:
        case CallState.OPEN:
            return (("I\u2019ll call", CallAct.TAKE),)
        case CallState.TAKEN:
            return (reached, paid, ("No answer", CallAct.NO_ANSWER), leave)
        case CallState.NO_ANSWER:
            again = ("Try again in 30 min", CallAct.AGAIN)
            return (reached, paid, leave) if call.due is not None else (again, reached, paid, leave)
        case CallState.REACHED:
            return (paid, ("Open again", CallAct.REOPEN))
        case CallState.PAID:
            return (("Open again", CallAct.REOPEN),)


def _span(call: CallRequest) -> str:
    assert call.time_to_call is not None
    return spoken_time(int(call.time_to_call.total_seconds()))
