"""Runs one measurement in a process of its own, with Qt off the screen, and takes its figures."""

import json
import os
import subprocess
import sys

Figures = dict[str, list[float]]
PATIENCE_S = 300.0


def figures_of(module: str, *words: str) -> Figures:
    """Return what `python -m tests.speed.MODULE WORDS` printed as its last line, as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.speed.{module}", *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        timeout=PATIENCE_S,
        check=True,
    )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def hand_back(figures: Figures) -> None:
    """Print figures for the process that asked."""
    print(json.dumps(figures), flush=True)
