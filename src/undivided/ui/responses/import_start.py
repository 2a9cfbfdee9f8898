"""The first sheet of an import: a file or a folder is chosen or dropped, and then read."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from undivided.ui.look.plain import breakable, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.responses import import_wording as words
from undivided.ui.responses.drop_zone import DropZone, dropped_path
from undivided.ui.sheets.sheet import Sheet


class ImportStart(Sheet):
    """Asks what to import; it stays until the file was read, and says why when it was not.

    Args:
        labels: The names of the formats that are recognised.
    """

    file_wanted = Signal()
    folder_wanted = Signal()
    dropped = Signal(object)
    """A `Path` was dropped on it."""

    def __init__(self, window: QWidget, tokens: Tokens, labels: Sequence[str]) -> None:
        super().__init__(
            window, tokens, words.IMPORT_RESPONSES, subtitle=words.BEFORE_IMPORT, keep="Cancel"
        )
        self.zone = DropZone(tokens)
        self.zone.dropped.connect(self.dropped)
        # Beside the field counts too: the sheet covers the window.
        self.setAcceptDrops(True)
        self.file_button = self.zone.file_button
        self.file_button.clicked.connect(self.file_wanted)
        self.zone.folder_button.clicked.connect(self.folder_wanted)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._said = wrapped_label("", "secondary")
        self._said.setAccessibleName("What happened")
        self.body.addWidget(self.zone)
        self.body.addSpacing(12)
        self.body.addWidget(self._progress)
        self.body.addWidget(self._said)
        self.body.addSpacing(4)
        self.body.addWidget(wrapped_label(words.formats_known(labels), "stamp"))
        self._progress.hide()
        self._said.hide()

    def open(self, first: QWidget | None = None) -> None:
        """Show it with the keys on the choice of a file."""
        super().open(first or self.file_button)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file or folder anywhere on the window."""
        if self.zone.isEnabled() and dropped_path(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take it anywhere."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped."""
        path = dropped_path(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def reading(self, name: str) -> None:
        """Say that a file is being read; Cancel still ends it."""
        self._say(words.reading(name), look="secondary")
        self.zone.setEnabled(False)
        self._progress.show()
        self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place()

    def refused(self, sentence: str) -> None:
        """Say why a file cannot be used; another one can be chosen."""
        self._progress.hide()
        self.zone.setEnabled(True)
        self._say(sentence, look="late")
        self.file_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place()

    def _say(self, sentence: str, *, look: str) -> None:
        self._said.setProperty("look", look)
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        self._said.setText(breakable(sentence))
        self._said.show()
