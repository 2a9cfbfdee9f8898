"""A sheet to write or change one canned response."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from undivided.library.responses import MAX_BODY, Response
from undivided.library.slots import KNOWN_VALUES, slots
from undivided.ui import wording
from undivided.ui.controls.fields import Field
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.sheet import Sheet


@dataclass(frozen=True, slots=True)
class ResponseForm:
    """What was entered; the library cleans and checks it.

    Attributes:
        id: Of the response that is changed, or "" for a new one.
        shortcut: As typed, with or without its slash.
        folder: As typed, such as "Delivery/Abroad".
    """

    id: str
    title: str
    shortcut: str
    folder: str
    body: str


class ResponseEditor(Sheet):
    """Title, shortcut, folder and text.

    Args:
        response: What to change, or None for a new one.
        folders: Known folders, offered while typing.
        title: What a new one may be called.
        body: What a new one may say.
    """

    save_requested = Signal(object)
    """A `ResponseForm`; answer with `saved` or `refused`."""
    delete_requested = Signal(str)

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        response: Response | None = None,
        *,
        folders: tuple[tuple[str, ...], ...] = (),
        title: str = "",
        body: str = "",
    ) -> None:
        super().__init__(
            window,
            tokens,
            "Change this response" if response else "New response",
            subtitle=wording.SLOT_HELP,
            confirm="Save",
            keep="Cancel",
        )
        self._id = response.id if response else ""
        self.title = Field("Title", tokens)
        self.shortcut = Field("Shortcut", tokens, prefix="/")
        self.folder = Field("Folder", tokens, hint="Delivery/Abroad")
        self.text = _TextField(tokens)
        self._problem = plain_label("", "late")
        self._problem.setWordWrap(True)
        self._found = plain_label("", "stamp")
        self._found.setWordWrap(True)
        self._build_form()
        completer = QCompleter(["/".join(path) for path in folders], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.folder.line.setCompleter(completer)
        self.title.set_text(response.title if response else title)
        self.shortcut.set_text(" ".join(response.shortcuts) if response else "")
        self.folder.set_text("/".join(response.folder) if response else "")
        self.text.edit.setPlainText((response.body if response else body)[:MAX_BODY])
        if response:
            self._add_delete()
        self.text.edit.textChanged.connect(self._follow)
        self._follow()

    def open(self, first: QWidget | None = None) -> None:
        """Show it with the caret where something is missing."""
        super().open(first or (self.text.edit if self.title.text else self.title.line))

    @property
    def form(self) -> ResponseForm:
        """What is entered now."""
        return ResponseForm(
            self._id,
            self.title.text,
            self.shortcut.text,
            self.folder.text,
            self.text.edit.toPlainText(),
        )

    def accept(self) -> None:
        """Ask to save; the sheet stays until the library has answered."""
        if not self.confirm_button.isEnabled():
            return
        self.confirm_button.setEnabled(False)
        self.save_requested.emit(self.form)

    def saved(self) -> None:
        """Go away, because it is stored."""
        self._finish(is_confirmed=True)

    def refused(self, sentence: str) -> None:
        """Stay, and say why it could not be stored."""
        self._problem.setText(sentence)
        self._problem.show()
        self._follow()
        self._place()

    def _build_form(self) -> None:
        self.body.addWidget(plain_label("Title", "strong"))
        self.body.addSpacing(4)
        self.body.addWidget(self.title)
        self.body.addSpacing(12)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        for words, field, share in (("Shortcut", self.shortcut, 2), ("Folder", self.folder, 3)):
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(plain_label(words, "strong"))
            column.addWidget(field)
            pair.addLayout(column, share)
        self.body.addLayout(pair)
        self.body.addSpacing(12)
        self.body.addWidget(plain_label("Text", "strong"))
        self.body.addSpacing(4)
        self.body.addWidget(self.text)
        self.body.addSpacing(6)
        self.body.addWidget(self._found)
        self.body.addWidget(self._problem)
        self._problem.hide()

    def _add_delete(self) -> None:
        # Deleting stands apart, at the other end of the foot.
        from_left = self.link("Delete", is_danger=True)
        from_left.clicked.connect(self._delete)

    def _delete(self) -> None:
        self.delete_requested.emit(self._id)
        self._finish(is_confirmed=False)

    def _follow(self) -> None:
        body = self.text.edit.toPlainText()
        self.confirm_button.setEnabled(len(body.strip()) > 0 and len(body) <= MAX_BODY)
        found = slots(body)
        filled = tuple(dict.fromkeys(slot.name for slot in found if slot.is_known))
        asked = tuple(dict.fromkeys(slot.name for slot in found if not slot.is_known))
        odd = tuple(slot.name for slot in found if slot.is_misspelt_value)
        said = wording.slots_found(filled, asked, odd, tuple(sorted(KNOWN_VALUES)))
        if len(body) > MAX_BODY:
            said = wording.body_too_long(len(body), MAX_BODY)
        self._found.setText(said)


class _TextField(QFrame):
    """Several lines of plain text with an edge of its own."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.edit = QPlainTextEdit()
        self.edit.setProperty("look", "bare")
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName("Text of the response")
        self.edit.textChanged.connect(self.update)
        self.edit.cursorPositionChanged.connect(self.update)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 4, 6)
        row.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        self._tokens = tokens
        self.setFixedHeight(tokens.px(132))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the theme."""
        tokens = self._tokens
        has_focus = self.edit.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = float(tokens.ring_px if has_focus else 1)
        painter.setPen(QPen(QColor(tokens.focus if has_focus else tokens.strong), width))
        painter.setBrush(QColor(tokens.surface))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, tokens.radius.button, tokens.radius.button)
