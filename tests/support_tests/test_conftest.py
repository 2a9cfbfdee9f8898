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
    command += ["-c", str(ROOT / "pyproject.toml"), f"--rootdir={folder}", str(folder)]
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


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("import logging\ndef test(): logging.getLogger('x').warning('boo')", "WARNING x: boo"),
        ("import warnings\ndef test(): warnings.warn('old')", "UserWarning: old"),
        ("from PySide6.QtCore import qWarning\ndef test(): qWarning('qt')", "QtWarningMsg: qt"),
    ],
    ids=["log", "warning", "qt"],
)
def test_an_unexpected_message_fails_a_test(tmp_path: Path, body: str, words: str) -> None:
    printed = outcome(tmp_path, body)

    assert words in printed
    assert "1 failed" in printed or "1 error" in printed


def test_a_test_that_reads_the_log_may_fill_it(tmp_path: Path) -> None:
    body = "import logging\ndef test(caplog): logging.getLogger('x').warning('boo')"

    assert "1 passed" in outcome(tmp_path, body)


def test_async_tests_run_on_the_loop_of_the_app(tmp_path: Path) -> None:
    body = (
        "import asyncio, qasync\n"
        "async def test(): assert isinstance(asyncio.get_running_loop(), qasync.QEventLoop)"
    )

    assert "1 passed" in outcome(tmp_path, body)


def test_a_hanging_async_test_fails_alone(tmp_path: Path) -> None:
    body = (
        "import asyncio\n"
        "async def test_hang(): await asyncio.Event().wait()\n"
        "async def test_next(): pass"
    )

    assert "1 failed, 1 passed" in outcome(tmp_path, body, UNDIVIDED_ASYNC_LIMIT_S="0.3")


MISSING = (
    "from tests.support.parts import needs_program\ndef test(): needs_program('no-such-thing')"
)


def test_a_missing_part_skips_a_test_with_its_reason(tmp_path: Path) -> None:
    printed = outcome(tmp_path, MISSING)

    assert "1 skipped" in printed
    assert "needs the program no-such-thing" in printed


def test_a_missing_part_fails_a_test_in_ci(tmp_path: Path) -> None:
    assert "1 failed" in outcome(tmp_path, MISSING, CI="true")
