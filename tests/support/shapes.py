"""Values made from the protocol's own types: one that fits, and many that do not.

What a new field or action may bring is tried without anybody writing it down.
"""

import copy
import itertools
from collections.abc import Iterator
from typing import Any

from msgspec import inspect as kinds

DEEPEST = 6
"""Types that contain themselves are followed so far."""

DEEP: Any = 1
for _ in range(20):
    DEEP = {"a": [DEEP]}

HOSTILE: dict[str, Any] = {
    "nothing": None,
    "a truth": True,
    "minus one": -1,
    "2^63": 2**63,
    "2^64": 2**64,
    "a huge number": 10**40,
    "a fraction": 0.5,
    "1e308": 1e308,
    "an empty text": "",
    "a path": "../../../../etc/passwd",
    "a null character": "a\0b\u202e\ud7ff",
    "a long text": "x" * 20_000,
    "the year one": "0001-01-01T00:00:00.000000Z",
    "the year 9999": "9999-12-31T23:59:59.999999Z",
    "no time": "2026-99-99T99:99:99Z",
    "an empty list": [],
    "a list of everything": [None, 1, "a", {}, []],
    "an empty object": {},
    "an object": {"id": 1, "type": [], "a": {"b": {}}},
    "something deep": DEEP,
}
"""What stands in the place of each field in turn, by name."""


def sample(type_: Any, depth: int = 0) -> Any:
    """Return a JSON value that `type_` reads, with every field filled in."""
    info = type_ if isinstance(type_, kinds.Type) else kinds.type_info(type_)
    match info:
        case kinds.StructType(fields=fields, array_like=False):
            return {
                each.encode_name: sample(each.type, depth + 1)
                for each in fields
                if each.required or depth < DEEPEST
            }
        case kinds.UnionType(types=types):
            kept = [each for each in types if not isinstance(each, kinds.NoneType)]
            may_end = len(kept) < len(types) and depth >= DEEPEST
            return None if may_end else sample(kept[0], depth)
        case kinds.ListType(item_type=item) | kinds.VarTupleType(item_type=item):
            return [] if depth >= DEEPEST else [sample(item, depth + 1)]
        case kinds.DictType(key_type=key, value_type=value):
            return {sample(key, depth): sample(value, depth + 1)}
        case _:
            return _plain(info)


_PLAIN: dict[type[kinds.Type], Any] = {
    kinds.StrType: "some text",
    kinds.IntType: 7,
    kinds.FloatType: 1.5,
    kinds.BoolType: True,
    kinds.DateTimeType: "2026-11-20T10:00:00.000000Z",
    kinds.NoneType: None,
}


def _plain(info: kinds.Type) -> Any:
    if isinstance(info, kinds.EnumType):
        return next(iter(info.cls)).value
    if isinstance(info, kinds.LiteralType):
        return info.values[0]
    # `object`, which reads anything.
    return _PLAIN.get(type(info), {"some": "thing"})


def paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return the way to each part of a JSON value, the whole first."""
    yield before
    items = value.items() if isinstance(value, dict) else ()
    for key, part in itertools.chain(items, enumerate(value) if isinstance(value, list) else ()):
        yield from paths(part, (*before, key))


def replaced(value: Any, path: tuple[Any, ...], part: Any) -> Any:
    """Return a copy of `value` with another part at `path`."""
    if not path:
        return part
    changed = copy.deepcopy(value)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = part
    return changed


def hostile(value: Any) -> Iterator[tuple[str, Any]]:
    """Return the value with each part replaced by each hostile one in turn, and named."""
    for path in paths(value):
        for name, part in HOSTILE.items():
            yield f"{'.'.join(map(str, path)) or 'all'}: {name}", replaced(value, path, part)
