"""Which responses stand in which drafts, kept with the drafts over a new start."""

from msgspec import structs
from PySide6.QtCore import QObject

from undivided.app.draft_marks import NO_MARKS, DraftMarks, Inserted
from undivided.app.responses.insertion_memory import InsertionMemory
from undivided.app.responses.response_filling import Ready, with_inside
from undivided.app.session_context import SessionContext
from undivided.library.errors import ResponseGone
from undivided.protocol.ids import ChatId
from undivided.storage.library.store import LibraryStore


class DraftOrigins(QObject):
    """Gives the memory of insertions to the drafts, and back when their chats are first shown."""

    def __init__(self, context: SessionContext, memory: InsertionMemory) -> None:
        super().__init__(context.window)
        self._context = context
        self._memory = memory
        self._composer = context.window.desk.conversation.composer
        memory.changed = self._keep
        self._composer.bound.connect(self._restore)

    def _keep(self, chat_id: ChatId) -> None:
        waiting, parts = self._memory.kept(chat_id)
        inserted = tuple(
            Inserted(
                response_id=ready.response.id,
                body=ready.body,
                filled=ready.filled,
                was_asked=ready.was_asked,
            )
            for ready in waiting
        )
        marks = self._context.draft_marks.get(chat_id, NO_MARKS)
        marks = structs.replace(marks, inserted=inserted, sent=parts)
        self._context.draft_marks[chat_id] = marks

    def _restore(self) -> None:
        chat_id = self._composer.chat_id
        kept = self._context.draft_marks.get(chat_id, NO_MARKS) if chat_id else NO_MARKS
        if chat_id and kept.inserted and not self._memory.knows(chat_id):
            self._context.start("restore insertions", self._look_up(chat_id, kept))

    async def _look_up(self, chat_id: ChatId, kept: DraftMarks) -> None:
        def found(store: LibraryStore) -> tuple[Ready, ...]:
            return tuple(filter(None, (_ready(store, one) for one in kept.inserted)))

        self._memory.restore(chat_id, await self._context.library.ask(found), kept.sent)


def _ready(store: LibraryStore, one: Inserted) -> Ready | None:
    try:
        response = store.get(one.response_id)
    except ResponseGone:
        return None
    inside = with_inside(store, response, one.body).inside
    return Ready(response, one.body, one.filled, inside=inside, was_asked=one.was_asked)
