"""Which theme the settings, or the desktop, ask for."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from undivided.storage.settings import Settings
from undivided.ui.theme import DARK, LIGHT, Tokens


def theme_of(settings: Settings) -> Tokens:
    """Return the tokens for the settings; "system" follows the desktop."""
    if settings.theme == "system":
        is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    else:
        is_dark = settings.theme == "dark"
    return (DARK if is_dark else LIGHT).with_text_percent(settings.text_size_percent)
