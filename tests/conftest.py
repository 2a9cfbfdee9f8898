"""What holds for every test: Qt's loop, quiet logs, an empty home, and the outside parts."""

import asyncio
import functools
import gc
import inspect
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path

# Before anything imports Qt or qasync.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")

import hypothesis
import pytest

pytest.register_assert_rewrite("tests.support")

from PySide6.QtWidgets import QApplication

from tests.support.browser import Browser
from tests.support.parts import in_ci
from tests.support.qt_loop import application, qt_loop
from tests.support.server_copy import ServerCopy

# No deadline: a busy machine is not a failure. In CI the same examples each time, so that a red run
# is about the change.
BUSY = (hypothesis.HealthCheck.too_slow,)
hypothesis.settings.register_profile("local", deadline=None, suppress_health_check=BUSY)
hypothesis.settings.register_profile(
    "ci",
    max_examples=30,
    deadline=None,
    suppress_health_check=BUSY,
    derandomize=True,
    database=None,
)
hypothesis.settings.load_profile("ci" if in_ci() else "local")

PLAIN_LOOP_FOLDERS = frozenset(
    {"protocol", "library", "etiquette", "desk", "session", "storage", "server"}
    | {"attacks", "project", "support_tests", "widget"}
)
"""Folders whose code never runs under Qt; their async tests use asyncio's own loop."""


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run an async test on the loop that its subject runs on."""
    if _folder(item) in PLAIN_LOOP_FOLDERS or item.get_closest_marker("plain_loop"):
        return {"asyncio": asyncio.new_event_loop}
    return {"qt": qt_loop}


ASYNC_LIMIT_S = float(os.environ.get("UNDIVIDED_ASYNC_LIMIT_S", "180"))
"""How long an async test may take; a hang then fails that test alone."""


CLOSING_TURNS = 5
"""Turns for transports that were closed last: each goes in a turn of its own."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each async test its time limit, and begin with long files.

    A worker that met a long file last would leave the others idle.
    """
    long = {item.path for item in items if item.get_closest_marker("timeout")}
    items.sort(key=lambda item: item.path not in long)
    for item in items:
        if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
            item.obj = _limited(item.obj)


def pytest_collection_finish() -> None:
    """Let full garbage collections pass over what all test modules brought along."""
    gc.collect()
    gc.freeze()


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).parts[0]


def _limited(test: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    @functools.wraps(test)
    async def limited(*args: object, **kwargs: object) -> None:
        async with asyncio.timeout(ASYNC_LIMIT_S):
            await test(*args, **kwargs)
        for _ in range(CLOSING_TURNS):
            await asyncio.sleep(0)

    return limited


ServerCopy.is_wanted = True


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """Give pytest-qt the application that the loops use too."""
    return application()


@pytest.fixture(scope="session", autouse=True)
def own_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests away from the developer's profile, keyring, session bus and proxies."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATA", "CONFIG", "CACHE", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        patch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        for name in ("http_proxy", "https_proxy", "all_proxy", "ws_proxy", "wss_proxy"):
            patch.delenv(name, raising=False)
            patch.delenv(name.upper(), raising=False)
        yield


FULL_COLLECTION_EVERY = 40
"""Tests between two full garbage collections."""


@pytest.fixture(autouse=True)
def collected_on_this_thread() -> Iterator[None]:
    """Collect garbage between tests only.

    A widget that is collected on a worker's thread is destroyed there, which Qt does not survive.
    """
    gc.disable()
    yield
    _tests_done.append(None)
    gc.collect(2 if len(_tests_done) % FULL_COLLECTION_EVERY == 0 else 1)


_tests_done: list[None] = []


class _LoudRecords(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning or an error, unless it reads the log with `caplog`."""
    if "caplog" in request.fixturenames:
        yield
        return
    handler = _LoudRecords()
    root = logging.getLogger()
    root.addHandler(handler)
    yield
    root.removeHandler(handler)
    if handler.lines:
        pytest.fail("Unexpected log lines:\n" + "\n".join(handler.lines), pytrace=False)


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    """Return a Chromium of this test's own."""
    async with await Browser.start(tmp_path) as running:
        yield running
