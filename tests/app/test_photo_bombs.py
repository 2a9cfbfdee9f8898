"""Pictures that want to fill the memory or to take for ever, decoded in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

LARGEST_GROWTH_MIB = 200
"""A picture of 16 Mpx takes 64 MiB, and once more while it becomes a pixmap."""
LONGEST_S = 5.0


def test_no_picture_hangs_or_fills_the_memory() -> None:
    program = Path(__file__).with_name("photo_bombs.py")
    run = subprocess.run(
        [sys.executable, str(program)], capture_output=True, text=True, timeout=100, check=False
    )
    found = [json.loads(line) for line in run.stdout.splitlines()]

    assert run.returncode == 0, run.stderr
    assert len(found) == 9
    assert [each for each in found if each["grown_mib"] > LARGEST_GROWTH_MIB] == []
    assert [each for each in found if each["seconds"] > LONGEST_S] == []
    refused = {each["name"] for each in found if not each["is_shown"]}
    assert {"5,000 x 5,000 in 3 KB", "a wide GIF", "a drawing named .png"} <= refused
