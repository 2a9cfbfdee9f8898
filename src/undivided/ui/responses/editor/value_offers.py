"""The list below the caret while a slot's name is typed: values, and other responses."""

from PySide6.QtCore import QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from undivided.ui.look.row_style import row_style
from undivided.ui.look.theme import Tokens

_MOST_SHOWN = 7
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class ValueOffers(QListView):
    """A child of the window and no popup of the system, so that typing stays in the text.

    Args:
        editor: The text; it gives its keys to `take_key` first.
    """

    chosen = Signal(str)

    def __init__(self, editor: QWidget) -> None:
        super().__init__(editor)
        self._editor = editor
        self._names: tuple[str, ...] = ()
        self._model = QStringListModel(self)
        self.setModel(self._model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setAccessibleName("Values")
        # It lies over the window, and must not outlive the text there.
        editor.destroyed.connect(self.deleteLater)
        self.clicked.connect(lambda index: self._choose(str(index.data())))
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self.setStyleSheet(row_style(tokens, "QListView", row_px=26))

    def know(self, names: tuple[str, ...]) -> None:
        """Offer these names from now on."""
        self._names = names

    def offer(self, begun: str, place: QPoint) -> None:
        """Show the names that hold what was begun.

        Args:
            begun: What is typed of the name.
            place: Below the caret, in the text's coordinates.
        """
        typed = begun.strip().casefold()
        found = [name for name in self._names if typed in name.casefold()]
        found.sort(key=lambda name: not name.casefold().startswith(typed))
        if not found or found == [begun.strip()]:
            self.hide()
            return
        self._model.setStringList(found)
        self.setCurrentIndex(self._model.index(0))
        self._place(place, len(found))
        self.show()
        self.raise_()

    def take_key(self, event: QKeyEvent) -> bool:
        """Return whether a key was for the list: arrows, Enter, Tab and Escape while it is open."""
        key = Qt.Key(event.key())
        if not self.isVisible() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in _STEPS:
            row = (self.currentIndex().row() + _STEPS[key]) % self._model.rowCount()
            self.setCurrentIndex(self._model.index(row))
        elif key in _TAKES:
            self._choose(str(self.currentIndex().data()))
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def _choose(self, name: str) -> None:
        self.hide()
        self.chosen.emit(name)

    def _place(self, place: QPoint, count: int) -> None:
        window = self._editor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        width = self.sizeHintForColumn(0) + 28
        height = self.sizeHintForRow(0) * min(count, _MOST_SHOWN) + 10
        corner = self._editor.mapTo(window, place)
        left = max(0, min(corner.x(), window.width() - width))
        above = corner.y() + height > window.height()
        top = corner.y() - height - self._editor.fontMetrics().height() if above else corner.y()
        self.setGeometry(left, top, width, height)
