"""Changing the library: the editor of a response, its draft, saving, deleting and starring."""

from collections.abc import Awaitable, Callable
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from undivided.app.responses.editor_files import EditorFiles
from undivided.app.responses.editor_saving import EditorSaving, PutIn
from undivided.app.responses.history_control import HistoryControl
from undivided.app.responses.response_checks import conflicts_of, holders_of, response_from
from undivided.app.responses.ways_back import WaysBack
from undivided.app.session_context import SessionContext
from undivided.app.spelling.spelling_control import SpellingControl
from undivided.desk.values import ChatRow
from undivided.library.filling.slots import Filled
from undivided.library.growing.templating import People
from undivided.library.model.responses import Response, Scope
from undivided.library.sharing.late_edits import brought_up
from undivided.protocol.canned_responses import OpenPlace
from undivided.protocol.ids import ChatId
from undivided.runtime.clock import SystemClock
from undivided.storage.library.changes import Undo
from undivided.storage.library.drafts import Draft
from undivided.storage.library.history import Stamp
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.response_editor import ResponseEditor
from undivided.ui.responses.editor.surroundings import Surroundings
from undivided.ui.words import wording

_NAMED = 200
"""Responses whose shortcuts are offered while `{{> ` is typed: those used most."""

EMPTY = Response(title="", body="")


