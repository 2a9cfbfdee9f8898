"""The files of the bound chat's draft: their chips, the button that adds more, pastes and drops."""

from PySide6.QtCore import QObject, Qt, Signal

from undivided.library.model.parts import Attachment
from undivided.protocol.ids import ChatId
from undivided.ui.composer.attachment_chips import AttachmentChips
from undivided.ui.composer.composer_editor import ComposerEditor
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.keys import key_of
from undivided.ui.look.announce import announce
from undivided.ui.look.theme import Tokens
from undivided.ui.words import wording


class DraftFiles(QObject):
    """Says what is wanted of a draft's files; `show` is the answer, and nothing is opened here.

    Args:
        editor: The text field; files may be pasted and dropped there.

    Signals:
        wanted: Files are to be chosen for the draft of this chat.
        given: A chat, and the `GivenFiles` that were pasted or dropped.
        removed: A chat, and the `Attachment` that is to be taken off its draft.
        changed: The bound chat's draft has other files than before.
        shown: Files are shown, of this chat or of another one.
    """

    wanted = Signal(str)
    given = Signal(str, object)
    removed = Signal(str, object)
    changed = Signal()
    shown = Signal()

    def __init__(self, editor: ComposerEditor, tokens: Tokens) -> None:
        super().__init__(editor)
        self._chat_id: ChatId | None = None
        self._is_allowed = False
        self.chips = AttachmentChips(tokens)
        key = key_of("attach_files").shown
        self.button = Button("", tokens, kind=Kind.FLAT, icon="paperclip", name="Attach files")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.explain(f"Attach files: choose, paste or drop them ({key})")
        self.button.clicked.connect(self.want)
        editor.files_given.connect(self._give)
        self.chips.remove_requested.connect(self._remove)
        self.chips.left.connect(lambda: editor.setFocus(Qt.FocusReason.OtherFocusReason))

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The files as they are shown."""
        return self.chips.files

    def bind(self, chat_id: ChatId | None, files: tuple[Attachment, ...]) -> None:
        """Show another chat's files."""
        self._chat_id = chat_id
        self.chips.show_files(files)
        self.shown.emit()

    def show(self, files: tuple[Attachment, ...]) -> None:
        """Show the files that the bound chat's draft has now, and say so to screen readers."""
        if files != self.chips.files:
            announce(self.button, wording.files_attached(len(files)))
        self.chips.show_files(files)
        self.shown.emit()
        self.changed.emit()

    def set_allowed(self, *, is_allowed: bool) -> None:
        """Let files be added and removed, or not."""
        self._is_allowed = is_allowed
        self.button.setEnabled(is_allowed)
        self.chips.setEnabled(is_allowed)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self.chips.set_tokens(tokens)
        self.button.set_tokens(tokens)

    def want(self) -> None:
        """Ask for files, while the chat may be written in."""
        if self._chat_id is not None and self._is_allowed:
            self.wanted.emit(self._chat_id)

    def _give(self, given: object) -> None:
        if self._chat_id is not None and self._is_allowed:
            self.given.emit(self._chat_id, given)

    def _remove(self, file: Attachment) -> None:
        if self._chat_id is not None and self._is_allowed:
            self.removed.emit(self._chat_id, file)
