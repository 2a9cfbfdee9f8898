"""Files that are dropped into the editor of a response."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from undivided.library.model.parts import Attachment
from undivided.ui.look.theme import LIGHT
from undivided.ui.responses.editor import words
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


def test_each_file_says_where_it_is_and_where_it_goes(qtbot: QtBot) -> None:
    here, away = (
        Attachment(name=f"{name}.txt", media_type="text/plain", size=3, digest=name * 64)
        for name in "ab"
    )
    part = FilesPart(LIGHT, (here, away))
    qtbot.addWidget(part)
    said = [part.note.text()]
    for goes_along in (False, True):
        part.set_shared(is_shared=True, goes_along=goes_along)
        said.append(part.note.text())
    part.show_missing(frozenset({away.digest}))
    said.append(part.note.text())
    part.set_shared(is_shared=False, goes_along=True)
    said.append(part.note.text())
    part.remove(away)
    said.append(part.note.text())

    assert said == [
        "",
        words.FILES_STAY_HERE,
        words.FILES_GO_ALONG,
        "One file is not on this computer yet; it will be fetched when connected.",
        "One file is not on this computer. Remove it, or add it again.",
        "",
    ]
