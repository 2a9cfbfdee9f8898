"""What the keys of the text field mean; it knows no widget."""

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

SEND_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Mod = Qt.KeyboardModifier


class PopupKey(Enum):
    """What a key means while the response popup is open."""

    UP = auto()
    DOWN = auto()
    INSERT = auto()
    REPLACE = auto()
    CLOSE = auto()
    OTHER_WORDING = auto()
    WORDING_BEFORE = auto()


def popup_key(event: QKeyEvent) -> PopupKey | None:
    """Return what the key does to an open response popup, or None when that leaves it alone."""
    modifiers = event.modifiers() & ~_Mod.KeypadModifier
    if modifiers == _Mod.ShiftModifier and event.key() in SEND_KEYS:
        return PopupKey.REPLACE
    if modifiers == _Mod.ControlModifier and event.key() in SEND_KEYS:
        # A half-typed /word is never sent.
        return PopupKey.INSERT
    if modifiers != _Mod.NoModifier:
        return None
    return {
        Qt.Key.Key_Up: PopupKey.UP,
        Qt.Key.Key_Down: PopupKey.DOWN,
        Qt.Key.Key_Return: PopupKey.INSERT,
        Qt.Key.Key_Enter: PopupKey.INSERT,
        Qt.Key.Key_Tab: PopupKey.INSERT,
        Qt.Key.Key_Escape: PopupKey.CLOSE,
        Qt.Key.Key_PageDown: PopupKey.OTHER_WORDING,
        Qt.Key.Key_PageUp: PopupKey.WORDING_BEFORE,
    }.get(Qt.Key(event.key()))


def makes_text(event: QKeyEvent) -> bool:
    """Return whether the key writes something, AltGr (Ctrl and Alt together) included."""
    text = event.text()
    if not text or not text[0].isprintable():
        return False
    held = event.modifiers() & (_Mod.ControlModifier | _Mod.AltModifier | _Mod.MetaModifier)
    return held in (_Mod.NoModifier, _Mod.ControlModifier | _Mod.AltModifier)
