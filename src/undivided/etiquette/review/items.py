"""One message of a saved chat, as JSON and CSV files keep it under many names."""

from collections.abc import Mapping

from undivided.etiquette.calm_text import calm, one_line
from undivided.etiquette.coach.after_no import known_reason
from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.fact_marks import NO_MARKS, FactMarks, kept_words
from undivided.etiquette.review.saved import AskedCall, Origin, Said, Unread, instant

ROLES = {
    "visitor": Author.VISITOR,
    "customer": Author.VISITOR,
    "contact": Author.VISITOR,
    "client": Author.VISITOR,
    "guest": Author.VISITOR,
    "user": Author.VISITOR,
    "incoming": Author.VISITOR,
    "operator": Author.OPERATOR,
    "agent": Author.OPERATOR,
    "outgoing": Author.OPERATOR,
    "support": Author.OPERATOR,
}
_NO_PARTS = frozenset({"system", "bot", "note", "activity"})
_CHATWOOT_KINDS = {0: "incoming", 1: "outgoing", 2: "activity", 3: "outgoing"}
_SENDERS = {"contact": "visitor", "user": "operator", "agentbot": "bot", "agent_bot": "bot"}
"""Chatwoot's kinds of senders; its users are the operators."""
TEXT_KEYS = dict.fromkeys(("text", "content", "message", "body"))
"""Where formats keep what was said, the likeliest first."""
_NAME_CHARACTERS = 60
_FROM_RESPONSE = (Origin.TOUCHED, Origin.UNTOUCHED)
"""Files keep no ids of responses; that there was one is all that rules ask for."""


LONGEST_S = 10 * 366 * 24 * 3600
"""A wait for a call above this is a mistake in the file; so are NaN and infinity."""


def from_item(number: int, item: object, chat: int = 1) -> Said | Unread | None:
    """Return what an entry says; None for notes and events that are no message to the visitor.

    Args:
        number: Its line in the file.
        chat: Which chat of the file it is of.
    """
    if not isinstance(item, dict):
        return Unread(number, "The entry is not an object with author and text.")
    if item.get("private") is True:
        return None
    role = _role(item)
    text = next((item[key] for key in TEXT_KEYS if key in item), None)
    if role in _NO_PARTS or (text is None and item.get("attachments")):
        return None
    if not isinstance(text, str):
        return Unread(number, "The entry has no text.")
    author = ROLES.get(role)
    if author is None:
        return Unread(number, f"Its author {role!r} is neither visitor nor operator.")
    origin = _origin(item) if author is Author.OPERATOR else None
    is_touched = origin is not Origin.UNTOUCHED
    response = origin.value if origin in _FROM_RESPONSE else ""
    said = Line(author, calm(text), instant(_when(item)), response, is_touched)
    facts = _facts(item) if author is Author.OPERATOR else NO_MARKS
    call = _call(item) if author is Author.VISITOR else None
    return Said(number, said, chat, origin, facts, call)


def _facts(item: Mapping[str, object]) -> FactMarks:
    unsourced, sources = (
        kept_words(each for each in value if isinstance(each, str))
        if isinstance(value, list)
        else ()
        for value in (item.get("unsourced"), item.get("sources"))
    )
    return FactMarks(unsourced, sources, after_no=known_reason(item.get("after_no")))


def _call(item: Mapping[str, object]) -> AskedCall | None:
    call = item.get("call")
    if not isinstance(call, dict):
        return None
    after = call.get("after_s")
    if isinstance(after, bool) or not isinstance(after, int | float):
        return AskedCall()
    return AskedCall(after) if 0 <= after < LONGEST_S else AskedCall()


def _origin(item: Mapping[str, object]) -> Origin | None:
    word = item.get("origin")
    return Origin(word) if isinstance(word, str) and word in set(Origin) else None


def _role(item: Mapping[str, object]) -> str:
    kind = item.get("message_type")
    if isinstance(kind, int):
        return _CHATWOOT_KINDS.get(kind, "")
    for value in (item.get("author"), kind, item.get("from"), item.get("role")):
        if isinstance(value, str):
            return value.strip().casefold()
    sender = item.get("sender")
    inside = sender.get("type") if isinstance(sender, dict) else sender
    for value in (item.get("sender_type"), inside):
        if isinstance(value, str):
            word = value.strip().casefold()
            return _SENDERS.get(word, word)
    return ""


def _when(item: Mapping[str, object]) -> object:
    return next((item[key] for key in ("at", "created_at", "time", "timestamp") if key in item), "")


def visitor_name(item: object) -> str:
    """Return the name that a visitor's message has, as in exports of Chatwoot, or ""."""
    if not isinstance(item, dict) or ROLES.get(_role(item)) is not Author.VISITOR:
        return ""
    sender = item.get("sender")
    name = sender.get("name") if isinstance(sender, dict) else item.get("name")
    return one_line(name, _NAME_CHARACTERS) if isinstance(name, str) else ""
