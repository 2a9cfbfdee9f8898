"""The files that go with a draft, between its text and its tools."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from undivided.library.model.parts import Attachment
from undivided.ui.composer.file_chip import FileChip
from undivided.ui.controls.chip_row import ChipRow
from undivided.ui.look.theme import Tokens


class AttachmentChips(ChipRow):
    """One chip a file; there is no row without files.

    Signals:
        remove_requested: An `Attachment` is to be taken off the draft.
        left: The keys were in a chip, and the last one is gone.
    """

    remove_requested = Signal(object)
    left = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tokens, parent, ground="surface", side=8)
        self._tokens = tokens
        self._pictures: dict[str, QPixmap] = {}
        self._files: tuple[Attachment, ...] = ()
        self.setAccessibleName("Files of the draft")
        self.hide()

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The files as they are shown."""
        return self._files

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        for chip in self._file_chips():
            chip.set_tokens(tokens)
        super().set_tokens(tokens)

    def show_files(self, files: tuple[Attachment, ...]) -> None:
        """Show the files of a draft, which may be another one than before."""
        if files == self._files:
            return
        focused = next((n for n, chip in enumerate(self._file_chips()) if chip.hasFocus()), None)
        self._files = files
        shown = {file.digest for file in files}
        self._pictures = {key: each for key, each in self._pictures.items() if key in shown}
        same = 0
        for chip, file in zip(self._file_chips(), files, strict=False):
            if chip.file != file:
                break
            same += 1
        self.drop_after(same)
        for file in files[same:]:
            chip = FileChip(self._tokens, file, self._pictures.get(file.digest))
            chip.remove_requested.connect(lambda file=file: self.remove_requested.emit(file))
            self.add(chip)
            # The layout would show it later, and what is hidden cannot take the focus.
            chip.show()
        self.setVisible(bool(files))
        if focused is not None:
            self._give_focus(focused)

    def set_picture(self, digest: str, picture: QPixmap) -> None:
        """Show a small picture on the chips of a file."""
        self._pictures[digest] = picture
        for chip in self._file_chips():
            if chip.file.digest == digest:
                chip.set_picture(picture)

    def has_picture(self, digest: str) -> bool:
        """Return whether there is a small picture of a file."""
        return digest in self._pictures

    def _give_focus(self, place: int) -> None:
        chips = self._file_chips()
        if chips:
            chips[min(place, len(chips) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.left.emit()

    def _file_chips(self) -> list[FileChip]:
        return [chip for chip in self._chips if isinstance(chip, FileChip)]
