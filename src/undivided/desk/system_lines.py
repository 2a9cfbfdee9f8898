"""System messages of the wire as plain sentences."""

from undivided.etiquette.calm_text import isolated, one_line
from undivided.protocol.desk_extensions import HOLD_ENDED, HOLD_MINUTES_VAR, HOLD_STARTED
from undivided.protocol.events import Event
from undivided.protocol.limits import NAME_CHARACTERS

_SENTENCES = {
    "agent_added": "{agent} was added to the chat.",
    "agent_joined": "{agent} joined the chat.",
    "agent_left": "{agent} left the chat.",
    "agent_removed": "{agent} was removed from the chat.",
    "archived_customer_disconnected": "The chat ended: the visitor has gone.",
    "chat_transferred": "The chat was transferred.",
    "customer_added": "The visitor joined the chat.",
    "customer_banned": "The visitor was banned.",
    "customer_removed": "The visitor was removed from the chat.",
    "customer_updated": "The visitor's details changed.",
    "manual_archived_agent": "{agent} closed the chat.",
    "manual_archived_customer": "The visitor closed the chat.",
    "rating.chat_commented": "The visitor left a comment on the chat.",
    "rating.chat_rated": "The visitor rated the chat.",
    "rating.chat_rating_canceled": "The visitor took the rating back.",
    "routing.idle": "The visitor has been quiet for a while.",
    "system_archived": "The chat was closed.",
    "transcript_requested": "The visitor asked for a copy by mail.",
    "transcript_sent": "A copy was sent by mail.",
    HOLD_ENDED: "Back from hold.",
}
_ARCHIVED = "The chat was closed."
_ASSIGNED = "The chat was given to another operator."
_UNASSIGNED = "The chat went back to the queue."


def sentence_of(event: Event) -> str:
    """Return what a system message says: the server's own text, else our sentence for its kind."""
    kind = event.system_message_type or ""
    variables = event.text_vars or {}
    if kind == HOLD_STARTED:
        minutes = one_line(variables.get(HOLD_MINUTES_VAR, ""), NAME_CHARACTERS)
        unit = "minute" if minutes == "1" else "minutes"
        return f"On hold for {minutes} {unit}." if minutes else "On hold."
    if event.text:
        return event.text
    if kind in _SENTENCES:
        name = isolated(variables.get("agent", ""), NAME_CHARACTERS)
        return _SENTENCES[kind].replace("{agent}", name or "An operator")
    return _routing(kind)


def _routing(kind: str) -> str:
    for start, sentence in (
        ("routing.archived", _ARCHIVED),
        ("routing.assigned", _ASSIGNED),
        ("routing.unassigned", _UNASSIGNED),
    ):
        if kind.startswith(start):
            return sentence
    return kind.rpartition(".")[2].replace("_", " ").capitalize()
