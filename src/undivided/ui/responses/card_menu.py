"""The menu of a response card: what can be done with it, each with its key."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from undivided.library.model.responses import Response
from undivided.qtmodels.cards import Card
from undivided.ui.keys import key_of
from undivided.ui.look.icons import icon
from undivided.ui.look.theme import Tokens
from undivided.ui.words.insertion_wording import variant_name


class CardActs(QObject):
    """What was asked for with a card, whether by menu or by key."""

    insert_requested = Signal(str)
    replace_requested = Signal(str)
    """Put it in the place of the draft."""
    variant_requested = Signal(str, str)
    """Insert another wording: the response and the body of the variant."""
    edit_requested = Signal(str)
    star_toggled = Signal(str, bool)
    copy_requested = Signal(str)
    folder_requested = Signal(object)
    """Show the folder with this path."""
    compare_requested = Signal(str)
    """Show what an own wording says instead of the team's."""
    delete_requested = Signal(str)
    undo_requested = Signal()
    """Take back what was done to the library last."""


def card_menu(parent: QWidget, tokens: Tokens, card: Card, acts: CardActs) -> QMenu:
    """Return the menu of a card; the caller shows it, and it deletes itself."""
    response = card.response
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    ink, which = tokens.text_2, response.id

    def add(words: str, picture: str, key: str = "") -> QAction:
        action = menu.addAction(icon(picture, ink), words)
        if key:
            # Shown only: the list itself acts on the key.
            action.setShortcut(QKeySequence(key_of(key).keys[0]))
            action.setShortcutVisibleInContextMenu(True)
        return action

    insert = add("Insert", "corner-down-left", "insert_card")
    insert.triggered.connect(lambda: acts.insert_requested.emit(which))
    replace = add("Replace the draft", "arrow-left-right", "replace_with_card")
    replace.triggered.connect(lambda: acts.replace_requested.emit(which))
    if response.variants:
        menu.addMenu(_variants(menu, response, acts))
    menu.addSeparator()
    edit = add("Edit…", "pencil", "edit_card")
    edit.triggered.connect(lambda: acts.edit_requested.emit(which))
    star = add("Take the star off" if response.starred else "Star", "star", "star_card")
    star.triggered.connect(lambda: acts.star_toggled.emit(which, not response.starred))
    copy = add("Copy the text", "copy", "copy_card")
    copy.triggered.connect(lambda: acts.copy_requested.emit(which))
    if response.folder:
        folder = add("Show its folder", "folder")
        folder.triggered.connect(lambda: acts.folder_requested.emit(response.folder))
    if card.own:
        compare = add("Compare with the team’s…", "users")
        compare.triggered.connect(lambda: acts.compare_requested.emit(which))
    menu.addSeparator()
    delete = add("Delete", "trash-2", "delete_card")
    delete.triggered.connect(lambda: acts.delete_requested.emit(which))
    return menu


def _variants(menu: QMenu, response: Response, acts: CardActs) -> QMenu:
    more = QMenu("Put it differently", menu)
    for variant in response.variants:
        action = more.addAction(variant_name(variant).replace("&", "&&"))
        action.triggered.connect(
            lambda _=False, body=variant.body: acts.variant_requested.emit(response.id, body)
        )
    return more
