"""The library's manager: its lists, moving, tagging and deleting many, and taking it back."""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import date

from PySide6.QtCore import QObject

from undivided.app.responses.editing_control import EditingControl
from undivided.app.session_context import SessionContext
from undivided.library.finding.search import Filters
from undivided.library.model.responses import Response
from undivided.runtime.clock import SystemClock
from undivided.storage.library.changes import Undo
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses.manager import manager_words as words
from undivided.ui.responses.manager.library_manager import LibraryManager
from undivided.ui.responses.manager.places import Kind, Place, Row

MOST_ROWS = 2_000
"""Of a folder: nobody reads further, and a search reaches the rest."""

Known = tuple[tuple[tuple[tuple[str, ...], int], ...], tuple[str, ...], bool, bool]
Change = Callable[[LibraryStore], Undo]


class ManagerControl(QObject):
    """Connects the manager with the library's file. Source: practices 46 and 48.

    Args:
        changed: Shows the library anew after it was changed; `refresh` is called by it in turn.

    Attributes:
        undo_imports: Shows the imports that can be undone.
        proposals_changed: Told when answers are proposed no more, or again.
    """

    def __init__(
        self,
        context: SessionContext,
        editing: EditingControl,
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._editing = editing
        self._changed = changed
        self._clock = SystemClock()
        self._sheet: LibraryManager | None = None
        self.undo_imports: Callable[[], None] = lambda: None
        self.proposals_changed: Callable[[], None] = lambda: None

    def open(self) -> None:
        """Show the whole library."""
        self.open_at(Place())

    def open_at(self, place: Place) -> None:
        """Show the library, and one of its places first."""
        window = self._context.window
        self._sheet = sheet = LibraryManager(window, window.tokens)
        sheet.place_chosen.connect(lambda _: self._start(self.refresh()))
        sheet.opened.connect(self._edit)
        sheet.new_requested.connect(self._editing.write_new)
        sheet.delete_requested.connect(self._editing.delete)
        sheet.move_requested.connect(self._move)
        sheet.tags_requested.connect(self._tag)
        sheet.folder_moved.connect(self._move_folder)
        sheet.decline_requested.connect(lambda texts: self._start(self._decline(texts)))
        sheet.keep_typed_toggled.connect(lambda is_on: self._start(self._keep_typed(is_on)))
        sheet.import_undo_requested.connect(self.undo_imports)
        sheet.undo_requested.connect(self._editing.ways_back.take_newest)
        sheet.open()
        sheet.tree.choose(place)
        self._start(self.refresh())

    async def refresh(self) -> None:
        """Show the manager's lists anew, where it is open."""
        sheet = self._shown()
        if sheet is None:
            return
        place, typed, today = sheet.place, sheet.search.text, self._today()

        def look_up(store: LibraryStore) -> tuple[tuple[Row, ...], Known]:
            known = (
                tuple((folder.path, folder.count) for folder in store.folders()),
                tuple(tag.name for tag in store.tags()),
                store.keeps_written(),
                store.has_imports(),
            )
            return rows_of(store, place, typed, today), known

        rows, (folders, tags, keeps_typed, has_imports) = await self._context.library.ask(look_up)
        sheet = self._shown()
        if sheet is None or (typed, place) != (sheet.search.text, sheet.place):
            return  # something newer was asked for meanwhile
        sheet.know(folders, tags, keeps_typed=keeps_typed)
        sheet.offer_import_undo(has_imports=has_imports)
        if sheet.place == place:
            sheet.show_rows(rows)
        else:
            # The folder that was shown is gone.
            self._start(self.refresh())

    def _shown(self) -> LibraryManager | None:
        return None if self._sheet is None or self._sheet.is_over else self._sheet

    def _today(self) -> date:
        return self._clock.now().wall.astimezone().date()

    def _edit(self, response: Response) -> None:
        if response.id:
            self._editing.edit(response.id)
        else:
            self._editing.write_new(body=response.body)

    def _move(self, ids: list[str], path: tuple[str, ...]) -> None:
        stamp = self._editing.stamp
        self._start(
            self._do(
                lambda store: store.change_many(ids, move_to=path, stamp=stamp),
                lambda count: words.moved(count, path),
            )
        )

    def _tag(self, ids: list[str], added: tuple[str, ...], removed: tuple[str, ...]) -> None:
        stamp = self._editing.stamp
        self._start(
            self._do(
                lambda store: store.change_many(
                    ids, add_tags=added, remove_tags=removed, stamp=stamp
                ),
                lambda count: words.tagged(count, is_removed=bool(removed)),
            )
        )

    def _move_folder(self, path: tuple[str, ...], to: tuple[str, ...]) -> None:
        stamp = self._editing.stamp
        self._start(
            self._do(
                lambda store: store.move_folder(path, to, stamp),
                lambda count: words.folder_moved(count, to),
                Place(Kind.FOLDER, to),
            )
        )

    async def _do(
        self, change: Change, said: Callable[[int], str], then: Place | None = None
    ) -> None:
        try:
            done = await self._context.library.ask(change)
            if done.count:
                # Before it is shown: who sees it may press the key that takes it back.
                self._editing.ways_back.offer(said(done.count), done)
        finally:
            # A refused rename must not stay in the tree.
            await self.refresh()
        if not done.count:
            self._context.troubled(words.nothing_changed())
            return
        await self._changed()
        sheet = self._shown()
        if then is not None and sheet is not None:
            sheet.tree.choose(then)
            await self.refresh()

    async def _decline(self, texts: list[str]) -> None:
        await self._context.library.ask(lambda store: store.decline(texts))
        self._editing.ways_back.offer_way(
            words.declined(len(texts)), lambda store: store.propose_again(texts)
        )
        await self._proposals_changed()

    async def _proposals_changed(self) -> None:
        self.proposals_changed()
        await self.refresh()

    async def _keep_typed(self, is_on: bool) -> None:  # noqa: FBT001 - a Qt slot
        await self._context.library.ask(lambda store: store.keep_written(is_on=is_on))
        await self._proposals_changed()

    def _start(self, work: Coroutine[object, object, None]) -> None:
        self._context.start("manager", work)


def rows_of(store: LibraryStore, place: Place, typed: str, today: date) -> tuple[Row, ...]:
    """Return what is in a place, with the reason why; blocking.

    Args:
        typed: What a folder is searched for; the other lists are short and searched where they
            are shown.
    """
    match place.kind:
        case Kind.STALE:
            rows = [Row(each, words.overdue(each, today)) for each in store.stale(today)]
        case Kind.NEVER_USED:
            rows = [Row(each) for each in store.never_used()]
        case Kind.ALWAYS_EDITED:
            rows = [Row(each, words.edited(each)) for each in store.always_edited()]
        case Kind.ALIKE:
            groups = enumerate(store.duplicates(), start=1)
            rows = [Row(each, words.alike_group(at)) for at, group in groups for each in group]
        case Kind.TYPED:
            typed_often = store.proposals()
            rows = [Row(typed_answer(each.text), words.typed(each.count)) for each in typed_often]
        case _:
            rows = [Row(each) for each in _inside(store, place.path, typed)]
    return tuple(rows[:MOST_ROWS])


def typed_answer(text: str) -> Response:
    """Return an answer that was typed by hand as a response that is not kept yet."""
    return Response(title="", body=text)


def _inside(store: LibraryStore, path: tuple[str, ...], typed: str) -> list[Response]:
    if typed.strip():
        found = store.search(typed, filters=Filters(folder=path), limit=MOST_ROWS)
        return [match.response for match in found]
    return [each for each in store.everything() if each.folder[: len(path)] == path]
