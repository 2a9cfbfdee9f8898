"""espanso's variables and forms as our slots; shell commands and scripts become blanks."""

import re
from collections.abc import Iterable

from undivided.library.errors import ResponseRefused
from undivided.library.filling.slots import KNOWN_VALUES
from undivided.library.formats.fields import Fields, checked, row, text, words
from undivided.library.formats.placeholders import slot, slot_name, unknown_slot
from undivided.library.formats.told import CARET, DATE, Told
from undivided.library.model.parts import Fill, SlotKind

OUR_VALUES = {re.sub(r"\W", "_", name): name for name in KNOWN_VALUES if "." in name}
"""Our values by the field names that an export gives them."""

_VARIABLE = re.compile(r"\{\{\s{0,9}(?P<name>\w{1,60})(?:\.(?P<part>\w{1,60}))?\s{0,9}\}\}")
_FIELD_OR_VARIABLE = re.compile(rf"\[\[(?P<field>[^\[\]\n]{{1,200}})\]\]|{_VARIABLE.pattern}")
_CARET = "$|$"
_DAY = 86_400
_DAY_CODES = re.compile(r"%-?[ABbdDeFmyYjuw]")
_CLOCK_CODES = re.compile(r"%-?[HIMSpPRTXlkr]")


class Body:
    """Turns the texts of one match into our body.

    Args:
        variables: Those of the file and of the match; a later one of the same name wins.
        told: For what cannot be kept.
    """

    def __init__(self, variables: Iterable[object], told: Told) -> None:
        self._told = told
        self._slots: dict[str, SlotKind] = {}
        self._variables = {
            text(each, "name"): each for each in variables if isinstance(each, Fields)
        }

    @property
    def slots(self) -> tuple[SlotKind, ...]:
        """What is known about the slots that were found so far."""
        return tuple(self._slots.values())

    def text(self, written: str) -> str:
        """Return a text with its variables in our way."""
        if _CARET in written:
            self._told.lost(CARET)
        return checked(_VARIABLE.sub(self._variable, written.replace(_CARET, "")))

    def form(self, layout: str, fields: object) -> str:
        """Return a form's text with a slot for each field."""
        known = fields if isinstance(fields, Fields) else Fields()

        def part(found: re.Match[str]) -> str:
            return self._field(found["field"], known) if found["field"] else self._variable(found)

        if _CARET in layout:
            self._told.lost(CARET)
        return checked(_FIELD_OR_VARIABLE.sub(part, layout.replace(_CARET, "")))

    def _field(self, name: str, fields: Fields) -> str:
        name = name.strip()
        details = fields.get(name)
        if not isinstance(details, Fields):
            details = Fields()
        default = text(details, "default")
        value = OUR_VALUES.get(name)
        if value is not None:
            return slot(value, default or None)
        offered = _choices(details)
        if offered or text(details, "type") in ("choice", "list"):
            return self._known(name, Fill.CHOICE, default, offered)
        fill = Fill.LINES if details.get("multiline") is True else Fill.TEXT
        return self._known(name, fill, default)

    def _known(
        self, name: str, fill: Fill, default: str = "", choices: tuple[str, ...] = ()
    ) -> str:
        name = slot_name(name)
        kind = SlotKind(name=name, fill=fill, default=default, choices=choices)
        if kind != SlotKind(name=name):
            self._slots.setdefault(name.casefold(), kind)
        return slot(name)

    def _variable(self, found: re.Match[str]) -> str:
        """Return what stands for `{{name}}`, or `{{name.part}}` of a form."""
        name, part = found["name"], found["part"]
        variable = self._variables.get(name)
        if variable is None:
            return unknown_slot(f"{name}.{part}" if part else name, self._told)
        params = variable.get("params")
        given = params if isinstance(params, Fields) else Fields()
        kind = text(variable, "type")
        if kind == "form":
            fields = given.get("fields")
            return self._field(part or name, fields if isinstance(fields, Fields) else Fields())
        if kind in ("random", "choice"):
            return self._known(name, Fill.CHOICE, choices=_choices(given, "choices"))
        return self._plain_value(kind, name, given)

    def _plain_value(self, kind: str, name: str, given: Fields) -> str:
        if kind == "date":
            return self._date(given)
        if kind == "echo":
            return text(given, "echo")
        if kind == "clipboard":
            return slot("clipboard")
        if kind == "match":
            return f"{{{{> {slot_name(text(given, 'trigger').lstrip(':;'))}}}}}"
        self._told.lost(
            "A shell command or script was not run; a blank is in its place"
            if kind in ("shell", "script")
            else "A variable of an unknown kind became a blank"
        )
        return self._known(name, Fill.TEXT)

    def _date(self, given: Fields) -> str:
        self._told.lost(DATE)
        pattern = text(given, "format")
        seconds = text(given, "offset")
        offset = int(seconds) if re.fullmatch(r"[+-]?\d{1,9}", seconds) else 0
        is_time = bool(_CLOCK_CODES.search(pattern)) and not _DAY_CODES.search(pattern)
        if is_time:
            steps, unit = offset // 60, "min"
        else:
            steps, unit = round(offset / _DAY), "d"
        if not steps or abs(steps) > 999:
            return slot("time" if is_time else "today")
        return slot(f"{'time' if is_time else 'today'}{steps:+d}{unit}")


def _choices(details: Fields, *more: str) -> tuple[str, ...]:
    """Return what may be chosen: a list of texts, of objects with a label, or lines of a text."""
    for name in ("values", *more):
        value = details.get(name)
        if isinstance(value, str):
            return tuple(filter(None, map(str.strip, value.splitlines())))
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return words(details, name)
        if isinstance(value, list):
            offered = (each if isinstance(each, str) else _label(row(each)) for each in value)
            return tuple(filter(None, map(str.strip, offered)))
    return ()


def _label(choice: Fields) -> str:
    label = text(choice, "label") or text(choice, "id")
    if not label:
        raise ResponseRefused("A choice of the match has no words.")
    return label
