"""Makes a response out of a message that was sent: what belongs to one chat becomes a blank.

Names become values of the chat; amounts, days, times, numbers and addresses become blanks with
a kind. Of a card nothing stays. The draft is a proposal: the operator sees it in the editor
before it is kept.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count

from undivided.etiquette.cards.numbers import masked
from undivided.etiquette.web_addresses import find_links
from undivided.library.filling.values import first_name
from undivided.library.finding.vocabulary import Vocabulary, any_of
from undivided.library.folding import fold
from undivided.library.growing.template_parts import Part, left_alone, personal_parts
from undivided.library.model.parts import SlotKind
from undivided.library.model.responses import MAX_BODY, MAX_SHORTCUT

_SENTENCE = re.compile(r"[^.!?\n]+")
_SLOT = re.compile(r"\{\{[^{}]*\}\}")
_WORDS = re.compile(r"[^\W_]+")
_LONGEST_GREETING = 20
_HOLE = "\u2026"
"""Stands in a title where a slot stands in the text."""
_TITLE_WORDS = 8
_SHORTCUT_WORDS = 3


@dataclass(frozen=True, slots=True)
class People:
    """Who the chat was between, and where; "" where it is unknown."""

    visitor_name: str = ""
    visitor_email: str = ""
    visitor_phone: str = ""
    operator_name: str = ""
    page_url: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A response to look at before it is kept.

    Attributes:
        body: With its slots in braces.
        slots: Kinds and defaults of the blanks.
        title: A suggestion; may be empty.
        shortcut: A suggestion without its slash that nothing else has; may be empty.
    """

    body: str
    slots: tuple[SlotKind, ...] = ()
    title: str = ""
    shortcut: str = ""


@dataclass(slots=True)
class _Blanks:
    """Names for blanks: the same text gets the same name again."""

    names: dict[tuple[str, str], str] = field(default_factory=dict)
    kinds: dict[str, SlotKind] = field(default_factory=dict)

    def slot(self, part: Part, written: str) -> str:
        """Return the braces that stand for a part."""
        name = self.names.get((part.name, written))
        if name is None:
            same = sum(of == part.name for of, _ in self.names)
            name = part.name if not same else f"{part.name} {same + 1}"
            self.names[part.name, written] = name
            self.kinds[name] = SlotKind(
                name=name, fill=part.fill, default=part.default, currency=part.currency
            )
        return f"{{{{{name}}}}}"


def template_from(
    text: str, people: People, vocabulary: Vocabulary, taken: Collection[str] = ()
) -> Draft:
    """Return a message as a response that fits other chats too.

    Args:
        text: As the visitor got it.
        people: Who it was written by and to.
        vocabulary: The words that dates, numbers and greetings are told by.
        taken: Shortcuts that other responses have.
    """
    text = masked(text[:MAX_BODY]).strip()
    blanks = _Blanks()
    pieces: list[str] = []
    at = 0
    for start, end, braces in _replacements(text, people, vocabulary, blanks):
        pieces += text[at:start], braces
        at = end
    body = "".join([*pieces, text[at:]])
    title = _title(body, vocabulary)
    shortcut = _shortcut(title, vocabulary.common, taken)
    return Draft(body, tuple(blanks.kinds.values()), title, shortcut)


def _replacements(
    text: str, people: People, vocabulary: Vocabulary, blanks: _Blanks
) -> list[tuple[int, int, str]]:
    """Return what to put in place of which part, in order; nothing overlaps."""
    taken = _Taken()
    chosen: list[tuple[int, int, str | Part]] = [
        each for each in _addresses(text, people) if taken.take(each[0], each[1])
    ]
    for start, end in (*((link.start, link.end) for link in find_links(text)), *left_alone(text)):
        taken.take(start, end)
    chosen += [each for each in _names(text, people, vocabulary) if taken.take(each[0], each[1])]
    chosen += [
        (part.start, part.end, part)
        for part in personal_parts(text, vocabulary)
        if taken.take(part.start, part.end)
    ]
    chosen.sort(key=lambda each: each[0])
    return [
        (start, end, what if isinstance(what, str) else blanks.slot(what, text[start:end]))
        for start, end, what in chosen
    ]


