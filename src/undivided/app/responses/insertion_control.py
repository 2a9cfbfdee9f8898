"""Inserting a canned response: popup, quick list, panel, drops; nothing is sent by it."""

from collections.abc import Callable
from functools import partial
from itertools import count

from PySide6.QtCore import QMimeData, QObject, Signal

from undivided.app.chat_control import ChatControl
from undivided.app.chat_facts import ChatFacts
from undivided.app.responses.doubtful_insertions import DoubtfulInsertions
from undivided.app.responses.draft_origins import DraftOrigins
from undivided.app.responses.drag_target import DragTarget
from undivided.app.responses.insertion_memory import InsertionMemory
from undivided.app.responses.preferred import Preferred, preferred_of
from undivided.app.responses.response_filling import Ready, ResponseFilling
from undivided.app.session_context import SessionContext
from undivided.library.filling.slots import Filled
from undivided.library.finding.offers import without_offers
from undivided.library.finding.search import Match
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses.match_view import Picked
from undivided.ui.words import insertion_wording as words

POPUP_RESULTS = 6


class InsertionControl(QObject):
    """Connects the composer, the panel's cards and the tabs with the library's file.

    Signals:
        inserted: A chat, the `Response` that is in its draft now, a number that tells the
            insertion from all others, and the responses in whose place it is.

    Attributes:
        facts: What the shown chat knows.
        memory: Where insertions are remembered until they are sent.
        filling: Makes responses ready for a chat.
        drag_target: Says whom a card is for while it is dragged over a chat.
        preferred: Returns what stands first before anything is typed, or None.

    Source: practice 47.
    """

    inserted = Signal(str, object, int, tuple)

    def __init__(self, context: SessionContext, chats: ChatControl) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self.facts = facts = ChatFacts(context, chats)
        self.memory = InsertionMemory()
        self._origins = DraftOrigins(context, self.memory)
        self._doubtful = DoubtfulInsertions(context, self.memory, facts.today)
        self.preferred: Callable[[], Preferred | None] = lambda: None
        self._typed = ""
        self._numbers = count(1)
        self._replaced: dict[int, tuple[ChatId, tuple[Ready, ...]]] = {}
        self._composer = context.window.desk.conversation.composer
        self._composer.slot_mode.set_calendar(facts.today)
        self._composer.responses.set_calendar(facts.today)
        self.filling = ResponseFilling(context, facts)
        self.drag_target = DragTarget(context, self.filling)
        context.canned.fill_with(self.filled)
        self._connect()

    def filled(self, response: Response) -> Filled:
        """Return a response as it would be inserted into the shown chat, for painting."""
        return self.filling.fill(response)

    def insert(self, picked: Picked, *, at: int | None = None) -> None:
        """Insert a response into the composer of the chat that is shown now; nothing is sent.

        Args:
            picked: Which, and in which wording.
            at: UTF-16 position of a drop; None means the typed /word, or else the caret.
        """
        chat_id = self._chats.shown
        if chat_id is None:
            self._context.troubled(words.NOWHERE_TO_INSERT)
        else:
            self._context.start("insert", self._insert(chat_id, picked, at))

    def drop_on_chat(self, chat_id: str, response_id: str, text: str, replaces: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Switch to a chat and insert what was dropped on its tab; nothing is sent."""
        self._chats.pick_and_write(ChatId(chat_id))
        if response_id:
            self.insert(Picked(response_id, replaces=replaces))
        elif text:
            mime = QMimeData()
            mime.setText(text)
            self._composer.editor.insertFromMimeData(mime)

    def open_quick_list(self) -> None:
        """Let a response be searched over the window."""
        if not self._composer.open_quick_list():
            self._context.troubled(words.NOWHERE_TO_INSERT)

    async def offer(
        self, chat_id: ChatId, ready: Ready, *, at: int | None = None, replaces: bool = False
    ) -> None:
        """Insert what is ready; where a fact in it is doubtful, only when the operator is sure.

        Source: practices 35 and 53.
        """

        def insert_other(response_id: str) -> None:
            self.insert(Picked(response_id, replaces=replaces), at=at)

        insert = partial(self._put_and_count, chat_id, at=at, replaces=replaces)
        await self._doubtful.settle(chat_id, ready, insert, insert_other)

    def put_in(self, chat_id: ChatId, ready: Ready, *, at: int | None, replaces: bool) -> bool:
        """Insert what is ready; False, and a sentence, where that cannot be any more."""
        if chat_id != self._chats.shown:
            self._context.troubled(words.other_chat_is_shown(ready.response.title))
            return False
        number = next(self._numbers)
        draft = self._composer.text if replaces else ""
        if not self._composer.insert_response(
            ready.filled,
            at=at,
            replace_draft=replaces,
            number=number if replaces or ready.response.attachments else 0,
        ):
            self._context.troubled(words.NOWHERE_TO_INSERT)
            return False
        replaced = self.memory.waiting(chat_id, draft)
        if replaced:
            self._replaced[number] = (chat_id, replaced)
        self.memory.note(chat_id, ready, replaces=replaces)
        responses = tuple(each.response for each in replaced)
        self.inserted.emit(chat_id, ready.response, number, responses)
        if ready.problem:
            self._context.troubled(ready.problem)
        return True

    def _undone(self, number: int) -> None:
        if number in self._replaced:
            self.memory.put_back(*self._replaced.pop(number))

    # -- finding

    def _want(self, typed: str) -> None:
        self._typed = typed
        self._context.start("popup", self._show_found(typed))

    async def _show_found(self, typed: str) -> None:
        situation, preferred = self.facts.situation(), self.preferred()

        def look_up(store: LibraryStore) -> tuple[list[Match], int, int]:
            found = store.search(typed, situation=situation, limit=POPUP_RESULTS)
            if not typed.strip():
                found = without_offers(found, is_buying=situation.is_buying)
                above = preferred_of(store, preferred, situation)
                first = {match.response.id: match for match in (*above, *found)}
                found = list(first.values())[:POPUP_RESULTS]
            return found, store.count(), store.changes

        found, total, changes = await self._context.library.ask(look_up)
        self.filling.note_changes(changes)
        if typed == self._typed:
            self._composer.responses.show_matches(tuple(found), total, self.filling.fill)

    def _refill(self) -> None:
        self._context.canned.refill()
        self._composer.responses.refill(self.filling.fill)

    # -- inserting

    async def _insert(self, chat_id: ChatId, picked: Picked, at: int | None) -> None:
        ready = await self.filling.ready(picked.response_id, picked.body)
        await self.offer(chat_id, ready, at=at, replaces=picked.replaces)

    def _put_and_count(
        self, chat_id: ChatId, ready: Ready, *, at: int | None, replaces: bool
    ) -> None:
        if self.put_in(chat_id, ready, at=at, replaces=replaces):
            now, key = self.facts.now, ready.response.id
            use = self._context.library.ask(lambda store: store.record_use(key, now))
            self._context.start("count use", use)

    def _connect(self) -> None:
        desk, composer = self._context.window.desk, self._composer
        self.filling.more_known.connect(self._refill)
        # What was replaced before another text was shown can no longer be undone.
        composer.bound.connect(self._replaced.clear)
        composer.editor.insertions.undone.connect(self._undone)
        composer.responses_wanted.connect(self._want)
        composer.response_picked.connect(self.insert)
        composer.response_dropped.connect(
            lambda which, at, replaces: self.insert(Picked(which, replaces=replaces), at=at)
        )
        desk.panel.canned.insert_requested.connect(lambda which: self.insert(Picked(which)))
        desk.panel.canned.replace_requested.connect(
            lambda which: self.insert(Picked(which, replaces=True))
        )
        desk.panel.canned.drag_changed.connect(composer.show_drop_hint)
        desk.column.chats.response_dropped.connect(self.drop_on_chat)
        desk.column.chats.insert_requested.connect(self._insert_into)

    def _insert_into(self, chat_id: str) -> None:
        self._chats.pick_and_write(ChatId(chat_id))
        self.open_quick_list()
