"""Imports of this day and of others: shown, what undoing one would do, and undone."""

from collections.abc import Awaitable, Callable

from undivided.app.session_context import SessionContext
from undivided.library.importing.taking_back import PastImport, TakenBack
from undivided.protocol.errors import UndividedError
from undivided.storage.library.history import Stamp
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses import import_wording
from undivided.ui.responses.import_undo import ImportUndo


class PastImports:
    """Takes imports back, whichever is wanted.

    Args:
        stamp: Returns who changes something now.
        changed: Shows the library anew after it was changed.
    """

    def __init__(
        self,
        context: SessionContext,
        stamp: Callable[[], Stamp],
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        self._context = context
        self._stamp = stamp
        self._changed = changed

    def open(self) -> None:
        """Show the imports that can be undone."""
        self._context.start("imports", self._open())

    async def take_back(self, number: int) -> None:
        """Undo an import and say what became of its responses.

        Raises:
            UndividedError: It was not undone, and nothing was changed.
        """
        done, _ = await self._done(number)
        await self._tell(done)

    async def _done(self, number: int) -> tuple[TakenBack, tuple[PastImport, ...]]:
        stamp = self._stamp()
        return await self._context.library.ask(
            lambda store: (store.take_back(number, stamp), store.imports())
        )

    async def _tell(self, done: TakenBack) -> None:
        await self._changed()
        self._context.troubled(import_wording.undone(done))

    async def _open(self) -> None:
        window, start = self._context.window, self._context.start
        sheet = ImportUndo(window, window.tokens)
        sheet.looked_at.connect(lambda number: start("imports", self._look_at(sheet, number)))
        sheet.undo_requested.connect(lambda number: start("undo", self._undo(sheet, number)))
        sheet.show_imports(await self._context.library.ask(LibraryStore.imports))
        sheet.open()

    async def _look_at(self, sheet: ImportUndo, number: int) -> None:
        found = await self._context.library.ask(lambda store: store.would_take_back(number))
        if not sheet.is_over:
            sheet.tell(number, found)

    async def _undo(self, sheet: ImportUndo, number: int) -> None:
        try:
            done, left = await self._done(number)
        except UndividedError as error:
            if not sheet.is_over:
                sheet.refused(error.sentence)
            return
        if left and not sheet.is_over:
            sheet.show_imports(left)
        else:
            # Before the manager takes its offer away, which gets the keys back.
            sheet.reject()
        await self._tell(done)
