"""What changed from version to version, as the shipped changelog tells it."""

from PySide6.QtWidgets import QWidget

from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.sheet import Sheet

LOOKS = {"## ": "head", "### ": "section", "- ": ""}
"""How a line of the changelog begins, and the look that it gets."""


class ChangesSheet(Sheet):
    """Shows the changelog; nothing can be changed here.

    Args:
        changelog: The Markdown text, of which only headings and list items are used.
    """

    def __init__(self, window: QWidget, tokens: Tokens, changelog: str) -> None:
        super().__init__(window, tokens, "What changed", confirm="Done", key="Enter")
        self.keep_button.hide()
        for look, words in lines_of(changelog):
            self.add_words(words, look, gap=6 if look == "" else 12)


def lines_of(changelog: str) -> list[tuple[str, str]]:
    """Return the look and the words of each heading and item, items in one line."""
    lines: list[tuple[str, str]] = []
    for raw in changelog.splitlines():
        mark = next((mark for mark in LOOKS if raw.startswith(mark)), None)
        if mark is not None:
            lines.append((LOOKS[mark], raw.removeprefix(mark).strip()))
        elif raw.startswith("  ") and lines:
            look, words = lines[-1]
            lines[-1] = (look, f"{words} {raw.strip()}")
    return lines