class EditingControl(QObject):
    """Connects the editor with the library's file.

    Args:
        fill: Fills a response's body for the shown chat.
        changed: Shows the library anew after it was changed.

    Attributes:
        scopes: Returns with whom the operator may share responses.
        places: Returns the teams and sites that these responses may go to.
        place: Lets responses of the library go to one of them; on the library's thread.
        keeps_files: Returns whether the files of shared responses go to the others too.
        ways_back: Takes back what was done to the library.
    """

    file_came = Signal(object)
    """The `Attachment` of a shared response whose bytes are here now."""

    def __init__(
        self,
        context: SessionContext,
        fill: Callable[[Response], Filled],
        spelling: SpellingControl,
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._fill = fill
        self._changed = changed
        self.scopes: Callable[[], tuple[Scope, ...]] = lambda: (Scope.PERSONAL,)
        self.places: Callable[[], tuple[OpenPlace, ...]] = tuple
        self.keeps_files: Callable[[], bool] = lambda: False
        self.place: PutIn = lambda *_: None
        self._clock = SystemClock()
        self._spelling = spelling
        self.ways_back = WaysBack(context, changed)
        self._history = HistoryControl(context, lambda: self.stamp, self._restored)
        panel = context.window.desk.panel.canned
        panel.new_requested.connect(self.write_new)
        panel.edit_requested.connect(self.edit)
        panel.star_toggled.connect(self._star)
        transcript = context.window.desk.conversation.transcript
        transcript.keep_requested.connect(lambda text: self.write_new(body=text))

    @property
    def stamp(self) -> Stamp:
        """Who changes something now, for the history."""
        profile = self._context.bridge.status.profile
        name = profile.name if profile else ""
        return Stamp(self._clock.now().wall, self._context.settings.email or name)

    def edit(self, response_id: str) -> None:
        """Open a response in the editor, with what was not saved of it."""
        self._context.start("edit", self._edit(response_id))

    def write_new(self, title: str = "", body: str = "") -> None:
        """Open the editor for a new response; without words, with the one not saved last.

        Args:
            title: What it may be called.
            body: A message; what belongs to its chat becomes a value or a blank.
        """
        if body.strip():
            self._context.start("new response", self._keep(body))
        else:
            self._context.start("new response", self._write(Response(title=title, body="")))

    async def _keep(self, text: str) -> None:
        people = self._people()
        response = await self._context.library.ask(lambda store: response_from(store, text, people))
        await self._write(response)

    async def _edit(self, response_id: str) -> None:
        def look_up(store: LibraryStore) -> tuple[Response, Draft | None]:
            return store.get(response_id), store.draft(response_id)

        now, draft = await self._context.library.ask(look_up)
        if draft is None:
            await self._open(now, response_id, None)
            return
        response, written = brought_up(draft.base, draft.written, now)
        await self._open(response, response_id, written)
        if written is not draft.written:
            self._context.troubled(words.put_together(now.title))

    async def _write(self, response: Response) -> None:
        if response.title or response.body:
            await self._open(response, f"new {uuid4().hex}", None)
            return
        drafts = await self._context.library.ask(LibraryStore.drafts)
        begun = [key for key, draft in drafts.items() if not draft.written.id]
        key = begun[-1] if begun else f"new {uuid4().hex}"
        draft = drafts.get(key)
        await self._open(EMPTY, key, draft.written if draft else None)

    async def _open(self, response: Response, key: str, draft: Response | None) -> None:
        around = await self._surroundings()
        window = self._context.window
        editor = ResponseEditor(window, window.tokens, response, around, draft=draft)
        start = self._context.start
        EditorSaving(
            self._context,
            editor,
            response,
            stamp=lambda: self.stamp,
            place=self.place,
            changed=self._changed,
        )
        editor.check_wanted.connect(lambda wanted: start("check", self._check(editor, wanted)))
        base = response if response.id else None
        editor.draft_changed.connect(
            lambda wanted: start(
                "draft", self._ask(lambda store: store.keep_draft(key, wanted, base))
            )
        )
        editor.draft_dropped.connect(
            lambda: start("draft", self._ask(lambda store: store.drop_draft(key)))
        )
        editor.afresh_requested.connect(lambda: start("edit", self._afresh(response, key)))
        editor.delete_requested.connect(lambda which: self.delete([which]))
        EditorFiles(self._context, editor, self.file_came)
        self._history.serve(editor)
        self._spelling.serve(editor)
        editor.open()
        if response.id or draft or response.body:
            await self._check(editor, editor.response)

    async def _afresh(self, response: Response, key: str) -> None:
        # What is saved may be another text by now than the one that was opened.
        await (self._edit(response.id) if response.id else self._open(response, key, None))

    async def _surroundings(self) -> Surroundings:
        people = self._people()
        names = (people.visitor_name, people.operator_name)
        # Read here: the library answers on a thread of its own.
        scopes, places, visitor = self.scopes(), self.places(), self._visitor()
        keeps_files = self.keeps_files()

        def look_up(store: LibraryStore) -> Surroundings:
            used = store.search("", limit=_NAMED)
            return Surroundings(
                folders=tuple(folder.path for folder in store.folders()),
                tags=tuple(tag.name for tag in store.tags()),
                nested=tuple(
                    each.response.shortcuts[0] for each in used if each.response.shortcuts
                ),
                scopes=scopes,
                places=places,
                keeps_files=keeps_files,
                fill=self._fill,
                visitor=visitor,
                misspelt=partial(self._spelling.misspelt, names=names),
            )

        return await self._context.library.ask(look_up)

    def _people(self) -> People:
        row, profile = self._row(), self._context.bridge.status.profile
        visitor = row.visitor if row else None
        return People(
            visitor_name=visitor.name if visitor else "",
            visitor_email=visitor.email if visitor else "",
            visitor_phone=visitor.phone if visitor else "",
            operator_name=profile.name if profile else "",
            page_url=visitor.pages[0].url if visitor and visitor.pages else "",
        )

    def _row(self) -> ChatRow | None:
        shown = self._context.window.desk.conversation.chat_id
        return self._context.bridge.chats.row_of(ChatId(shown or ""))

    def _visitor(self) -> str:
        row = self._row()
        return wording.visitor(row.visitor.first_name or row.visitor.name) if row else ""

    async def _check(self, editor: ResponseEditor, response: Response) -> None:
        found = await self._context.library.ask(lambda store: conflicts_of(store, response))
        if not editor.is_over and editor.response == response:
            editor.show_conflicts(found)

    async def _restored(self, response: Response, editor: ResponseEditor) -> None:
        await self._changed()
        if not editor.is_over and not editor.is_changed:
            editor.reject()
            await self._edit(response.id)

    # Deleting and starring

    def delete(self, ids: list[str]) -> None:
        """Delete responses, and offer to bring them back."""
        self._context.start("delete", self._delete(ids))

    async def _delete(self, ids: list[str]) -> None:
        stamp = self.stamp

        def delete(store: LibraryStore) -> tuple[Undo, tuple[str, ...]]:
            done = store.delete_many(ids, stamp)
            return done, holders_of(store, done.deleted)

        done, holders = await self._context.library.ask(delete)
        if holders:
            self._context.troubled(words.lacking(holders, len(done.deleted)))
        if done.deleted:
            # Before it is shown: who sees it may press the key that takes it back.
            titles = tuple(response.title for response in done.deleted)
            self.ways_back.offer(words.deleted(titles), done)
        await self._changed()

    def _star(self, response_id: str, is_on: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._context.start("star", self._set_star(response_id, is_on=is_on))

    async def _set_star(self, response_id: str, *, is_on: bool) -> None:
        await self._context.library.ask(lambda store: store.star(response_id, starred=is_on))
        await self._changed()

    async def _ask(self, question: Callable[[LibraryStore], None]) -> None:
        await self._context.library.ask(question)
