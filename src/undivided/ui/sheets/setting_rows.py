"""Rows of settings in a sheet: a heading, then a name with what it means and its controls."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from undivided.ui.look.plain import plain_label, wrapped_label


def add_heading(body: QVBoxLayout, words: str) -> None:
    """Begin a part of the sheet."""
    body.addSpacing(14)
    body.addWidget(plain_label(words, "strong"))


def add_row(
    body: QVBoxLayout, words: str, detail: str, *controls: QWidget, is_last: bool = False
) -> None:
    """Add a setting; a line below parts it from the next one."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 7, 0, 7)
    row.setSpacing(12)
    text = QVBoxLayout()
    text.setSpacing(0)
    text.addWidget(plain_label(words))
    if detail:
        text.addWidget(wrapped_label(detail, "stamp"))
    row.addLayout(text, 1)
    for control in controls:
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
    body.addLayout(row)
    if not is_last:
        line = QFrame()
        line.setProperty("look", "line")
        body.addWidget(line)


def with_own(values: Sequence[int], chosen: int) -> tuple[int, ...]:
    """Return what can be chosen, in order, with a value from the settings file among it."""
    return tuple(sorted({*values, chosen}))
