"""The start: paint the window with widgets alone, let the sign-in page work, then load the rest.

Only QtCore, QtGui and QtWidgets are imported before the first paint, and of the rest only the loop
before the page takes input; a test on `sys.modules` keeps it so.
"""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QApplication

from undivided.app.late_desk import LateDesk
from undivided.app.preflight import check_screen
from undivided.app.single_instance import ProfileLock, ask_to_show
from undivided.app.theme_choice import theme_at_start
from undivided.storage.profile import ProfileFolder, open_profile
from undivided.storage.settings import Settings, SettingsFile
from undivided.ui.window import MainWindow

if TYPE_CHECKING:
    from undivided.app.early_sign_in import EarlySignIn
    from undivided.qtmodels.bridge import Bridge
    from undivided.qtmodels.canned_model import CannedModel

APPLICATION_ID = "undivided"
LONGEST_PAINT_MS = 2_000


@dataclass(frozen=True, slots=True)
class Start:
    """How the program was started.

    Attributes:
        ca_file: Certificate authorities to believe beside the computer's own.
    """

    profile: Path
    is_demo: bool = False
    opens_browser: bool = True
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """The window with what it was made of."""

    application: QApplication
    window: MainWindow
    desk: LateDesk
    settings: Settings
    settings_file: SettingsFile
    warning: str

    @property
    def bridge(self) -> "Bridge":
        """The models of chats, queue and transcripts."""
        return self.desk.bridge

    @property
    def canned(self) -> "CannedModel":
        """The model of the canned responses."""
        return self.desk.canned


def run(start: Start) -> int:
    """Run the desk until the operator quits; return the exit code.

    Raises:
        UndividedError: The window cannot be shown, or the profile cannot be used.
    """
    check_screen()
    profile = open_profile(start.profile)
    lock = ProfileLock(profile.lock_file)
    if not lock.take():
        return _show_the_other(profile)
    try:
        opened = open_window(profile)
        _wait_for_first_paint(opened)
        early = _show_first_page(opened, start)
        return _run_loop(opened, profile, start, early)
    finally:
        lock.release()


def open_window(profile: ProfileFolder) -> Opened:
    """Show the window with the mark alone; it paints itself as soon as events are handled."""
    application = make_application()
    file = SettingsFile(profile.settings_file)
    settings, warning = file.load()
    desk = LateDesk()
    window = MainWindow(theme_at_start(settings), desk)
    window.restore_place(settings.geometry)
    window.show()
    return Opened(application, window, desk, settings, file, warning)


def _wait_for_first_paint(opened: Opened) -> None:
    # No loop runs yet, so this nests in nothing; the slow imports come after it. A window that
    # starts on another workspace is not painted at all.
    patience = QDeadlineTimer(LONGEST_PAINT_MS)
    while not (opened.window.is_painted or patience.hasExpired()):
        opened.application.processEvents()


def _show_first_page(opened: Opened, start: Start) -> "EarlySignIn | None":
    """Show the empty desk where signing in needs no form, or else the form, which is returned."""
    settings = opened.settings
    early = None
    if start.is_demo or (settings.server_url and settings.email and settings.stay_signed_in):
        opened.window.show_desk()
    else:
        from undivided.app.early_sign_in import EarlySignIn

        early = EarlySignIn(opened.window, settings)
    # The loop, which would lay it out and paint it, has yet to be loaded.
    opened.application.sendPostedEvents()
    opened.window.repaint()
    return early


def make_application() -> QApplication:
    """Return Qt's application, set up as every window of ours needs it."""
    os.environ.setdefault("QT_API", "pyside6")
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Undivided")
    application.setDesktopFileName(APPLICATION_ID)
    application.setStyle("Fusion")
    # The tray keeps the program alive, and clean-up needs the loop to the end.
    application.setQuitOnLastWindowClosed(False)
    return application


def _run_loop(
    opened: Opened, profile: ProfileFolder, start: Start, early: "EarlySignIn | None"
) -> int:
    import asyncio

    import qasync

    from undivided.app.logs import write_logs

    async def main() -> None:
        write_logs(profile.log_file)
        if early is not None:
            await _load_behind(opened, early)
        if early is None or not early.is_closed:
            await _run_program(opened, profile, start, early)

    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(opened.application)) as runner:
        runner.run(main())
    return 0


async def _load_behind(opened: Opened, early: "EarlySignIn") -> None:
    """Let the sign-in page take input, and load the program and build the desk meanwhile."""
    import asyncio
    import logging

    # What was typed and clicked until now is handled first.
    await asyncio.sleep(0)
    logging.getLogger(__name__).info("interactive")
    from undivided.app.late_parts import load_in_steps

    for _ in load_in_steps():
        await asyncio.sleep(0)
        if early.is_closed:
            opened.window.close_for_good()
            return


async def _run_program(
    opened: Opened, profile: ProfileFolder, start: Start, early: "EarlySignIn | None"
) -> None:
    import asyncio

    from undivided.app.program import Program, Shell
    from undivided.app.single_instance import ShowChannel

    shell = Shell(
        opened,
        profile,
        is_demo=start.is_demo,
        opens_browser=start.opens_browser,
        ca_file=start.ca_file,
        early=early,
    )
    program = Program(shell)
    if opened.warning:
        program.context.troubled(opened.warning)
    channel = ShowChannel(profile.lock_file)
    channel.show_requested.connect(program.come_to_front)
    _stop_on_signals(asyncio.get_running_loop(), program.stop)
    await program.run()
    channel.close()


def _stop_on_signals(loop: object, stop: Callable[[], None]) -> None:
    import asyncio

    assert isinstance(loop, asyncio.AbstractEventLoop)
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


def _show_the_other(profile: ProfileFolder) -> int:
    """Bring the running program of this profile to the front."""
    make_application()
    if ask_to_show(profile.lock_file):
        return 0
    sys.stderr.write(
        f"Undivided already uses the profile {profile.path} and does not answer. "
        "End it, or start with another --profile.\n"
    )
    return 1
