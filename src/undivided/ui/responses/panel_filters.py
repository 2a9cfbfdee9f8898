"""What the panel is asked for: chips for the usual filters, and a menu with all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from msgspec.structs import replace as with_fields
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from undivided.etiquette.calm_text import one_line
from undivided.library.finding.search import EVERYWHERE, Filters
from undivided.library.model.responses import Scope
from undivided.ui.controls.chip_row import ChipRow
from undivided.ui.look.icons import icon
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.sharing_words import SCOPES, WHO_HAS_IT

Folder = tuple[str, ...]

_OWN_CHIPS = 2  # All and Starred
_MOST_IN_MENU = 40
"""Tags and folders of one menu; the rest is found by typing."""
_NAME = 32


@dataclass(frozen=True, slots=True)
class Asked:
    """What the operator wants to see.

    Attributes:
        text: As typed; blank means everything.
        filters: Which responses it is about.
        is_starred: Only starred ones.
    """

    text: str = ""
    filters: Filters = EVERYWHERE
    is_starred: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether some responses are left out whatever is typed."""
        return self.is_starred or self.filters != EVERYWHERE


@dataclass(frozen=True, slots=True)
class Choices:
    """What the library can be filtered by.

    Attributes:
        folders: Paths, in the order of the list.
        tags, languages: The most used first.
        scopes: Those that some response has.
    """

    folders: tuple[Folder, ...] = ()
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ()


class PanelFilters(QWidget):
    """Chips: everything, the starred ones, the outermost folders, and each filter that is on."""

    asked = Signal(object)
    """An `Asked` with other filters and the same text."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._choices = Choices()
        self._asked = Asked()
        self._shown: tuple[object, ...] = ()
        self.row = ChipRow(tokens)
        self.chips = [
            self._chip("All", "Show all", lambda: Asked(self._asked.text)),
            self._chip(
                "Starred",
                "Show Starred",
                lambda: replace(self._asked, is_starred=not self._asked.is_starred),
            ),
        ]
        for chip in self.chips:
            self.row.add(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.row)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self.chips[1].setIcon(icon("star", tokens.text_2, 12))

    def offer(self, choices: Choices) -> None:
        """Offer what the library has."""
        self._choices = choices
        self.show_asked(self._asked)

    def ask_for_all(self) -> None:
        """Ask for everything, as the first chip does, and for nothing that was typed."""
        self.asked.emit(Asked())

    def show_asked(self, asked: Asked) -> None:
        """Show which filters are on."""
        self._asked = asked
        filters = asked.filters
        tops = tuple(sorted({path[0] for path in self._choices.folders if path}))
        shown = (tops, filters if _is_extra(filters) else None)
        if shown != self._shown:
            self._shown = shown
            self._rebuild(tops)
        self.chips[0].setChecked(not asked.is_filtered)
        self.chips[1].setChecked(asked.is_starred)
        for chip in self.chips[_OWN_CHIPS:]:
            name = chip.property("folder")
            chip.setChecked(name is None or filters.folder[:1] == (name,))

    def menu(self) -> QMenu:
        """Return the menu of all filters; the caller adds to it and shows it."""
        menu = QMenu(self)
        everything = menu.addAction("All folders")
        everything.triggered.connect(lambda: self._set(folder=()))
        for path in self._choices.folders[:_MOST_IN_MENU]:
            words = "    " * (len(path) - 1) + _shown_name(path[-1])
            action = _checkable(menu, words, is_on=path == self._asked.filters.folder)
            action.triggered.connect(lambda _=False, path=path: self._set(folder=path))
        menu.addSeparator()
        self._add_submenu(menu, "Tag", "tag", [(tag, tag) for tag in self._choices.tags])
        scopes = [(scope, SCOPES[scope]) for scope in self._choices.scopes]
        if len(scopes) > 1:
            self._add_submenu(menu, WHO_HAS_IT, "scope", scopes)
        languages = [(language, language) for language in self._choices.languages]
        self._add_submenu(menu, "Language", "language", languages)
        return menu

    def _add_submenu(
        self, menu: QMenu, title: str, field: str, values: Sequence[tuple[str, str]]
    ) -> None:
        if not values:
            return
        inner = menu.addMenu(title)
        chosen = getattr(self._asked.filters, field)
        for value, words in values[:_MOST_IN_MENU]:
            is_on = value == chosen
            action = _checkable(inner, _shown_name(words), is_on=is_on)
            empty = None if field == "scope" else ""
            # Choosing what is chosen takes the filter off.
            action.triggered.connect(
                lambda _=False, to=empty if is_on else value: self._set(**{field: to})
            )

    def _rebuild(self, tops: tuple[str, ...]) -> None:
        had_focus = any(chip.hasFocus() for chip in self.chips[_OWN_CHIPS:])
        self.row.drop_after(_OWN_CHIPS)
        del self.chips[_OWN_CHIPS:]
        filters = self._asked.filters
        if len(filters.folder) > 1:
            self._add_filter("/".join(filters.folder), "folder", ())
        if filters.tag:
            self._add_filter(filters.tag, "tag", "")
        if filters.scope is not None:
            self._add_filter(SCOPES[filters.scope], "scope", None)
        if filters.language:
            self._add_filter(filters.language, "language", "")
        for name in tops:
            self._add_folder(name)
        if had_focus:
            self.chips[0].setFocus()

    def _add_filter(self, words: str, field: str, empty: object) -> None:
        chip = self._chip(one_line(words, _NAME), f"Filtered by {words}, take it off", lambda: None)
        chip.setIcon(icon("x", self._tokens.accent_text, 12))
        chip.clicked.connect(lambda: self._set(**{field: empty}))
        self.chips.append(chip)
        self.row.add(chip)

    def _add_folder(self, name: str) -> None:
        chip = self._chip(_shown_name(name), f"Show {name}", lambda: self._toggled((name,)))
        chip.setProperty("folder", name)
        self.chips.append(chip)
        self.row.add(chip)

    def _chip(self, text: str, spoken: str, asks: Callable[[], Asked | None]) -> QPushButton:
        chip = QPushButton(text)
        chip.setProperty("kind", "chip")
        chip.setCheckable(True)
        chip.setAutoDefault(False)
        chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        chip.setAccessibleName(spoken)

        def clicked() -> None:
            asked = asks()
            if asked is not None:
                self.asked.emit(asked)

        chip.clicked.connect(clicked)
        return chip

    def _toggled(self, folder: Folder) -> Asked:
        return self._with(folder=() if self._asked.filters.folder == folder else folder)

    def _with(self, **changes: object) -> Asked:
        return replace(self._asked, filters=with_fields(self._asked.filters, **changes))

    def _set(self, **changes: object) -> None:
        self.asked.emit(self._with(**changes))


def _is_extra(filters: Filters) -> bool:
    """Return whether a filter is on that has no chip of its own all the time."""
    return len(filters.folder) > 1 or bool(filters.tag or filters.scope or filters.language)


def _checkable(menu: QMenu, words: str, *, is_on: bool) -> QAction:
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(is_on)
    return action


def _shown_name(name: str) -> str:
    """Return a name for menus and chips, where "&" would mark a key."""
    return one_line(name, _NAME).replace("&", "&&")
