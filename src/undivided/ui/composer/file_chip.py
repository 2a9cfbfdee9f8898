"""One file of a draft: its picture or icon, its name, kind and size, and a way to take it off."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from undivided.etiquette.calm_text import isolated, one_line
from undivided.library.model.parts import Attachment
from undivided.qtmodels.sizes import size_words
from undivided.ui.controls.key_buttons import paint_focus_ring
from undivided.ui.look.fonts import MEDIUM, font_for
from undivided.ui.look.icons import paint_icon
from undivided.ui.look.plain import set_plain_tooltip
from undivided.ui.look.theme import Tokens

PICTURE_PX = 32
"""Side of the little picture, in logical pixels."""
_SIDE = 6
_GAP = 8
_CROSS = 12
_NAME_WIDTH = 168
_NAME_CHARACTERS = 120


class FileChip(QPushButton):
    """A file that will be sent; Delete, Backspace or the cross take it off the draft.

    Args:
        file: The file.
        picture: A small picture of it, or None for an icon.
    """

    remove_requested = Signal()

    def __init__(
        self,
        tokens: Tokens,
        file: Attachment,
        picture: QPixmap | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._picture = picture
        self.file = file
        self._name = one_line(file.name, _NAME_CHARACTERS)
        self._facts = f"{_kind_of(file.name)} · {size_words(file.size)}"
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        set_plain_tooltip(
            self, f"{isolated(self._name)}: sent with the message. Delete takes it off"
        )
        self.setAccessibleName(f"File {self._name}, {size_words(file.size)}")

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self.updateGeometry()
        self.update()

    def set_picture(self, picture: QPixmap) -> None:
        """Show a small picture of the file."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that picture, words and cross want."""
        words = max(
            min(QFontMetricsF(self._name_font()).horizontalAdvance(self._name), _NAME_WIDTH),
            QFontMetricsF(self._facts_font()).horizontalAdvance(self._facts),
        )
        width = _SIDE + PICTURE_PX + _GAP + round(words) + _GAP + _CROSS + _GAP
        height = self._tokens.type.base.line + self._tokens.type.stamp.line
        return QSize(width + 2, max(PICTURE_PX, self._tokens.px(height)) + 2 * _SIDE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the file off by its keys; Enter and Space say no more than the chip does."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open_menu(self.mapToGlobal(self.rect().bottomLeft()))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the file off where the cross is."""
        super().mouseReleaseEvent(event)
        place = event.position()
        if event.button() == Qt.MouseButton.LeftButton and self._cross_room().contains(place):
            self.remove_requested.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to take the file off."""
        self._open_menu(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.border)))
        painter.setBrush(QColor(tokens.hover if self.underMouse() else tokens.sunken))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, tokens.radius.row, tokens.radius.row)
        self._paint_picture(painter)
        left = _SIDE + PICTURE_PX + _GAP
        words = QRectF(left, 0, self._cross_room().left() - left, self.height())
        name = QFontMetricsF(self._name_font()).elidedText(
            self._name, Qt.TextElideMode.ElideMiddle, words.width()
        )
        middle = self.height() / 2
        painter.setFont(self._name_font())
        painter.setPen(QColor(tokens.text))
        upper = QRectF(words.left(), 0, words.width(), middle + 1)
        painter.drawText(upper, Qt.AlignmentFlag.AlignBottom, name)
        painter.setFont(self._facts_font())
        painter.setPen(QColor(tokens.text_muted))
        lower = QRectF(words.left(), middle + 1, words.width(), middle)
        painter.drawText(lower, Qt.AlignmentFlag.AlignTop, self._facts)
        cross = QRectF(0, 0, _CROSS, _CROSS)
        cross.moveCenter(self._cross_room().center())
        paint_icon(painter, "x", tokens.text_2, cross)
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), tokens)

    def _paint_picture(self, painter: QPainter) -> None:
        tokens = self._tokens
        room = QRectF(_SIDE, (self.height() - PICTURE_PX) / 2, PICTURE_PX, PICTURE_PX)
        if self._picture is None:
            icon = QRectF(0, 0, 16, 16)
            icon.moveCenter(room.center())
            name = "image" if self.file.media_type.startswith("image/") else "file"
            paint_icon(painter, name, tokens.text_2, icon)
            return
        edge = QPainterPath()
        edge.addRoundedRect(room, tokens.radius.tag, tokens.radius.tag)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(edge)
        painter.drawPixmap(room, self._picture, _middle_square(self._picture))
        painter.restore()

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Remove", self.remove_requested.emit)
        menu.popup(place)

    def _cross_room(self) -> QRectF:
        """Return where a click takes the file off: more than the cross, for a trembling hand."""
        width = _GAP + _CROSS + _GAP
        return QRectF(self.width() - width, 0, width, self.height())

    def _name_font(self) -> QFont:
        return font_for(self._tokens, self._tokens.type.secondary, MEDIUM)

    def _facts_font(self) -> QFont:
        return font_for(self._tokens, self._tokens.type.stamp)


def _kind_of(name: str) -> str:
    """Return a file's kind as its ending says it, such as "PDF"."""
    ending = name.rpartition(".")[2]
    return ending.upper() if "." in name and ending.isalnum() and len(ending) <= 5 else "File"


def _middle_square(picture: QPixmap) -> QRectF:
    side = min(picture.width(), picture.height())
    square = QRectF(0, 0, side, side)
    square.moveCenter(QRectF(picture.rect()).center())
    return square
