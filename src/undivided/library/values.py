"""The values that a chat offers to the slots of a response."""

import re
from datetime import datetime

_WORD = re.compile(r"[^\W\d_][^\W\d_'’.\-]*(?:['’\-][^\W\d_]+)*\.?")
_NOT_NAMES = frozenset(
    {"admin", "anon", "anonymous", "asdf", "client", "customer", "guest", "hello", "hi", "me"}
    | {"nobody", "none", "null", "someone", "test", "tester", "unknown", "user", "visitor"}
)
_HONORIFICS = frozenset(
    {"dr", "frau", "herr", "madam", "miss", "mr", "mrs", "ms", "mx", "prof", "sir"}
)
_LONGEST_NAME = 30


def chat_values(
    *,
    visitor_name: str = "",
    visitor_email: str = "",
    operator_name: str = "",
    operator_title: str = "",
    chat_id: str = "",
    page_title: str = "",
    page_url: str = "",
    now: datetime | None = None,
) -> dict[str, str]:
    """Return the value of every name in `slots.KNOWN_VALUES`, "" where nothing is known.

    Args:
        visitor_name: As the visitor gave it, checked before a greeting uses it.
        visitor_email: As the visitor gave it.
        operator_name: The full name that visitors see.
        operator_title: The job title that visitors see.
        chat_id: The chat's id.
        page_title: Of the page that the visitor looks at.
        page_url: Of the same page.
        now: In the operator's time zone.
    """
    return {
        "visitor.name": visitor_name if first_name(visitor_name) else "",
        "visitor.first_name": first_name(visitor_name),
        "visitor.email": visitor_email,
        "operator.name": operator_name,
        "operator.first_name": first_name(operator_name),
        "operator.title": operator_title,
        "chat.id": chat_id,
        "page.title": page_title,
        "page.url": page_url,
        "today": f"{now.day} {now:%B %Y}" if now else "",
        "time": f"{now:%H:%M}" if now else "",
    }


def first_name(name: str) -> str:
    """Return the first name to address somebody by, or "" when the name is not plausible.

    "asdf", "visitor 12", an address or "Mrs Lee" give "": no name is better than a wrong one.

    Source: practice 25.
    """
    words = name.split()
    first = words[0] if words else ""
    folded = first.casefold().rstrip(".")
    if folded in _NOT_NAMES or folded in _HONORIFICS:
        return ""
    if not _WORD.fullmatch(first) or not 1 < len(first) <= _LONGEST_NAME:
        return ""
    return first.capitalize() if first.islower() or first.isupper() else first
