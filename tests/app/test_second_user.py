"""Another account of this computer reads nothing of a profile and says nothing to its program."""

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDir
from PySide6.QtWidgets import QApplication

from tests.support.operator_desk import running
from tests.support.parts import missing_part
from undivided.app.single_instance import SHOW, ShowChannel, _channel_name, ask_to_show

NOBODY = 65_534
SPY = """
import os, socket, sys
profile, channel, *names = sys.argv[1:]
def told(work):
    try:
        return repr(work())
    except OSError as error:
        return type(error).__name__
def talk():
    line = socket.socket(socket.AF_UNIX)
    line.connect(channel)
    return line.send(b"show\\n")
print(told(lambda: os.listdir(profile)))
for name in names:
    print(told(lambda: open(os.path.join(profile, name), "rb").read(1)))
print(told(lambda: open(os.path.join(profile, "planted"), "wb")))
print(told(talk))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that every account may enter, unlike those of pytest."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has its own rights")
async def test_another_account_reads_nothing_and_cannot_even_ask(open_folder: Path) -> None:
    if os.getuid() != 0:
        missing_part("needs root, to become another account")
    # The one of the tests may stand in a folder that others cannot enter.
    python = shutil.which("python3", path="/usr/bin:/bin")
    if python is None:
        missing_part("needs a python3 that every account may run")
    async with running(open_folder / "profile"):
        profile = open_folder / "profile"
        lock_file = profile / "lock"
        channel = ShowChannel(lock_file)
        heard: list[None] = []
        channel.show_requested.connect(lambda: heard.append(None))
        address = QDir.tempPath() + "/" + _channel_name(lock_file)
        # A file with careless rights, which the folder has to protect.
        careless = profile / "careless"
        careless.write_text("anything")
        careless.chmod(0o666)
        names = [str(each.relative_to(profile)) for each in profile.rglob("*") if each.is_file()]
        spied = await asyncio.to_thread(
            subprocess.run,
            [python, "-I", "-c", SPY, str(profile), address, *names],
            capture_output=True,
            text=True,
            check=True,
            user=NOBODY,
            group=NOBODY,
            cwd="/",
        )
        await asyncio.sleep(0.2)
        is_there = Path(address).exists()
        channel.close()
    answers = spied.stdout.split()

    assert is_there
    assert set(answers) == {"PermissionError"}, answers
    assert len(answers) == len(names) + 3 > 3
    assert heard == []


@pytest.mark.skipif(sys.platform == "win32", reason="speaks to the socket itself")
@pytest.mark.parametrize(
    "said", [b"quit\n", b"show", b"", b"show --profile /\n", b"\0" * 100_000, b"sh", b"SHOW\n"]
)
def test_the_channel_knows_no_other_verb(qapp: QApplication, tmp_path: Path, said: bytes) -> None:
    channel = ShowChannel(tmp_path / "lock")
    heard: list[None] = []
    channel.show_requested.connect(lambda: heard.append(None))
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(QDir.tempPath() + "/" + _channel_name(tmp_path / "lock"))
        line.setblocking(False)
        with contextlib.suppress(OSError):
            line.send(said)
        for _ in range(50):
            qapp.processEvents()
    for _ in range(50):
        qapp.processEvents()
    before = list(heard)
    asked = ask_to_show(tmp_path / "lock")
    for _ in range(50):
        qapp.processEvents()
    channel.close()

    assert before == []
    assert (asked, heard) == (True, [None])
    assert SHOW == b"show\n"
