"""Splitting a long reply: the preview of its blocks, and what is shown while they leave."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from undivided.etiquette.coach.blocks import blocks_of, first_block
from undivided.etiquette.pace import BLOCK_WORDS, words_in
from undivided.ui.composer.question_bar import QuestionBar
from undivided.ui.composer.split_preview import SplitPreview
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.keys import key_of
from undivided.ui.look.plain import set_plain_tooltip
from undivided.ui.look.theme import Tokens
from undivided.ui.words import coach_wording as words


class Splitting(QObject):
    """Owns the preview, the bar of the blocks under way, and the button that opens the preview.

    Args:
        tokens: The theme.

    Attributes:
        cut: Returns a text's blocks; whoever knows the chat's language sets a better one.
        cut_first: Returns its first block and the rest.
        block_words: Words after which there is something to split.

    Source: practices 3 and 4.
    """

    now_wanted = Signal()
    """Send the next block without waiting on."""
    stopped = Signal()
    """Send no more blocks; the rest is the draft."""
    refused = Signal(str)
    """Why a text cannot be split, as a sentence."""

    def __init__(self, tokens: Tokens, parent: QObject) -> None:
        super().__init__(parent)
        self.block_words = BLOCK_WORDS
        self.cut: Callable[[str], tuple[str, ...]] = blocks_of
        self.cut_first: Callable[[str], tuple[str, str]] = first_block
        self.preview = SplitPreview(tokens)
        self.button = Button(words.SPLIT, tokens, kind=Kind.FLAT, icon="text-align-start")
        # The strip below shows the key already.
        set_plain_tooltip(self.button, words.SPLIT_TIP, key=key_of("split").shown)
        self.button.hide()
        self.now_button = Button(words.SEND_NOW, tokens)
        self.stop_button = Button(words.STOP, tokens, key="Esc")
        self.bar = QuestionBar(
            tokens, self.now_button, self.stop_button, icon="clock", is_warning=False
        )
        self.now_button.clicked.connect(self.now_wanted)
        self.stop_button.clicked.connect(self.stopped)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        for part in (self.preview, self.bar, self.button):
            part.set_tokens(tokens)

    def follow(self, text: str, *, can_write: bool) -> None:
        """Take in another text; an open preview follows it, or goes."""
        is_long = can_write and self.is_long(text)
        self.button.setVisible(is_long)
        if self.preview.is_open:
            self.preview.show_blocks(self.cut(text) if is_long else ())

    def is_long(self, text: str) -> bool:
        """Return whether a text has more words than one block may have."""
        return words_in(text) > self.block_words

    def show(self, text: str) -> None:
        """Show a text's blocks, or say why a long one has none."""
        blocks = self.cut(text)
        if len(blocks) > 1:
            self.preview.show_blocks(blocks)
        elif self.is_long(text):
            self.refused.emit(words.CANNOT_SPLIT)

    def tell(self, sentence: str, *, is_spoken: bool) -> None:
        """Say which block is next, and when; "" says that none is any more."""
        self.bar.setVisible(bool(sentence))
        if sentence:
            self.bar.say(sentence, is_spoken=is_spoken)

    def escape(self) -> bool:
        """Stop the blocks under way, or close the preview; False when there is neither."""
        if self.bar.is_open:
            self.stopped.emit()
            return True
        if self.preview.is_open:
            self.preview.close_preview()
            return True
        return False
