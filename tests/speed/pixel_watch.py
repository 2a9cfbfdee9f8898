"""Watches a display from outside: when does a window get its pixels, and when do they change.

Uses XDamage, so every program is watched in the same way and none has to take part.
"""

import contextlib
import select
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.support.xvfb import Screen, screen

PROGRAMS = ("Xvfb", "openbox", "xdotool", "xprop")
SMALLEST = 200
"""Pixels; what is smaller is an icon or a helper of the window manager."""
COLOURS = 4
SAMPLED = 7
"""Every so many pixels are looked at for colours."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of its window."""

    x: int
    y: int
    width: int
    height: int

    def meets(self, other: "Box") -> bool:
        """Return whether the two have a pixel in common."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@dataclass(frozen=True, slots=True)
class Damage:
    """Pixels that were drawn, and when this process heard of it (seconds, monotonic)."""

    window: int
    box: Box
    at: float


class PixelWatch:
    """A connection to a display that only looks."""

    def __init__(self, name: str) -> None:
        # Imported here, because other systems have no use for it.
        from Xlib import X, display
        from Xlib.ext import damage

        self._x, self._raw = X, damage.DamageReportRawRectangles
        self._display = display.Display(name)
        self._display.damage_query_version()

    def close(self) -> None:
        """Look no more."""
        self._display.close()

    def follow(self, window: int) -> None:
        """Report every drawing on this window from now on."""
        self._window(window).damage_create(self._raw)
        self._display.sync()

    def follow_new_windows(self) -> None:
        """Report every drawing on windows that programs open from now on."""
        root = self._display.screen().root
        root.change_attributes(event_mask=self._x.SubstructureNotifyMask)
        self._display.sync()

    def damages(self, until: float) -> Iterator[Damage]:
        """Yield what is drawn, until the monotonic clock shows `until`."""
        while True:
            if not self._display.pending_events():
                left = until - time.monotonic()
                if left <= 0 or not select.select([self._display.fileno()], [], [], left)[0]:
                    return
                continue
            event = self._display.next_event()
            at = time.monotonic()
            if event.type == self._x.CreateNotify:
                self._created(event)
            elif event.type == self._display.extension_event.DamageNotify:
                area = event.area
                box = Box(area.x, area.y, area.width, area.height)
                yield Damage(event.drawable.id, box, at)

    def first_content(self, patience_s: float) -> float:
        """Return when a new window first showed more than an empty ground.

        Raises:
            TimeoutError: None did.
        """
        for damage in self.damages(time.monotonic() + patience_s):
            if damage.box.width >= SMALLEST and self.colours(damage.window) > COLOURS:
                return damage.at
        raise TimeoutError("no window was painted")

    def colours(self, window: int) -> int:
        """Return how many colours a sample of the window has; 0 when it is gone."""
        size = self._window(window).get_geometry()
        pixels = self.pixels(window, Box(0, 0, size.width, size.height))
        return len(set(memoryview(pixels).cast("I")[::SAMPLED]))

    def pixels(self, window: int, box: Box) -> bytes:
        """Return a part of a window, four bytes a pixel."""
        image = self._window(window).get_image(
            box.x, box.y, box.width, box.height, self._x.ZPixmap, 0xFFFFFFFF
        )
        return bytes(image.data)

    def _created(self, event: Any) -> None:
        # What is born small or unmanaged belongs to the window manager.
        if not event.override and event.width >= SMALLEST:
            self.follow(event.window.id)

    def _window(self, window: int) -> Any:
        return self._display.create_resource_object("window", window)


def missing_programs() -> str:
    """Return which programs of a display this machine lacks, or nothing."""
    return ", ".join(name for name in PROGRAMS if shutil.which(name) is None)


@contextlib.contextmanager
def watched_screen() -> Iterator[tuple[Screen, PixelWatch]]:
    """Run a display with a watch on it."""
    with screen() as made:
        watch = PixelWatch(made.name)
        try:
            yield made, watch
        finally:
            watch.close()
