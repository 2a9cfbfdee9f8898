"""The values that a chat and the calendar offer to the slots of a response."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import dropwhile
from urllib.parse import urlsplit

from undivided.etiquette.cards.numbers import masked
from undivided.library.filling.day_words import day_word, written
from undivided.library.filling.writing import PLAIN, Writing

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?")
_MOST_MARKS = 3
"""Of a letter, such as a vowel and a tone in Thai; more of them spill over the lines around."""
_NO_JOINERS = str.maketrans("", "", "\u200c\u200d")
"""What keeps letters of one word apart or together, as in Persian and in Sinhala."""
_NOT_NAMES = frozenset(
    {"admin", "anon", "anonymous", "asdf", "client", "customer", "guest", "hello", "hi", "me"}
    | {"nobody", "none", "null", "someone", "test", "tester", "unknown", "user", "visitor"}
)
_HONORIFICS = frozenset(
    {"dr", "frau", "herr", "madam", "miss", "mr", "mrs", "ms", "mx", "prof", "sir"}
)
_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le"}
    | {"ter", "van", "von", "zu"}
)
"""What a family name may begin with."""
_AFTER_NAMES = frozenset({"esq", "ii", "iii", "jr", "junior", "md", "ms", "msc", "phd", "sr"})
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
        "visitor.name": full_name(visitor_name),
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

    "asdf", "visitor 12", an address or "Mrs Lee" give "": no name is better than a wrong one. Of
    "Dr. Anna Smith" it is Anna, of "Smith, John" it is John.

    Source: practice 25.
    """
    given = _words(_given_names(name))
    words = _without_honorifics(given)
    first = words[0] if words else ""
    if len(words) < len(given) and (len(words) == 1 or _folded(first) in _PARTICLES):
        return ""
    if not _is_name(first) or len(first.rstrip(".")) < len("Al"):
        return ""
    return first.capitalize() if first.islower() or first.isupper() else first


def full_name(name: str) -> str:
    """Return a name as it was given, or "" when it is not plausible; "Mrs Lee" is.

    Source: practice 25.
    """
    words = _without_honorifics(_words(name.replace(",", " ")))
    if not words or _folded(words[0]) in _NOT_NAMES:
        return ""
    is_name = all(map(_is_name, words)) and any(len(word.strip(".")) > 1 for word in words)
    return unicodedata.normalize("NFC", name.strip()) if is_name or first_name(name) else ""


def _words(name: str) -> list[str]:
    return unicodedata.normalize("NFC", name).split()


def _folded(word: str) -> str:
    return word.casefold().strip(".,")


def _given_names(name: str) -> str:
    """Return what stands behind the comma of a name that begins with the family's."""
    before, _, after = name.partition(",")
    family = [word for word in before.split() if _folded(word) not in _PARTICLES]
    has_given = any(_folded(word) not in _AFTER_NAMES for word in after.split())
    return after if len(family) == 1 and has_given else before


def _without_honorifics(words: list[str]) -> list[str]:
    return list(dropwhile(lambda word: _folded(word) in _HONORIFICS, words))


def _is_name(word: str) -> bool:
    """Return whether a word could be a name: letters, with their marks, and what joins them."""
    if not 0 < len(word) <= _LONGEST_NAME or _folded(word) in _NOT_NAMES:
        return False
    marks = "".join("m" if unicodedata.category(each)[0] == "M" else "-" for each in word)
    if marks[0] == "m" or "m" * (_MOST_MARKS + 1) in marks:
        return False
    letters = [each for each in word if unicodedata.category(each)[0] != "M"]
    return _WORD.fullmatch("".join(letters).translate(_NO_JOINERS)) is not None
