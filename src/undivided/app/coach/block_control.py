"""Sends a long reply in blocks: each when the visitor has had time to read the one before.

The rest stays the chat's draft all the while, on the screen and on disk, so that there is nothing
to bring back when the blocks stop: the visitor wrote, the operator did, the line is gone, or the
program is.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from undivided.app.chat_control import ChatControl
from undivided.app.session_context import SessionContext
from undivided.desk.values import Author, DeskStatus, LinkState, Message
from undivided.etiquette.coach.blocks import reading_pause_s
from undivided.protocol.ids import ChatId
from undivided.session.commands import ShowTyping
from undivided.ui.words import coach_wording as words

TICK_MS = 1_000
TYPING_EVERY_S = 3
"""A visitor's side forgets the typing mark after 5 s, so it is renewed before."""


@dataclass(slots=True)
class _Run:
    """Blocks of one chat that are under way.

    Attributes:
        blocks: Those that were not handed to the outbox yet, the next one first.
        sent: What the outbox is about to take, or "" during a pause.
        count: Of all blocks.
        left_s: Seconds until the next one.
    """

    blocks: list[str]
    count: int
    sent: str = ""
    left_s: int = 0

    @property
    def number(self) -> int:
        """The running number of the next block."""
        return self.count - len(self.blocks) + 1


class BlockControl(QObject):
    """Lets at most one reply per chat leave in blocks, in several chats at once.

    Source: practice 3, and B3 of the list of practices.
    """

    def __init__(self, context: SessionContext, chats: ChatControl) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._composer = context.window.desk.conversation.composer
        self._split = self._composer.sending.split
        self._runs: dict[ChatId, _Run] = {}
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._count_down)
        self._connect()

    def start(self, chat_id: str, blocks: tuple[str, ...]) -> None:
        """Send the first block now, and the others after their pauses."""
        run = self._runs[ChatId(chat_id)] = _Run(list(blocks), len(blocks))
        self._send_next(ChatId(chat_id), run)

    def stop(self, chat_id: ChatId, why: str = "") -> None:
        """Send no more blocks of a chat; the rest is its draft. `why` is a sentence to be shown."""
        run = self._runs.pop(chat_id, None)
        if run is None:
            return
        if not self._runs:
            self._tick.stop()
        self._show_typing(chat_id, is_typing=False)
        if chat_id == self._chats.shown:
            self._split.tell("", is_spoken=False)
            if why:
                self._composer.warn(why)

    # What may happen meanwhile

    def _accepted(self, chat: str, text: str) -> None:
        chat_id = ChatId(chat)
        run = self._runs.get(chat_id)
        if run is None:
            return
        if text != run.sent or not run.blocks:
            self.stop(chat_id)
            return
        run.sent = ""
        run.left_s = round(reading_pause_s(text))
        self._show_typing(chat_id, is_typing=True)
        self._tell(chat_id, run, is_spoken=True)
        self._tick.start()

    def _count_down(self) -> None:
        for chat_id, run in list(self._runs.items()):
            if run.sent:
                continue
            run.left_s -= 1
            if run.left_s <= 0:
                self._send_next(chat_id, run)
                continue
            if run.left_s % TYPING_EVERY_S == 0:
                self._show_typing(chat_id, is_typing=True)
            self._tell(chat_id, run, is_spoken=False)

    def _send_next(self, chat_id: ChatId, run: _Run) -> None:
        block = run.blocks.pop(0)
        run.sent, run.left_s = block, 0
        draft = self._context.drafts.get(chat_id, "").strip()
        if not draft.startswith(block):
            self.stop(chat_id, words.REST_KEPT)
        elif run.blocks:
            self._chats.send_part(chat_id, block)
        else:
            self._composer.sending.note_on_its_way(chat_id, block)
            self._chats.send(chat_id, block)

    def _send_now(self) -> None:
        chat_id = self._chats.shown
        run = self._runs.get(chat_id) if chat_id else None
        if chat_id is not None and run is not None and not run.sent:
            self._send_next(chat_id, run)

    def _typed(self, chat: str, text: str) -> None:
        """Stop where the operator changes the rest; sending a block is no change of it."""
        run = self._runs.get(ChatId(chat))
        if run is not None and not run.sent and text.split() != " ".join(run.blocks).split():
            self.stop(ChatId(chat), words.REST_KEPT)

    def _arrived(self, chat: str, messages: tuple[Message, ...]) -> None:
        if any(message.author is Author.VISITOR for message in messages):
            row = self._context.bridge.chats.row_of(ChatId(chat))
            name = row.visitor.shown_name if row is not None else ""
            self.stop(ChatId(chat), words.blocks_stopped(name))

    def _status_changed(self, status: DeskStatus) -> None:
        if status.link.state is not LinkState.LIVE:
            for chat_id in list(self._runs):
                self.stop(chat_id, words.REST_OFFLINE)

    def _rows_changed(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in self._runs.keys() & set(chats):
            row = self._context.bridge.chats.row_of(chat_id)
            if row is None or not row.is_active:
                self.stop(chat_id)

    def _removed(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in chats:
            self.stop(chat_id)

    def _bound(self) -> None:
        chat_id = self._composer.chat_id
        run = self._runs.get(chat_id) if chat_id else None
        if chat_id is not None and run is not None:
            self._tell(chat_id, run, is_spoken=False)

    # How it is shown

    def _tell(self, chat_id: ChatId, run: _Run, *, is_spoken: bool) -> None:
        if chat_id == self._chats.shown:
            sentence = words.block_waits(run.number, run.count, run.left_s)
            self._split.tell(sentence, is_spoken=is_spoken)

    def _show_typing(self, chat_id: ChatId, *, is_typing: bool) -> None:
        if self._context.connection is not None:
            self._context.connection.do(ShowTyping(chat_id, is_typing))

    def _connect(self) -> None:
        composer, bridge = self._composer, self._context.bridge
        composer.blocks_requested.connect(self.start)
        composer.text_changed.connect(self._typed)
        # Whatever the operator sends now is sent at once; the clock must not send it again.
        composer.send_requested.connect(lambda chat, _text: self.stop(ChatId(chat)))
        composer.part_requested.connect(lambda chat, _text: self.stop(ChatId(chat)))
        composer.bound.connect(self._bound)
        self._split.now_wanted.connect(self._send_now)
        self._split.stopped.connect(self._stop_shown)
        self._chats.accepted.connect(self._accepted)
        self._chats.refused.connect(lambda chat: self.stop(ChatId(chat)))
        bridge.transcripts.arrived.connect(self._arrived)
        bridge.status_changed.connect(self._status_changed)
        bridge.rows_changed.connect(self._rows_changed)
        bridge.chats_removed.connect(self._removed)

    def _stop_shown(self) -> None:
        if self._chats.shown is not None:
            self.stop(self._chats.shown, words.REST_KEPT)
