"""From a visitor's send to the operator's pixel: server, socket, desk, window and display."""

import asyncio
import bisect
import contextlib
import itertools
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.speed.our_server import OurServer, ask, text_frame
from tests.speed.pixel_watch import Box, PixelWatch, missing_programs, watched_screen
from tests.speed.report import Figure, Skipped, percentile
from tests.support.xvfb import Screen
from undivided.server.hub.flood import FloodLimits

MESSAGES = 120
UPDATES = 200
LEFT_OUT = 5
"""The first of each, which find caches cold."""
SETTLED_S = 1.5
PATIENCE_S = 10.0
P50_GOAL, P99_GOAL = 5.0, 16.0
TEXT = "Hello, I placed an order last Tuesday and it still says processing"
BARE = """
import random, sys, time
from PySide6 import QtCore, QtGui, QtWidgets
count, base = int(sys.argv[1]), QtGui.QColor("white").rgb()
class Window(QtWidgets.QWidget):
    done = 0
    def paintEvent(self, event):
        painter = QtGui.QPainter(self)
        painter.fillRect(0, 0, 16, 16, QtGui.QColor(base - self.done))
        painter.end()
def tick():
    if Window.done == count:
        print("done", flush=True)
        return
    Window.done += 1
    print(time.monotonic(), flush=True)
    window.update(0, 0, 16, 16)
    QtCore.QTimer.singleShot(random.randint(20, 40), tick)
app = QtWidgets.QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
print(int(window.winId()), flush=True)
QtCore.QTimer.singleShot(1500, tick)
app.exec()
"""


def measure(*, quick: bool = False) -> list[Figure | Skipped]:
    """Compare with a bare widget's `update()`, watched in the same way on the same display."""
    name = "visitor's send to operator's pixel"
    if quick:
        return [Skipped(name, "needs a display")]
    if missing := missing_programs():
        return [Skipped(name, f"needs {missing}")]
    with watched_screen() as (screen, watch):
        bare = _bare(screen, watch)[LEFT_OUT:]
        ours = _ours(screen, watch)[LEFT_OUT:]
    reference = percentile(bare, 50) * 1e3
    return [
        Figure(
            f"{name}, p{share}",
            "ms",
            percentile(ours, share) * 1e3,
            goal,
            len(ours),
            "bare widget's repaint, p50",
            reference,
        )
        for share, goal in ((50, P50_GOAL), (99, P99_GOAL))
    ]


def _bare(screen: Screen, watch: PixelWatch) -> list[float]:
    """Return the seconds from `update()` to the damage that the display tells of."""
    with _running(screen, "-c", BARE, str(UPDATES)) as lines:
        watch.follow(int(next(lines)))
        ends = time.monotonic() + SETTLED_S + UPDATES * 0.045
        seen = [damage.at for damage in watch.damages(ends)]
        asked = [float(line) for line in itertools.takewhile(lambda line: line != "done", lines)]
    found = ((at, bisect.bisect_left(seen, at)) for at in asked)
    return [seen[place] - at for at, place in found if place < len(seen)]


def _ours(screen: Screen, watch: PixelWatch) -> list[float]:
    """Return the seconds from the visitor's write to new pixels in the transcript."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = OurServer(folder / "data")
        stack.callback(server.stop)
        token = server.add_operator("ann@shop.example")
        words = ("-m", "tests.speed.pixels", str(folder / "profile"), server.url, token)
        lines = stack.enter_context(_running(screen, *words))
        assert next(lines) == "signed in"
        visitor = server.visitor()
        chat_id = ask(visitor, "start_chat", {"chat": {"thread": {"events": [_said(0)]}}})[
            "chat_id"
        ]
        window, *numbers = map(int, next(lines).split())
        transcript = Box(*numbers)
        watch.follow(window)
        _pass(watch, SETTLED_S)
        took = []
        for number in range(1, MESSAGES + 1):
            frame = text_frame("send_event", {"chat_id": chat_id, "event": _said(number)})
            before = watch.pixels(window, transcript)
            _pass(watch, _pause())
            sent = time.monotonic()
            visitor.sendall(frame)
            took.append(_changed(watch, window, transcript, before) - sent)
            server.keep_alive()
    return took


def _said(number: int) -> dict[str, str]:
    # Numbered, because equal lines that scroll by a whole line leave equal pixels.
    return {"type": "message", "text": f"{number}. {TEXT}"}


def _changed(watch: PixelWatch, window: int, box: Box, before: bytes) -> float:
    for damage in watch.damages(time.monotonic() + PATIENCE_S):
        if damage.box.meets(box) and watch.pixels(window, box) != before:
            return damage.at
    raise TimeoutError("the message was not painted")


def _pass(watch: PixelWatch, seconds: float) -> None:
    """Let time go by and throw away what is drawn."""
    for _ in watch.damages(time.monotonic() + seconds):
        pass


def _pause() -> float:
    return random.uniform(1.0, 1.6) / FloodLimits().visitor.per_second


@contextlib.contextmanager
def _running(screen: Screen, *words: str) -> Iterator[Iterator[str]]:
    """Run Python with these words on the display; give the lines that it prints."""
    process = subprocess.Popen(
        [sys.executable, *words], env=screen.environment(), stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        try:
            yield (line.strip() for line in process.stdout)
        finally:
            process.kill()


async def _desk(folder: Path, url: str, token: str) -> None:
    """Run the real app, signed in; show the first chat that comes and say where it is."""
    from PySide6.QtCore import QPoint

    from tests.support.operator_desk import at_desk

    async with at_desk(folder, url, "ann@shop.example", token) as desk:
        await desk.live()
        print("signed in", flush=True)
        await desk.until(lambda: desk.chats, "a chat")
        desk.program.controls.chats.pick(desk.chats[0])
        await asyncio.sleep(SETTLED_S)
        view = desk.window.desk.conversation.transcript.viewport()
        corner = view.mapTo(desk.window, QPoint(0, 0))
        place = (corner.x(), corner.y(), view.width(), view.height())
        print(int(desk.window.winId()), *place, flush=True)
        await asyncio.Event().wait()


def _run_desk(folder: str, url: str, token: str) -> None:
    import qasync

    from undivided.app.desktop import make_application

    application = make_application()
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner:
        runner.run(_desk(Path(folder), url, token))


if __name__ == "__main__":
    _run_desk(*sys.argv[1:])
