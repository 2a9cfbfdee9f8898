"""The slots of a canned response: finds them, fills them, shows what is left to fill.

`{{name}}` is a slot, `{{name|words}}` one with words to use instead. A slot whose name is
one of `KNOWN_VALUES` is filled from the chat; every other one, and a known one that has
neither value nor words, stays in the text as a visible blank for the operator. Braces that
are nested or have no partner are plain text.

A value is data: braces inside it are never expanded. Blanks are never dropped silently.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

KNOWN_VALUES = frozenset(
    {
        "visitor.name",
        "visitor.first_name",
        "visitor.email",
        "operator.name",
        "operator.first_name",
        "operator.title",
        "chat.id",
        "page.title",
        "page.url",
        "today",
        "time",
    }
)
"""The names that `values.chat_values` gives; any other name is a blank."""

MAX_VALUE = 200
"""Code points of one value; what a visitor calls herself is cut there."""

_BRACES = re.compile(r"\{\{|\}\}")
_SLOT = re.compile(r"[^\S\n]*([^{}|\s][^{}|\n]{0,59}?)[^\S\n]*(?:\|([^{}\n]*))?")
# Controls, and the marks that turn the direction of everything after them.
_NOT_DATA = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Slot:
    """One `{{name|words}}` of a body.

    Attributes:
        name: As written, trimmed.
        fallback: The words after the bar, or None without a bar.
    """

    name: str
    fallback: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether the chat can fill it."""
        return self.name.casefold() in KNOWN_VALUES

    @property
    def is_misspelt_value(self) -> bool:
        """Whether it looks like a value of another program rather than a blank, as `a.b` does."""
        return not self.is_known and "." in self.name.strip(".") and " " not in self.name


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text in code points, with the slot's name it stands for."""

    start: int
    length: int
    name: str

    @property
    def end(self) -> int:
        """The first position after it."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Filled:
    """A response as it would be inserted.

    Attributes:
        text: With values in place; a blank shows its words, or else its name.
        blanks: What the operator must fill, in order.
        values: What was filled from the chat, in order.
    """

    text: str
    blanks: tuple[Span, ...] = ()
    values: tuple[Span, ...] = ()

    def in_utf16(self) -> "Filled":
        """Return the same with all positions as Qt counts them, in UTF-16 code units."""
        if self.text.isascii():
            return self
        # Found once: a response may have thousands of blanks.
        pairs = [at for at, character in enumerate(self.text) if character > "\uffff"]
        blanks, values = (
            tuple(_utf16_span(pairs, span) for span in spans)
            for spans in (self.blanks, self.values)
        )
        return Filled(self.text, blanks, values)


def parse(body: str) -> tuple[str | Slot, ...]:
    """Return the body as literal text and slots in order; joined again it is the same text."""
    parts: list[str | Slot] = []
    at = 0
    for start, end in _pairs(body):
        match = _SLOT.fullmatch(body, start + 2, end - 2)
        if match is None:
            continue
        if start > at:
            parts.append(body[at:start])
        parts.append(Slot(match[1], match[2]))
        at = end
    if at < len(body):
        parts.append(body[at:])
    return tuple(parts)


def slots(body: str) -> tuple[Slot, ...]:
    """Return the slots of the body in order."""
    return tuple(part for part in parse(body) if isinstance(part, Slot))


def fill(body: str, values: Mapping[str, str]) -> Filled:
    """Return the body with `values` in its slots.

    Args:
        body: A response's body.
        values: By slot name; blank ones count as unknown. See `values.chat_values`.
    """
    given = {name.casefold(): clean for name, value in values.items() if (clean := as_data(value))}
    text = ""
    blanks: list[Span] = []
    filled: list[Span] = []
    for part in parse(body):
        if isinstance(part, str):
            text += part
            continue
        shown, spans = _shown(part, given, blanks, filled)
        spans.append(Span(len(text), len(shown), part.name))
        text += shown
    return Filled(text, tuple(blanks), tuple(span for span in filled if span.length))


def as_data(value: str) -> str:
    """Return a value as one harmless line: no controls, no direction marks, cut to length."""
    return " ".join(_NOT_DATA.sub(" ", value).split())[:MAX_VALUE].rstrip()


def to_utf16(text: str, position: int) -> int:
    """Return the UTF-16 position of a code point position; an emoji counts two."""
    if text.isascii():
        return position
    return position + sum(character > "\uffff" for character in text[:position])


def from_utf16(text: str, position: int) -> int:
    """Return the code point position of a UTF-16 one; the middle of a pair counts as its start."""
    if text.isascii():
        return min(position, len(text))
    units = 0
    for index, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > position:
            return index
    return len(text)


def _shown(
    slot: Slot, given: Mapping[str, str], blanks: list[Span], filled: list[Span]
) -> tuple[str, list[Span]]:
    """Return what stands for the slot, and the list its span belongs to."""
    value = given.get(slot.name.casefold())
    if value is not None:
        return value, filled
    if slot.is_known and slot.fallback is not None:
        return slot.fallback, filled
    return (slot.fallback or "").strip() or slot.name, blanks


def _pairs(body: str) -> Iterator[tuple[int, int]]:
    """Yield the outermost balanced pairs of double braces, each from its start to its end."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for brace in _BRACES.finditer(body):
        if brace[0] == "{{":
            opened.append(brace.start())
        elif opened:
            start = opened.pop()
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, brace.end()))
    yield from pairs


def _utf16_span(pairs: list[int], span: Span) -> Span:
    start, end = (at + bisect_left(pairs, at) for at in (span.start, span.end))
    return Span(start, end - start, span.name)
