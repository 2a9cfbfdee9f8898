"""Exporting responses: what, in which format, and where to."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from undivided.app.session_context import SessionContext
from undivided.library import formats
from undivided.library.formats import Format
from undivided.library.model.responses import Response
from undivided.protocol.errors import UndividedError
from undivided.runtime.worker import on_a_thread
from undivided.storage.library.store import LibraryStore
from undivided.storage.text_file import write_whole
from undivided.ui.responses import import_wording
from undivided.ui.responses.export_sheet import ExportChoice, ExportSheet


class ExportControl(QObject):
    """Leads through an export; writing happens on a thread of its own."""

    def __init__(self, context: SessionContext) -> None:
        super().__init__(context.window)
        self._context = context
        context.window.desk.panel.canned.export_requested.connect(self.choose)

    def choose(self) -> None:
        """Ask what to export."""
        self._context.start("export", self._choose())

    async def _choose(self) -> None:
        sources = await on_a_thread("formats", formats.sources)
        folders = await self._context.library.ask(LibraryStore.folders)
        window, start = self._context.window, self._context.start
        labels = [(each, sources[each.value].label) for each in Format]
        sheet = ExportSheet(window, window.tokens, labels, [folder.path for folder in folders])
        sheet.changed.connect(lambda choice: start("export", self._weigh(sheet, choice)))
        sheet.export_requested.connect(lambda choice: self._ask_where(sheet, choice))
        sheet.open()

    async def _weigh(self, sheet: ExportSheet, choice: ExportChoice) -> None:
        """Say what the choice would lose, found by reading it again."""
        chosen = await self._chosen(choice)
        named = [file for each in chosen for file in each.attachments]
        missing = await self._context.library.ask(lambda store: store.missing(named))
        losses = await on_a_thread("export", formats.losses, chosen, choice.format, missing)
        sheet.show_losses(choice, len(chosen), losses)

    def _ask_where(self, sheet: ExportSheet, choice: ExportChoice) -> None:
        ending = choice.format.ending
        dialog = QFileDialog(self._context.window, import_wording.EXPORT_RESPONSES)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"responses.{ending}")
        dialog.fileSelected.connect(
            lambda name: self._context.start("export", self._write(sheet, choice, Path(name)))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _write(self, sheet: ExportSheet, choice: ExportChoice, path: Path) -> None:
        chosen = await self._chosen(choice)
        files = await self._context.library.ask(lambda store: store.files_of(chosen))

        def write() -> None:
            text = formats.write(chosen, choice.format, files)
            write_whole(path, formats.encode(text, choice.format))

        try:
            await on_a_thread("export", write)
        except UndividedError as error:
            sheet.refused(error.sentence)
            return
        sheet.saved()
        self._context.troubled(import_wording.exported(len(chosen), path.name))

    async def _chosen(self, choice: ExportChoice) -> Sequence[Response]:
        everything = await self._context.library.ask(LibraryStore.everything)
        depth = len(choice.folder)
        return [each for each in everything if each.folder[:depth] == choice.folder]
