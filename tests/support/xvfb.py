"""A screen of its own for a test: Xvfb, a window manager, a mouse and a camera."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.support.parts import needs_program

START_LIMIT_S = 60

Point = tuple[int, int]
"""Pixels from the left and from the top of the screen."""


class Screen:
    """A running display; `environment` makes a program appear on it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._xdotool = needs_program("xdotool")

    def environment(self) -> dict[str, str]:
        """Return this process's environment, changed so that Qt opens its windows here."""
        kept = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
        return {**kept, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}

    def xdotool(self, *arguments: object) -> str:
        """Return what xdotool prints.

        Raises:
            subprocess.CalledProcessError: For example, no window was found.
        """
        command = [self._xdotool, *map(str, arguments)]
        return subprocess.run(
            command, env=self.environment(), check=True, capture_output=True, text=True, timeout=30
        ).stdout

    def wait_for_window(self, title: str, timeout: float = START_LIMIT_S) -> str:
        """Return the id of the visible window whose title matches this pattern."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            with contextlib.suppress(subprocess.CalledProcessError):
                return self.xdotool("search", "--onlyvisible", "--name", title).split()[0]
            time.sleep(0.05)
        raise AssertionError(f"no window called {title} within {timeout} s")

    def click(self, at: Point) -> None:
        """Press and release the left button."""
        self.xdotool("mousemove", *at, "sleep", 0.1, "click", 1)

    def type_text(self, text: str) -> None:
        """Type with the keyboard into the window that has the focus."""
        self.xdotool("type", "--delay", 20, text)

    def press(self, key: str) -> None:
        """Press one key, by its X name: `Return`, `ctrl+k`."""
        self.xdotool("key", key)

    def drag(self, start: Point, end: Point, held: str = "") -> None:
        """Drag with the left button held, as `drag_steps` has it, without a look at the program."""
        for step in drag_steps(start, end, held):
            self.xdotool(*step)

    def screenshot(self, path: Path) -> None:
        """Write what the screen shows as a PNG file."""
        program = needs_program("import")
        command = [program, "-window", "root", str(path)]
        subprocess.run(command, env=self.environment(), check=True, timeout=30)


def drag_steps(start: Point, end: Point, held: str = "") -> Iterator[list[object]]:
    """Yield the mouse's steps, for xdotool, with the small first moves that start a drag in Qt.

    Qt draws many moves that wait together into one: a program that has not seen the first ones
    begins no drag, and one that has not seen the last one takes no drop.

    Args:
        start: Where the button is pressed.
        end: Where it is let go.
        held: A key that is held when it is let go, by its X name such as `shift`.
    """
    yield ["mousemove", *start, "sleep", 0.1, "mousedown", 1, "sleep", 0.1]
    for dx, dy in ((-4, 0), (-8, 2), (-8, 2)):
        yield ["mousemove_relative", "--", dx, dy, "sleep", 0.05]
    for percent in (25, 50, 75, 90, 100):
        x, y = (a + (b - a) * percent // 100 for a, b in zip(start, end, strict=True))
        yield ["mousemove", x, y, "sleep", 0.05]
    if held:
        yield ["keydown", held, "sleep", 0.1]
    yield ["mousemove_relative", "--", 2, 1, "sleep", 0.1]
    yield ["mouseup", 1]
    if held:
        yield ["keyup", held]


@contextlib.contextmanager
def screen(width: int = 1600, height: int = 1000) -> Iterator[Screen]:
    """Run a display with openbox on it; both end with the block."""
    xvfb, openbox = needs_program("Xvfb"), needs_program("openbox")
    reading, writing = os.pipe()
    command = [xvfb, "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24"]
    command += ["-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with _ending(server):
        # Xvfb picks a free number and writes it once it listens; nothing comes if it has died.
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        made = Screen(f":{number}")
        manager = subprocess.Popen(
            [openbox, "--sm-disable"], env=made.environment(), stderr=subprocess.DEVNULL
        )
        with _ending(manager):
            _wait_for_manager(made)
            yield made


def _wait_for_manager(made: Screen) -> None:
    command = [needs_program("xprop"), "-root", "_NET_SUPPORTING_WM_CHECK"]
    end = time.monotonic() + START_LIMIT_S
    while time.monotonic() < end:
        told = subprocess.run(
            command, env=made.environment(), check=False, capture_output=True, text=True
        )
        if "window id" in told.stdout:
            return
        time.sleep(0.05)
    raise AssertionError("openbox did not start")


@contextlib.contextmanager
def _ending(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
