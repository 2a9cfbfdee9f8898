import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.xvfb import Screen, screen

DRAG_PROGRAM = """
from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListWidget, QTextEdit, QWidget

app = QApplication([])
window = QWidget()
window.setWindowTitle("drag test")
layout = QHBoxLayout(window)


class Source(QListWidget):
    def mimeData(self, items):
        data = QMimeData()
        data.setText(items[0].text())
        return data

source, target = Source(), QTextEdit()
source.setDragEnabled(True)
source.addItem("carried")
layout.addWidget(source)
layout.addWidget(target)
window.resize(600, 300)

def tell():
    middle = source.visualItemRect(source.item(0)).center()
    start = source.viewport().mapToGlobal(middle)
    end = target.viewport().mapToGlobal(target.viewport().rect().center())
    print(start.x(), start.y(), end.x(), end.y(), flush=True)

target.textChanged.connect(lambda: print("dropped", target.toPlainText(), flush=True))
target.setAcceptRichText(False)
window.show()
QTimer.singleShot(700, tell)
app.exec()
"""


@pytest.fixture
def shown() -> Iterator[Screen]:
    with screen(800, 600) as running:
        yield running


def test_a_window_appears_and_is_photographed(shown: Screen, tmp_path: Path) -> None:
    program = [sys.executable, "-c", DRAG_PROGRAM]
    with subprocess.Popen(program, env=shown.environment(), stdout=subprocess.PIPE) as process:
        window = shown.wait_for_window("drag test")
        shown.screenshot(tmp_path / "screen.png")
        process.kill()

    assert int(window) > 0
    header = (tmp_path / "screen.png").read_bytes()[16:24]
    assert (int.from_bytes(header[:4]), int.from_bytes(header[4:])) == (800, 600)


def test_a_drag_carries_an_item_between_widgets(shown: Screen) -> None:
    program = [sys.executable, "-c", DRAG_PROGRAM]
    with subprocess.Popen(
        program, env=shown.environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        x, y, to_x, to_y = map(int, process.stdout.readline().split())
        shown.drag((x, y), (to_x, to_y))
        told = process.stdout.readline()
        process.kill()

    assert told == "dropped carried\n"
