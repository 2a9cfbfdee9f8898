"""A plain text field that shows blanks as boxes and grows from two to eight lines.

Where the window has no room for all of them it scrolls, but two lines are always seen.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextLine,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from undivided.ui.composer import slot_text
from undivided.ui.composer.slot_looks import SlotLooks
from undivided.ui.composer.slot_text import SlotMark
from undivided.ui.composer.underlines import Underlines
from undivided.ui.look.blank_box import PAD, pad_beside
from undivided.ui.look.theme import Tokens

MIN_LINES = 2
MAX_LINES = 8

_SPARE = 8


class BlankField(QPlainTextEdit):
    """Draws what `slot_text` keeps in the document; what keys mean is its subclass's business.

    Args:
        tokens: The theme's colours.
    """

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._typed_word: tuple[int, int] | None = None
        self._found: tuple[int, tuple[SlotMark, ...]] = (-1, ())
        self._marked: object = None
        self._wanted = 0
        self._is_cut = False
        self._slot_looks = SlotLooks(self.document(), tokens)
        self.underlines = Underlines(self.document(), self.show_marks)
        self.setProperty("look", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show the text in another theme."""
        self._tokens = tokens
        palette = self.palette()
        for role, colour in (
            (QPalette.ColorRole.Base, tokens.surface),
            (QPalette.ColorRole.Text, tokens.text),
            (QPalette.ColorRole.PlaceholderText, tokens.text_muted),
            (QPalette.ColorRole.Highlight, tokens.accent),
            (QPalette.ColorRole.HighlightedText, tokens.on_accent),
        ):
            palette.setColor(role, QColor(colour))
        self.setPalette(palette)
        # The window's stylesheet gives every widget the base size; this field is a step larger.
        self.setStyleSheet(f"QPlainTextEdit {{ font-size: {tokens.px(tokens.type.bubble.px)}px; }}")
        self._slot_looks.set_tokens(tokens)
        self.show_marks()
        self._fit()

    def slots(self) -> tuple[SlotMark, ...]:
        """Return the slots, filled and blank, in order."""
        # Asked many times for each key, and every one would look at the whole text.
        revision = self.document().revision()
        if self._found[0] != revision:
            self._found = revision, slot_text.slots(self.document())
        return self._found[1]

    def blanks(self) -> tuple[SlotMark, ...]:
        """Return the blanks that are left to fill, in order."""
        return tuple(slot for slot in self.slots() if not slot.is_filled)

    def mark_word(self, word: tuple[int, int] | None) -> None:
        """Show the word that is being looked up, from start to end, in the accent."""
        self._typed_word = word
        self.show_marks()

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        return QSize(400, self._wanted)

    def minimumSizeHint(self) -> QSize:
        """Return the size below which nobody can write."""
        return QSize(100, self._height_of(MIN_LINES))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is less room than the text wants, scroll it by whole lines."""
        super().resizeEvent(event)
        # Qt does not tell when another width breaks the lines elsewhere.
        self._fit()
        self._is_cut = self.height() < self._wanted
        self._show_bar()
        rest = (self.height() - self._height_of(0)) % self.fontMetrics().lineSpacing()
        self.setViewportMargins(0, 0, 0, _SPARE + rest if self._is_cut else 0)
        if self._is_cut:
            self.ensureCursorVisible()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a tinted box behind each blank, then the text."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        cursor = self.textCursor()
        for blank in self.blanks():
            is_current = (cursor.selectionStart(), cursor.selectionEnd()) == (
                blank.start,
                blank.end,
            )
            painter.setBrush(QColor(self._tokens.accent if is_current else self._tokens.selected))
            for box in self._boxes(blank):
                painter.drawRoundedRect(box, 3, 3)
        painter.end()
        super().paintEvent(event)

    def _boxes(self, blank: SlotMark) -> list[QRectF]:
        block: QTextBlock = self.document().findBlock(blank.start)
        layout = block.layout()
        origin = self.blockBoundingGeometry(block).translated(self.contentOffset()).topLeft()
        boxes: list[QRectF] = []
        first, end = blank.start - block.position(), blank.end - block.position()
        before, after = self._neighbours(blank)
        at = first
        while at < end:
            line = layout.lineForTextPosition(at)
            if not line.isValid():
                break
            stop = min(end, line.textStart() + line.textLength())
            # Each with the room beside it; right to left, a part begins on its right.
            (left, over), (right, beyond) = sorted(
                (
                    (_x(line, at), pad_beside(before) if at == first else PAD),
                    (_x(line, stop), pad_beside(after) if stop == end else PAD),
                )
            )
            boxes.append(
                QRectF(
                    origin.x() + left - over,
                    origin.y() + line.y(),
                    right - left + over + beyond,
                    line.height(),
                )
            )
            if stop <= at:
                break
            at = stop
        return boxes

    def _neighbours(self, blank: SlotMark) -> tuple[str, str]:
        """Return the letters before and after a blank; "" or a line end where there is none."""
        document = self.document()
        before = document.characterAt(blank.start - 1) if blank.start else ""
        return before, document.characterAt(blank.end)

    def show_marks(self) -> None:
        """Draw underlines and the looked-up word anew, where they are not as drawn."""
        word = self._typed_word
        # Marks move with the text by themselves; the word is looked up in each text anew.
        revision = self.document().revision() if word is not None else -1
        shown = (revision, word, self._tokens, self.underlines.version, self.underlines.count)
        if shown == self._marked:
            return
        self._marked = shown
        selections = [_selection(*mark) for mark in self.underlines.looks(self._tokens)]
        if word is not None:
            look = QTextCharFormat()
            look.setForeground(QColor(self._tokens.accent_text))
            selections.append(self._look(*word, look))
        self.setExtraSelections(selections)
        self.viewport().update()

    def _look(self, start: int, end: int, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return _selection(cursor, look)

    def _fit(self) -> None:
        """Ask for the height of the text."""
        lines = max(MIN_LINES, min(MAX_LINES, int(self.document().size().height())))
        wanted = self._height_of(lines)
        if wanted != self._wanted:
            self._wanted = wanted
            self.updateGeometry()
        self._show_bar()

    def _show_bar(self) -> None:
        # While the field still grows, a bar would come and go, and each lays the text out anew.
        is_needed = self._is_cut or int(self.document().size().height()) > MAX_LINES
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if is_needed else policy.ScrollBarAlwaysOff
        )

    def _height_of(self, lines: int) -> int:
        margin = 2 * int(self.document().documentMargin())
        return lines * self.fontMetrics().lineSpacing() + margin + _SPARE


def _selection(cursor: QTextCursor, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    selection.cursor = cursor
    selection.format = look
    return selection


def _x(line: QTextLine, position: int) -> float:
    # Qt returns the place together with the position it stands for.
    result: object = line.cursorToX(position)
    return float(result[0]) if isinstance(result, tuple) else float(str(result))
