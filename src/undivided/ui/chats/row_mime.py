"""What may be dropped on a chat's row: canned responses, text, files and pictures."""

from PySide6.QtCore import QMimeData

from undivided.qtmodels.canned_mime import RESPONSE_MIME
from undivided.ui.composer.given_files import GivenFiles, carries_files, files_in


def is_taken(mime: QMimeData) -> bool:
    """Return whether a row has a use for what is dragged."""
    return mime.hasFormat(RESPONSE_MIME) or mime.hasText() or carries_files(mime)


def dropped_files(mime: QMimeData) -> GivenFiles | None:
    """Return the files that were dropped, or None when it is a response or text."""
    return files_in(mime) if carries_files(mime) else None
