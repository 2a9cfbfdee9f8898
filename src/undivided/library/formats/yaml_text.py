"""YAML from elsewhere: texts, lists and maps only, within bounds; tags are never obeyed.

The library gives events, one after the other; this module puts them together by itself, so that
nothing in a file can make an object, call a function or grow without end through its anchors.
"""

from collections.abc import Iterator

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from undivided.library.errors import FileRefused
from undivided.library.formats.fields import Fields, Unread

MAX_DEPTH = 40
MAX_WEIGHT = 2_000_000
"""Values in a document, those repeated by anchors counted again; long texts count for more."""

_TEXT_OF_ONE = 64
_LOADER: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER: type[yaml.CSafeDumper | yaml.SafeDumper] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_PLAIN_TAGS = frozenset(
    {"!", *(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null"))}
    | {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}
)
_PLAIN_VALUES: dict[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def read_yaml(text: str) -> list[object]:
    """Return the documents of the YAML text; maps are `Fields`, numbers stay texts.

    Raises:
        FileRefused: It is no YAML, nested too deep, or grows too large through its anchors.
    """
    try:
        return _Builder().built(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" in line {mark.line + 1:,}" if mark else ""
        raise FileRefused(f"The file is not YAML: {error.problem}{where}.") from error
    except yaml.YAMLError as error:
        raise FileRefused("The file is not YAML: it holds characters that YAML forbids.") from error


def write_yaml(document: dict[str, object]) -> str:
    """Return lists, maps and texts as YAML text, each text in one piece."""
    return yaml.dump(document, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=1_000_000)


class _Open:
    """A list or map that is being read.

    Attributes:
        key: The map's name that waits for its value.
    """

    def __init__(self, value: list[object] | Fields | Unread, anchor: str | None) -> None:
        self.value = value
        self.anchor = anchor
        self.key: str | None = None
        self.weight = 1


class _Builder:
    """Puts events together to values."""

    def __init__(self) -> None:
        self._documents: list[object] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[object, int]] = {}
        self._weight = 0

    def built(self, events: Iterator[Event]) -> list[object]:
        for event in events:
            if isinstance(event, DocumentStartEvent):
                self._anchors.clear()
            elif isinstance(event, CollectionStartEvent):
                self._begin(event)
            elif isinstance(event, CollectionEndEvent):
                done = self._open.pop()
                self._put(done.value, done.anchor, done.weight)
            elif isinstance(event, NodeEvent):
                self._scalar(event)
        return self._documents

    def _begin(self, event: CollectionStartEvent) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise FileRefused("The file is not a list of responses: it is nested too deep.")
        self._weigh(1)
        value: list[object] | Fields | Unread
        if _is_odd(event.tag):
            value = _odd(event.tag)
        elif isinstance(event, MappingStartEvent):
            value = Fields()
            value.place = _line(event)
        else:
            value = []
        self._open.append(_Open(value, event.anchor))

    def _scalar(self, event: NodeEvent) -> None:
        if isinstance(event, AliasEvent):
            if event.anchor not in self._anchors:
                raise FileRefused(
                    f"The file is not YAML: *{event.anchor} in {_line(event)} is unknown."
                )
            value, weight = self._anchors[event.anchor]
            self._weigh(weight)
            self._put(value, None, weight)
            return
        assert isinstance(event, ScalarEvent)
        weight = 1 + len(event.value) // _TEXT_OF_ONE
        self._weigh(weight)
        self._put(_value(event), event.anchor, weight)

    def _weigh(self, weight: int) -> None:
        self._weight += weight
        if self._weight > MAX_WEIGHT:
            raise FileRefused("The file grows too large through its repetitions; nothing was read.")

    def _put(self, value: object, anchor: str | None, weight: int) -> None:
        if anchor:
            self._anchors[anchor] = (value, weight)
        if not self._open:
            self._documents.append(value)
            return
        parent = self._open[-1]
        parent.weight += weight
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.key is None:
            # A name is text; what stands there otherwise is shown and not understood.
            parent.key = value if isinstance(value, str) else str(type(value).__name__)
        else:
            if isinstance(parent.value, Fields):
                if parent.key in parent.value:
                    parent.value.doubled = parent.key
                parent.value[parent.key] = value
            parent.key = None


def _line(event: Event) -> str:
    mark = event.start_mark
    return f"line {mark.line + 1}" if mark else "no line"


def _value(event: ScalarEvent) -> object:
    if _is_odd(event.tag):
        return _odd(event.tag)
    # Only a plain one may stand for something else than its own text.
    if event.implicit[0] and not event.style:
        return _PLAIN_VALUES.get(event.value, event.value)
    return event.value


def _is_odd(tag: str | None) -> bool:
    return tag is not None and tag not in _PLAIN_TAGS


def _odd(tag: str | None) -> Unread:
    name = (tag or "").replace("tag:yaml.org,2002:", "!!")
    return Unread(f"the YAML tag {name[:60]}, which is never obeyed")
