"""The files that go with a response: their names and sizes, one to add, each to remove."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from undivided.library.model.parts import Attachment
from undivided.qtmodels.sizes import size_words
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.plain import plain_label, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import ElidedLabel, Glyph
from undivided.ui.responses.editor import words


class FilesPart(QWidget):
    """A row for each file; files may be dropped here."""

    changed = Signal()
    add_requested = Signal()
    """Ask which file; answer with `add`."""
    files_dropped = Signal(list)
    """Paths of local files; answer with `add` for each."""

    def __init__(self, tokens: Tokens, attachments: tuple[Attachment, ...]) -> None:
        super().__init__()
        self._tokens = tokens
        self._attachments = list(attachments)
        self._is_shared = self._goes_along = False
        self._missing: frozenset[str] = frozenset()
        self.setAcceptDrops(True)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.add_button = Button(words.ADD_FILE, tokens, icon="paperclip")
        self.add_button.clicked.connect(self.add_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._list)
        column.addWidget(self.add_button)
        self.note = wrapped_label("", "secondary")
        column.addWidget(self.note)
        self._show()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that are there, in order."""
        return tuple(self._attachments)

    def add(self, attachment: Attachment) -> None:
        """Add a file that the library keeps; the same bytes are not added twice."""
        if all(known.digest != attachment.digest for known in self._attachments):
            self._attachments.append(attachment)
            self._show()
            self.changed.emit()

    def remove(self, attachment: Attachment) -> None:
        """Take a file out of the response."""
        self._attachments.remove(attachment)
        self._show()
        self.changed.emit()

    def set_shared(self, *, is_shared: bool, goes_along: bool) -> None:
        """Say where the files are when others have the response too.

        Args:
            is_shared: With a team or a site.
            goes_along: Their server keeps files as well.
        """
        self._is_shared, self._goes_along = is_shared, goes_along
        self._say()

    def show_missing(self, digests: frozenset[str]) -> None:
        """Say which files are named here while their bytes are not on this computer."""
        if digests != self._missing:
            self._missing = digests
            self._show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files."""
        if _paths(event):
            _take_as_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files were dropped."""
        paths = _paths(event)
        if paths:
            _take_as_copy(event)
            self.files_dropped.emit(paths)

    def _show(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for attachment in self._attachments:
            self._list.addWidget(self._row(attachment))
        self._say()

    def _say(self) -> None:
        missing = sum(each.digest in self._missing for each in self._attachments)
        text = ""
        if missing:
            is_coming = self._is_shared and self._goes_along
            text = words.files_coming(missing) if is_coming else words.files_gone(missing)
        elif self._attachments and self._is_shared:
            text = words.FILES_GO_ALONG if self._goes_along else words.FILES_STAY_HERE
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _row(self, attachment: Attachment) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Glyph("file", self._tokens))
        row.addWidget(ElidedLabel(attachment.name), 1)
        if attachment.digest in self._missing:
            row.addWidget(plain_label(words.NOT_HERE, "muted"))
        row.addWidget(plain_label(size_words(attachment.size), "muted"))
        remove = Button("", self._tokens, kind=Kind.FLAT, icon="x", name=words.REMOVE_FILE)
        remove.explain(f"{words.REMOVE_FILE}: {attachment.name}")
        remove.clicked.connect(lambda: self.remove(attachment))
        row.addWidget(remove)
        return holder


def _take_as_copy(event: QDropEvent) -> None:
    """Accept a drop; after a move the file manager would delete the originals."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def _paths(event: QDropEvent) -> list[str]:
    urls = event.mimeData().urls()
    return [url.toLocalFile() for url in urls if url.isLocalFile()]
