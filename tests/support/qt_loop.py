"""The one QApplication of a test run, and event loops on top of it."""

import asyncio

import qasync
from PySide6.QtWidgets import QApplication


def application() -> QApplication:
    """Return the application, made on the first call and kept until the run ends."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    app = QApplication(["undivided-tests"])
    # Closing a window must not end the loop under a test that is still running.
    app.setQuitOnLastWindowClosed(False)
    return app


def qt_loop() -> asyncio.AbstractEventLoop:
    """Return a new asyncio loop that is driven by Qt."""
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(application())
    return loop
