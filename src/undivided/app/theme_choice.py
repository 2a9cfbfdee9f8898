"""Which theme the settings, or the desktop, ask for."""

from PySide6 import QtCore
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from undivided.storage.settings import Settings
from undivided.ui.look.theme import DARK, LIGHT, Tokens

_HALF = 128


def theme_of(settings: Settings) -> Tokens:
    """Return the tokens for the settings; "system" follows the desktop."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return _chosen(settings, is_desktop_dark=scheme is QtCore.Qt.ColorScheme.Dark)


def theme_at_start(settings: Settings) -> Tokens:
    """Return the same, but by the ground that the style chose for the desktop.

    `colorScheme` loads Qt's namespace `Qt`, which takes longer than the whole first paint.
    """
    ground = QApplication.style().standardPalette().window().color()
    return _chosen(settings, is_desktop_dark=ground.lightness() < _HALF)


def _chosen(settings: Settings, *, is_desktop_dark: bool) -> Tokens:
    is_dark = is_desktop_dark if settings.theme == "system" else settings.theme == "dark"
    return (DARK if is_dark else LIGHT).with_text_percent(settings.text_size_percent)
