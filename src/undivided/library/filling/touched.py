"""How much of an inserted response was the operator's own when it was sent, whole or in parts.

A reply is touched when a blank was filled by the operator or a tenth of its words changed; what
is not touched is a prepared text sent as it stands. Source: practice 49.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from undivided.library.filling.slots import Filled
from undivided.library.folding import fold
from undivided.library.text_changes import Edit, edits

TOUCHED_FROM = 0.1
"""Share of changed words."""
MAX_COMPARED = 20_000
"""Code points of a text that are looked at."""
RUN = 4
"""So many words in a row are the response's, and nobody's by chance."""

_WORDS = re.compile(r"[^\W_]+")
_NO_BLANK = -1


@dataclass(frozen=True, slots=True)
class Touch:
    """What the operator did to an inserted text before it was sent.

    Attributes:
        filled: How many of its blanks hold other words than they showed.
        changed: Words that were changed, added or taken away, as a share of the inserted ones
            outside the blanks; at most 1.
    """

    filled: int
    changed: float

    @property
    def is_touched(self) -> bool:
        """Whether the text became the operator's own."""
        return self.filled > 0 or self.changed >= TOUCHED_FROM


def touch(inserted: Sequence[Filled], sent: str) -> Touch:
    """Return what became of what was inserted. Case, accents and punctuation do not matter.

    Args:
        inserted: The responses in the message, in the order in which they stand there.
        sent: The whole message that left.
    """
    return _touch(list(_inserted_words(inserted)), _spelt(sent))


def touch_of_part(inserted: Sequence[Filled], part: str) -> Touch:
    """Return what became of the words that left with one part of a message.

    Args:
        inserted: The responses in the part, in the order in which they stand there.
        part: What left; the words before and behind it have left already, or will.
    """
    spelt = _spelt(part)
    near, _ = _near(list(_inserted_words(inserted)), spelt)
    return _touch(near, spelt, is_part=True)


def stands_in(inserted: Filled, part: str) -> bool:
    """Return whether a part of a message was made of an inserted text.

    It was when a few words in a row come from there, or half of the words outside the blanks.
    """
    words, spelt = list(_inserted_words([inserted])), _spelt(part)
    near, run = _near(words, spelt)
    if run >= min(RUN, len(spelt) or RUN):
        return True
    is_fixed = [blank == _NO_BLANK for _, blank in near]
    gone = sum(
        sum(is_fixed[edit.start : edit.end]) for edit in edits([word for word, _ in near], spelt)
    )
    return bool(near) and gone * 2 <= sum(is_fixed)


_Words = list[tuple[str, int]]
"""Each with the number of the blank that it stands in, or `_NO_BLANK`."""


def _touch(words: _Words, spelt: list[str], *, is_part: bool = False) -> Touch:
    blanks = [blank for _, blank in words]
    filled: set[int] = set()
    changed = 0
    for edit in edits([word for word, _ in words], spelt):
        if is_part and not edit.new and (edit.start == 0 or edit.end == len(words)):
            continue  # they belong to the parts before and behind
        fixed = blanks[edit.start : edit.end].count(_NO_BLANK)
        here = _blanks_near(blanks, edit)
        filled |= here
        changed += fixed if here else max(fixed, len(edit.new))
    return Touch(len(filled), min(1.0, changed / max(1, blanks.count(_NO_BLANK))))


def _blanks_near(blanks: list[int], edit: Edit[str]) -> set[int]:
    """Return the blanks whose words an edit changed."""
    fixed = blanks[edit.start : edit.end].count(_NO_BLANK)
    # New words beside a blank belong to it: a blank is often filled by several.
    near = blanks[max(0, edit.start - (not fixed)) : edit.end + (not fixed)]
    return {blank for blank in near if blank != _NO_BLANK}


def _near(words: _Words, spelt: list[str]) -> tuple[_Words, int]:
    """Return as many inserted words as a part has, from where it stands, and its longest run."""
    matcher = SequenceMatcher(None, [word for word, _ in words], spelt, autojunk=False)
    match = matcher.find_longest_match()
    start = max(0, match.a - match.b)
    return words[start : start + len(spelt)] if match.size else [], match.size


def _inserted_words(inserted: Sequence[Filled]) -> Iterator[tuple[str, int]]:
    """Yield each word with the number of the blank that it stands in."""
    number = 0
    for filled in inserted:
        at = 0
        for span in filled.blanks:
            yield from ((word, _NO_BLANK) for word in _spelt(filled.text[at : span.start]))
            # A blank that shows no words is still one place to fill.
            shown = _spelt(filled.text[span.start : span.end]) or [""]
            yield from ((word, number) for word in shown)
            number += 1
            at = span.end
        yield from ((word, _NO_BLANK) for word in _spelt(filled.text[at:]))


def _spelt(text: str) -> list[str]:
    return _WORDS.findall(fold(text[:MAX_COMPARED]))