class _Taken:
    """Parts of a text that are spoken for."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, int]] = []

    def take(self, start: int, end: int) -> bool:
        """Take a part, unless some of it is taken; return whether it was free."""
        place = bisect_left(self._parts, (start, end))
        before = self._parts[place - 1][1] if place else 0
        after = self._parts[place][0] if place < len(self._parts) else end
        if start < before or end > after:
            return False
        self._parts.insert(place, (start, end))
        return True


def _addresses(text: str, people: People) -> Iterator[tuple[int, int, str]]:
    for words, braces in (
        (people.page_url, "{{page.url}}"),
        (people.visitor_email, "{{visitor.email}}"),
        (people.visitor_phone, "{{visitor.phone}}"),
    ):
        yield from ((start, end, braces) for start, end in _places(text, words.strip()))


def _names(text: str, people: People, vocabulary: Vocabulary) -> Iterator[tuple[int, int, str]]:
    visitor, operator = people.visitor_name.strip(), people.operator_name.strip()
    yield from ((*place, "{{visitor.name}}") for place in _places(text, visitor, at_least=2))
    yield from ((*place, "{{operator.name}}") for place in _places(text, operator, at_least=2))
    for start, end in _places(text, first_name(visitor)):
        before = text[max(0, start - _LONGEST_GREETING) : start]
        # Elsewhere than in a greeting no other word would do.
        greeted = _greeted(vocabulary).search(before)
        filler = f"|{vocabulary.fillers[greeted[1].lower()]}" if greeted else ""
        yield start, end, f"{{{{visitor.first_name{filler}}}}}"
    if first_name(visitor):
        for last in visitor.split()[1:]:
            yield from ((*place, "{{visitor.name}}") for place in _places(text, last))
    yield from (
        (*place, "{{operator.first_name}}") for place in _places(text, first_name(operator))
    )


def _places(text: str, words: str, *, at_least: int = 1) -> Iterator[tuple[int, int]]:
    """Yield where the words stand on their own; single letters and too few words nowhere."""
    if len(words) < 2 or len(words.split()) < at_least:
        return
    for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
        yield match.span()


@lru_cache(maxsize=4)
def _greeting(vocabulary: Vocabulary) -> re.Pattern[str]:
    begins = any_of(vocabulary.greetings)
    return re.compile(rf"{begins}\b[^.!?,\n]{{0,40}}[.!?,]\s*", re.IGNORECASE)


@lru_cache(maxsize=4)
def _greeted(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\b({any_of(vocabulary.fillers)}),? $", re.IGNORECASE)


def _title(body: str, vocabulary: Vocabulary) -> str:
    """Return the first words that say something; where a slot is between them it is seen."""
    plain = _SLOT.sub(_HOLE, body).lstrip()
    greeting = _greeting(vocabulary).match(plain)
    plain = plain[greeting.end() :] if greeting else plain
    sentence = next((each for each in _SENTENCE.findall(plain) if _WORDS.search(each)), "")
    words = sentence.split()[:_TITLE_WORDS]
    while words and _says_nothing(words[-1], vocabulary.common):
        words.pop()
    return " ".join(words).strip(f" ,;:-{_HOLE}")


def _says_nothing(word: str, common: Collection[str]) -> bool:
    bare = fold(word.strip(f",;:{_HOLE}"))
    # Marks alone, or a slot.
    return not bare or bare in common


def _shortcut(title: str, common: Collection[str], taken: Collection[str]) -> str:
    words = [word for word in _WORDS.findall(fold(title)) if word not in common]
    shortcut = "-".join(words[:_SHORTCUT_WORDS])[: MAX_SHORTCUT - 4]
    used = {fold(each) for each in taken}
    if not shortcut or shortcut not in used:
        return shortcut
    return next(name for number in count(2) if (name := f"{shortcut}-{number}") not in used)
