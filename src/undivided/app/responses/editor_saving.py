"""Saving what an editor holds: put together with what was changed meanwhile, or shown first."""

from collections.abc import Awaitable, Callable, Iterable

from undivided.app.responses.response_checks import left_without, refuse_loops
from undivided.app.session_context import SessionContext
from undivided.library.model.responses import Response
from undivided.library.sharing.late_edits import ResponseChanged
from undivided.library.sharing.news import Told, What
from undivided.library.sharing.three_way import difference
from undivided.protocol.canned_responses import Place
from undivided.protocol.errors import UndividedError
from undivided.storage.library.history import Stamp
from undivided.storage.library.shared import Saved
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.response_editor import ResponseEditor
from undivided.ui.responses.sharing_words import sentences

PutIn = Callable[[LibraryStore, Iterable[str], Place], None]
"""Lets responses of the library go to a team or site; on the library's thread."""


class EditorSaving:
    """Answers one editor that asks to save. Source: practice 48.

    Args:
        opened: What the editor's changes are changes of; one without an id is new.
        stamp: Returns who changes something now.
        place: Lets what is saved go where the editor says.
        changed: Shows the library anew after it was changed.
    """

    def __init__(
        self,
        context: SessionContext,
        editor: ResponseEditor,
        opened: Response,
        *,
        stamp: Callable[[], Stamp],
        place: PutIn,
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        self._context = context
        self._editor = editor
        self._opened = opened
        self._seen: Response | None = None
        self._stamp = stamp
        self._place = place
        self._changed = changed
        editor.save_requested.connect(lambda wanted: context.start("save", self._save(wanted)))

    async def _save(self, wanted: Response) -> None:
        stamp, place = self._stamp(), self._editor.sharing.place
        opened, seen = self._opened, self._seen

        def save(store: LibraryStore) -> tuple[Saved, dict[str, tuple[str, ...]]]:
            refuse_loops(store, wanted)
            left = left_without(store, wanted)
            saved = store.save(opened, wanted, stamp, seen=seen) if opened.id else Saved()
            saved_id = wanted.id if opened.id else store.add(wanted).id
            if place is not None:
                self._place(store, [saved_id], place)
            return saved, left

        try:
            saved, left = await self._context.library.ask(save)
        except ResponseChanged as error:
            self._seen = error.now
            self._editor.changed_meanwhile(error.sentence, difference(opened, error.now))
            return
        except UndividedError as error:
            self._editor.refused(error.sentence)
            return
        self._editor.saved()
        self._tell(saved, wanted)
        if left:
            said = (words.left_without(name, titles) for name, titles in left.items())
            self._context.troubled(" ".join(said))
        await self._changed()

    def _tell(self, saved: Saved, wanted: Response) -> None:
        if saved.needs_choice:
            for sentence in sentences((Told(What.CONFLICT, wanted.title, wanted.id),)):
                self._context.troubled(sentence)
        elif saved.is_together:
            self._context.troubled(words.put_together(wanted.title))
