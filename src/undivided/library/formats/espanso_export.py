"""Our responses as matches of espanso: blanks become fields of a form, values stay readable."""

import json
import re
from collections.abc import Iterable, Iterator

from undivided.library.filling.slots import Slot, parse
from undivided.library.formats.whole import KEY, whole
from undivided.library.model.parts import Fill, SlotKind
from undivided.library.model.responses import Response


def write(responses: Iterable[Response]) -> str:
    """Return the responses as one file of matches, with the whole of each beside it."""
    taken: set[str] = set()
    matches = [_match(response, taken) for response in responses]
    # Slow to import, and rarely needed.
    from undivided.library.formats.yaml_text import write_yaml  # noqa: PLC0415

    return write_yaml({"matches": matches})


def text_of(response: Response) -> str:
    """Return a body as espanso inserts it; a slot is a field in double brackets."""
    return "".join(
        part if isinstance(part, str) else f"[[{_field_name(part)}]]"
        for part in parse(response.body)
    )


def _match(response: Response, taken: set[str]) -> dict[str, object]:
    slots = [part for part in parse(response.body) if isinstance(part, Slot)]
    match: dict[str, object] = {
        "triggers": list(_triggers(response, taken)),
        "form" if slots else "replace": text_of(response),
    }
    fields = dict(_fields(slots, response.slots))
    if fields:
        match["form_fields"] = fields
    match["label"] = response.title
    if response.tags:
        match["search_terms"] = list(response.tags)
    match[KEY] = json.dumps(whole(response), ensure_ascii=False)
    return match


def _triggers(response: Response, taken: set[str]) -> Iterator[str]:
    """Yield the shortcuts with espanso's sign, or one made of the title that nothing else has."""
    if response.shortcuts:
        yield from (f":{shortcut}" for shortcut in response.shortcuts)
        return
    trigger = stem = ":" + re.sub(r"\W+", "-", response.title.casefold()).strip("-")
    number = 1
    while trigger in taken or trigger == ":":
        number += 1
        trigger = f"{stem}-{number}"
    taken.add(trigger)
    yield trigger


def _fields(slots: list[Slot], kinds: tuple[SlotKind, ...]) -> Iterator[tuple[str, object]]:
    known = {kind.name.casefold(): kind for kind in kinds}
    for each in slots:
        kind = known.get(each.name.casefold(), SlotKind(name=each.name))
        details: dict[str, object] = {}
        if kind.fill is Fill.CHOICE:
            details |= {"type": "choice", "values": list(kind.choices)}
        elif kind.fill is Fill.LINES:
            details["multiline"] = True
        default = each.fallback or kind.default
        if default:
            details["default"] = default
        if details:
            yield _field_name(each), details


def _field_name(part: Slot) -> str:
    return re.sub(r"\W", "_", part.name.lstrip("> ")) or "blank"
