"""The side panel of canned responses: search as you type, filters, cards, and the empty states."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from undivided.library.finding.search import Filters, query
from undivided.qtmodels.canned_model import CannedModel
from undivided.ui.controls.fields import Field
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.keys import key_of
from undivided.ui.look.icons import icon
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import Glyph, spread
from undivided.ui.responses import panel_wording
from undivided.ui.responses.drop_zone import DropHint, dropped_path
from undivided.ui.responses.panel_empty import NothingFound, PanelEmpty
from undivided.ui.responses.panel_filters import Asked, Choices, PanelFilters
from undivided.ui.responses.response_list import ResponseList
from undivided.ui.responses.response_preview import PreviewCard
from undivided.ui.words import wording

_PREVIEW_AFTER_MS = 500
_LOW = 380
"""Height below which the cards need every line; what is not shown then is in the menu."""


class CannedPanel(QWidget):
    """Finds and hands out responses; it keeps working without a server.

    Args:
        model: Shows what was found; the caller fills it when `asked` is emitted.
        tokens: The theme.
        count_words: Returns how many words a text has, for the preview.

    Attributes:
        list: The cards.
        filters: The chips.
    """

    asked = Signal(object)
    """An `Asked`: search, then `model.show(...)` and `show_found(...)`."""
    insert_requested = Signal(str)
    replace_requested = Signal(str)
    """Put a response in the place of the draft."""
    variant_requested = Signal(str, str)
    """Insert another wording: the response and the body of the variant."""
    edit_requested = Signal(str)
    star_toggled = Signal(str, bool)
    delete_requested = Signal(str)
    undo_requested = Signal()
    new_requested = Signal(str)
    """Write a new response; the text is what was searched in vain, or ""."""
    manage_requested = Signal()
    """Show the whole library: folders, lists, many at once."""
    typed_requested = Signal()
    """Show the answers that are typed often."""
    import_requested = Signal()
    export_requested = Signal()
    path_dropped = Signal(object)
    """Import this file or folder, a `Path`."""
    choices_wanted = Signal()
    """The menu is asked for; answer with `open_menu`."""
    drag_changed = Signal(bool)
    """A card is on its way, or has landed; show where it may land."""
    sharing_requested = Signal()
    """Show what differs from the shared responses."""
    left = Signal()
    """Escape in an empty search: the keys go back to the composer."""

    def __init__(
        self,
        model: CannedModel,
        tokens: Tokens,
        count_words: Callable[[str], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._model = model
        self._count_words = count_words
        self._asked = Asked()
        self._hovered = -1
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.list = ResponseList(model, tokens)
        self.filters = PanelFilters(tokens)
        self._empty = PanelEmpty(tokens)
        self._nothing = NothingFound(tokens)
        self.search = Field(
            "Search responses",
            tokens,
            icon="search",
            key="Ctrl+L",
            hint="Search title, text or shortcut",
            height=32,
        )
        self.search.own_keys = frozenset(
            {Qt.Key.Key_Up.value, Qt.Key.Key_Down.value, Qt.Key.Key_Escape.value}
        )
        self._preview = PreviewCard(tokens, self)
        self._drop_hint = DropHint(tokens, self)
        self._preview_timer = QTimer(self)
        self._preview_timer.setSingleShot(True)
        self._preview_timer.setInterval(_PREVIEW_AFTER_MS)
        self._build()
        self._connect()
        self.show_found(0)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        spread(self, tokens)
        self._preview.set_tokens(tokens)

    def focus_search(self) -> None:
        """Bring the caret to the search and select what is there."""
        self.search.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.line.selectAll()

    def offer(self, choices: Choices) -> None:
        """Offer what the library can be filtered by."""
        self.filters.offer(choices)

    @property
    def wanted(self) -> Asked:
        """What the operator wants to see now."""
        return self._asked

    def show_found(self, total: int) -> None:
        """Say how many responses there are after the model was given what was found.

        Args:
            total: All responses of the library.
        """
        self._count.setText(f"{total:,}" if total else "")
        self.list.cards.terms = query(self._asked.text).terms
        self._nothing.say(self._asked.text)
        self._nothing.setVisible(self._model.is_closest)
        if self._model.rowCount():
            self._pages.setCurrentWidget(self.list)
            if self._asked.text:
                self.list.choose(0)
            self.list.viewport().update()
            return
        self._empty.explain(self._asked, total)
        self._pages.setCurrentWidget(self._empty)

    def show_sharing(self, text: str, *, calls: bool = False) -> None:
        """Say in the foot how sharing with the team stands.

        Args:
            text: Empty when there is nothing to say.
            calls: Something waits for the operator.
        """
        self.sharing_button.relabel(text, kind=Kind.LINK if calls else Kind.FLAT)
        self.sharing_button.setVisible(bool(text))
        self._kept.setVisible(not text)
        self._check.setVisible(not calls)

    def show_typed(self, count: int) -> None:
        """Say quietly how many answers are typed often enough to be responses."""
        self.typed_button.relabel(panel_wording.typed_often(count))
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave a low panel to its cards."""
        super().resizeEvent(event)
        self._make_room()

    def ask_again(self) -> None:
        """Search again with the same words, because the library changed."""
        self.asked.emit(self._asked)

    # -- inside

    def _build(self) -> None:
        tokens = self._tokens
        head = QHBoxLayout()
        head.setContentsMargins(16, 7, 10, 7)
        head.setSpacing(2)
        head.addWidget(plain_label("Responses", "strong"))
        head.addSpacing(6)
        self._count = plain_label("", "muted")
        head.addWidget(self._count)
        head.addStretch(1)
        self.folder_button = Button("", tokens, kind=Kind.FLAT, icon="folder", name="Folders")
        self.folder_button.explain("Choose a folder, a tag or a language, or import responses")
        self.new_button = Button("", tokens, kind=Kind.FLAT, icon="plus", name="New response")
        self.new_button.explain("Write a new response")
        head.addWidget(self.folder_button)
        head.addWidget(self.new_button)
        search = QHBoxLayout()
        search.setContentsMargins(12, 0, 12, 0)
        search.addWidget(self.search)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(search)
        column.addWidget(self.filters)
        column.addWidget(self._nothing)
        column.addLayout(self._pages, 1)
        self.typed_button = Button("", tokens, kind=Kind.FLAT)
        self.typed_button.explain("Look at them, and make responses of those that are worth it")
        self.typed_button.hide()
        typed = QHBoxLayout()
        typed.setContentsMargins(6, 0, 6, 0)
        typed.addWidget(self.typed_button)
        typed.addStretch(1)
        column.addLayout(typed)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 10)
        foot.setSpacing(6)
        self._check = Glyph("check", self._tokens, size=12)
        foot.addWidget(self._check)
        self._kept = plain_label(wording.KEPT_HERE, "stamp")
        foot.addWidget(self._kept)
        self.sharing_button = Button("", self._tokens, kind=Kind.FLAT, name="Shared responses")
        self.sharing_button.explain("Show what differs from the shared responses")
        self.sharing_button.hide()
        foot.addWidget(self.sharing_button)
        foot.addStretch(1)
        return foot

    def _connect(self) -> None:
        self.search.changed.connect(lambda text: self._ask(replace(self._asked, text=text)))
        self.search.submitted.connect(self._insert_current)
        self.search.key_pressed.connect(self._steer)
        self.filters.asked.connect(self._ask)
        acts = self.list.acts
        acts.insert_requested.connect(self.insert_requested)
        acts.replace_requested.connect(self.replace_requested)
        acts.variant_requested.connect(self.variant_requested)
        acts.edit_requested.connect(self.edit_requested)
        acts.star_toggled.connect(self.star_toggled)
        acts.delete_requested.connect(self.delete_requested)
        acts.undo_requested.connect(self.undo_requested)
        acts.folder_requested.connect(self._show_folder)
        self.list.top_left.connect(self.focus_search)
        self.list.hovered.connect(self._follow_pointer)
        self.list.drag_changed.connect(lambda _: self._hide_preview())
        self.list.drag_changed.connect(self.drag_changed)
        self._preview_timer.timeout.connect(self._show_preview)
        self.folder_button.clicked.connect(self.choices_wanted)
        self.sharing_button.clicked.connect(self.sharing_requested)
        self.typed_button.clicked.connect(self.typed_requested)
        self.new_button.clicked.connect(lambda: self.new_requested.emit(""))
        for part in (self._empty, self._nothing):
            part.write_requested.connect(
                lambda: self.new_requested.emit(self._asked.text.lstrip("/#").strip())
            )
        self._empty.import_requested.connect(self.import_requested)
        self._empty.all_requested.connect(lambda: self._ask(Asked(self._asked.text)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file or a folder to import."""
        if dropped_path(event.mimeData()) is not None:
            event.acceptProposedAction()
            self._drop_hint.cover(self.rect())

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._drop_hint.hide()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take it anywhere on the panel."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the import of what was dropped; its sheet shows everything before."""
        self._drop_hint.hide()
        path = dropped_path(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.path_dropped.emit(path)

    def _ask(self, asked: Asked) -> None:
        self._asked = asked
        self._hide_preview()
        self.filters.show_asked(asked)
        self.asked.emit(asked)

    def _show_folder(self, path: tuple[str, ...]) -> None:
        self.search.line.blockSignals(True)
        self.search.set_text("")
        self.search.line.blockSignals(False)
        self._ask(Asked(filters=Filters(folder=path)))

    def _insert_current(self) -> None:
        if self.list.current_id and self._model.rowCount():
            self.insert_requested.emit(self.list.current_id)

    def _steer(self, key: int) -> None:
        if key == Qt.Key.Key_Escape.value:
            if self.search.text:
                self.search.set_text("")
            else:
                self.left.emit()
        elif key == Qt.Key.Key_Down.value and self._model.rowCount():
            row = self.list.currentIndex().row()
            self.list.choose(min(row + 1, self._model.rowCount() - 1) if self._asked.text else 0)
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def open_menu(self, choices: Choices) -> None:
        """Open the menu of everything that the library can be filtered by."""
        self.offer(choices)
        menu = self.filters.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        ink = self._tokens.text_2
        manage = menu.addAction(icon("folder", ink), "Look after the library…")
        manage.triggered.connect(self.manage_requested)
        manage.setShortcut(QKeySequence(key_of("manage_library").keys[0]))
        manage.setShortcutVisibleInContextMenu(True)
        if self.typed_button.text():
            words = f"{self.typed_button.text()}…"
            menu.addAction(icon("pencil", ink), words, self.typed_requested.emit)
        menu.addAction(icon("upload", ink), "Import responses…", self.import_requested.emit)
        menu.addAction(icon("download", ink), "Export responses…", self.export_requested.emit)
        menu.popup(self.folder_button.mapToGlobal(self.folder_button.rect().bottomLeft()))

    # -- preview and room

    def _follow_pointer(self, row: int) -> None:
        if row == self._hovered:
            return
        self._hovered = row
        if row < 0:
            self._hide_preview()
        elif self._preview.isVisible():
            self._show_preview()
        else:
            self._preview_timer.start()

    def _show_preview(self) -> None:
        if self._model.response_at(self._hovered) is None:
            return
        index = self._model.index(self._hovered)
        card, filled = self._model.card_at(self._hovered), self._model.body_at(self._hovered)
        top = self.list.mapTo(self, self.list.visualRect(index).topLeft()).y()
        self._preview.show_beside(self, top, card, filled, self._count_words(filled.text))

    def _make_room(self) -> None:
        is_high = self.height() >= self._tokens.px(_LOW)
        self.typed_button.setVisible(is_high and bool(self.typed_button.text()))

    def _hide_preview(self) -> None:
        self._preview_timer.stop()
        self._hovered = -1
        self._preview.hide()
