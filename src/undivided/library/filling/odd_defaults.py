"""Blanks with a list of choices that has not what is in them at first."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from undivided.etiquette.calm_text import one_line
from undivided.library.filling.slots import slots
from undivided.library.model.parts import Fill, SlotKind


def odd_defaults(bodies: Iterable[str], kinds: Iterable[SlotKind]) -> tuple[SlotKind, ...]:
    """Return each blank to choose for whose default is no choice, with that default.

    A blank that has no choices at all is returned too.

    Args:
        bodies: All wordings of a response; what stands behind a bar in them is a default as well.
        kinds: What is known of its blanks.
    """
    behind_bars: dict[str, list[str]] = {}
    for slot in (slot for body in bodies for slot in slots(body)):
        behind_bars.setdefault(slot.name.casefold(), []).append(slot.fallback or "")
    odd = (
        next(_odd(kind, (kind.default, *behind_bars.get(kind.name.casefold(), ()))), None)
        for kind in kinds
        if kind.fill is Fill.CHOICE
    )
    return tuple(kind for kind in odd if kind is not None)


def _odd(kind: SlotKind, defaults: Iterable[str]) -> Iterator[SlotKind]:
    if not kind.choices:
        yield kind
    for default in map(one_line, defaults):
        if default and default not in kind.choices:
            yield replace(kind, default=default)
