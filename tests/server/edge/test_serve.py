"""Rules of the server's process that its starter relies on."""

import subprocess
import sys
from pathlib import Path


def test_the_server_ends_when_the_program_that_started_it_is_gone(tmp_path: Path) -> None:
    words = ["serve", "--data", str(tmp_path / "data"), "--port", "0", "--until-stdin-closes"]
    server = subprocess.Popen(
        [sys.executable, "-m", "undivided", "server", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    ready = server.stdout.readline()
    server.stdin.close()
    code = server.wait(30)
    server.stdout.close()

    assert b'"ready": true' in ready
    assert code == 0
