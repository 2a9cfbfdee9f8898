"""One line of text in parts that may differ in weight and colour; what does not fit is elided."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from undivided.etiquette.calm_text import one_line
from undivided.ui.look.fonts import NORMAL, font_for
from undivided.ui.look.text_pictures import Face
from undivided.ui.look.theme import Tokens, TypeStep


@dataclass(frozen=True, slots=True)
class Part:
    """Words with a weight and the name of a colour token."""

    words: str
    tone: str = "text"
    weight: QFont.Weight = NORMAL


class ElidedLine(QWidget):
    """Paints its parts from left to right as plain text; the full line is its accessible name."""

    def __init__(
        self, tokens: Tokens, step: TypeStep | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._step = step or tokens.type.base
        self._parts: tuple[Part, ...] = ()
        self._faces: dict[QFont.Weight, Face] = {}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self._faces.clear()
        self.updateGeometry()
        self.update()

    def keep_whole(self) -> "ElidedLine":
        """Never elide: take the room of the whole line, and return the line itself."""
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        return self

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Show other words; a part's own spaces separate it from the next."""
        told = tuple(parts)
        if told == self._parts:
            return
        before = self._width()
        self._parts = told
        self.setAccessibleName(self.text())
        if self._width() != before:
            self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the whole line."""
        return "".join(part.words for part in self._parts)

    def sizeHint(self) -> QSize:
        """Return the room for the whole line."""
        return QSize(self._width() + 1, self._tokens.px(self._step.line))

    def minimumSizeHint(self) -> QSize:
        """Return that the line may shrink to nothing."""
        return QSize(0, self._tokens.px(self._step.line))

    def _width(self) -> int:
        return sum(self._face(part).width(part.words) for part in self._parts)

    def _face(self, part: Part) -> Face:
        face = self._faces.get(part.weight)
        if face is None:
            font = font_for(self._tokens, self._step, part.weight, tabular=True)
            face = self._faces[part.weight] = Face(font)
        return face

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the parts until the line is full."""
        painter = QPainter(self)
        x = 0
        for part in self._parts:
            room = self.width() - x
            at = QRect(x, 0, room, self.height())
            face = self._face(part)
            x += face.paint(painter, at, part.words, getattr(self._tokens, part.tone))
            if face.width(part.words) > room:
                break
        painter.end()


def safe_part(words: str, tone: str = "text", weight: QFont.Weight = NORMAL) -> Part:
    """Return a part of foreign words: one line without direction marks."""
    return Part(one_line(words), tone, weight)
