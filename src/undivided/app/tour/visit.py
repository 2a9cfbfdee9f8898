"""`undivided tour`: the main job, driven without a screen, with a picture of every step.

Nothing is staged: the real app paints offscreen, the real server runs as a process, and
scripted visitors talk to it over real sockets.
"""

import asyncio
import os
import sys
import tempfile
import time
import traceback
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

from undivided import __version__
from undivided.protocol.errors import UndividedError

REPORT = "tour.json"
OFFSCREEN_ONLY = "This plugin does not support "
"""Begins what Qt says whenever a window wants what only a real screen has."""


@dataclass(frozen=True, slots=True)
class StepReport:
    """What one step did.

    Attributes:
        happened: A sentence, or the reason of the failure.
        pictures: File names, light and dark.
    """

    number: int
    name: str
    happened: str
    is_ok: bool
    seconds: float
    pictures: tuple[str, ...]


def run(out: Path) -> int:
    """Take the tour and write pictures and `tour.json` to `out`.

    Returns:
        0 when every step worked, else 1.

    Raises:
        UndividedError: `out` cannot be written.
    """
    # The tour needs no screen and must look the same with one.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import qasync
    from PySide6.QtCore import qInstallMessageHandler

    from undivided.app.desktop import make_application

    _make_folder(out)
    qInstallMessageHandler(_say_what_matters)
    application = make_application()
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner:
        steps = runner.run(_take(out))
    report = {
        "version": __version__,
        "ok": all(step.is_ok for step in steps),
        "seconds": round(sum(step.seconds for step in steps), 3),
        "steps": [asdict(step) for step in steps],
    }
    (out / REPORT).write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))
    failed = [step.name for step in steps if not step.is_ok]
    sys.stdout.write(
        f"{len(steps)} steps, {len(failed)} failed. Pictures and {REPORT} are in {out}.\n"
    )
    return 1 if failed else 0


async def _take(out: Path) -> list[StepReport]:
    from undivided.app.tour.stage import Stage
    from undivided.app.tour.steps import STEPS

    reports: list[StepReport] = []
    async with AsyncExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="undivided-tour-")))
        stage = Stage(home, stack)
        for number, step in enumerate(STEPS, 1):
            started = time.perf_counter()
            name = step.__name__.replace("_", "-")
            pictures: tuple[str, ...] = ()
            try:
                happened = await step(stage)
                pictures = await stage.picture(out, f"{number:02d}-{name}")
                is_ok = True
            except Exception as error:  # noqa: BLE001 - a failed step is reported, and ends the tour
                happened, is_ok = _why(error), False
            seconds = round(time.perf_counter() - started, 3)
            reports.append(StepReport(number, name, happened, is_ok, seconds, pictures))
            sys.stdout.write(f"{number:2d} {name}: {happened} ({seconds:.1f} s)\n")
            sys.stdout.flush()
            if not is_ok:
                break
    return reports


def _say_what_matters(_kind: object, _context: object, message: str | None) -> None:
    if message is not None and not message.startswith(OFFSCREEN_ONLY):
        sys.stderr.write(f"{message}\n")


def _why(error: Exception) -> str:
    if isinstance(error, UndividedError):
        return error.sentence
    return "".join(traceback.format_exception(error))


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / REPORT).write_bytes(b"")
    except OSError as error:
        sentence = f"Pictures cannot be written to {out} ({error.strerror}). Choose another folder."
        raise UndividedError(sentence) from error
