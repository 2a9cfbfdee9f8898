"""What differs between an operator's responses and the shared ones, and how it may go on."""

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from undivided.library.model.responses import Response
from undivided.library.sharing.news import Choice
from undivided.library.sharing.three_way import difference
from undivided.ui.controls.key_buttons import Button
from undivided.ui.look.flow_layout import Flow
from undivided.ui.look.plain import wrapped_label
from undivided.ui.look.row_style import row_style
from undivided.ui.look.theme import Tokens
from undivided.ui.responses import sharing_words as words
from undivided.ui.responses.editor.difference_view import DifferenceView
from undivided.ui.responses.sharing_words import Kind
from undivided.ui.sheets.sheet import Sheet

WIDTH = 820
_LIST_WIDTH = 230
_HEIGHT = 300


class Matter(Struct, frozen=True, kw_only=True):
    """A response that is not as the others have it.

    Attributes:
        mine: The row of this library.
        theirs: What the server has, or None when it has none yet.
        reason: Why the server does not take it, as a sentence.
    """

    kind: Kind
    mine: Response
    theirs: Response | None = None
    reason: str = ""


_CHOICES: dict[Kind, tuple[tuple[Choice, str], ...]] = {
    Kind.CONFLICT: tuple((choice, words.BUTTONS[choice]) for choice in Choice),
    Kind.BEHIND: ((Choice.MINE, words.KEEP_OVERRIDE), (Choice.THEIRS, words.BACK)),
    Kind.OVERRIDE: ((Choice.THEIRS, words.BACK),),
    Kind.REFUSED: (),
}


class SharingSheet(Sheet):
    """The matters on the left; on the right what is different, and the choices.

    Args:
        matters: What needs a decision first.
        subtitle: How sharing stands.
    """

    decided = Signal(str, object)
    """The response's id and the `Choice`; the matter leaves the list."""

    def __init__(
        self, window: QWidget, tokens: Tokens, matters: tuple[Matter, ...], subtitle: str
    ) -> None:
        super().__init__(window, tokens, words.TITLE, subtitle=subtitle, keep="Close", width=WIDTH)
        self._matters = list(matters)
        self.list = QListWidget()
        self.list.setAccessibleName("Responses that differ")
        self.explanation = wrapped_label("", "muted")
        self.difference = DifferenceView(tokens)
        self.choices = {
            choice: Button(words.BUTTONS[choice], tokens, is_big=True) for choice in Choice
        }
        self._nothing = wrapped_label(words.NO_MATTERS, "muted")
        self._columns = QWidget()
        self._build_columns()
        for choice, button in self.choices.items():
            button.clicked.connect(lambda _=False, choice=choice: self._decide(choice))
        self.list.currentRowChanged.connect(self._show)
        self._list_all()

    def open(self, first: QWidget | None = None) -> None:
        """Show it with the keys in the list."""
        super().open(first or (self.list if self._matters else None))

    def choose(self, response_id: str) -> None:
        """Show what differs of this response first, if it is among them."""
        ids = [matter.mine.id for matter in self._matters]
        if response_id in ids:
            self.list.setCurrentRow(ids.index(response_id))

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        super().set_tokens(tokens)
        self._fit_list(tokens)
        self.difference.setMinimumHeight(tokens.px(_HEIGHT))

    def _build_columns(self) -> None:
        self._fit_list(self.tokens)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.difference.setMinimumHeight(self.tokens.px(_HEIGHT))
        buttons = Flow()
        for button in self.choices.values():
            buttons.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(6)
        self._heading = wrapped_label("", "strong")
        right.addWidget(self._heading)
        right.addWidget(self.explanation)
        right.addWidget(self.difference, 1)
        right.addLayout(buttons)
        columns = QHBoxLayout(self._columns)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(20)
        # In a narrow window with large text the list leaves most of the room to the texts.
        columns.addWidget(self.list, 1)
        columns.addLayout(right, 2)
        self.body.addWidget(self._columns)
        self.body.addWidget(self._nothing)

    def _fit_list(self, tokens: Tokens) -> None:
        self.list.setStyleSheet(row_style(tokens, "QListWidget", row_px=52))
        self.list.setMaximumWidth(tokens.px(_LIST_WIDTH))

    def _list_all(self) -> None:
        self.list.clear()
        for matter in self._matters:
            self.list.addItem(words.matter_line(matter.mine.title, matter.kind))
        self._columns.setVisible(bool(self._matters))
        self._nothing.setVisible(not self._matters)
        self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._matters):
            return
        matter = self._matters[row]
        offered = dict(_CHOICES[matter.kind])
        self._heading.setText(words.DIFFERENCE if matter.theirs else words.NEVER_SHARED)
        self.explanation.setText(words.explanation(matter.kind, matter.reason))
        for choice, button in self.choices.items():
            button.setVisible(choice in offered)
            if choice in offered:
                button.relabel(offered[choice])
                button.explain(words.effect(matter.kind, choice))
        before = matter.theirs or Response(title="", body="")
        self.difference.show_changes(difference(before, matter.mine))

    def _decide(self, choice: Choice) -> None:
        row = self.list.currentRow()
        matter = self._matters.pop(row)
        self.decided.emit(matter.mine.id, choice)
        self._list_all()
        if self._matters:
            self.list.setCurrentRow(min(row, len(self._matters) - 1))
            self.list.setFocus()
        else:
            self.keep_button.setFocus()
