"""A layout that puts widgets side by side and starts a new line where there is no room."""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Puts widgets side by side and starts a new line where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(6)

    def insert_before(self, known: QWidget, widget: QWidget) -> None:
        """Add a widget in front of one that is there."""
        self.addWidget(widget)
        item = self._items.pop()
        places = [number for number, one in enumerate(self._items) if one.widget() is known]
        self._items.insert(places[0] if places else len(self._items), item)
        widget.show()
        self.invalidate()

    def clear_until(self, known: QWidget) -> None:
        """Take every widget out but one."""
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget is not known:
                widget.hide()
                widget.deleteLater()
        self._items = [item for item in self._items if item.widget() is known]
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Return that narrow means tall."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return its height at a width."""
        return self._arrange(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, area: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(area)
        self._arrange(area, is_trial=False)

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        return QSize(200, self.heightForWidth(max(200, self.geometry().width())))

    def minimumSize(self) -> QSize:
        """Return the size of its widest part."""
        return QSize(100, 24)

    def _arrange(self, area: QRect, *, is_trial: bool) -> int:
        x, y, tallest = area.x(), area.y(), 0
        for item in self._items:
            size = item.sizeHint()
            width = min(size.width(), area.width())
            if x > area.x() and x + width > area.right() + 1:
                x, y, tallest = area.x(), y + tallest + self.spacing(), 0
            if not is_trial:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, size.height())))
            x += width + self.spacing()
            tallest = max(tallest, size.height())
        return y + tallest - area.y()
