"""The filled box of the current blank leaves the comma or bracket beside it to be read."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from undivided.library.filling.slots import fill
from undivided.ui.composer.composer_editor import ComposerEditor
from undivided.ui.look.blank_box import PAD
from undivided.ui.look.theme import LIGHT
from undivided.ui.responses.response_text import Look, ResponseText

ACCENT = QColor(LIGHT.accent)
BESIDE = pytest.mark.parametrize(
    ("body", "over"), [("({{day}})", 0), ("{{day}}, then", 0), (" {{day}} then", PAD)]
)


def filled_columns(picture: QImage) -> list[int]:
    """Return from left to right where the box is, in device pixels."""
    columns = range(picture.width())
    rows = range(picture.height())
    return [x for x in columns if any(picture.pixelColor(x, y) == ACCENT for y in rows)]


@BESIDE
def test_the_box_in_the_draft_reaches_only_into_spaces(qtbot: QtBot, body: str, over: int) -> None:
    editor = ComposerEditor(LIGHT)
    qtbot.addWidget(editor)
    editor.resize(400, 80)
    editor.show()
    editor.insert_filled(fill(body, {}), None, replace_all=False)
    end = editor.cursorRect().left()

    columns = filled_columns(editor.viewport().grab().toImage())

    # Letters end in the middle of a pixel, which is filled whole.
    assert columns[-1] <= end + over
    assert columns[-1] >= end - 1


@BESIDE
def test_the_box_in_a_preview_reaches_only_into_spaces(
    qapp: QApplication, body: str, over: int
) -> None:
    look = Look(qapp.font(), LIGHT.text, 24.0)
    filled = fill(body, {})
    text = ResponseText(filled, look, LIGHT, 300.0, current=0)
    picture = QImage(320, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor(LIGHT.surface))
    painter = QPainter(picture)
    text.draw(painter, QPointF(10, 0))
    painter.end()
    end = 10 + QFontMetricsF(look.font).horizontalAdvance(filled.text[: filled.blanks[0].end])

    columns = filled_columns(picture)

    # Letters end in the middle of a pixel, which is filled whole.
    assert columns[-1] <= end + over
    assert columns[-1] >= end - 2
