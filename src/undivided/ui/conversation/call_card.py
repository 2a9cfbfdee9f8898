"""A visitor's wish to be called, as lines of the transcript: number, time, what became of it.

Values only, no Qt. The number is text: it is copied, never dialled or opened.
"""

from dataclasses import replace

from undivided.desk.call_request import CallRequest, CallState
from undivided.desk.values import Message
from undivided.etiquette.calm_text import isolated
from undivided.etiquette.web_addresses import Link
from undivided.qtmodels.call_words import next_states, state_words
from undivided.ui.conversation.transcript_lines import (
    ICON_GAP,
    Kind,
    Line,
    Look,
    Side,
    act_target,
    stamp_line,
)

TITLE = "Call requested"
COPY_NUMBER = "Copy number"
COPY_ACT = "copy-number"
_WISH_CHARACTERS = 200
_ACTS = {
    CallState.OPEN: "call-open",
    CallState.TAKEN: "call-taken",
    CallState.DONE: "call-done",
}


def call_lines(message: Message, call: CallRequest, *, is_foot: bool) -> list[Line]:
    """Return the card, the row of what can be done with it, and the stamp of its group's last."""
    line = Line(message.key, Kind.BUBBLE, Side.VISITOR, "", is_foot=is_foot)
    stamp = [stamp_line(message, Side.VISITOR)] if is_foot else []
    return [_card(line, call), _acts(line, call), *stamp]


def _card(line: Line, call: CallRequest) -> Line:
    wish = isolated(call.wish, _WISH_CHARACTERS)
    rows = [
        f"{ICON_GAP}{TITLE}",
        isolated(call.phone),
        *([f"When: {wish}"] if wish else []),
        state_words(call),
    ]
    look = Look.OUTLINED if call.state is CallState.DONE else Look.CALL
    return replace(line, text="\n".join(rows), icon="phone", look=look)


def state_of_act(act: str) -> CallState | None:
    """Return the state that an act of the card sets, or None for any other act."""
    return next((state for state, name in _ACTS.items() if name == act), None)


def _acts(line: Line, call: CallRequest) -> Line:
    acts = [(words, _ACTS[state]) for words, state in next_states(call)]
    text, links = "", []
    for words, act in (*acts, (COPY_NUMBER, COPY_ACT)):
        text += " \u00b7 " if text else ""
        links.append(Link(len(text), len(text) + len(words), act_target(act, line.key)))
        text += words
    return replace(line, kind=Kind.FOLD, text=text, links=tuple(links), is_foot=False)
