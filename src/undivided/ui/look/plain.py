"""The only place that puts foreign text on labels and tooltips; it can only appear as text.

Qt guesses whether a string is markup, and markup may load local files. A label is told that its
text is plain. A tooltip cannot be told, so it is always given markup of ours with the text escaped
inside: then there is nothing left to guess.
"""

import re
from html import escape

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

_TOOLTIP_LIMIT = 500
_LONG_WORD = re.compile(r"\S{17,}")
_PIECES = re.compile(r"\S{1,12}")


def plain_label(text: str = "", look: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label that shows `text` letter by letter.

    Args:
        look: The stylesheet's name for its type step and colour; see stylesheet.py.
    """
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    if look:
        label.setProperty("look", look)
    label.setText(text)
    return label


def breakable(text: str) -> str:
    """Return `text` with places inside its long words where a line may break.

    A label that wraps is never narrower than its longest word, and a visitor's name may be one.
    """
    return _LONG_WORD.sub(lambda word: "\u200b".join(_PIECES.findall(word[0])), text)


def wrapped_label(text: str, look: str = "") -> QLabel:
    """Return a label that shows `text` letter by letter, on as many lines as it needs."""
    label = plain_label(breakable(text), look)
    label.setWordWrap(True)
    return label


def plain_tooltip(text: str) -> str:
    """Return what a tooltip has to be given to show exactly `text`; long text is shortened."""
    if not text:
        return ""
    shown = text if len(text) <= _TOOLTIP_LIMIT else text[:_TOOLTIP_LIMIT].rstrip() + "…"
    return f'<div style="white-space:pre-wrap">{escape(shown)}</div>'


def show_plain_tooltip(place: QPoint, text: str, widget: QWidget) -> None:
    """Show `text` as a tooltip at a place on the screen; no text hides the one that is shown."""
    QToolTip.showText(place, plain_tooltip(text), widget)


def set_plain_tooltip(widget: QWidget, text: str, *, key: str = "") -> None:
    """Give `widget` a tooltip that shows `text`, and its key in brackets.

    The same words become the accessible description, because a tooltip is not read out.
    """
    words = f"{text} ({key})" if key else text
    widget.setToolTip(plain_tooltip(words))
    widget.setAccessibleDescription(words)
