"""The changelog inside the program."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from undivided.resources import resource_path
from undivided.ui.look.plain import breakable
from undivided.ui.look.theme import LIGHT
from undivided.ui.sheets.changes_sheet import ChangesSheet, lines_of


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# What changed\n\nNewest first.\n", []),
        ("## 0.1.0\n\n### Added\n", [("head", "0.1.0"), ("section", "Added")]),
        ("- One thing that\n  goes on.\n", [("", "One thing that goes on.")]),
    ],
    ids=["title", "headings", "item"],
)
def test_headings_and_items_become_lines(text: str, lines: list[tuple[str, str]]) -> None:
    assert lines_of(text) == lines


def test_the_shipped_changelog_is_shown(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    window.show()
    text = resource_path("changelog.md").read_text("utf-8")
    sheet = ChangesSheet(window, LIGHT, text)
    sheet.open()
    shown = [label.text() for label in sheet.findChildren(QLabel)]

    assert lines_of(text)
    assert {breakable(words) for _, words in lines_of(text)} <= set(shown)
