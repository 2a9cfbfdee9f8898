"""The values that a chat and the calendar offer to the slots of a response."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from undivided.etiquette.cards.numbers import masked
from undivided.library.filling.day_words import day_word, written
from undivided.library.filling.writing import PLAIN, Writing

_WORD = re.compile(r"[^\W\d_][^\W\d_'’.\-]*(?:['’\-][^\W\d_]+)*\.?")
_NOT_NAMES = frozenset(
    {"admin", "anon", "anonymous", "asdf", "client", "customer", "guest", "hello", "hi", "me"}
    | {"nobody", "none", "null", "someone", "test", "tester", "unknown", "user", "visitor"}
)
_HONORIFICS = frozenset(
    {"dr", "frau", "herr", "madam", "miss", "mr", "mrs", "ms", "mx", "prof", "sir"}
)
_LONGEST_NAME = 30
CLIPBOARD = "clipboard"
"""The name of what was copied last."""
NEED_VALUES = frozenset({"need.budget", "need.day", "need.quantity"})
"""The names of what the visitor needs, which takes a look through the chat."""


class ChatValues(Mapping[str, str]):
    """Values by the name of their slot.

    It lists the names of `slots.KNOWN_VALUES`; sums such as `today+3d` are worked out when they
    are asked for.
    """

    def __init__(self, known: Mapping[str, str], now: datetime | None, writing: Writing) -> None:
        self._known = known
        self._now = now
        self._writing = writing

    def __getitem__(self, name: str) -> str:
        value = self._known.get(name)
        if value is not None:
            return value
        word = day_word(name)
        if word is None:
            raise KeyError(name)
        return written(word, self._now, self._writing) if self._now else ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def chat_values(
    *,
    visitor_name: str = "",
    visitor_email: str = "",
    visitor_phone: str = "",
    visitor_language: str = "",
    need_budget: str = "",
    need_day: str = "",
    need_quantity: str = "",
    operator_name: str = "",
    operator_title: str = "",
    chat_id: str = "",
    page_title: str = "",
    page_url: str = "",
    clipboard: str = "",
    now: datetime | None = None,
    writing: Writing = PLAIN,
) -> ChatValues:
    """Return the value of every name in `slots.KNOWN_VALUES`, "" where nothing is known.

    Args:
        visitor_name: As the visitor gave it, checked before a greeting uses it.
        visitor_email: As the visitor gave it.
        visitor_phone: As the visitor gave it.
        visitor_language: The name of the language that the visitor writes.
        need_budget: What the visitor wants to spend, as they wrote it. Source: practice 56.
        need_day: The day by which they need it, as they wrote it.
        need_quantity: How many they need, in digits.
        operator_name: The full name that visitors see.
        operator_title: The job title that visitors see.
        chat_id: The chat's id.
        page_title: Of the page that the visitor looks at.
        page_url: Of the same page; its host is the name of the site.
        clipboard: The text that was copied last; card numbers in it are masked.
        now: In the operator's time zone.
        writing: How days and times are written.
    """
    known = {
        "visitor.name": visitor_name if first_name(visitor_name) else "",
        "visitor.first_name": first_name(visitor_name),
        "visitor.email": visitor_email,
        "visitor.phone": visitor_phone,
        "visitor.language": visitor_language,
        "need.budget": need_budget,
        "need.day": need_day,
        "need.quantity": need_quantity,
        "operator.name": operator_name,
        "operator.first_name": first_name(operator_name),
        "operator.title": operator_title,
        "chat.id": chat_id,
        "page.title": page_title,
        "page.url": page_url,
        "site.name": _site(page_url),
        "clipboard": masked(clipboard),
    }
    days = ("today", "tomorrow", "yesterday", "weekday", "time")
    values = ChatValues({}, now, writing)
    return ChatValues({**known, **{name: values[name] for name in days}}, now, writing)


def _site(url: str) -> str:
    """Return the host of a page, as people say it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


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
