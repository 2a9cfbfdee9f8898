"""How much of an inserted response was the operator's own when it was sent.

A reply is touched when a blank was filled by the operator or a tenth of its words changed; what
is not touched is a prepared text sent as it stands. Source: practice 49.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from undivided.library.filling.slots import Filled
from undivided.library.folding import fold
from undivided.library.text_changes import edits

TOUCHED_FROM = 0.1
"""Share of changed words."""
MAX_COMPARED = 20_000
"""Code points of a text that are looked at."""

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
    words = list(_inserted_words(inserted))
    blanks = [blank for _, blank in words]
    filled: set[int] = set()
    changed = 0
    for edit in edits([word for word, _ in words], _spelt(sent)):
        fixed = blanks[edit.start : edit.end].count(_NO_BLANK)
        # New words beside a blank belong to it: a blank is often filled by several.
        near = blanks[max(0, edit.start - (not fixed)) : edit.end + (not fixed)]
        here = {blank for blank in near if blank != _NO_BLANK}
        filled |= here
        changed += fixed if here else max(fixed, len(edit.new))
    return Touch(len(filled), min(1.0, changed / max(1, blanks.count(_NO_BLANK))))


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
