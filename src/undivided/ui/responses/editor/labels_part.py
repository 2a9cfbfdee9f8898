"""What a response is found by: title, shortcuts, folder, tags; and whom it is shared with."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from undivided.library.model.responses import (
    Response,
    Scope,
    folder_path,
    shortcut_names,
    tag_words,
)
from undivided.protocol.canned_responses import OpenPlace, Place
from undivided.ui.controls.choices import Segments
from undivided.ui.controls.fields import Field
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.plain import plain_label, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.surroundings import Surroundings
from undivided.ui.responses.sharing_words import SCOPES, WHO_HAS_IT, place_name
from undivided.ui.responses.value_box import ValueBox


class LabelsPart(QWidget):
    """Title above, shortcut and folder side by side."""

    changed = Signal()

    def __init__(self, tokens: Tokens, response: Response, around: Surroundings) -> None:
        super().__init__()
        self.title = Field("Title", tokens)
        self.shortcut = Field("Shortcut", tokens, prefix="/")
        self.folder = Field("Folder", tokens, hint="Delivery/Abroad")
        self.title.set_text(response.title)
        self.shortcut.set_text(" ".join(response.shortcuts))
        self.folder.set_text("/".join(response.folder))
        folders = QCompleter(["/".join(path) for path in around.folders], self)
        folders.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.folder.line.setCompleter(folders)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(labelled("Title", self.title))
        pair = QHBoxLayout()
        pair.setSpacing(12)
        pair.addLayout(labelled("Shortcut", self.shortcut), 2)
        pair.addLayout(labelled("Folder", self.folder), 3)
        column.addLayout(pair)
        self._going: tuple[str, ...] = ()
        self._taken = plain_label("", "late")
        self._taken.setWordWrap(True)
        self._taken.hide()
        column.addWidget(self._taken)
        column.addWidget(self._build_given_up(tokens))
        for field in (self.title, self.shortcut, self.folder):
            field.changed.connect(self.changed)

    def show_taken(self, taken: tuple[tuple[str, str], ...]) -> None:
        """Say which shortcuts belong to others, each with the other's title."""
        self.shortcut.set_wrong(bool(taken))
        self._taken.setText(" ".join(words.shortcut_taken(*each) for each in taken))
        self._taken.setVisible(bool(taken))

    def show_given_up(self, left_without: Mapping[str, tuple[str, ...]]) -> None:
        """Say who names it by a shortcut that goes, and offer to keep that as another one.

        Args:
            left_without: Shortcuts that go, each with the titles of those that name it.
        """
        self._going = tuple(left_without)
        said = (words.left_without(*each) for each in left_without.items())
        self.given_up.setText(" ".join(said))
        self.keep_shortcut.relabel(words.keep_shortcuts(self._going))
        self._given_up_box.setVisible(bool(left_without))

    @property
    def shortcuts(self) -> tuple[str, ...]:
        """The shortcuts as they are kept."""
        return shortcut_names(self.shortcut.text)

    @property
    def path(self) -> tuple[str, ...]:
        """The folder as it is kept."""
        return folder_path(self.folder.text)

    def _build_given_up(self, tokens: Tokens) -> QWidget:
        self._given_up_box = QWidget()
        self.given_up = wrapped_label("", "hold")
        self.keep_shortcut = Button(words.keep_shortcuts(()), tokens, kind=Kind.LINK)
        self.keep_shortcut.clicked.connect(self._keep_shortcuts)
        column = QVBoxLayout(self._given_up_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.given_up)
        column.addWidget(self.keep_shortcut, 0, Qt.AlignmentFlag.AlignLeading)
        self._given_up_box.hide()
        return self._given_up_box

    def _keep_shortcuts(self) -> None:
        self.shortcut.set_text(" ".join((*self.shortcuts, *self._going)))
        self.shortcut.line.setFocus()


class SharingPart(QWidget):
    """Tags, whom the response is shared with, and where it goes when there are several places.

    Args:
        shared_as: With whom it is shared now.
    """

    changed = Signal()

    def __init__(
        self, tokens: Tokens, response: Response, around: Surroundings, *, shared_as: Scope
    ) -> None:
        super().__init__()
        self._shared_as = shared_as
        self._scopes = tuple(dict.fromkeys((*around.scopes, response.scope)))
        self._places = {
            scope: tuple(each for each in around.places if each.place.scope == scope.value)
            for scope in (Scope.TEAM, Scope.SITE)
        }
        self.tags = Field("Tags", tokens, hint="parcel, abroad")
        self.tags.set_text(", ".join(response.tags))
        self.tags.line.setCompleter(_LastWordCompleter(list(around.tags), self))
        self.scope = Segments(
            WHO_HAS_IT,
            [SCOPES[scope] for scope in self._scopes],
            tokens,
            at=self._scopes.index(response.scope),
        )
        self.place_boxes = {
            scope: _place_box(words.WHICH_PLACE[scope.value], places, tokens)
            for scope, places in self._places.items()
        }
        self._build()
        self.tags.changed.connect(self.changed)
        self.scope.chosen.connect(self._show_places)
        self.scope.chosen.connect(self.changed)
        self._show_places()

    @property
    def tag_words(self) -> tuple[str, ...]:
        """The tags as they are kept."""
        return tag_words(self.tags.text)

    @property
    def chosen_scope(self) -> Scope:
        """Whom it is shared with."""
        return self._scopes[self.scope.at]

    @property
    def place(self) -> Place | None:
        """The team or site that was chosen; None where there was nothing to choose."""
        if not self._is_choice:
            return None
        at = self.place_boxes[self.chosen_scope].currentIndex()
        return self._places[self.chosen_scope][at].place

    @property
    def _is_choice(self) -> bool:
        # What is shared already keeps its place: others have it there.
        is_new_there = self.chosen_scope is not self._shared_as
        return is_new_there and len(self._places.get(self.chosen_scope, ())) > 1

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(labelled("Tags", self.tags), 1)
        if len(self._scopes) > 1:
            row.addLayout(labelled(WHO_HAS_IT, self.scope))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        self._place_rows = {scope: QWidget() for scope in self.place_boxes}
        for scope, holder in self._place_rows.items():
            inside = labelled(words.WHICH_PLACE[scope.value], self.place_boxes[scope])
            inside.setContentsMargins(0, 0, 0, 0)
            holder.setLayout(inside)
            column.addWidget(holder)

    def _show_places(self) -> None:
        for scope, row in self._place_rows.items():
            row.setVisible(self._is_choice and scope is self.chosen_scope)


def _place_box(name: str, places: tuple[OpenPlace, ...], tokens: Tokens) -> ValueBox:
    choices = [(str(at), place_name(place)) for at, place in enumerate(places)]
    return ValueBox(name, choices or [("", "")], tokens)


def labelled(name: str, widget: QWidget) -> QVBoxLayout:
    """Return a control below its name."""
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(plain_label(name, "strong"))
    column.addWidget(widget)
    return column


class _LastWordCompleter(QCompleter):
    """Completes the last of several words that commas separate."""

    def __init__(self, known: list[str], parent: QWidget) -> None:
        super().__init__(known, parent)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def splitPath(self, path: str) -> list[str]:
        """Return what is looked for."""
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Return the whole line with the word completed."""
        line = self.widget()
        before = line.text().rpartition(",")[0] if hasattr(line, "text") else ""
        found = str(index.data())
        return f"{before}, {found}" if before else found
