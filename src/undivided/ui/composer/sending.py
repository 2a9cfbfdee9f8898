"""Sending a draft: as one message, its first block, or in blocks; asked about first where needed.

It asks to send and takes no text away: that is done when the outbox has taken it.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from undivided.protocol.ids import ChatId
from undivided.protocol.limits import MESSAGE_CHARACTERS
from undivided.ui.composer.composer_editor import ComposerEditor
from undivided.ui.composer.draft_files import DraftFiles
from undivided.ui.composer.send_checks import SendChecks
from undivided.ui.composer.slot_mode import SlotMode
from undivided.ui.composer.splitting import Splitting
from undivided.ui.look.theme import Tokens
from undivided.ui.words import wording

Send = Callable[[ChatId, str], None]


class Sending(QObject):
    """What Send and its keys mean for the bound chat.

    Args:
        editor: Holds the draft.
        files: Go with it.
        slot_mode: Knows its slots.
        warn: Shows a sentence below the text.

    Attributes:
        chat_id: The bound chat; None allows nothing.
        is_allowed: Whether anything may be written there.
        on_its_way: By chat, what the outbox is about to take.
    """

    reasoned = Signal(str, str)
    """Chat and why its text leaves all the same, or ""; said just before one of the next three."""
    send_requested = Signal(str, str)
    """Chat and text, as they were when the key was pressed."""
    part_requested = Signal(str, str)
    """Chat and the beginning of its draft; what is behind it stays the draft."""
    blocks_requested = Signal(str, tuple)
    """Chat and the blocks of its draft, to be sent one after the other."""
    refused = Signal(str)
    """Why a text is not sent, as a sentence."""
    writing_ended = Signal()
    """What was written leaves."""

    def __init__(
        self,
        editor: ComposerEditor,
        files: DraftFiles,
        slot_mode: SlotMode,
        tokens: Tokens,
        warn: Callable[[str], None],
    ) -> None:
        super().__init__(editor)
        self._editor = editor
        self._files = files
        self._slot_mode = slot_mode
        self.chat_id: ChatId | None = None
        self.is_allowed = False
        self.on_its_way: dict[ChatId, str] = {}
        self._is_next_wanted = False
        self._wanted: Send = self._send_whole
        self.checks = SendChecks(editor, slot_mode, tokens, warn)
        self.split = Splitting(tokens, self)
        self._connect(warn)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show its questions in another theme."""
        self.checks.set_tokens(tokens)
        self.split.set_tokens(tokens)

    def bind(self, chat_id: ChatId | None) -> None:
        """Begin with another chat's draft."""
        self.chat_id = chat_id
        self._is_next_wanted = False
        self.checks.begin()
        self.split.preview.close_preview()
        self.split.tell("", is_spoken=False)

    def request(self) -> None:
        """Ask to send the draft, unless it is empty, too long, on its way or to be asked about.

        While a message is on its way to the outbox its text is still shown, so what was typed
        behind it waits until that text is gone and then follows as a message of its own.
        """
        self._try(self._send_whole)

    def request_first(self) -> None:
        """Ask to send the first block; the rest stays as the draft. Source: practice 4."""
        if self.checks.insertion.is_open:
            self.checks.insertion.take_first()
        else:
            self._try(self._send_first)

    def note_on_its_way(self, chat_id: ChatId, text: str) -> None:
        """Take in that the outbox is about to take the beginning of a draft."""
        self.on_its_way[chat_id] = text
        if chat_id == self.chat_id:
            self.writing_ended.emit()

    def taken(self, chat_id: ChatId) -> bool:
        """Take in that the outbox has it; return whether what is behind it is to follow."""
        self.on_its_way.pop(chat_id, None)
        if chat_id != self.chat_id:
            return False
        wanted, self._is_next_wanted = self._is_next_wanted, False
        return wanted

    def escape(self) -> bool:
        """Stop or close what is open, the most pressing first; False when nothing is."""
        if self.split.escape():
            return True
        if self.checks.is_asking:
            self.checks.close()
            return True
        return False

    def open_split(self) -> None:
        """Show the draft in blocks."""
        self._focus()
        self.split.show(self._text)

    @property
    def _text(self) -> str:
        return self._editor.toPlainText().strip()

    def _try(self, send: Send, *, is_sure: bool = False) -> None:
        self._slot_mode.tidy_current()
        chat_id, text = self.chat_id, self._text
        if chat_id is None or not self.is_allowed or not (text or self._files.files):
            return
        if (before := self.on_its_way.get(chat_id)) is not None:
            self._is_next_wanted = text != before
            return
        if len(text) > MESSAGE_CHARACTERS:
            self.refused.emit(wording.too_long(len(text), MESSAGE_CHARACTERS))
            return
        self._wanted = send
        if self.checks.let_through(self._editor.toPlainText(), is_sure=is_sure):
            self.split.preview.close_preview()
            self.reasoned.emit(chat_id, self.checks.reason)
            send(chat_id, text)

    def _send_whole(self, chat_id: ChatId, text: str) -> None:
        self.note_on_its_way(chat_id, text)
        self.send_requested.emit(chat_id, text)

    def _send_first(self, chat_id: ChatId, text: str) -> None:
        first, rest = self.split.cut_first(text)
        if rest:
            self.part_requested.emit(chat_id, first)
        else:
            self._send_whole(chat_id, text)

    def _send_blocks(self, chat_id: ChatId, text: str) -> None:
        blocks = self.split.cut(text)
        if len(blocks) > 1:
            self.blocks_requested.emit(chat_id, blocks)
        else:
            self._send_whole(chat_id, text)

    def _press(self, is_sure: bool) -> None:
        """Send by Enter; Ctrl+Enter answers what is open, or splits a long reply."""
        if not is_sure and self.checks.insertion.is_open:
            self.checks.insertion.ask_again()
        elif not is_sure:
            self.request()
        elif self.checks.is_asking:
            self.checks.confirm()
        elif self.split.preview.is_open:
            self._try(self._send_blocks)
        elif self.is_allowed and self.split.is_long(self._text):
            self.split.show(self._text)
        else:
            self.request()

    def _by_button(self, send: Send, *, is_sure: bool = False) -> None:
        self._focus()
        self._try(send, is_sure=is_sure)

    def send_by_button(self) -> None:
        """Send, and give the keys back to the text."""
        self._by_button(self._send_whole)

    def _focus(self) -> None:
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self, warn: Callable[[str], None]) -> None:
        self._editor.send_pressed.connect(self._press)
        self._editor.first_pressed.connect(self.request_first)
        self.checks.confirmed.connect(lambda: self._by_button(self._wanted, is_sure=True))
        split = self.split
        split.button.clicked.connect(self.open_split)
        split.preview.all_wanted.connect(lambda: self._by_button(self._send_blocks))
        split.preview.first_wanted.connect(lambda: self._by_button(self._send_first))
        split.refused.connect(warn)
