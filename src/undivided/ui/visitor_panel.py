"""What a chat is about, and who the visitor is: name and e-mail to correct, pages, visits, tags.

Everything here is the visitor's own word, so it is shown as plain text only.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from undivided.desk.values import ChatRow, Visitor
from undivided.etiquette.calm_text import one_line
from undivided.etiquette.coach.needs import NO_NEEDS, Needs
from undivided.etiquette.coach.topic import LONGEST_TOPIC
from undivided.protocol.limits import NAME_CHARACTERS, TAG_CHARACTERS, TAGS_PER_THREAD
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.flow_layout import Flow
from undivided.ui.look.icons import icon
from undivided.ui.look.plain import plain_label, set_plain_tooltip
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import ElidedLabel, spread
from undivided.ui.order_guide import OrderGuide
from undivided.ui.visitor_lines import ROW, PageLink, ValueLine
from undivided.ui.words import wording
from undivided.ui.words.need_words import CAPTION, needs_line, needs_spoken

_LABELS = 86
_TAG_WIDTH = 96
_TAG_LETTERS = 20
_NEEDS = 1
"""Its row, below the topic."""
_FIRST_PAGE = 5
"""Their first row, below topic, needs, name, address and visits."""
_PAGES = 8
_FIELDS = 12
_FOLD = "Fold the visitor away"
_UNFOLD = "Show the visitor"
_NO_LIMIT = 16_777_215  # Qt's QWIDGETSIZE_MAX


class VisitorPanel(QWidget):
    """Shows one chat's visitor; re-bound when another chat is chosen."""

    topic_changed = Signal(str, str)
    """Chat and what the operator says it is about; "" takes that back."""
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
        self._topic_of = ""
        self.topic = ValueLine("What this chat is about", LONGEST_TOPIC, tokens)
        self.name = ValueLine("Visitor’s name", NAME_CHARACTERS, tokens)
        self.email = ValueLine("Visitor’s e-mail address", NAME_CHARACTERS, tokens)
        self.tag_line = ValueLine("Add a tag", TAG_CHARACTERS, tokens)
        self.order_guide = OrderGuide(tokens)
        self._needs = plain_label("")
        self._needs_caption = plain_label(CAPTION, "muted")
        self._before = _value()
        self._note = plain_label("", "secondary")
        self.close_button = Button("", tokens, kind=Kind.FLAT, icon="chevron-up", name=_FOLD)
        self._tags = Flow()
        self._build()
        self._connect()
        self.tag_line.setFixedWidth(tokens.px(_TAG_WIDTH))
        self.show_needs(NO_NEEDS)
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

    def show_topic(self, chat_id: str, topic: str, *, is_guess: bool) -> None:
        """Show what the bound chat is about, unless the operator is changing it right now.

        Args:
            chat_id: Whose topic it is; a line begun for another chat is let go.
            is_guess: Whether nobody has said it yet.
        """
        self.topic.show_text(topic, is_forced=chat_id != self._topic_of)
        self._topic_of = chat_id
        set_plain_tooltip(self.topic, wording.topic_tip(topic, is_guess=is_guess))

    def show_needs(self, needs: Needs) -> None:
        """Show what the visitor said they need; the line is there only when they said something.

        Source: practice 56.
        """
        line = needs_line(needs)
        if line == self._needs.text() and self._needs.isHidden() != bool(line):
            return
        self._needs.setText(line)
        self._needs.setAccessibleName(needs_spoken(needs))
        self._grid.setRowMinimumHeight(_NEEDS, ROW if line else 0)
        for part in (self._needs_caption, self._needs):
            part.setVisible(bool(line))
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
        self._needs.setWordWrap(True)
        self._needs.setContentsMargins(6, 0, 0, 0)
        for number, (caption, part) in enumerate(
            (
                (plain_label("Topic", "muted"), self.topic),
                (self._needs_caption, self._needs),
                (plain_label("Name", "muted"), self.name),
                (plain_label("E-mail", "muted"), self.email),
                (plain_label("Before", "muted"), self._before),
            )
        ):
            self._add_pair(number, caption, part)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(8)
        column.addWidget(self.order_guide)
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
        self.order_guide.content_changed.connect(self._content_changed)
        self.topic.editingFinished.connect(self._tell_topic)
        self.name.editingFinished.connect(self._tell_name)
        self.email.editingFinished.connect(self._tell_email)
        self.tag_line.returnPressed.connect(self._add_tag)
        # F6 comes here: the focus must be seen, and a key must not change the visitor's name.
        self.setFocusProxy(self.close_button)
        self.close_button.clicked.connect(lambda: self.set_folded(is_folded=not self.is_folded))

    def _add_pair(self, number: int, caption: QWidget, part: QWidget) -> None:
        self._grid.addWidget(caption, number, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(part, number, 1)
        self._grid.setRowMinimumHeight(number, ROW)

    def _tell_topic(self) -> None:
        if self._topic_of and self.topic.isModified():
            self.topic.setModified(False)
            self.topic_changed.emit(self._topic_of, self.topic.text())

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
            link = PageLink(page.title, page.url, self._tokens, is_current=number == 0)
            link.opened.connect(self.link_requested)
            self._pages.append(link)
            self._grid.addWidget(link, _FIRST_PAGE + number, 1)
        if self._pages:
            caption = plain_label("Pages", "muted")
            self._pages.append(caption)
            self._grid.addWidget(caption, _FIRST_PAGE, 0, Qt.AlignmentFlag.AlignVCenter)
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
            self._grid.setRowMinimumHeight(20 + number, ROW)
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
