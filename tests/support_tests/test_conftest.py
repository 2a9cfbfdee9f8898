"""What tests/conftest.py promises, seen from outside by running small test files under it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer.environment import ROOT


def outcome(folder: Path, body: str, **variables: str) -> str:
    """Return what pytest prints about one small test file under our conftest.py."""
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "test_small.py").write_text(body)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly"]
    command += ["-rA", "-c", str(ROOT / "pyproject.toml"), f"--rootdir={folder}", str(folder)]
    run = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "CI": "", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return run.stdout + run.stderr


SMALL = """
import asyncio, logging, warnings
import qasync
from PySide6.QtCore import qWarning
from tests.support.parts import needs_program

def test_log(): logging.getLogger("x").warning("boo")
def test_warning(): warnings.warn("old")
def test_qt(): qWarning("qt")
def test_caplog(caplog): logging.getLogger("x").warning("boo")
async def test_loop(): assert isinstance(asyncio.get_running_loop(), qasync.QEventLoop)
async def test_hang(): await asyncio.Event().wait()
async def test_next(): pass
def test_missing(): needs_program("no-such-thing")
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give what one run of all small tests prints; each start loads half the program."""
    return outcome(tmp_path_factory.mktemp("small"), SMALL, UNDIVIDED_ASYNC_LIMIT_S="0.3")


@pytest.mark.parametrize(
    ("name", "words"),
    [("log", "WARNING x: boo"), ("warning", "UserWarning: old"), ("qt", "QtWarningMsg: qt")],
)
def test_an_unexpected_message_fails_a_test(printed: str, name: str, words: str) -> None:
    assert words in printed
    assert f"FAILED test_small.py::test_{name}" in printed or (
        f"ERROR test_small.py::test_{name}" in printed
    )


def test_a_test_that_reads_the_log_may_fill_it(printed: str) -> None:
    assert "PASSED test_small.py::test_caplog" in printed


def test_async_tests_run_on_the_loop_of_the_app(printed: str) -> None:
    assert "PASSED test_small.py::test_loop" in printed


def test_a_hanging_async_test_fails_alone(printed: str) -> None:
    assert "FAILED test_small.py::test_hang" in printed
    assert "PASSED test_small.py::test_next" in printed


def test_a_missing_part_skips_a_test_with_its_reason(printed: str) -> None:
    assert "1 skipped" in printed
    assert "needs the program no-such-thing" in printed


def test_a_missing_part_fails_a_test_in_ci(tmp_path: Path) -> None:
    missing = SMALL.partition("def test_log")[0] + SMALL[SMALL.index("def test_missing") :]

    assert "1 failed" in outcome(tmp_path, missing, CI="true")
