"""The pictures of messages that are at hand, and in which size each is shown."""

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap

MOST_AT_HAND = 24
"""Of one chat; each takes up to a megabyte, and older ones stay lines with a name."""
WIDEST, HIGHEST, NARROWEST = 280, 210, 24
"""Logical pixels. What would become narrower is no picture that anybody can make out."""


class ShownPictures:
    """Pictures by the keys of their messages."""

    def __init__(self) -> None:
        self._pictures: dict[str, tuple[QPixmap, tuple[int, int]]] = {}

    def add(self, key: str, picture: QPixmap, shown: Collection[str]) -> bool:
        """Take a picture in; return whether it is shown.

        Args:
            key: Of its message.
            picture: Not larger than it has to be, as it stays in memory.
            shown: The keys of the chat in view; those of others give way.
        """
        if len(self._pictures) >= MOST_AT_HAND:
            self._pictures = {at: each for at, each in self._pictures.items() if at in shown}
        size = fitted(picture.size())
        if len(self._pictures) >= MOST_AT_HAND or min(size) < NARROWEST:
            return False
        self._pictures[key] = (picture, size)
        return True

    def pixmap(self, key: str) -> QPixmap | None:
        """Return a message's picture, if it is at hand."""
        return self._pictures[key][0] if key in self._pictures else None

    def size(self, key: str) -> tuple[int, int] | None:
        """Return in which size a message's picture is shown, in logical pixels."""
        return self._pictures[key][1] if key in self._pictures else None


def fitted(size: QSize) -> tuple[int, int]:
    """Return the size in which a picture of so many pixels is shown; none is made larger."""
    if size.width() > WIDEST or size.height() > HIGHEST:
        size = size.scaled(WIDEST, HIGHEST, Qt.AspectRatioMode.KeepAspectRatio)
    return size.width(), size.height()
