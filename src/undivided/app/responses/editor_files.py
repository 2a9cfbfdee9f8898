"""The files that an operator puts to a response in the editor, and takes back unsaved."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtWidgets import QFileDialog

from undivided.app.session_context import SessionContext
from undivided.library.model.parts import Attachment
from undivided.protocol.errors import UndividedError
from undivided.storage.library.store import LibraryStore
from undivided.storage.local_file import read_local
from undivided.ui.responses.editor.response_editor import ResponseEditor


class EditorFiles(QObject):
    """Reads the chosen files into the library, once each by their content.

    Args:
        editor: What is written without being saved leaves no file behind.
        came: Emitted when a file has come from a colleague.
    """

    def __init__(
        self, context: SessionContext, editor: ResponseEditor, came: SignalInstance
    ) -> None:
        super().__init__(editor)
        self._context = context
        self._editor = editor
        self._added: set[str] = set()
        files = editor.more.files
        files.add_requested.connect(self._choose)
        files.files_dropped.connect(lambda paths: context.start("file", self._add(paths)))
        came.connect(self._look)
        self._look()
        # After it was saved its files are named, and nothing is dropped.
        editor.draft_dropped.connect(lambda: context.start("file", self._drop(set(self._added))))

    def _look(self, _file: object = None) -> None:
        self._context.start("files of the response", self._show_missing())

    async def _show_missing(self) -> None:
        files = self._editor.more.files
        named = files.attachments
        missing = await self._context.library.ask(lambda store: store.missing(named))
        if not self._editor.is_over:
            files.show_missing(missing)

    def _choose(self) -> None:
        dialog = QFileDialog(self._context.window, "Add files to the response")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda paths: self._context.start("file", self._add(paths)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _add(self, paths: Iterable[str]) -> None:
        for path in paths:
            try:
                file = await self._context.library.ask(partial(_kept, path=Path(path)))
            except UndividedError as error:
                if not self._editor.is_over:
                    self._editor.refused(error.sentence)
                return
            if self._editor.is_over:
                await self._drop({file.digest})
                return
            self._added.add(file.digest)
            self._editor.more.files.add(file)

    async def _drop(self, digests: set[str]) -> None:
        for digest in digests:
            await self._context.library.ask(partial(LibraryStore.drop_file, digest=digest))


def _kept(store: LibraryStore, path: Path) -> Attachment:
    file = read_local(path)
    return store.add_file(file.data, file.name)
