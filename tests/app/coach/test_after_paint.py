"""What waits for the picture: it comes after it, and once."""

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from undivided.app.coach.after_paint import AfterPaint


class Noting(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.done.append("painted")


def test_it_is_done_once_and_after_what_was_changed_is_painted(qtbot: QtBot) -> None:
    picture = Noting()
    qtbot.addWidget(picture)
    picture.show()
    qtbot.waitUntil(lambda: bool(picture.done))
    picture.done.clear()
    later = AfterPaint(lambda: picture.done.append("done"), picture)

    for _ in range(3):
        later.ask()
        picture.update()

    qtbot.waitUntil(lambda: "done" in picture.done)
    assert (picture.done[0], picture.done.count("done")) == ("painted", 1)
    later.ask()
    qtbot.waitUntil(lambda: picture.done.count("done") == 2)
