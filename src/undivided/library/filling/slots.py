"""The slots of a canned response: finds them, fills them, shows what is left to fill.

The whole language of placeholders:

    {{visitor.first_name}}          a value of the chat: one of `KNOWN_VALUES`
    {{visitor.first_name|there}}    with words to use where nothing is known
    {{today+3d}} {{time+30min}}     a day or a time seen from now: see `day_words`
    {{delivery day}}                a blank that the operator fills
    {{delivery day|Friday}}         with words that stand there before
    {{> delivery-times}}            another response in this place: see `nesting`

What goes into a blank, its choices and its default are kept beside the body, by its name
(`parts.SlotKind`). Names know no case. A known name that has neither value nor words is a blank
too. Braces that are nested, empty, or have no partner are plain text.

A value is data: braces inside it are never expanded. Blanks are never dropped silently.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from undivided.library.filling.day_words import day_word
from undivided.library.filling.slot_texts import default_text
from undivided.library.filling.writing import PLAIN, Writing
from undivided.library.model.parts import Fill, SlotKind

KNOWN_VALUES = frozenset(
    {
        "visitor.name",
        "visitor.first_name",
        "visitor.email",
        "visitor.phone",
        "visitor.language",
        "need.budget",
        "need.day",
        "need.quantity",
        "operator.name",
        "operator.first_name",
        "operator.title",
        "chat.id",
        "page.title",
        "page.url",
        "site.name",
        "clipboard",
        "today",
        "tomorrow",
        "yesterday",
        "weekday",
        "time",
    }
)
"""The names that `values.chat_values` gives, besides sums such as `today+3d`."""

MAX_VALUE = 200
"""Code points of one value; what a visitor calls herself is cut there."""
MAX_LONG_VALUE = 2_000
"""Code points of an address or of what was copied."""

_BRACES = re.compile(r"\{\{|\}\}")
_SLOT = re.compile(r"[^\S\n]*([^{}|\s][^{}|\n]{0,59}?)[^\S\n]*(?:\|([^{}\n]*))?")
_COPIED = "clipboard"
"""The one value that may have several lines: they are the operator's, not a visitor's."""
_LONG_VALUES = frozenset({"page.url", _COPIED})
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
        """Whether the chat or the calendar can fill it."""
        return self.name.casefold() in KNOWN_VALUES or day_word(self.name) is not None

    @property
    def is_nested(self) -> bool:
        """Whether another response belongs in its place."""
        return self.name.startswith(">")

    @property
    def is_misspelt_value(self) -> bool:
        """Whether it looks like a value of another program rather than a blank, as `a.b` does."""
        if self.is_known or self.is_nested or " " in self.name:
            return False
        return "." in self.name.strip(".")


@dataclass(frozen=True, slots=True)
class TypedSlot:
    """A slot of a response with everything that is known about it.

    Attributes:
        name: As in the body.
        is_known: Whether the chat or the calendar can fill it.
        fill: What the operator fills in otherwise.
        default: What stands there before, as it was written down; "" for its name.
        choices: For `Fill.CHOICE`: what may be chosen, in order.
        currency: For `Fill.MONEY`: ISO 4217 code, or "".
    """

    name: str
    is_known: bool = False
    fill: Fill = Fill.TEXT
    default: str = ""
    choices: tuple[str, ...] = ()
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text in code points, with the slot that it stands for.

    Attributes:
        start: Of its text.
        length: Of its text.
        name: Of the slot.
        fill: What goes into it, for `slot_texts.problem_with` and the right way to ask.
        choices: For `Fill.CHOICE`: what to offer, in order.
        currency: For `Fill.MONEY`: ISO 4217 code, or "".
        language: `Writing.language` of whatever writes the slot's days and numbers.
        is_known: For a value: the chat or the calendar gave it. False for the words that the
            body has for a value that nobody knows.
    """

    start: int
    length: int
    name: str
    fill: Fill = Fill.TEXT
    choices: tuple[str, ...] = ()
    currency: str = ""
    language: str = ""
    is_known: bool = True

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
        values: What was filled without the operator, in order.
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


def fill(
    body: str,
    values: Mapping[str, str],
    kinds: Iterable[SlotKind] = (),
    writing: Writing = PLAIN,
) -> Filled:
    """Return the body with `values` in its slots.

    Args:
        body: A response's body, or one of its other wordings.
        values: By slot name; blank ones count as unknown. See `values.chat_values`.
        kinds: What the response knows about its blanks: `Response.slots`.
        writing: How the days and numbers of defaults are written.
    """
    given = {name.casefold(): value for name, value in values.items()}
    by_name = _by_name(kinds)
    pieces: list[str] = []
    length = 0
    blanks: list[Span] = []
    filled: list[Span] = []
    for part in parse(body):
        if isinstance(part, str):
            shown = part
        elif value := _value(part, given, values):
            shown = value
            filled.append(Span(length, len(shown), part.name))
        elif part.is_known and part.fallback is not None:
            shown = part.fallback
            filled.append(Span(length, len(shown), part.name, is_known=False))
        else:
            slot = _typed(part, by_name)
            shown = default_text(slot, values, writing) or slot.name
            span = Span(length, len(shown), slot.name, slot.fill, slot.choices, slot.currency)
            blanks.append(replace(span, language=writing.language))
        pieces.append(shown)
        length += len(shown)
    return Filled("".join(pieces), tuple(blanks), tuple(span for span in filled if span.length))


def as_data(value: str, limit: int = MAX_VALUE) -> str:
    """Return a value as one harmless line: no controls, no direction marks, cut to length."""
    return " ".join(_NOT_DATA.sub(" ", value).split())[:limit].rstrip()


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


def _value(slot: Slot, given: Mapping[str, str], values: Mapping[str, str]) -> str:
    """Return what is known for the slot, or ""."""
    name = slot.name.casefold()
    limit = MAX_LONG_VALUE if name in _LONG_VALUES else MAX_VALUE
    # A mapping may work out more names than it lists: the days.
    value = given.get(name) or values.get(name, "")
    if name != _COPIED:
        return as_data(value, limit)
    lines = (as_data(line, limit) for line in value[: 2 * limit].strip().splitlines())
    return "\n".join(lines)[:limit].rstrip()


def _by_name(kinds: Iterable[SlotKind]) -> dict[str, SlotKind]:
    return {kind.name.casefold(): kind for kind in kinds}


def _typed(slot: Slot, kinds: Mapping[str, SlotKind]) -> TypedSlot:
    words = (slot.fallback or "").strip()
    kind = kinds.get(slot.name.casefold())
    if kind is None:
        return TypedSlot(slot.name, slot.is_known, default=words)
    default = words or kind.default
    return TypedSlot(slot.name, slot.is_known, kind.fill, default, kind.choices, kind.currency)


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
    return replace(span, start=start, length=end - start)
