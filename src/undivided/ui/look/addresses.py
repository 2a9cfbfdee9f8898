"""Web addresses as they really are: the host as the network knows it, tricks spelled out."""

from PySide6.QtCore import QUrl

from undivided.etiquette.calm_text import one_line
from undivided.ui.look.text_weight import light_line

SHOWN_CHARACTERS = 300
_SCHEMES = frozenset({"http", "https"})
_ENCODED = QUrl.ComponentFormattingOption.FullyEncoded


def ascii_host(url: str) -> str:
    """Return the host as the network knows it, in ASCII, or "" when the link has none.

    A host that only looks familiar, with letters of another script, shows as xn--...
    """
    parsed = QUrl(url, QUrl.ParsingMode.StrictMode)
    if not parsed.isValid() or parsed.scheme().lower() not in _SCHEMES:
        return ""
    return parsed.host(_ENCODED).lower()


def spelled_out(url: str) -> str:
    """Return an address to be shown: fully encoded when it is one, else one line of its text.

    A mark that turns the direction is seen as %E2%80%AE, so that it cannot turn anything.
    """
    if ascii_host(url):
        url = QUrl(url, QUrl.ParsingMode.StrictMode).toString(_ENCODED)
    return light_line(one_line(url, SHOWN_CHARACTERS))
