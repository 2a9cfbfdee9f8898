"""Who the visitor is: name and e-mail address to correct, pages, visits, tags.

Everything here is the visitor's own word, so it is shown as plain text only.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from undivided.desk.values import ChatRow, Visitor
from undivided.etiquette.calm_text import one_line
from undivided.protocol.limits import NAME_CHARACTERS, TAG_CHARACTERS, TAGS_PER_THREAD
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.addresses import spelled_out
from undivided.ui.look.flow_layout import Flow
from undivided.ui.look.icons import icon
from undivided.ui.look.plain import plain_label, set_plain_tooltip
from undivided.ui.look.text_weight import light_line
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import ElidedLabel, spread
from undivided.ui.words import wording

_LABELS = 86
_ROW = 24
_TAG_WIDTH = 96
_TAG_LETTERS = 20
_PAGES = 8
_FIELDS = 12
_FOLD = "Fold the visitor away"
_UNFOLD = "Show the visitor"
_NO_LIMIT = 16_777_215  # Qt's QWIDGETSIZE_MAX


class VisitorPanel(QWidget):
    """Shows one chat's visitor; re-bound when another chat is chosen."""

    name_changed = Signal(str, str)
    """Visitor's id and the name that the operator typed."""
    email_changed = Signal(str, str)
    tag_added = Signal(str, str)
    """Chat and tag."""
    tag_removed = Signal(str, str)
    link_requested = Signal(str)
    """A page the visitor opened; show its host before opening it."""
    content_changed = Signal()
    """It needs another height; see `content_height`."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._row: ChatRow | None = None
        self._pages: list[QWidget] = []
        self._fields: list[QWidget] = []
        self.name = _Line("Visitor’s name", NAME_CHARACTERS, tokens)
        self.email = _Line("Visitor’s e-mail address", NAME_CHARACTERS, tokens)
        self.tag_line = _Line("Add a tag", TAG_CHARACTERS, tokens)
        self._before = _value()
        self._note = plain_label("", "secondary")
        self.close_button = Button("", tokens, kind=Kind.FLAT, icon="chevron-up", name=_FOLD)
        self._tags = Flow()
        self._build()
        self._connect()
        self.tag_line.setFixedWidth(tokens.px(_TAG_WIDTH))
        self.show_chat(None)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        spread(self, tokens)
        self.tag_line.setFixedWidth(tokens.px(_TAG_WIDTH))
        self._show_tags()
        self._content_changed()

    def _content_changed(self) -> None:
        layout = self._inside.layout()
        if layout is not None:
            layout.invalidate()
        self.content_changed.emit()

    def show_chat(self, row: ChatRow | None) -> None:
        """Show the visitor of a chat; None shows that no chat is chosen.

        A field that the operator is changing keeps what is being typed.
        """
        is_other = row is None or self._row is None or row.id != self._row.id
        before, self._row = self._row, row
        self._inside.setVisible(row is not None)
        self._empty.setVisible(row is None)
        if row is None:
            self._content_changed()
            return
        visitor = row.visitor
        self.name.show_text(visitor.name, is_forced=is_other)
        self.email.show_text(visitor.email, is_forced=is_other)
        self._before.say(wording.visits(visitor.visits, visitor.chats))
        self._note.setText(wording.new_visitor(visitor.first_name))
        self._note.setVisible(not visitor.email and visitor.visits <= 1 and visitor.chats <= 1)
        if before is None or before.visitor != visitor:
            self._show_pages(visitor)
            self._show_fields(visitor)
        if is_other:
            self.tag_line.setText("")
        if is_other or before is None or before.tags != row.tags:
            self._show_tags()
        self._content_changed()

    @property
    def is_folded(self) -> bool:
        """Whether only the heading is shown."""
        return self._scroll.isHidden()

    def set_folded(self, *, is_folded: bool) -> None:
        """Show the heading only, or everything that is known."""
        self._scroll.setHidden(is_folded)
        self.setMaximumHeight(self._head.sizeHint().height() if is_folded else _NO_LIMIT)
        words = _UNFOLD if is_folded else _FOLD
        self.close_button.show_icon("chevron-down" if is_folded else "chevron-up", words)
        self.close_button.explain(f"{words} (Ctrl+I)")
        self._content_changed()

    def content_height(self, width: int) -> int:
        """Return the height in pixels that shows everything without scrolling, at a width."""
        head = self._head.sizeHint().height()
        if self.is_folded:
            return head
        inside = self._inside if self._row is not None else self._empty
        # A scroll area makes its content at least as high as this hint.
        return head + max(inside.heightForWidth(width), inside.minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        return QSize(352, self.content_height(352))

    # -- inside

    def _build(self) -> None:
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(16, 5, 10, 5)
        head.addWidget(plain_label("Visitor", "strong"))
        head.addStretch(1)
        self.close_button.explain(f"{_FOLD} (Ctrl+I)")
        head.addWidget(self.close_button)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(16, 0, 12, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, _LABELS)
        self._grid.setColumnStretch(1, 1)
        for number, (words, part) in enumerate(
            (("Name", self.name), ("E-mail", self.email), ("Before", self._before))
        ):
            self._add_pair(number, words, part)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(8)
        column.addLayout(self._grid)
        note = QHBoxLayout()
        note.setContentsMargins(16, 0, 16, 0)
        self._note.setWordWrap(True)
        note.addWidget(self._note)
        column.addLayout(note)
        tags = QHBoxLayout()
        tags.setContentsMargins(12, 0, 12, 0)
        holder = QWidget()
        holder.setLayout(self._tags)
        tags.addWidget(holder)
        column.addLayout(tags)
        column.addStretch(1)
        self.tag_line.setPlaceholderText("Add a tag")
        self._tags.addWidget(self.tag_line)
        self._empty = plain_label("Choose a chat to see who it is.", "secondary")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(16, 0, 16, 12)
        self._add_column()

    def _add_column(self) -> None:
        self._scroll = scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        scroll.setWidget(self._inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._empty)
        column.addWidget(scroll, 1)

    def _connect(self) -> None:
        self.name.editingFinished.connect(self._tell_name)
        self.email.editingFinished.connect(self._tell_email)
        self.tag_line.returnPressed.connect(self._add_tag)
        # F6 comes here: the focus must be seen, and a key must not change the visitor's name.
        self.setFocusProxy(self.close_button)
        self.close_button.clicked.connect(lambda: self.set_folded(is_folded=not self.is_folded))

    def _add_pair(self, number: int, words: str, part: QWidget) -> None:
        label = plain_label(words, "muted")
        self._grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(part, number, 1)
        self._grid.setRowMinimumHeight(number, _ROW)

    def _tell_name(self) -> None:
        text = " ".join(self.name.text().split())
        if self._row is not None and text and text != self._row.visitor.name:
            self.name_changed.emit(self._row.visitor.id, text)

    def _tell_email(self) -> None:
        text = self.email.text().strip()
        if self._row is not None and text != self._row.visitor.email and (not text or "@" in text):
            self.email_changed.emit(self._row.visitor.id, text)

    def _add_tag(self) -> None:
        tag = " ".join(self.tag_line.text().split())
        row = self._row
        if row is None or not tag:
            return
        self.tag_line.setText("")
        if tag not in row.tags and len(row.tags) < TAGS_PER_THREAD:
            self.tag_added.emit(row.id, tag)

    def _show_pages(self, visitor: Visitor) -> None:
        for label in self._pages:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._pages = []
        for number, page in enumerate(visitor.pages[:_PAGES]):
            link = _PageLink(page.title, page.url, self._tokens, is_current=number == 0)
            link.opened.connect(self.link_requested)
            self._pages.append(link)
            self._grid.addWidget(link, 3 + number, 1)
        if self._pages:
            caption = plain_label("Pages", "muted")
            self._pages.append(caption)
            self._grid.addWidget(caption, 3, 0, Qt.AlignmentFlag.AlignVCenter)
        _count_at_once(self._pages)

    def _show_fields(self, visitor: Visitor) -> None:
        for label in self._fields:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._fields = []
        for number, (name, value) in enumerate(visitor.fields[:_FIELDS]):
            caption, shown = ElidedLabel(name, "muted"), _value(value)
            set_plain_tooltip(shown, value)
            self._fields += [caption, shown]
            self._grid.addWidget(caption, 20 + number, 0)
            self._grid.addWidget(shown, 20 + number, 1)
            self._grid.setRowMinimumHeight(20 + number, _ROW)
        _count_at_once(self._fields)

    def _show_tags(self) -> None:
        self._tags.clear_until(self.tag_line)
        row = self._row
        for tag in row.tags if row is not None else ():
            shown = one_line(tag, _TAG_LETTERS)
            button = QPushButton(shown.replace("&", "&&"))
            button.setProperty("kind", "chip")
            button.setIcon(icon("x", self._tokens.text_2, 12))
            button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            button.setAutoDefault(False)
            set_plain_tooltip(button, one_line(tag))
            button.setAccessibleName(f"Tag {shown}, press to take it off")
            button.clicked.connect(lambda _=False, tag=tag: self._remove_tag(tag))
            self._tags.insert_before(self.tag_line, button)

    def _remove_tag(self, tag: str) -> None:
        if self._row is not None:
            self.tag_removed.emit(self._row.id, tag)


def _count_at_once(parts: list[QWidget]) -> None:
    """Show new parts now; Qt shows them later, and a layout measures only what is shown."""
    for part in parts:
        part.show()


def _value(text: str = "") -> ElidedLabel:
    label = ElidedLabel(text)
    label.setContentsMargins(6, 0, 0, 0)
    return label


class _Line(QLineEdit):
    """A value that can be changed in its place; Escape puts the old one back."""

    def __init__(self, name: str, limit: int, tokens: Tokens) -> None:
        super().__init__()
        self._known = ""
        self.set_tokens(tokens)
        self.setMaxLength(limit)
        self.setAccessibleName(name)
        self.setPlaceholderText("not known")
        self.returnPressed.connect(self.clearFocus)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show an edge only where the pointer or the keys are, as the text is mostly read."""
        row = tokens.px(_ROW)
        self.setFixedHeight(row)
        self.setStyleSheet(
            f"QLineEdit {{ min-height: {row - 4}px; padding: 0 3px; background: transparent;"
            " border: 1px solid transparent; }"
            f"QLineEdit:hover {{ border-color: {tokens.strong}; }}"
            f"QLineEdit:focus {{ border: {tokens.ring_px}px solid {tokens.focus}; padding: 0 2px;"
            f" background: {tokens.surface}; }}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the old value back with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setText(self._known)
            self.setModified(False)
            return
        super().keyPressEvent(event)

    def show_text(self, text: str, *, is_forced: bool) -> None:
        """Show what is known, unless the operator is changing it right now."""
        self._known = text
        if is_forced or not (self.hasFocus() and self.isModified()):
            self.setText(text)
            self.setCursorPosition(0)


class _PageLink(QPushButton):
    """A visited page; pressing it asks to open its address."""

    opened = Signal(str)

    def __init__(self, title: str, url: str, tokens: Tokens, *, is_current: bool) -> None:
        super().__init__()
        self._url = url
        self._is_current = is_current
        self.setProperty("kind", "link")
        shown = light_line(one_line(title) or spelled_out(url))
        self._shown = shown
        self.set_tokens(tokens)
        self.setAutoDefault(False)
        self.setMinimumWidth(40)
        self.setAccessibleName(f"Page {shown}" + (", open now" if is_current else ""))
        set_plain_tooltip(self, spelled_out(url))
        self.clicked.connect(lambda: self.opened.emit(self._url))

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme; the page that is open now is bold."""
        row = tokens.px(_ROW)
        self.setFixedHeight(row)
        weight = 600 if self._is_current else 400
        self.setStyleSheet(
            f"QPushButton {{ min-height: {row - 4}px; padding: 0 0 0 6px; text-align: left;"
            f" border: none; font-weight: {weight}; color: {tokens.text}; }}"
            f"QPushButton:hover {{ color: {tokens.accent_text}; text-decoration: underline; }}"
            f"QPushButton:focus {{ border: {tokens.ring_px}px solid {tokens.focus};"
            " padding: 0 0 0 4px; }"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the title to the room there is."""
        text = self.fontMetrics().elidedText(
            self._shown, Qt.TextElideMode.ElideRight, max(20, self.width() - 12)
        )
        self.setText(text.replace("&", "&&"))

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        return QSize(60, self.fontMetrics().height() + 4)
