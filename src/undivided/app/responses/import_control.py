"""Importing responses: a file is chosen, read in the background, shown, taken in, and undone."""

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from undivided.app.responses.import_work import Reading, Watch, outcomes_of, read_file
from undivided.app.responses.past_imports import PastImports
from undivided.app.session_context import SessionContext
from undivided.library import formats
from undivided.library.importing.choices import ImportChoices, taken
from undivided.library.importing.merging import Outcome
from undivided.library.importing.report import report_text
from undivided.library.model.responses import Scope
from undivided.protocol.canned_responses import OpenPlace, Place
from undivided.protocol.errors import UndividedError
from undivided.runtime.clock import SystemClock
from undivided.runtime.worker import on_a_thread
from undivided.storage.library.history import Stamp
from undivided.storage.library.imports import Imported
from undivided.storage.library.store import LibraryStore
from undivided.storage.text_file import write_whole
from undivided.ui.responses import import_wording
from undivided.ui.responses.import_done import ImportDone
from undivided.ui.responses.import_preview import FileRead, ImportPreview
from undivided.ui.responses.import_start import ImportStart


class ImportControl(QObject):
    """Leads through an import; the file is read on a thread of its own, so nothing waits for it.

    Args:
        changed: Shows the library anew after it was changed.

    Attributes:
        scopes: Returns with whom the operator may share responses.
        places: Returns the teams and sites that these responses may go to.
        past: The imports so far, each of which can be undone.
        place: Lets responses of the library go to one of them; on the library's thread.
    """

    def __init__(self, context: SessionContext, changed: Callable[[], Awaitable[None]]) -> None:
        super().__init__(context.window)
        self._context = context
        self._changed = changed
        self.scopes: Callable[[], tuple[Scope, ...]] = lambda: (Scope.PERSONAL,)
        self.places: Callable[[], tuple[OpenPlace, ...]] = tuple
        self.place: Callable[[LibraryStore, Iterable[str], Place], None] = lambda *_: None
        self._clock = SystemClock()
        self._start: ImportStart | None = None
        self.past = PastImports(context, lambda: self._stamp, changed)
        panel = context.window.desk.panel.canned
        panel.import_requested.connect(self.choose)
        panel.path_dropped.connect(self.read)

    def choose(self) -> None:
        """Ask what to import."""
        self._context.start("import", self._begin())

    def read(self, path: Path, source: str | None = None) -> None:
        """Read a file or folder and show what importing it would change.

        Args:
            source: The format to read it as, or None to recognise it.
        """
        self._context.start("import", self._read(path, source))

    # Choosing

    async def _begin(self) -> None:
        await self._choose()

    async def _choose(self) -> ImportStart:
        if self._start is not None:
            return self._start
        # The readers take longer to load than a click may take.
        sources = await on_a_thread("formats", formats.sources)
        window = self._context.window
        sheet = ImportStart(window, window.tokens, [each.label for each in sources.values()])
        sheet.file_wanted.connect(lambda: self._ask_for(QFileDialog.FileMode.ExistingFile))
        sheet.folder_wanted.connect(lambda: self._ask_for(QFileDialog.FileMode.Directory))
        sheet.dropped.connect(self.read)
        sheet.finished.connect(lambda _: self._forget(sheet))
        self._start = sheet
        sheet.open()
        return sheet

    def _forget(self, sheet: ImportStart) -> None:
        if self._start is sheet:
            self._start = None

    def _ask_for(self, mode: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self._context.window, import_wording.IMPORT_RESPONSES)
        dialog.setFileMode(mode)
        dialog.fileSelected.connect(lambda name: self.read(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # Reading and showing

    async def _read(self, path: Path, source: str | None) -> None:
        sheet = await self._choose()
        sheet.reading(path.name)
        try:
            reading = await on_a_thread("import", read_file, path, source)
            outcomes = await self._outcomes(reading, ImportChoices())
            folders = await self._context.library.ask(LibraryStore.folders)
        except UndividedError as error:
            if self._start is sheet:
                sheet.refused(error.sentence)
            return
        if self._start is sheet:
            sheet.reject()
            preview = self._open_preview(reading, tuple(folder.path for folder in folders))
            preview.show_outcomes(outcomes)

    def _open_preview(
        self, reading: Reading, folders: tuple[tuple[str, ...], ...]
    ) -> ImportPreview:
        window = self._context.window
        preview = ImportPreview(
            window,
            window.tokens,
            FileRead(reading.path.name, reading.source, reading.unknown, reading.losses),
            sources=[(name, source.label) for name, source in formats.sources().items()],
            folders=folders,
            scopes=self.scopes(),
            places=self.places(),
        )
        watch = Watch(preview.importing)
        start = self._context.start
        preview.source_chosen.connect(lambda source: self._read_again(preview, reading, source))
        preview.choices_changed.connect(
            lambda choices: start("import", self._plan_again(preview, reading, choices))
        )
        preview.import_requested.connect(
            lambda choices: start("import", self._take_in(preview, reading, choices, watch))
        )
        preview.stop_requested.connect(watch.stop)
        preview.open()
        return preview

    def _read_again(self, preview: ImportPreview, reading: Reading, source: str) -> None:
        preview.reject()
        self.read(reading.path, source)

    async def _plan_again(
        self, preview: ImportPreview, reading: Reading, choices: ImportChoices
    ) -> None:
        outcomes = await self._outcomes(reading, choices)
        if preview.is_wanted(choices):
            preview.show_outcomes(outcomes)

    async def _outcomes(self, reading: Reading, choices: ImportChoices) -> tuple[Outcome, ...]:
        library = await self._context.library.ask(LibraryStore.everything)
        return await on_a_thread("import", outcomes_of, reading, library, choices)

    # Taking in and back

    async def _take_in(
        self, preview: ImportPreview, reading: Reading, choices: ImportChoices, watch: Watch
    ) -> None:
        stamp = self._stamp
        preview.importing(0, 0)

        def take_in(store: LibraryStore) -> Imported:
            def placed(done: Imported) -> None:
                if choices.place is not None:
                    self.place(store, done.ids, choices.place)

            parsed, name = taken(reading.parsed, choices), reading.path.name
            return store.take_in(parsed, stamp, name=name, tell=watch.tell, kept=placed)

        try:
            done = await self._context.library.ask(take_in)
        except UndividedError as error:
            watch.begin()
            preview.refused(error.sentence)
            return
        preview.saved()
        await self._changed()
        self._open_done(reading, done)

    def _open_done(self, reading: Reading, done: Imported) -> None:
        window, start = self._context.window, self._context.start
        sheet = ImportDone(window, window.tokens, done.outcomes, reading.losses)
        sheet.undo_requested.connect(lambda: start("undo", self._take_back(sheet, done)))
        sheet.report_requested.connect(lambda: self._ask_where(sheet, reading, done))
        sheet.open()

    async def _take_back(self, sheet: ImportDone, done: Imported) -> None:
        if done.number is None:
            return
        try:
            await self.past.take_back(done.number)
        except UndividedError as error:
            sheet.refused(error.sentence)
            return
        sheet.undone()

    # The report

    def _ask_where(self, sheet: ImportDone, reading: Reading, done: Imported) -> None:
        dialog = QFileDialog(self._context.window, import_wording.SAVE_REPORT, "", "Text (*.txt)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(f"{reading.path.stem} import.txt")
        dialog.fileSelected.connect(
            lambda name: self._context.start(
                "report", self._save_report(sheet, reading, done, Path(name))
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _save_report(
        self, sheet: ImportDone, reading: Reading, done: Imported, path: Path
    ) -> None:
        label = formats.sources()[reading.source].label
        text = report_text(reading.path.name, label, done.outcomes, reading.losses)
        try:
            await on_a_thread("report", write_whole, path, text)
        except UndividedError as error:
            sheet.refused(error.sentence)
            return
        self._context.troubled(f"Saved as {path.name}.")

    @property
    def _stamp(self) -> Stamp:
        profile = self._context.bridge.status.profile
        name = profile.name if profile else ""
        return Stamp(self._clock.now().wall, self._context.settings.email or name)
