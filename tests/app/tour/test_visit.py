"""Rules of the tour, taken in a process of its own."""

import json
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.app.app_process import run_undivided

TOUR_S = 600


@pytest.mark.timeout(TOUR_S + 30)
def test_the_tour_works_and_leaves_pictures_in_both_themes(tmp_path: Path, qtbot: QtBot) -> None:
    done = run_undivided("tour", "--out", str(tmp_path / "tour"), timeout_s=TOUR_S)
    report = json.loads((tmp_path / "tour" / "tour.json").read_bytes())
    named = [name for step in report["steps"] for name in step["pictures"]]
    pictures = {path.name: QImage(str(path)) for path in (tmp_path / "tour").glob("*.png")}

    assert done.stderr == ""
    assert (done.returncode, report["ok"]) == (0, True)
    assert set(named) == set(pictures)
    assert {name.rpartition("-")[2] for name in named} == {"light.png", "dark.png"}
    assert [name for name, picture in pictures.items() if is_blank(picture)] == []


@pytest.mark.parametrize("kind", ["file", "not writable"])
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "tour"
    if kind == "file":
        place.write_text("mine")
    elif sys.platform.startswith("linux"):
        # Not even root may write here.
        place = Path("/proc/self/fd")
    else:
        pytest.skip("needs a folder that nobody can write to")
    done = run_undivided("tour", "--out", str(place))

    assert (done.returncode, done.stdout) == (1, "")
    assert "Choose another folder." in done.stderr
    assert len(done.stderr.splitlines()) == 1


def is_blank(picture: QImage) -> bool:
    """Return whether a picture has fewer than ten colours at a grid of points."""
    columns, rows = range(0, picture.width(), 7), range(0, picture.height(), 7)
    return len({picture.pixel(x, y) for x in columns for y in rows}) < 10
