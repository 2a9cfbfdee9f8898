"""Reads every text that a window holds or paints, and says what is wrong with each."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction, QKeySequence, QPainter, QTextBlock, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from undivided.ui.look.text_pictures import Face

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_TURNING = re.compile("[\u202a-\u202e\u200e\u200f\u061c]")
_MARKUP = re.compile(r"<[a-zA-Z!/?]|&[a-zA-Z#]")
_OPENS, _CLOSES = "\u2066\u2067\u2068", "\u2069"
_TIP_START = '<div style="white-space:pre-wrap">'
_ALLOWED_LINKS = ("http://", "https://", "undivided:")


class Kind(Enum):
    """How a text is shown, which decides what can go wrong with it."""

    LABEL = auto()
    BUTTON = auto()
    TIP = auto()
    LINE = auto()
    FIELD = auto()
    DOCUMENT = auto()
    ACTION = auto()


@dataclass(frozen=True)
class Shown:
    """One text.

    Attributes:
        place: Class and property, or the function that painted it.
        source: The widget, action or document it belongs to; None for what was painted.
    """

    place: str
    kind: Kind
    text: str
    source: object = None


def texts_of(root: QWidget) -> Iterator[Shown]:
    """Yield every text that `root` and the widgets below it hold."""
    yield from _own_texts(root)
    for widget in root.findChildren(QWidget):
        yield from _own_texts(widget)
    for action in root.findChildren(QAction):
        yield from action_texts(action)


def action_texts(action: QAction) -> Iterator[Shown]:
    """Yield what an action shows in a menu."""
    yield Shown("QAction.text", Kind.ACTION, action.text(), action)
    # Qt makes a tooltip of the text by itself.
    if action.toolTip() != action.text().replace("&", "").replace("…", ""):
        yield Shown("QAction.toolTip", Kind.TIP, action.toolTip(), action)


def _own_texts(widget: QWidget) -> Iterator[Shown]:
    name = type(widget).__name__
    if isinstance(widget, QLabel):
        yield Shown(f"{name}.text", Kind.LABEL, widget.text(), widget)
    if isinstance(widget, QAbstractButton):
        yield Shown(f"{name}.text", Kind.BUTTON, widget.text(), widget)
    if isinstance(widget, QLineEdit):
        yield Shown(f"{name}.text", Kind.FIELD, widget.text(), widget)
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        yield Shown(f"{name}.placeholder", Kind.LINE, widget.placeholderText(), widget)
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        document = widget.document()
        yield Shown(f"{name}.document", Kind.DOCUMENT, document.toPlainText(), document)
    if isinstance(widget, QAbstractItemView):
        model: QAbstractItemModel | None = widget.model()
        if model is not None:
            yield from _model_texts(type(model).__name__, model)
    for tip in ("toolTip", "statusTip", "whatsThis"):
        yield Shown(f"{name}.{tip}", Kind.TIP, getattr(widget, tip)(), widget)
    for line in ("accessibleName", "accessibleDescription", "windowTitle"):
        yield Shown(f"{name}.{line}", Kind.LINE, getattr(widget, line)(), widget)


def _model_texts(name: str, model: QAbstractItemModel) -> Iterator[Shown]:
    for row in range(model.rowCount()):
        for role in _ROLES:
            data = model.index(row, 0).data(role)
            if isinstance(data, str):
                kind = Kind.TIP if "Tip" in role.name else Kind.LINE
                yield Shown(f"{name}.{role.name}", kind, data)


class Painted:
    """Remembers the words that our own code paints, and which function painted them."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], None] = {}

    def take(self) -> list[Shown]:
        """Return what was painted since the last question."""
        found, self._found = self._found, {}
        return [Shown(place, Kind.LINE, words) for place, words in found]

    def note(self, words: object) -> None:
        """Remember words under the function outside of the painting tools that wanted them."""
        if not isinstance(words, str) or not words:
            return
        frame = sys._getframe(2)
        while frame.f_back is not None and frame.f_code.co_qualname.startswith("Face."):
            frame = frame.f_back
        self._found[f"painted by {frame.f_code.co_qualname}", words] = None


