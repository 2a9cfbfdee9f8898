"""Foreign text stays text: tooltips, labels, single lines."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from undivided.ui.look.calm_text import calm, isolated, one_line
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


@pytest.mark.parametrize(
    ("text", "calmed"),
    [
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("bell\x07 and\x00 nul", "bell and nul"),
        ("frame \ufdd0\ufdd1 ends", "frame \ufffd\ufffd ends"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("over\u202eride", "override"),
        ("zal\u0300\u0301\u0302\u0303\u0304\u0305\u0306go", "zal\u0300\u0301\u0302\u0303go"),
        ("\tindented", "    indented"),
        ("Grüße, dąb, 你好, שלום, 😊", "Grüße, dąb, 你好, שלום, 😊"),
    ],
    ids=["ends", "controls", "frames", "surrogate", "override", "zalgo", "tab", "words"],
)
def test_tricks_are_taken_out_and_words_stay(text: str, calmed: str) -> None:
    assert calm(text) == calmed


def test_a_single_line_is_short_and_has_no_direction_marks() -> None:
    assert one_line("  Elena\n\u202eanelE\u2066 ") == "Elena anelE"
    assert len(one_line("x" * 10_000)) == 241


def test_an_isolated_name_cannot_reorder_our_sentence() -> None:
    assert isolated("\u202eabc") == "\u2068abc\u2069"
