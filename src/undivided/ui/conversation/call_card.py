"""A visitor's wish to be called, as lines of the transcript: number, time, what became of it.

Values only, no Qt. The number is text: it is copied, and dialled only after a question.
"""

from undivided.desk.call_request import CallAct, CallRequest
from undivided.desk.values import Message
from undivided.etiquette.calm_text import isolated
from undivided.etiquette.web_addresses import Link
from undivided.qtmodels.call_words import (
    COPY_NUMBER,
    DIAL,
    call_facts,
    next_acts,
    state_words,
)
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
COPY_ACT = "copy-number"
DIAL_ACT = "dial"
_ACTS = {act: f"call-{act.name.lower()}" for act in CallAct}


def call_lines(message: Message, call: CallRequest, *, is_foot: bool) -> list[Line]:
    """Return the card, the row of what can be done with it, and the stamp of its group's last."""
    line = Line(message.key, Kind.BUBBLE, Side.VISITOR, "", is_foot=is_foot)
    stamp = [stamp_line(message, Side.VISITOR)] if is_foot else []
    return [_card(line, call), _acts(line, call), *stamp]


def _card(line: Line, call: CallRequest) -> Line:
    rows = [f"{ICON_GAP}{TITLE}", isolated(call.phone), *call_facts(call), state_words(call)]
    look = Look.OUTLINED if call.is_over else Look.CALL
    return line._replace(text="\n".join(rows), icon="phone", look=look)


def act_named(name: str) -> CallAct | None:
    """Return the act that a link of the card stands for, or None for any other."""
    return next((act for act, known in _ACTS.items() if known == name), None)


def _acts(line: Line, call: CallRequest) -> Line:
    acts = [(words, _ACTS[act]) for words, act in next_acts(call)]
    text, links = "", []
    for words, act in (*acts, (DIAL, DIAL_ACT), (COPY_NUMBER, COPY_ACT)):
        text += " \u00b7 " if text else ""
        links.append(Link(len(text), len(text) + len(words), act_target(act, line.key)))
        text += words
    return line._replace(kind=Kind.FOLD, text=text, links=tuple(links), is_foot=False)
