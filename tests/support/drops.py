"""Drops as Qt delivers them: enter, move and drop, because offscreen no real drag ever arrives."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_COPY = Qt.DropAction.CopyAction
_LEFT = Qt.MouseButton.LeftButton
_NO_KEYS = Qt.KeyboardModifier.NoModifier


def drop(
    target: QWidget,
    at: QPoint,
    mime: QMimeData,
    held: Qt.KeyboardModifier = _NO_KEYS,
) -> None:
    """Drag `mime` into a viewport and let it go at a point of it, with modifier keys held.

    Raises:
        AssertionError: The viewport did not take it.
    """
    hold_over(target, at, mime, held)
    fall = QDropEvent(QPointF(at), _COPY, mime, _LEFT, held)
    QApplication.sendEvent(target, fall)
    assert fall.isAccepted(), "the drop was refused"


def hold_over(
    target: QWidget,
    at: QPoint,
    mime: QMimeData,
    held: Qt.KeyboardModifier = _NO_KEYS,
) -> None:
    """Drag `mime` into a viewport and hold it over a point of it.

    Raises:
        AssertionError: The viewport would not take it.
    """
    enter = QDragEnterEvent(at, _COPY, mime, _LEFT, held)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted(), "the drag was refused at the edge"
    move = QDragMoveEvent(at, _COPY, mime, _LEFT, held)
    QApplication.sendEvent(target, move)
    assert move.isAccepted(), f"the drag was refused at {at.x()}, {at.y()}"


def leave(target: QWidget) -> None:
    """Drag what is held over a viewport away from it."""
    QApplication.sendEvent(target, QDragLeaveEvent())
