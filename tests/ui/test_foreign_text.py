"""Foreign text stays text: tooltips and labels."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from undivided.ui.look.plain import plain_label, plain_tooltip, set_plain_tooltip

HOSTILE = [
    '<img src="file:///etc/passwd">',
    "<b>bold</b> & <i>more</i>",
    "&lt;script&gt;",
    "line one\nline two",
    "a  b   c",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_tooltip_shows_exactly_the_text(qapp: object, text: str) -> None:
    document = QTextDocument()
    document.setHtml(plain_tooltip(text))  # what QToolTip does with it

    assert document.toPlainText() == text
    # Only a leading tag makes Qt's guess certain; then there is nothing left to guess.
    assert plain_tooltip(text).startswith("<div ")


def test_a_long_tooltip_is_shortened() -> None:
    assert len(plain_tooltip("x" * 5000)) < 700


def test_no_text_is_no_tooltip() -> None:
    assert plain_tooltip("") == ""


def test_a_tooltip_is_also_the_spoken_description(qtbot: object) -> None:
    widget = QWidget()

    set_plain_tooltip(widget, "Close the chat", key="Ctrl+W")

    assert widget.accessibleDescription() == "Close the chat (Ctrl+W)"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_is_plain(qtbot: object, text: str) -> None:
    label = plain_label(text, "muted")

    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == text
    assert label.property("look") == "muted"
