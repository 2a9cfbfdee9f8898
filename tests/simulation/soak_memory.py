"""What is held in memory: by the whole process, and by each container of the product's parts."""

import gc
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from statistics import linear_regression

import psutil

MIB = 2**20
PRODUCT = "undivided."


@dataclass(frozen=True, slots=True)
class Sample:
    """What was held at one moment.

    Attributes:
        hour: Simulated hours since the beginning.
        resident: Bytes of the whole process, the simulated world included.
        objects: What the garbage collector knows of.
        held: Elements in the product's containers, by the way that leads to them.
        left_over: How many of them belong to somebody who is gone for good.
    """

    hour: float
    resident: int
    objects: int
    held: Mapping[str, int]
    left_over: Mapping[str, int]


@dataclass(slots=True)
class Memory:
    """Samples, from first to last."""

    samples: list[Sample] = field(default_factory=list)

    def take(
        self, hour: float, parts: Mapping[str, object], gone: AbstractSet[str] = frozenset()
    ) -> Sample:
        """Look now.

        Args:
            hour: Since the beginning.
            parts: They are looked into, each under its name.
            gone: Ids of chats that are over and of visitors who left.
        """
        gc.collect()
        held: Counter[str] = Counter()
        left_over: Counter[str] = Counter()
        for name, part in parts.items():
            for way, container in _containers(part, name):
                held[way] += len(container)
                left_over[way] += sum(_is_of(each, gone) for each in container)
        resident, objects = psutil.Process().memory_info().rss, len(gc.get_objects())
        sample = Sample(hour, resident, objects, held, left_over)
        self.samples.append(sample)
        return sample

    def slope_mib(self, since_h: float) -> float:
        """Return by how many MiB an hour the resident memory grows."""
        return self._slope([each.resident / MIB for each in self._since(since_h)], since_h)

    def slope_of_objects(self, since_h: float) -> float:
        """Return by how many objects an hour the heap grows."""
        return self._slope([float(each.objects) for each in self._since(since_h)], since_h)

    def kept(self, since_h: float, limit: float) -> dict[str, float]:
        """Return the containers that keep more than `limit` elements an hour of who is gone."""
        samples = self._since(since_h)
        ways = {way for each in samples for way in each.left_over}
        slopes = {
            way: self._slope([float(each.left_over.get(way, 0)) for each in samples], since_h)
            for way in ways
        }
        return {way: slope for way, slope in sorted(slopes.items()) if slope > limit}

    def _since(self, hour: float) -> list[Sample]:
        return [each for each in self.samples if each.hour >= hour]

    def _slope(self, values: Sequence[float], since_h: float) -> float:
        return linear_regression([each.hour for each in self._since(since_h)], values).slope


def _containers(root: object, name: str) -> Iterator[tuple[str, Collection[object]]]:
    """Yield each container of the product below `root`, with the way to it.

    The elements of one container share their way.
    """
    seen: set[int] = set()
    waiting: list[tuple[str, object]] = [(name, root)]
    while waiting:
        way, value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, Mapping | AbstractSet | Sequence) and not isinstance(
            value, str | bytes
        ):
            yield way, value
            inside = value.values() if isinstance(value, Mapping) else value
            waiting += [(f"{way}[]", each) for each in inside]
        elif type(value).__module__.startswith(PRODUCT):
            waiting += [(f"{way}.{key}", each) for key, each in _fields(value)]


def _is_of(element: object, gone: AbstractSet[str]) -> bool:
    """Return whether an element or key is an id of `gone`, alone or with something else."""
    parts = element if isinstance(element, tuple) else (element,)
    return any(isinstance(part, str) and part in gone for part in parts)


def _fields(value: object) -> Iterator[tuple[str, object]]:
    yield from getattr(value, "__dict__", {}).items()
    names = getattr(type(value), "__struct_fields__", ())
    slots = (vars(kind).get("__slots__", ()) for kind in type(value).__mro__)
    for name in dict.fromkeys([*names, *(name for some in slots for name in some)]):
        if hasattr(value, name):
            yield name, getattr(value, name)
