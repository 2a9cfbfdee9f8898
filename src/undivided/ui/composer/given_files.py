"""Files and pictures that somebody pasted or dropped, told apart from text."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage


@dataclass(frozen=True, slots=True)
class GivenFiles:
    """What was given; nothing of it has been opened.

    Attributes:
        paths: Files of this computer.
        picture: A picture without a file, such as a part of the screen; or None.
    """

    paths: tuple[Path, ...] = ()
    picture: QImage | None = None


def carries_files(mime: QMimeData) -> bool:
    """Return whether files or a picture are carried, and not text.

    Office programs give a picture of a text beside the text itself; then the text is meant.
    """
    if mime.hasUrls():
        return any(url.isLocalFile() for url in mime.urls())
    return mime.hasImage() and not mime.hasText()


def files_in(mime: QMimeData) -> GivenFiles:
    """Return the files and the picture that are carried."""
    if mime.hasUrls():
        return GivenFiles(tuple(Path(u.toLocalFile()) for u in mime.urls() if u.isLocalFile()))
    picture = mime.imageData()
    return GivenFiles(picture=picture if isinstance(picture, QImage) else None)
