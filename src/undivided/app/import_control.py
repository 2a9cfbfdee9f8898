"""Importing responses from a file that the operator chooses."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from undivided.app.session_context import SessionContext
from undivided.library import formats
from undivided.library.errors import FileRefused
from undivided.storage.library_store import ImportReport, LibraryStore


class ImportControl(QObject):
    """Connects the choice of a file with the library's file.

    Args:
        changed: Shows the library anew after it was changed.
    """

    def __init__(self, context: SessionContext, changed: Callable[[], Awaitable[None]]) -> None:
        super().__init__(context.window)
        self._context = context
        self._changed = changed
        context.window.desk.panel.canned.import_requested.connect(self.choose_import)

    def choose_import(self) -> None:
        """Ask which file to import; our JSON and CSV are known."""
        window = self._context.window
        dialog = QFileDialog(window, "Import responses", "", "Responses (*.json *.csv)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_file(self, name: str) -> None:
        """Add and change what a file says; a row that cannot be used stops nothing."""
        self._context.start("import", self._import(Path(name)))

    async def _import(self, path: Path) -> None:
        report = await self._context.library.ask(lambda store: _import_into(store, path))
        await self._changed()
        self._context.troubled(_import_words(report))


def _import_into(store: LibraryStore, path: Path) -> ImportReport:
    try:
        data = path.read_bytes()
    except OSError as error:
        sentence = f"{path.name} cannot be read ({error.strerror}). Nothing was changed."
        raise FileRefused(sentence) from error
    return store.import_responses(formats.read(formats.decode(data)))


def _import_words(report: ImportReport) -> str:
    words = f"{report.new} new, {report.changed} changed, {report.same} the same."
    if report.refused:
        first = report.refused[0]
        words += (
            f" {len(report.refused)} could not be used; the first is row {first.row}: "
            f"{first.reason}"
        )
    return words
