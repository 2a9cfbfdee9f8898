"""Files that are dropped into the editor of a response."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from undivided.ui.look.theme import LIGHT
from undivided.ui.responses.editor.files_part import FilesPart


def test_a_drop_that_the_file_manager_calls_a_move_is_taken_as_a_copy(qtbot: QtBot) -> None:
    # After a move the file manager would delete the originals.
    part = FilesPart(LIGHT, ())
    qtbot.addWidget(part)
    dropped: list[list[str]] = []
    part.files_dropped.connect(dropped.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/tmp/guide.pdf")])
    either = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    left, no_keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(part, QDragEnterEvent(QPoint(4, 4), either, mime, left, no_keys))
    fall = QDropEvent(QPointF(4, 4), either, mime, left, no_keys)
    fall.setDropAction(Qt.DropAction.MoveAction)

    QApplication.sendEvent(part, fall)

    assert dropped == [["/tmp/guide.pdf"]]
    assert fall.isAccepted()
    assert fall.dropAction() is Qt.DropAction.CopyAction
