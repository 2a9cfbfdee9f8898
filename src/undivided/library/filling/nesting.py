"""Puts other responses into a body: `{{> delivery-times}}`, by shortcut or by id.

What cannot be put in stays in the text as a blank that names it, so nothing is lost silently.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from undivided.library.filling.slots import Slot, parse, slots
from undivided.library.filling.wordings import body_in
from undivided.library.model.parts import SlotKind
from undivided.library.model.responses import MAX_BODY, Response

MAX_DEPTH = 8
"""How many responses may stand inside each other."""
MAX_NESTED = 200
"""How many are put into one body, counting each time."""

LookUp: TypeAlias = Callable[[str], Response | None]
"""Returns the response with a shortcut (without its slash) or an id, or None."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """A body with the responses that it names in their places.

    Attributes:
        body: With slots still in braces.
        slots: What is known about their blanks; the outer response's word comes first.
        missing: Names that no response has, each once.
        cycle: The sentence that names the loop, or "".
        problem: The sentence why something was left out: the loop, the depth or the size; or "".
        inside: The responses that were put in, each once.
    """

    body: str
    slots: tuple[SlotKind, ...] = ()
    missing: tuple[str, ...] = ()
    cycle: str = ""
    problem: str = ""
    inside: tuple[Response, ...] = ()


@dataclass(slots=True)
class _Work:
    """What has been put together so far."""

    look_up: LookUp
    language: str = ""
    depth: int = MAX_DEPTH
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    count: int = 0
    slots: dict[str, SlotKind] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    cycle: str = ""
    problem: str = ""
    inside: list[Response] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def know(self, kinds: Iterable[SlotKind]) -> None:
        for kind in kinds:
            self.slots.setdefault(kind.name.casefold(), kind)


def name_of_nested(slot: Slot) -> str:
    """Return the shortcut or id that a slot such as `{{> /delivery-times}}` names, or ""."""
    return slot.name[1:].strip().lstrip("/") if slot.is_nested else ""


def nested_names(body: str) -> tuple[str, ...]:
    """Return what the body itself names, each once, in order."""
    return tuple(dict.fromkeys(filter(None, map(name_of_nested, slots(body)))))


def expanded(
    body: str,
    look_up: LookUp,
    kinds: Iterable[SlotKind] = (),
    language: str = "",
    *,
    outer: Response | None = None,
) -> Expanded:
    """Return the body with the responses it names in their places, and theirs in them.

    Args:
        body: A response's body, or one of its other wordings.
        look_up: Finds a response by shortcut or id.
        kinds: What the response knows about its own blanks.
        language: Of the body; the others are put in in that language, where they have it.
        outer: Whose body it is, so that a loop back to it puts nothing in twice.
    """
    stands_in = () if outer is None else (outer,)
    work = _Work(look_up, language, MAX_DEPTH + len(stands_in))
    work.know(kinds)
    if not nested_names(body):
        return Expanded(body, tuple(work.slots.values()))
    _put(body, work, stands_in)
    return Expanded(
        "".join(work.pieces),
        tuple(work.slots.values()),
        tuple(work.missing),
        work.cycle,
        work.cycle or work.problem,
        tuple(work.inside),
    )


def cycle_in(response: Response, look_up: LookUp) -> str:
    """Return the sentence that names the loop which saving the response would close, or "".

    The response's own shortcuts and id lead to it as it would be, not as it is kept.
    """

    def with_this(name: str) -> Response | None:
        folded = name.casefold()
        own = (response.id, *(shortcut.casefold() for shortcut in response.shortcuts))
        return response if folded in own else look_up(name)

    bodies = (response.body, *(variant.body for variant in response.variants))
    found = (_cycle_from(body, response, with_this) for body in bodies)
    return next(filter(None, found), "")


def _cycle_from(body: str, response: Response, look_up: LookUp) -> str:
    work = _Work(look_up)
    _put(body, work, (response,))
    return work.cycle


def _put(body: str, work: _Work, inside: tuple[Response, ...]) -> None:
    """Add the body to the work.

    Args:
        inside: The responses that it stands in, the outermost first.
    """
    for part in parse(body):
        if isinstance(part, str):
            work.add(part)
            continue
        name = name_of_nested(part)
        nested = _nested(name, work, inside) if name else None
        if nested is None:
            work.add(_as_written(part))
        else:
            work.know(nested.slots)
            if nested not in work.inside:
                work.inside.append(nested)
            _put(body_in(nested, work.language), work, (*inside, nested))


def _nested(name: str, work: _Work, inside: tuple[Response, ...]) -> Response | None:
    """Return the response to put in, or None when it has to stay a blank."""
    found = work.look_up(name)
    if found is None:
        work.missing[name] = None
        return None
    at = next((place for place, outer in enumerate(inside) if _is_same(outer, found)), None)
    if at is not None:
        loop = " → ".join(f"“{each.title}”" for each in (*inside[at:], found))
        work.cycle = work.cycle or (
            f"The responses are inside each other: {loop}. Take one of them out."
        )
        return None
    work.count += 1
    if len(inside) >= work.depth:
        work.problem = (
            f"“{found.title}” is left out: more than {MAX_DEPTH} responses inside another."
        )
    elif work.count > MAX_NESTED or work.length + len(body_in(found, work.language)) > MAX_BODY:
        work.problem = f"“{found.title}” is left out: the whole text would be too long."
    else:
        return found
    return None


def _is_same(one: Response, other: Response) -> bool:
    return one is other or bool(one.id and one.id == other.id) or one == other


def _as_written(slot: Slot) -> str:
    words = "" if slot.fallback is None else f"|{slot.fallback}"
    return f"{{{{{slot.name}{words}}}}}"
