"""The composer: one frame with the text field, its tools and the Send button, bound to one chat.

It asks to send and never clears itself: the text goes away when the outbox has taken it.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from undivided.desk.values import Reach
from undivided.library.filling.slots import Filled
from undivided.library.model.parts import Attachment
from undivided.protocol.ids import ChatId
from undivided.protocol.limits import MESSAGE_CHARACTERS
from undivided.ui.composer.asked_row import AskedRow
from undivided.ui.composer.coach_strip import CoachStrip
from undivided.ui.composer.coaching import Coaching
from undivided.ui.composer.composer_editor import ComposerEditor
from undivided.ui.composer.composer_frame import ComposerFrame
from undivided.ui.composer.composer_tools import ComposerTools
from undivided.ui.composer.draft_files import DraftFiles
from undivided.ui.composer.language_button import LanguageButton
from undivided.ui.composer.left_slots import LeftSlots
from undivided.ui.composer.response_query import ResponseQuery
from undivided.ui.composer.sending import Sending
from undivided.ui.composer.slot_mode import SlotMode
from undivided.ui.composer.slot_text import SlotMark
from undivided.ui.composer.spelling import ComposerSpelling
from undivided.ui.composer.typing_sign import TypingSign
from undivided.ui.look.announce import announce
from undivided.ui.look.theme import Tokens
from undivided.ui.words import wording


class Composer(QWidget):
    """Where the operator writes; one for the whole window, re-bound to the chosen chat.

    Args:
        tokens: The theme.
        count_words: Returns how many words a text has, for the meter.
    """

    send_requested = Signal(str, str)
    """Chat and text, as they were when the key was pressed."""
    part_requested = Signal(str, str)
    """Chat and the beginning of its draft; what is behind it stays the draft."""
    blocks_requested = Signal(str, tuple)
    """Chat and the blocks of its draft, to be sent one after the other."""
    text_changed = Signal(str, str)
    """Chat and its whole draft."""
    typing_changed = Signal(bool)
    """The operator writes in the bound chat, or no longer does."""
    responses_wanted = Signal(str)
    """What is searched; answer with `responses.show_matches`."""
    response_picked = Signal(object)
    """A `Picked`; answer with `insert_response`."""
    response_dropped = Signal(str, int, bool)
    """A response's id, the UTF-16 position of the drop and whether it replaces the draft; answer
    with `insert_response`."""
    unfilled_blank = Signal(str)
    """Sending was stopped because this blank is empty or its words do not fit."""
    came_forward = Signal()
    """It has the keys, and nothing may lie over it: a response is in it, or asked about."""
    bound = Signal()
    """Another chat is shown, or none."""
    said = Signal(str)
    """A sentence about a paste that was cut or a text that is too long, also shown below."""

    def __init__(
        self, tokens: Tokens, count_words: Callable[[str], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._chat_id: ChatId | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._reason = ""
        self._is_online = True
        self._name = ""
        self._left_slots = LeftSlots()
        self._last: tuple[str, tuple[SlotMark, ...]] = ("", ())
        self._is_binding = False
        self._typing = TypingSign(self)
        self._typing.changed.connect(self.typing_changed)
        self._frame = ComposerFrame(tokens)
        self.editor = ComposerEditor(tokens)
        self.files = DraftFiles(self.editor, tokens)
        self.asked = AskedRow(tokens)
        self.coach = CoachStrip(tokens, count_words)
        self.coaching = Coaching(self.editor, self.coach)
        self.spelling = ComposerSpelling(self.editor)
        self.language_button = LanguageButton(tokens)
        self.slot_mode = SlotMode(self.editor, tokens)
        self.sending = Sending(self.editor, self.files, self.slot_mode, tokens, self.warn)
        self.question = self.sending.checks.question
        self.responses = ResponseQuery(self.editor, tokens, self._frame)
        self.popup = self.responses.popup
        self.tools = ComposerTools(tokens)
        self.responses_button = self.tools.responses_button
        self.send_button = self.tools.send_button
        self._build()
        self._connect()
        self.set_tokens(tokens)
        self.bind(None, "")

    # -- binding

    @property
    def chat_id(self) -> ChatId | None:
        """The chat that the text belongs to."""
        return self._chat_id

    @property
    def text(self) -> str:
        """The draft as it is shown."""
        return self.editor.toPlainText()

    def bind(
        self,
        chat_id: ChatId | None,
        draft: str,
        *,
        name: str = "",
        files: tuple[Attachment, ...] = (),
    ) -> None:
        """Show another chat's draft; text and files of the one before stay with their chat.

        Args:
            chat_id: None when no chat is chosen.
            draft: The kept draft of that chat.
            files: Its kept files.
            name: Whom the operator writes to.
        """
        self._typing.end()
        self._left_slots.keep(self._chat_id, self.text, self.editor.slots())
        self._chat_id = chat_id
        self._is_binding = True
        self.editor.set_text(draft, self._left_slots.take(chat_id, draft))
        self._is_binding = False
        self._last = draft, self.editor.slots()
        self.files.bind(chat_id, files)
        self.coach.say("")
        self.sending.bind(chat_id)
        self.question.set_reach(Reach.NOW, 0, name)
        self.coaching.follow(is_other=True)
        self.set_visitor_name(name)
        self._show_state()
        self.bound.emit()

    def remember_slots(self, chat_id: ChatId, draft: str, slots: tuple[SlotMark, ...]) -> None:
        """Let a draft have these slots when its chat is shown, if its text is still the same."""
        self._left_slots.keep(chat_id, draft, slots)

    def set_visitor_name(self, name: str) -> None:
        """Name whom the operator writes to, in the empty field and to screen readers."""
        self._name = name
        self.editor.setAccessibleName(wording.message_to(name))
        self.editor.setPlaceholderText(wording.write_to(name) if self._chat_id else "")

    def set_disabled_reason(self, reason: str) -> None:
        """Stop writing and say why; "" allows it again. The draft stays visible."""
        if reason != self._reason:
            self._reason = reason
            self._show_state()

    def set_online(self, is_online: bool) -> None:
        """Say on the button whether a message leaves now or waits for the connection."""
        if is_online != self._is_online:
            self._is_online = is_online
            if self.coach.hint == wording.LEAVES_LATER:
                self.coach.say("")
            self._show_state()

    def set_reach(self, reach: Reach, unseen: int) -> None:
        """Take in whether the chat may be answered as it is shown; Send asks when it may not."""
        self.question.set_reach(reach, unseen, self._name)

    def set_send_on_enter(self, is_on: bool) -> None:
        """Let Enter send and Shift+Enter break the line, or the other way round."""
        self.editor.sends_on_enter = is_on
        self.send_button.key = "Enter" if is_on else "Shift+Enter"
        self._show_state()

    def set_block_words(self, count: int) -> None:
        """Let blocks have so many words."""
        self.coach.set_block_words(count)
        self.sending.split.block_words = count
        self.coaching.follow()
        self._show_state()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        for part in (
            self._frame,
            self.editor,
            self.coach,
            self.sending,
            self.slot_mode,
            self.responses,
            self.files,
            self.asked,
            self.tools,
            self.language_button,
        ):
            part.set_tokens(tokens)

    def show_drop_hint(self, is_shown: bool) -> None:
        """Show, while a card is being dragged, that it may land here and what then happens."""
        self._frame.set_inviting(is_shown and not self._reason and self._chat_id is not None)
        self.coach.say(wording.DROP_HINT if is_shown else "")

    def open_quick_list(self) -> bool:
        """Open the quick list; False where nothing can be written now."""
        if self.editor.isReadOnly():
            return False
        self.responses.quick.open()
        return True

    def focus_text(self) -> None:
        """Give the keys to the text field."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def come_forward(self) -> None:
        """Give the keys to the text field, and let it be seen whole."""
        self.focus_text()
        self.came_forward.emit()

    # -- sending

    def request_send(self) -> None:
        """Ask to send the draft, as Enter does."""
        self.sending.request()

    def clear_after_accepted(self, chat_id: ChatId, text: str) -> None:
        """Take away the text that the outbox now holds; what was typed since stays."""
        is_next_wanted = self.sending.taken(chat_id)
        self._left_slots.take(chat_id, text)
        if chat_id != self._chat_id:
            return
        shown = self.text
        if shown.strip() == text:
            rest = ""
        elif shown.lstrip().startswith(text):
            rest = shown.lstrip()[len(text) :].lstrip()
        else:
            return
        self.editor.set_text(rest)
        self.coach.say("" if self._is_online else wording.LEAVES_LATER)
        announce(self.editor, self.coach.hint)
        if is_next_wanted and rest:
            self.request_send()

    def keep_after_refused(self, chat_id: ChatId, sentence: str) -> None:
        """Keep the text because it could not be stored, and say why."""
        self.sending.taken(chat_id)
        if chat_id == self._chat_id:
            self._say(sentence)

    def insert_response(
        self,
        filled: Filled,
        *,
        at: int | None = None,
        replace_draft: bool = False,
        number: int = 0,
    ) -> bool:
        """Insert a filled response as one undo step and go to its first blank.

        Args:
            filled: As `library.filling.slots.fill` returns it, in code points.
            at: UTF-16 position of a drop; None means the typed /word, or else the caret.
            replace_draft: It takes the place of the whole draft.
            number: By which `editor.insertions` tells when it is undone; 0 is never told.

        Returns:
            False where nothing can be written now.
        """
        if self._reason or self._chat_id is None:
            return False
        self.editor.insert_filled(filled, at, replace_all=replace_draft, number=number)
        self.responses.close()
        self.come_forward()
        return True

    def exchange(self, old: str, filled: Filled) -> bool:
        """Put a response in the place of a text that stands in the draft unchanged.

        Returns:
            False when it does not, so nothing is done.
        """
        if self._reason or self._chat_id is None or not self.editor.exchange(old, filled):
            return False
        self.focus_text()
        return True

    # -- inside

    def _build(self) -> None:
        self.tools.add(self.files.button)
        self.tools.add_before_send(self.language_button)
        self.tools.add_before_send(self.sending.split.button)
        self._frame.hold(self.asked, self.editor, self.files.chips, self.tools)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 0, 20, 0)
        outer.setSpacing(0)
        split = self.sending.split
        checks = self.sending.checks
        for part in (self.question, checks.gate, checks.insertion, split.bar, split.preview):
            outer.addWidget(part)
        outer.addWidget(self._frame)
        outer.addWidget(self.coach)

    def _connect(self) -> None:
        editor = self.editor
        editor.textChanged.connect(self._follow_text)
        editor.typed.connect(lambda: self._typing.follow(has_text=bool(self.text.strip())))
        editor.response_dropped.connect(self.response_dropped)
        editor.text_cut.connect(self._say_cut)
        editor.focus_changed.connect(self._follow_focus)
        editor.dismiss_advice = lambda: self.sending.escape() or self.coaching.dismiss()
        sending = self.sending
        sending.send_requested.connect(self.send_requested)
        sending.part_requested.connect(self.part_requested)
        sending.blocks_requested.connect(self.blocks_requested)
        sending.refused.connect(self._say)
        sending.writing_ended.connect(self._typing.end)
        sending.checks.unfilled_blank.connect(self.unfilled_blank)
        sending.checks.held.connect(self.coach.show_state)
        self.coaching.split_wanted.connect(sending.open_split)
        self.coaching.list_wanted.connect(self.responses.quick.open)
        self.files.changed.connect(self._show_state)
        editor.files_over.connect(self._frame.set_inviting)
        self.slot_mode.problem_found.connect(self.warn)
        self.responses.wanted.connect(self.responses_wanted)
        self._frame.clicked.connect(self.focus_text)
        self.popup.opened.connect(self.slot_mode.pickers.close)
        self.responses.picked.connect(self.response_picked)
        self.send_button.clicked.connect(sending.send_by_button)
        self.responses_button.clicked.connect(self._start_query)

    def _follow_text(self) -> None:
        blanks = tuple(blank.name for blank in self.editor.blanks())
        text = self.text
        self.coach.show_text(text, blanks)
        self.coaching.refresh()
        # The words of a blank that were kept are the same text, and no blank any more.
        shown = text, self.editor.slots()
        if self._is_binding or shown == self._last:
            return
        self._last = shown
        self.coach.say("")
        self.coaching.follow()
        self.sending.checks.follow(text)
        self._show_state()
        if self._chat_id is not None:
            self.text_changed.emit(self._chat_id, text)

    def _start_query(self) -> None:
        self.focus_text()
        self.editor.start_query()

    def _follow_focus(self, has_focus: bool) -> None:
        self._frame.set_focused(has_focus)
        if not has_focus:
            self.slot_mode.pickers.close()

    def _say_cut(self, kept: int, given: int) -> None:
        self._say(wording.paste_cut(kept, given, MESSAGE_CHARACTERS))

    def _say(self, sentence: str) -> None:
        self.warn(sentence)
        self.said.emit(sentence)

    def warn(self, sentence: str) -> None:
        """Show a sentence below the text, and say it."""
        self.coach.say(sentence, is_warning=True)
        announce(self.editor, sentence)

    def _show_state(self) -> None:
        can_write = self._chat_id is not None and not self._reason
        self.editor.setReadOnly(not can_write)
        self.responses_button.setEnabled(can_write)
        self.files.set_allowed(is_allowed=can_write)
        if can_write != self.sending.is_allowed:
            self.sending.is_allowed = can_write
            self.coaching.follow()
        self.sending.split.follow(self.text.strip(), can_write=can_write)
        self.tools.show_send(
            can_send=can_write and bool(self.text.strip() or self.files.files),
            is_online=self._is_online,
            has_blank=bool(self.editor.blanks()),
            reason=self._reason,
        )
        state = ""
        if self._reason:
            state = self._reason
        elif self.text:
            state = wording.DRAFT_KEPT if self._is_online else wording.DRAFT_KEPT_HERE
        self.coach.show_state(state)