@contextmanager
def painted() -> Iterator[Painted]:
    """Watch `QPainter.drawText` and `Face` as long as the block runs."""
    record = Painted()
    paint, paint_right, draw = Face.paint, Face.paint_right, QPainter.drawText

    def watched(original: Callable[..., Any]) -> Callable[..., Any]:
        def method(self: object, *words: object) -> Any:
            record.note(next((each for each in words if isinstance(each, str)), None))
            return original(self, *words)

        return method

    Face.paint = watched(paint)  # type: ignore[method-assign]
    Face.paint_right = watched(paint_right)  # type: ignore[method-assign]
    QPainter.drawText = watched(draw)  # type: ignore[method-assign]
    try:
        yield record
    finally:
        Face.paint = paint  # type: ignore[method-assign]
        Face.paint_right = paint_right  # type: ignore[method-assign]
        QPainter.drawText = draw  # type: ignore[method-assign]


def faults_of(shown: Shown) -> Iterator[str]:
    """Yield what is wrong with a text: markup, a shortcut, a control, a direction that leaks."""
    match shown.kind:
        case Kind.LABEL:
            assert isinstance(shown.source, QLabel)
            if shown.text and shown.source.textFormat() is not Qt.TextFormat.PlainText:
                yield "a label that guesses markup"
            yield from line_faults(shown.text)
        case Kind.BUTTON:
            assert isinstance(shown.source, QAbstractButton)
            if not shown.source.shortcut().isEmpty():
                yield f"an ampersand became the shortcut {shown.source.shortcut().toString()}"
            yield from line_faults(shown.text)
        case Kind.ACTION:
            if not QKeySequence.mnemonic(shown.text).isEmpty():
                yield "an ampersand became a mnemonic"
            yield from line_faults(shown.text, allowed="")
        case Kind.TIP:
            yield from tip_faults(shown.text)
        case Kind.LINE | Kind.FIELD:
            yield from line_faults(shown.text)
        case Kind.DOCUMENT:
            assert isinstance(shown.source, QTextDocument)
            yield from document_faults(shown.source)


def line_faults(text: str, allowed: str = "\n") -> Iterator[str]:
    """Yield what in a text of one line could change what stands around it."""
    if _CONTROLS.search(text.replace("\n", "" if allowed else "\n")) or "\t" in text:
        yield "a control character"
    if _TURNING.search(text):
        yield "a mark that turns the direction"
    depth = 0
    for letter in text:
        depth += (letter in _OPENS) - (letter == _CLOSES)
        if depth < 0:
            yield "an isolate is closed that was not opened"
            return
    if depth:
        yield "an isolate stays open"


def tip_faults(text: str) -> Iterator[str]:
    """Yield what is wrong with a tooltip, which Qt reads as markup when it looks like it."""
    if text.startswith(_TIP_START):
        document = QTextDocument()
        document.setHtml(text)
        inside = text.removeprefix(_TIP_START).removesuffix("</div>")
        if "<" in inside or ">" in inside:
            yield "markup inside a tooltip"
        yield from document_faults(document)
    elif _MARKUP.search(text):
        yield "a tooltip that Qt takes for markup"


def document_faults(document: QTextDocument) -> Iterator[str]:
    """Yield pictures, frames, lists and links that are none of ours inside a document."""
    if document.rootFrame().childFrames():
        yield "a frame or table"
    block = document.begin()
    while block.isValid():
        if block.textList() is not None or block.blockFormat().headingLevel():
            yield "a list or heading"
        yield from _fragment_faults(block)
        block = block.next()


def _fragment_faults(block: QTextBlock) -> Iterator[str]:
    fragments: Any = block.begin()
    while not fragments.atEnd():
        form = fragments.fragment().charFormat()
        if form.isImageFormat():
            yield "a picture"
        if form.isAnchor() and not form.anchorHref().startswith(_ALLOWED_LINKS):
            yield f"a link to {form.anchorHref()!r}"
        fragments += 1
