"""The side panel of canned responses: search as you type, chips, cards, and the empty states."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from undivided.library.search import query
from undivided.qtmodels import canned_model as roles
from undivided.qtmodels.canned_model import CannedModel
from undivided.ui import wording
from undivided.ui.controls.chip_row import ChipRow
from undivided.ui.controls.fields import Field
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.icons import icon
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import Glyph, spread
from undivided.ui.responses.response_delegate import in_code_points
from undivided.ui.responses.response_list import ResponseList
from undivided.ui.responses.response_preview import PreviewCard

Folder = tuple[str, ...]

_PREVIEW_AFTER_MS = 500
_OWN_CHIPS = 2  # All and Starred


@dataclass(frozen=True, slots=True)
class Asked:
    """What the operator wants to see.

    Attributes:
        text: As typed; blank means everything.
        folder: Only from here and below; None means from everywhere.
        is_starred: Only starred ones.
    """

    text: str = ""
    folder: Folder | None = None
    is_starred: bool = False


class CannedPanel(QWidget):
    """Finds and hands out responses; it keeps working without a server.

    Args:
        model: Shows what was found; the caller fills it when `asked` is emitted.
        tokens: The theme.
        count_words: Returns how many words a text has, for the preview.
    """

    asked = Signal(object)
    """An `Asked`: search, then `model.show(...)` and `show_found(...)`."""
    insert_requested = Signal(str)
    new_requested = Signal(str)
    """Write a new response; the text is what was searched in vain, or ""."""
    import_requested = Signal()
    edit_requested = Signal(str)
    star_toggled = Signal(str, bool)
    drag_changed = Signal(bool)
    """A card is on its way, or has landed; show where it may land."""
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
        self._folders: tuple[Folder, ...] = ()
        self._asked = Asked()
        self._total = 0
        self._closest = ""
        self._hovered = -1
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.list = ResponseList(model, tokens)
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
        self._preview_timer = QTimer(self)
        self._preview_timer.setSingleShot(True)
        self._preview_timer.setInterval(_PREVIEW_AFTER_MS)
        self._build()
        self._connect()
        self.set_folders(())
        self.show_found(0)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        spread(self, tokens)
        self._chips[1].setIcon(icon("star", tokens.text_2, 12))
        self._preview.set_tokens(tokens)

    def focus_search(self) -> None:
        """Bring the caret to the search and select what is there."""
        self.search.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.line.selectAll()

    def set_folders(self, folders: tuple[Folder, ...]) -> None:
        """Offer these folders: the outermost as chips, and all of them in the menu."""
        self._folders = folders
        self._chip_row.drop_after(_OWN_CHIPS)
        del self._chips[_OWN_CHIPS:]
        for path in sorted({path[:1] for path in folders if path}):
            chip = self._chip(path[0], Asked(folder=path))
            self._chips.append(chip)
            self._chip_row.add(chip)
        self._mark_chip()

    def show_found(self, total: int, *, closest: str = "") -> None:
        """Say how many responses there are after the model was given what was found.

        Args:
            total: All responses of the library.
            closest: Title of the nearest response when nothing was found, or "".
        """
        self._total = total
        self._closest = closest
        self._count.setText(str(total) if total else "")
        self.list.cards.terms = query(self._asked.text).terms
        if self._model.rowCount():
            self._pages.setCurrentWidget(self.list)
            if self._asked.text:
                self.list.choose(0)
            self.list.viewport().update()
            return
        self._show_nothing()

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
        self.folder_button.explain("Choose a folder, or import responses")
        self.new_button = Button("", tokens, kind=Kind.FLAT, icon="plus", name="New response")
        self.new_button.explain("Write a new response")
        head.addWidget(self.folder_button)
        head.addWidget(self.new_button)
        self._chip_row = ChipRow(tokens)
        self._chips = [
            self._chip("All", Asked()),
            self._chip("Starred", Asked(is_starred=True), icon_name="star"),
        ]
        for chip in self._chips:
            self._chip_row.add(chip)
        search = QHBoxLayout()
        search.setContentsMargins(12, 0, 12, 0)
        search.addWidget(self.search)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(search)
        column.addWidget(self._chip_row)
        column.addLayout(self._pages, 1)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 10)
        foot.setSpacing(6)
        foot.addWidget(Glyph("check", self._tokens, size=12))
        foot.addWidget(plain_label(wording.KEPT_HERE, "stamp"))
        foot.addStretch(1)
        return foot

    def _empty_page(self) -> QWidget:
        page = QWidget()
        self._empty_title = plain_label("", "strong")
        self._empty_text = plain_label("", "secondary")
        for label in (self._empty_title, self._empty_text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._write_button = Button(wording.NEW_RESPONSE, self._tokens)
        self._import_button = Button(wording.IMPORT, self._tokens)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._write_button)
        buttons.addWidget(self._import_button)
        buttons.addStretch(1)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 32, 24, 0)
        column.setSpacing(4)
        column.addWidget(self._empty_title)
        column.addWidget(self._empty_text)
        column.addSpacing(10)
        column.addLayout(buttons)
        column.addStretch(1)
        return page

    def _chip(self, text: str, asks: Asked, icon_name: str = "") -> QPushButton:
        chip = QPushButton(text)
        chip.setProperty("kind", "chip")
        chip.setCheckable(True)
        chip.setAutoDefault(False)
        chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        chip.setAccessibleName(f"Show {text}")
        if icon_name:
            chip.setIcon(icon(icon_name, self._tokens.text_2, 12))
        chip.clicked.connect(
            lambda: self._ask(Asked(self._asked.text, asks.folder, asks.is_starred))
        )
        chip.setProperty("folder", list(asks.folder) if asks.folder else None)
        return chip

    def _connect(self) -> None:
        self.search.changed.connect(
            lambda text: self._ask(Asked(text, self._asked.folder, self._asked.is_starred))
        )
        self.search.submitted.connect(self._insert_current)
        self.search.key_pressed.connect(self._steer)
        self.list.insert_requested.connect(self.insert_requested)
        self.list.edit_requested.connect(self.edit_requested)
        self.list.star_toggled.connect(self.star_toggled)
        self.list.top_left.connect(self.focus_search)
        self.list.hovered.connect(self._follow_pointer)
        self.list.drag_changed.connect(lambda _: self._hide_preview())
        self.list.drag_changed.connect(self.drag_changed)
        self._preview_timer.timeout.connect(self._show_preview)
        self.folder_button.clicked.connect(self._open_folders)
        self.new_button.clicked.connect(lambda: self.new_requested.emit(""))
        self._write_button.clicked.connect(
            lambda: self.new_requested.emit(self._asked.text.lstrip("/#").strip())
        )
        self._import_button.clicked.connect(self.import_requested)

    def _ask(self, asked: Asked) -> None:
        self._asked = asked
        self._hide_preview()
        self._mark_chip()
        self.asked.emit(asked)

    def _mark_chip(self) -> None:
        asked = self._asked
        for number, chip in enumerate(self._chips):
            if number == 0:
                is_on = asked.folder is None and not asked.is_starred
            elif number == 1:
                is_on = asked.is_starred
            else:
                is_on = asked.folder is not None and [asked.folder[0]] == chip.property("folder")
            chip.setChecked(is_on)

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

    def _open_folders(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        everything = menu.addAction("All folders")
        everything.triggered.connect(lambda: self._ask(Asked(self._asked.text)))
        for path in self._folders:
            action = menu.addAction("    " * (len(path) - 1) + path[-1].replace("&", "&&"))
            action.triggered.connect(
                lambda _=False, path=path: self._ask(Asked(self._asked.text, path))
            )
        menu.addSeparator()
        imports = menu.addAction(icon("upload", self._tokens.text_2), "Import responses…")
        imports.triggered.connect(self.import_requested)
        menu.popup(self.folder_button.mapToGlobal(self.folder_button.rect().bottomLeft()))

    def _show_nothing(self) -> None:
        self._pages.setCurrentIndex(1)
        text = self._asked.text.strip()
        if text:
            self._empty_title.setText(wording.nothing_found(text))
            self._empty_text.setText(wording.closest_is(self._closest))
            self._write_button.relabel(wording.WRITE_IT_NOW)
        elif self._total:
            self._empty_title.setText(wording.NOTHING_HERE)
            self._empty_text.setText(
                wording.NO_STARS if self._asked.is_starred else wording.NO_RESPONSES_IN_FOLDER
            )
            self._write_button.relabel(wording.NEW_RESPONSE)
        else:
            self._empty_title.setText(wording.NO_RESPONSES)
            self._empty_text.setText(wording.NO_RESPONSES_TEXT)
            self._write_button.relabel(wording.NEW_RESPONSE)
        self._import_button.setVisible(not text and not self._total)

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
        response = self._model.response_at(self._hovered)
        if response is None:
            return
        index = self._model.index(self._hovered)
        filled = in_code_points(index.data(roles.BODY_ROLE))
        top = self.list.mapTo(self, self.list.visualRect(index).topLeft()).y()
        self._preview.show_beside(self, top, response, filled, self._count_words(filled.text))

    def _hide_preview(self) -> None:
        self._preview_timer.stop()
        self._hovered = -1
        self._preview.hide()
