"""The sheet that shows the whole library: places on the left, their responses, what to do below."""

from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from undivided.library.model.responses import folder_path, tag_words
from undivided.ui.controls.fields import Field
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.flow_layout import Flow
from undivided.ui.look.plain import plain_label, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.manager import manager_words as words
from undivided.ui.responses.manager import places
from undivided.ui.responses.manager.ask_line import AskLine
from undivided.ui.responses.manager.place_tree import PlaceTree
from undivided.ui.responses.manager.places import Place, Row
from undivided.ui.responses.manager.response_rows import ResponseRows
from undivided.ui.sheets.sheet import Sheet

WIDTH = 1080
_TREE_WIDTH = 232
_AROUND, _LEAST, _MOST = 286, 160, 560
"""Of the height: what stands above and below the lists, and what these have at least and most."""
_FOLDER_HINT = "Delivery/Abroad"
_TAG_HINT = "parcel, abroad"


class _Question(Enum):
    MOVE = auto()
    TAG = auto()
    UNTAG = auto()


class LibraryManager(Sheet):
    """Looks after many responses at once; the caller does it and shows the rows anew."""

    place_chosen = Signal(object)
    """A `Place`, or other words in `search`: answer with `show_rows`."""
    opened = Signal(object)
    """A `Response` to change, or a proposal without an id to be made one."""
    new_requested = Signal()
    move_requested = Signal(list, object)
    """Ids, and the path of a folder."""
    folder_moved = Signal(object, object)
    """The path of a folder, and its new one."""
    tags_requested = Signal(list, tuple, tuple)
    """Ids, tags to add, tags to remove."""
    delete_requested = Signal(list)
    decline_requested = Signal(list)
    """Texts that were typed by hand and are not to be proposed again."""
    keep_typed_toggled = Signal(bool)
    import_undo_requested = Signal()
    undo_requested = Signal()
    """Take back what was done last."""

    def __init__(self, window: QWidget, tokens: Tokens) -> None:
        super().__init__(
            window, tokens, words.TITLE, subtitle=words.SUBTITLE, keep="Close", width=WIDTH
        )
        self._folders: tuple[tuple[str, ...], ...] = ()
        self._tags: tuple[str, ...] = ()
        self._question = _Question.MOVE
        self.tree = PlaceTree(tokens)
        self.rows = ResponseRows(tokens)
        self.search = Field("Search this list", tokens, icon="search", hint=words.SEARCH, height=32)
        self.search.own_keys = frozenset({Qt.Key.Key_Down.value})
        self.ask_line = AskLine(tokens)
        self.count = plain_label("", "muted")
        self.empty = wrapped_label("", "secondary")
        self.empty.hide()
        self.new_button = self._button(words.NEW, "plus")
        self.edit_button = self._button(words.EDIT, "pencil")
        self.move_button = self._button(words.MOVE, "folder")
        self.tag_button = self._button(words.TAG, "tag")
        self.untag_button = self._button(words.UNTAG, "tag")
        self.rename_button = self._button(words.RENAME_FOLDER, "pencil")
        self.delete_button = self._button(words.DELETE, "trash-2", kind=Kind.DANGER)
        self.decline_button = self._button(words.DECLINE, "x")
        self.typed_button = Button("", tokens, kind=Kind.LINK)
        self.import_button = Button(words.UNDO_IMPORTS, tokens, kind=Kind.LINK, icon="undo-2")
        self.import_button.hide()
        self._keeps_typed = True
        self._build_parts()
        self._connect()
        self._fit(tokens)
        self._follow()

    @property
    def place(self) -> Place:
        """Where it looks."""
        return self.tree.place

    def open(self, first: QWidget | None = None) -> None:
        """Show it with the keys in the list of places."""
        super().open(first or self.tree)

    def know(
        self,
        folders: tuple[tuple[tuple[str, ...], int], ...],
        tags: tuple[str, ...],
        *,
        keeps_typed: bool,
    ) -> None:
        """Show these folders with their counts, and offer these tags.

        Args:
            keeps_typed: Whether typed answers are kept to propose some as responses.
        """
        self._folders = tuple(path for path, _ in folders)
        self._tags = tags
        self._keeps_typed = keeps_typed
        self.tree.show_folders(folders)
        self._follow()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show what is in the chosen place."""
        self.rows.show_rows(rows)
        self._follow()

    def offer_import_undo(self, *, has_imports: bool) -> None:
        """Offer to take an import back, where there is one."""
        # Also while another program is in front.
        if self.window().focusWidget() is self.import_button and not has_imports:
            self.rows.setFocus()
        self.import_button.setVisible(has_imports)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        super().set_tokens(tokens)
        self._fit(tokens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let F2 rename the folder, and Ctrl+Z take a change back, from anywhere in the sheet."""
        if event.key() == Qt.Key.Key_F2:
            self.tree.rename()
            return
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_requested.emit()
            return
        super().keyPressEvent(event)

    # -- inside

    def _button(self, text: str, icon: str, *, kind: Kind = Kind.NORMAL) -> Button:
        return Button(text, self.tokens, kind=kind, icon=icon)

    def _build_parts(self) -> None:
        # In a narrow window with large text they take two lines.
        acts = Flow()
        for button in (
            self.edit_button,
            self.move_button,
            self.tag_button,
            self.untag_button,
            self.delete_button,
            self.decline_button,
        ):
            acts.addWidget(button)
        foot = QHBoxLayout()
        foot.addLayout(acts, 1)
        foot.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self.new_button)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(top)
        right.addWidget(self.empty)
        right.addWidget(self.rows, 1)
        right.addWidget(self.typed_button)
        right.addWidget(self.import_button)
        right.addWidget(self.ask_line)
        right.addLayout(foot)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.tree, 1)
        left.addWidget(self.rename_button)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(left)
        columns.addLayout(right, 1)
        self.body.addLayout(columns)

    def _connect(self) -> None:
        self.tree.place_chosen.connect(self._choose)
        self.tree.responses_dropped.connect(self.move_requested)
        self.tree.folder_moved.connect(self.folder_moved)
        self.rows.itemSelectionChanged.connect(self._follow)
        self.rows.opened.connect(self.opened)
        self.rows.delete_requested.connect(self._delete)
        self.search.changed.connect(self._filter)
        self.search.key_pressed.connect(lambda _key: self.rows.take_keys())
        self.new_button.clicked.connect(self.new_requested)
        self.edit_button.clicked.connect(self._edit)
        self.move_button.clicked.connect(lambda: self._ask(_Question.MOVE))
        self.tag_button.clicked.connect(lambda: self._ask(_Question.TAG))
        self.untag_button.clicked.connect(lambda: self._ask(_Question.UNTAG))
        self.rename_button.clicked.connect(self.tree.rename)
        self.delete_button.clicked.connect(self._delete)
        self.decline_button.clicked.connect(self._delete)
        self.typed_button.clicked.connect(
            lambda: self.keep_typed_toggled.emit(not self._keeps_typed)
        )
        self.import_button.clicked.connect(self.import_undo_requested)
        self.ask_line.answered.connect(self._answer)
        self.ask_line.closed.connect(self.rows.setFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Use the height that the window has."""
        if event.type() == QEvent.Type.Resize:
            self._fit(self.tokens)
        return super().eventFilter(watched, event)

    def _fit(self, tokens: Tokens) -> None:
        window = self._window
        self.tree.setFixedWidth(min(tokens.px(_TREE_WIDTH), window.width() // 4))
        room = window.height() - tokens.px(_AROUND)
        self.tree.setMinimumHeight(max(_LEAST, min(room, tokens.px(_MOST))))

    def _choose(self, place: Place) -> None:
        self.ask_line.hide()
        self.search.line.blockSignals(True)
        self.search.set_text("")
        self.search.line.blockSignals(False)
        self.rows.filter("")
        self.place_chosen.emit(place)

    def _filter(self, typed: str) -> None:
        if self.place.kind in (places.Kind.ALL, places.Kind.FOLDER):
            self.place_chosen.emit(self.place)
        else:
            self.rows.filter(typed)
            self._follow()

    def _follow(self) -> None:
        chosen, shown = self.rows.chosen, self.rows.shown_count
        has_ids = bool(self.rows.chosen_ids)
        is_typed = self.place.kind is places.Kind.TYPED
        self.edit_button.relabel(words.MAKE_RESPONSE if is_typed else words.EDIT)
        self.edit_button.setEnabled(len(chosen) == 1)
        for button in (self.move_button, self.tag_button, self.untag_button, self.delete_button):
            button.setEnabled(has_ids)
            button.setVisible(not is_typed)
        self.decline_button.setEnabled(bool(chosen))
        self.decline_button.setVisible(is_typed)
        self.rename_button.setEnabled(self.place.kind is places.Kind.FOLDER)
        self.count.setText(words.chosen(len(chosen), shown))
        self.empty.setText("" if shown else words.nothing_in(self.place, self.search.text))
        self.empty.setVisible(not shown)
        self.typed_button.relabel(words.KEEP_NO_TYPED if self._keeps_typed else words.KEEP_TYPED)
        self.typed_button.setVisible(is_typed)

    def _edit(self) -> None:
        (response,) = self.rows.chosen
        self.opened.emit(response)

    def _delete(self) -> None:
        if self.place.kind is places.Kind.TYPED:
            if self.rows.chosen:
                self.decline_requested.emit([each.body for each in self.rows.chosen])
        elif self.rows.chosen_ids:
            self.delete_requested.emit(self.rows.chosen_ids)

    def _ask(self, question: _Question) -> None:
        self._question = question
        if question is _Question.MOVE:
            known = (words.TOP, *("/".join(path) for path in self._folders))
            self.ask_line.ask(words.MOVE_TO, "Move", known, _FOLDER_HINT)
        elif question is _Question.TAG:
            self.ask_line.ask(words.TAGS_TO_ADD, "Add", self._tags, _TAG_HINT)
        else:
            own = dict.fromkeys(tag for each in self.rows.chosen for tag in each.tags)
            self.ask_line.ask(words.TAGS_TO_REMOVE, "Remove", tuple(own), _TAG_HINT)

    def _answer(self, text: str) -> None:
        ids = self.rows.chosen_ids
        self.rows.setFocus()
        if not ids or not text.strip():
            return
        if self._question is _Question.MOVE:
            self.move_requested.emit(ids, () if text == words.TOP else folder_path(text))
        elif self._question is _Question.TAG:
            self.tags_requested.emit(ids, tag_words(text), ())
        else:
            self.tags_requested.emit(ids, (), tag_words(text))
