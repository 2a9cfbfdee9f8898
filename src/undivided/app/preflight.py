"""What must be there before Qt is started, because Qt ends the process without a word.

Checks the display and the libraries that Qt's xcb plugin loads at run time.
"""

import ctypes
import os
import sys
from collections.abc import Mapping

from undivided.protocol.errors import UndividedError

XCB_LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
    "libxkbcommon-x11.so.0",
)


class NoDisplay(UndividedError):
    """There is no screen to draw on."""

    def __init__(self) -> None:
        super().__init__(
            "No display was found, so no window can be shown. Start Undivided in a desktop "
            "session, or see it work without one: undivided tour --out tour"
        )


class LibrariesMissing(UndividedError):
    """Qt would abort, because the system lacks libraries of its window plugin."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(
            f"This system lacks {', '.join(missing)}, which the window needs. On Debian and "
            "Ubuntu: sudo apt install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 "
            "libxcb-shape0 libxkbcommon-x11-0"
        )


def check_screen(environment: Mapping[str, str] = os.environ) -> None:
    """Return when a window can be shown.

    Raises:
        NoDisplay, LibrariesMissing: It cannot.
    """
    if not sys.platform.startswith("linux"):
        return
    platform = _platform(environment)
    if not platform:
        raise NoDisplay
    if platform == "xcb":
        missing = tuple(name for name in XCB_LIBRARIES if not _is_there(name))
        if missing:
            raise LibrariesMissing(missing)


def _platform(environment: Mapping[str, str]) -> str:
    """Return the plugin that Qt will choose, or nothing when there is no display."""
    if chosen := environment.get("QT_QPA_PLATFORM", ""):
        return chosen.split(":")[0]
    if environment.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if environment.get("DISPLAY") else ""


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
