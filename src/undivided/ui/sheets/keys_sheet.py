"""The key overview, F1: every key of the table, by group."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from undivided.ui.keys import GROUPS, KEYS, Key
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import KeyBox
from undivided.ui.sheets.sheet import Sheet

_CHAT_NUMBER = re.compile(r"chat_[2-9]")
_COLUMNS = (("Chats",), ("Writing", "Responses"), ("Window",))


class KeysSheet(Sheet):
    """Shows what the keys do; nothing can be changed here."""

    def __init__(self, window: QWidget, tokens: Tokens) -> None:
        super().__init__(
            window,
            tokens,
            "Keys",
            subtitle="Everything here also has a button or a menu entry.",
            confirm="Done",
            key="Enter",
            width=860,
        )
        self.keep_button.hide()
        assert {group for column in _COLUMNS for group in column} == set(GROUPS)
        columns = QHBoxLayout()
        columns.setSpacing(32)
        for groups in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(4)
            for group in groups:
                column.addWidget(plain_label(group, "strong"))
                column.addLayout(self._table(group))
                column.addSpacing(14)
            column.addStretch(1)
            columns.addLayout(column, 1)
        self.body.addLayout(columns)

    def _table(self, group: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        rows = [key for key in KEYS if key.group == group and not _CHAT_NUMBER.match(key.name)]
        for number, key in enumerate(rows):
            words, shown = _line(key)
            label = plain_label(words, "secondary")
            label.setWordWrap(True)
            grid.addWidget(label, number, 0)
            grid.addWidget(KeyBox(shown, self.tokens), number, 1, Qt.AlignmentFlag.AlignRight)
        return grid


def _line(key: Key) -> tuple[str, str]:
    """Return words and key; the nine chats share one line."""
    if key.name == "chat_1":
        return "Chat 1 to 9", key.shown.replace("1", "1…9")
    return key.words, key.shown
