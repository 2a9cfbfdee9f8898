"""A small card beside a new chat: the few steps that answer it well, ticked as they are done.

Source: practice 79.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from undivided.etiquette.coach.playbooks import Playbook, Step
from undivided.ui.controls.icon_button import IconButton
from undivided.ui.look.icons import icon
from undivided.ui.look.plain import plain_label, set_plain_tooltip
from undivided.ui.look.theme import Tokens
from undivided.ui.words import first_steps_words as words

_ROW = 24
_ICON = 14


class FirstStepsCard(QFrame):
    """Shows the steps of one chat; hidden while there are none.

    Signals:
        put_away: The operator does not want them for this chat.
        ticked: A step's mark, and whether the operator calls it done.
    """

    put_away = Signal()
    ticked = Signal(str, bool)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._playbook: Playbook | None = None
        self.steps: list[StepLine] = []
        self.setProperty("look", "card")
        self._title = plain_label("", "section")
        self.hide_button = IconButton(tokens, words.HIDE, "x", kind="flat", is_icon_only=True)
        self.hide_button.clicked.connect(self.put_away)
        head = QHBoxLayout()
        head.setContentsMargins(10, 0, 0, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.hide_button)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(2, 2, 4, 8)
        self._rows.setSpacing(0)
        self._rows.addLayout(head)
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme or text size."""
        self._tokens = tokens
        self.hide_button.set_tokens(tokens)
        for line in self.steps:
            line.set_tokens(tokens)

    def show_steps(self, playbook: Playbook | None, done: Sequence[str] = ()) -> None:
        """Show the steps with what is done of them; None hides the card."""
        self.setVisible(playbook is not None)
        if playbook is None:
            return
        if playbook != self._playbook:
            self._playbook = playbook
            self._fill(playbook)
        for line in self.steps:
            line.set_done(is_done=line.mark in done)
        count = sum(line.isChecked() for line in self.steps)
        self.setAccessibleName(words.spoken(playbook.title, count, len(self.steps)))

    def _fill(self, playbook: Playbook) -> None:
        self._title.setText(playbook.title)
        for line in self.steps:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.steps = [StepLine(step, self._tokens) for step in playbook.steps]
        for line in self.steps:
            line.ticked.connect(self.ticked)
            self._rows.addWidget(line)


class StepLine(QPushButton):
    """One step; pressing it ticks it, or takes the tick back.

    Attributes:
        mark: What sees it done.
    """

    ticked = Signal(str, bool)

    def __init__(self, step: Step, tokens: Tokens) -> None:
        super().__init__()
        self.mark = str(step.mark)
        self._words = step.words
        self._tokens = tokens
        self.setCheckable(True)
        # By Tab only, so that a click leaves the caret in the composer.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setProperty("kind", "link")
        self.setAccessibleName(step.words)
        set_plain_tooltip(self, step.words)
        self.clicked.connect(lambda is_on: self.ticked.emit(self.mark, is_on))
        self.set_tokens(tokens)

    def set_done(self, *, is_done: bool) -> None:
        """Tick it or not; the icon differs in form, so that colour is never alone."""
        if is_done != self.isChecked():
            self.setChecked(is_done)
            self._dress()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        self.setFixedHeight(tokens.px(_ROW))
        self.setIconSize(QSize(tokens.px(_ICON), tokens.px(_ICON)))
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words to the room there is."""
        room = max(20, self.width() - self._tokens.px(_ICON) - 24)
        text = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(text.replace("&", "&&"))

    def nextCheckState(self) -> None:
        """Take the tick at once, before whoever keeps it answers."""
        super().nextCheckState()
        self._dress()

    def _dress(self) -> None:
        tokens, is_done = self._tokens, self.isChecked()
        name, colour = ("check", tokens.ok_mark) if is_done else ("circle", tokens.text_muted)
        self.setIcon(icon(name, colour, tokens.px(_ICON)))
        text = tokens.text_muted if is_done else tokens.text_2
        size = tokens.px(tokens.type.secondary.px)
        self.setStyleSheet(
            f"QPushButton {{ min-height: {tokens.px(_ROW) - 4}px; padding: 0 0 0 8px;"
            f" text-align: left; border: 1px solid transparent; font-weight: 400;"
            f" font-size: {size}px; color: {text}; background: transparent; }}"
            f"QPushButton:hover {{ color: {tokens.text}; text-decoration: none; }}"
            f"QPushButton:focus {{ border: {tokens.ring_px}px solid {tokens.focus};"
            " padding: 0 0 0 7px; }"
        )
