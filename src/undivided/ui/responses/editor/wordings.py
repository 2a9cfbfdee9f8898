"""The wordings of a response as tabs: its text, then shorter, simpler, in another language."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPlainTextDocumentLayout,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from undivided.etiquette.spelling_marks import Misspellings, Word
from undivided.library.filling.body_marks import NESTED
from undivided.library.filling.day_words import EXAMPLES
from undivided.library.filling.slots import KNOWN_VALUES
from undivided.library.model.parts import Variant, Wording
from undivided.library.model.responses import Response
from undivided.ui.controls.fields import Field
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.slot_colours import SlotColours
from undivided.ui.responses.editor.text_field import TextField

_LANGUAGE_WIDTH = 112
VALUES = (*sorted(KNOWN_VALUES), *EXAMPLES)
"""The values to offer, with some sums of days."""


@dataclass(slots=True)
class _Written:
    """One wording with a document of its own, and so with an Undo of its own."""

    document: QTextDocument
    colours: SlotColours
    wording: Wording
    language: str

    @property
    def text(self) -> str:
        return self.document.toPlainText()


class _Tabs(QTabBar):
    """Tabs that take no room for the arrows of many where there is one."""

    def minimumSizeHint(self) -> QSize:
        """Return what the tabs want where that is less than the arrows need."""
        return super().minimumSizeHint().boundedTo(self.sizeHint())


class Wordings(QWidget):
    """One text field that shows the chosen wording.

    Args:
        response: Its body and variants.
        nested: Names that `{{> …}}` may hold.
        misspelt: What to underline.
    """

    changed = Signal()
    spelling_wanted = Signal(object, str, QPoint)
    """A `Word`, the language of its wording, and where the menu goes on the screen."""

    def __init__(
        self,
        tokens: Tokens,
        response: Response,
        nested: tuple[str, ...],
        misspelt: Misspellings,
    ) -> None:
        super().__init__()
        self._tokens = tokens
        self._misspelt = misspelt
        self._written: list[_Written] = []
        self._shown = 0
        self.tabs = _Tabs()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(words.WORDINGS)
        self.add_button = Button("", tokens, kind=Kind.FLAT, icon="plus", name="Add a wording")
        self.add_button.explain(words.ADD_WORDING)
        self.remove_button = Button("", tokens, kind=Kind.FLAT, icon="trash-2", name="Remove")
        self.remove_button.explain(words.REMOVE_WORDING)
        self.value_button = Button(words.INSERT_VALUE, tokens, kind=Kind.LINK, icon="plus")
        self.value_button.explain(words.INSERT_VALUE_TIP)
        self.language = Field("Language of this text", tokens, icon="globe", hint="en", height=30)
        self.field = TextField(tokens)
        self.field.edit.offer((*VALUES, *(f"{NESTED} {name}" for name in nested)))
        self._build()
        self._add(response.body, Wording.SAME, response.language)
        for variant in response.variants:
            self._add(variant.body, variant.wording, variant.language)
        self._show(0)
        self._connect()

    @property
    def body(self) -> str:
        """The first wording: what is inserted."""
        return self._written[0].text

    @property
    def first_language(self) -> str:
        """The language of the first wording."""
        return self._written[0].language

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The other wordings; those without a text are left out."""
        return tuple(
            Variant(body=one.text, wording=one.wording, language=one.language)
            for one in self._written[1:]
            if one.text.strip()
        )

    @property
    def shown_text(self) -> str:
        """The wording that is on the screen."""
        return self._written[self._shown].text

    @property
    def shown_language(self) -> str:
        """The language of the wording on the screen, or of the first where it names none."""
        return self._written[self._shown].language or self.first_language

    def add_wording(self, kind: Wording) -> None:
        """Add an empty wording, to be written now."""
        self._add("", kind, "")
        self.tabs.setCurrentIndex(len(self._written) - 1)
        to_write = self.language.line if kind is Wording.SAME else self.field.edit
        to_write.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def remove_wording(self) -> None:
        """Take out the wording on the screen; the first one stays."""
        at = self._shown
        if not at:
            return
        self._shown = 0
        gone = self._written.pop(at)
        self.tabs.removeTab(at)
        self._show(self.tabs.currentIndex())
        gone.document.deleteLater()
        self.changed.emit()

    def replace_word(self, word: Word, text: str) -> None:
        """Put another word in the place of one in the caret's line."""
        edit = self.field.edit
        edit.replace(edit.textCursor().blockNumber(), word, text)

    def check_spelling_again(self) -> None:
        """Underline anew, because more is known about the words."""
        for one in self._written:
            one.colours.rehighlight()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        for one in self._written:
            one.colours.set_tokens(tokens)
        self.language.setFixedWidth(tokens.px(_LANGUAGE_WIDTH))

    # -- inside

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.tabs)
        head.addWidget(self.add_button)
        head.addWidget(self.remove_button)
        head.addStretch(1)
        head.addWidget(self.value_button)
        head.addSpacing(6)
        self.language.setFixedWidth(self._tokens.px(_LANGUAGE_WIDTH))
        head.addWidget(self.language)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.field)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show)
        self.language.changed.connect(self._name_language)
        self.remove_button.clicked.connect(self.remove_wording)
        self.add_button.clicked.connect(self._choose_wording)
        self.value_button.clicked.connect(self._choose_value)
        self.field.edit.spelling_wanted.connect(
            lambda word, place: self.spelling_wanted.emit(word, self.shown_language, place)
        )

    def _add(self, text: str, kind: Wording, language: str) -> None:
        document = QTextDocument(self)
        document.setDocumentLayout(QPlainTextDocumentLayout(document))
        document.setPlainText(text)
        document.setModified(False)
        document.clearUndoRedoStacks()
        colours = SlotColours(document, self._tokens, self._misspelt)
        self._written.append(_Written(document, colours, kind, language))
        document.contentsChanged.connect(self.changed)
        self.tabs.addTab("")
        self._rename_tabs()

    def _show(self, at: int) -> None:
        if not 0 <= at < len(self._written):
            return
        self._shown = at
        one = self._written[at]
        self.field.edit.setDocument(one.document)
        self.field.edit.setAccessibleName(f"{self.tabs.tabText(at)}, text of the response")
        self.language.line.blockSignals(True)
        self.language.set_text(one.language)
        self.language.line.blockSignals(False)
        self.remove_button.setVisible(at > 0)
        self._colour_language(one)
        self.changed.emit()

    def _name_language(self, text: str) -> None:
        one = self._written[self._shown]
        one.language = text.strip()
        self._rename_tabs()
        for each in self._written:
            self._colour_language(each)
        self.changed.emit()

    def _colour_language(self, one: _Written) -> None:
        language = one.language or self.first_language
        if one.colours.language != language:
            one.colours.language = language
            one.colours.rehighlight()

    def _rename_tabs(self) -> None:
        for at, one in enumerate(self._written):
            name = words.wording_name(one.wording, one.language) if at else words.MAIN_WORDING
            self.tabs.setTabText(at, name)

    def _choose_wording(self) -> None:
        menu = self._menu()
        for kind in (Wording.SHORT, Wording.SIMPLER, Wording.STEPS, Wording.OTHER, Wording.SAME):
            action = menu.addAction(words.wording_to_add(kind))
            action.triggered.connect(lambda _=False, kind=kind: self.add_wording(kind))
        menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def _choose_value(self) -> None:
        menu = self._menu()
        blank = menu.addAction(words.A_BLANK)
        blank.triggered.connect(lambda: self.field.edit.insert_slot(words.NEW_BLANK))
        menu.addSeparator()
        for name in VALUES:
            action = menu.addAction(words.value_in_menu(name))
            action.triggered.connect(lambda _=False, name=name: self.field.edit.insert_slot(name))
        menu.popup(self.value_button.mapToGlobal(self.value_button.rect().bottomLeft()))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu
