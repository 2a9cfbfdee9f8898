"""Putting it differently: the next wording of what was said last, and a count of what was sent."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from undivided.app.chat_control import ChatControl
from undivided.app.responses.insertion_control import InsertionControl
from undivided.app.responses.insertion_memory import Sent
from undivided.app.responses.response_filling import Ready
from undivided.app.session_context import SessionContext
from undivided.library.filling.wordings import next_wording, wording_mark
from undivided.library.model.parts import Variant
from undivided.protocol.ids import ChatId
from undivided.storage.library.store import LibraryStore
from undivided.ui.words import insertion_wording as words


class RewordingControl(QObject):
    """Offers wordings that were not used in the shown chat yet.

    Args:
        insertion: Puts responses in and knows what was put in.

    Attributes:
        typed: Told when an answer was sent that was typed by hand.

    Source: practice 28.
    """

    def __init__(
        self,
        context: SessionContext,
        chats: ChatControl,
        insertion: InsertionControl,
    ) -> None:
        super().__init__(context.window)
        self.typed: Callable[[], None] = lambda: None
        self._context = context
        self._chats = chats
        self._facts = insertion.facts
        self._memory = insertion.memory
        self._insertion = insertion
        self._next: dict[ChatId, tuple[Ready, Variant]] = {}
        self._composer = context.window.desk.conversation.composer
        self._button = self._composer.tools.reword_button
        self._button.clicked.connect(self.put_differently)
        self._composer.text_changed.connect(lambda _chat, _text: self._offer())
        self._composer.bound.connect(self._offer)
        context.bridge.rows_changed.connect(self._rows_changed)
        chats.accepted.connect(self._accepted)

    def put_differently(self) -> None:
        """Say the last response in its next wording: in its place, or as the next message."""
        chat_id = self._chats.shown
        if chat_id is None:
            return
        draft = self._composer.text
        last = self._memory.latest(chat_id, draft)
        if last is None:
            self._context.troubled(words.NOTHING_TO_REWORD)
            return
        variant = self._unused(chat_id, last)
        if variant is None:
            self._context.troubled(words.no_other_wording(last.response.title))
        elif draft.strip() and last.filled.text not in draft:
            self._next[chat_id] = (last, variant)
            self._context.troubled(words.NEXT_WORDING_WAITS)
        else:
            self._context.start("other wording", self._reword(chat_id, last, variant))

    async def _reword(self, chat_id: ChatId, last: Ready, variant: Variant) -> None:
        ready = await self._insertion.filling.ready(last.response.id, variant.body)
        if chat_id == self._chats.shown and self._composer.exchange(last.filled.text, ready.filled):
            self._memory.exchange(chat_id, last, replace(ready, was_asked=last.was_asked))
        else:
            await self._insertion.offer(chat_id, ready)
        self._offer()

    def _unused(self, chat_id: ChatId, last: Ready) -> Variant | None:
        sent = self._facts.writing.wordings(chat_id, self._thread(chat_id))
        used = {
            each.body
            for each in last.response.variants
            if wording_mark(last.response, each.body) in sent
        }
        used |= self._memory.used(chat_id, last.response.id)
        return next_wording(last.response, used, self._facts.language())

    def _thread(self, chat_id: ChatId) -> str:
        row = self._context.bridge.chats.row_of(chat_id)
        return (row.thread_id if row is not None else None) or ""

    def _rows_changed(self, chats: tuple[ChatId, ...]) -> None:
        if self._chats.shown in chats:
            self._offer()

    def _offer(self) -> None:
        """Show the button while the visitor did not understand and there is another wording."""
        chat_id = self._chats.shown
        last = None if chat_id is None else self._memory.latest(chat_id, self._composer.text)
        self._button.setVisible(
            chat_id is not None
            and last is not None
            and self._context.tongues.is_puzzled(self._facts.last_words())
            and self._unused(chat_id, last) is not None
        )

    # -- what was sent

    def _accepted(self, chat: str, text: str) -> None:
        chat_id = ChatId(chat)
        left = self._context.drafts.get(chat_id, "").strip()
        sent = self._memory.sent(chat_id, text, left)
        self._context.start("count sent", self._count(sent, text))
        marks = tuple(wording_mark(ready.response, ready.body) for ready in sent.counted)
        self._facts.writing.use_wordings(chat_id, self._thread(chat_id), marks)
        waiting = self._next.pop(chat_id, None)
        if waiting is not None and chat_id == self._chats.shown and not self._composer.text:
            self._context.start("other wording", self._reword(chat_id, *waiting))
        self._offer()

    async def _count(self, sent: Sent, text: str) -> None:
        sent_at = self._facts.now

        def count(store: LibraryStore) -> None:
            for ready in sent.counted:
                store.record_sent(ready.response.id, touched=sent.is_touched)
            if sent.is_typed:
                store.record_written(text, sent_at)

        await self._context.library.ask(count)
        if sent.is_typed:
            self.typed()
