"""The conversation of one chat: a read-only text document that keeps the reader's place.

It never opens a link, a file or an address, and it loads no resource: what an operator activates
is told by a signal.
"""

from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import unquote

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QPushButton, QTextBrowser, QWidget

from undivided.desk.values import (
    Author,
    Delivery,
    Message,
    TranscriptChange,
    TranscriptEdit,
)
from undivided.protocol.ids import ChatId
from undivided.qtmodels.durations import counted
from undivided.qtmodels.spoken import local_clock, spoken_message
from undivided.ui.announce import announce
from undivided.ui.calm_text import one_line
from undivided.ui.theme import Tokens
from undivided.ui.transcript_layout import SCROLL_BAR, TranscriptLayout
from undivided.ui.transcript_lines import ACT_SCHEME, LineMaker
from undivided.ui.transcript_painting import paint_ring, paint_shown, shown_lines

NEWEST = 100
"""Messages that are laid out when a chat is shown; older ones follow when they are scrolled to."""
MORE = 50
_TRIM_ABOVE = 200
_AT_BOTTOM_PX = 4
_NEAR_TOP_PX = 24
_ISOLATES = {0x2066: None, 0x2067: None, 0x2068: None, 0x2069: None}


class TranscriptView(QTextBrowser):
    """The messages of the shown chat.

    Arrow keys go from message to message; Enter tries a failed one again or follows its link,
    Delete discards it, Ctrl+C copies the selection or the message.

    Signals:
        link_clicked: A web address; show its host before opening it.
        file_clicked: The `FileInfo` of a message.
        retry_requested, discard_requested: The key of a failed own message.
        older_wanted: The chat whose messages before the first known one are wanted.
    """

    link_clicked = Signal(str)
    file_clicked = Signal(object)
    retry_requested = Signal(str)
    discard_requested = Signal(str)
    older_wanted = Signal(str)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._maker = LineMaker()
        self._layout = TranscriptLayout(self.document(), tokens)
        self._chat: ChatId | None = None
        self._messages: dict[str, Message] = {}
        self._shown_from = 0
        self._has_older = False
        self._is_waiting_for_older = False
        self._current = ""
        self._unseen = 0
        self._is_writing = False
        self._jump = QPushButton(self)
        self._set_up_view()

    def _set_up_view(self) -> None:
        self.setProperty("look", "bare")
        self.setAccessibleName("Conversation")
        self.setReadOnly(True)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.anchorClicked.connect(self._activate)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._jump.setProperty("kind", "chip")
        self._jump.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._jump.hide()
        self._jump.clicked.connect(self.scroll_to_end)

    # What is shown ----------------------------------------------------------------------------

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        self._tokens = tokens
        self._write(lambda: self._layout.set_tokens(tokens))

    def set_today(self, today: date) -> None:
        """Say which local date "Today" is; call it at start and at midnight."""
        self._maker.today = today
        self._rewrite()

    def show_chat(
        self,
        chat_id: ChatId | None,
        messages: tuple[Message, ...] = (),
        *,
        visitor: str = "Visitor",
        has_older: bool = False,
        started_at: datetime | None = None,
        page: str = "",
    ) -> None:
        """Show another chat, at its end.

        Args:
            has_older: The server has messages before the first one.
            started_at: Said under the first day, with `page`, the page's title.
        """
        self._chat = chat_id
        self._maker.forget()
        self._maker.visitor = visitor
        opening = "" if started_at is None else f"started {local_clock(started_at)}"
        self._maker.opening = f"{opening} on {one_line(page, 60)}" if opening and page else opening
        self._messages = {message.key: message for message in messages}
        self._has_older = has_older
        self._is_waiting_for_older = False
        self._current = ""
        self.setAccessibleName(f"Conversation with {one_line(visitor, 80)}")
        self._shown_from = max(0, len(messages) - NEWEST)
        self._rewrite()
        self.scroll_to_end()

    def apply(self, change: TranscriptChange) -> None:
        """Take a change of the shown chat; changes of other chats are ignored."""
        if change.chat_id != self._chat:
            return
        fresh = {message.key: message for message in change.messages}
        match change.edit:
            case TranscriptEdit.RESET:
                self._messages = fresh
                self._shown_from = max(0, len(fresh) - NEWEST)
            case TranscriptEdit.PREPENDED:
                self._messages = {**fresh, **self._messages}
                self._is_waiting_for_older = False
            case _:
                known = len(self._messages)
                self._messages.update(fresh)
                self._note_arrivals(change.messages, len(self._messages) - known)
        self._trim()
        self._rewrite()

    def set_has_older(self, *, has_older: bool) -> None:
        """Say whether the server has messages before the first known one."""
        self._has_older = has_older
        self._is_waiting_for_older = False
        self._rewrite()

    def scroll_to_end(self) -> None:
        """Show the newest message."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())
        self._forget_unseen()

    def is_at_end(self) -> bool:
        """Return whether the newest message is in view."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - _AT_BOTTOM_PX

    def _note_arrivals(self, messages: tuple[Message, ...], added: int) -> None:
        others = [m for m in messages if m.author not in (Author.ME, Author.SYSTEM)]
        if added and others:
            announce(self, spoken_message(others[-1], self._maker.visitor))
        if added and not self.is_at_end():
            self._unseen += len(others)
            self._show_jump()

    def _trim(self) -> None:
        """Let old messages leave the document while the reader is at its end."""
        if len(self._messages) - self._shown_from > _TRIM_ABOVE and self.is_at_end():
            self._shown_from = len(self._messages) - NEWEST

    def _rewrite(self) -> None:
        shown = list(self._messages.values())[self._shown_from :]
        is_beginning = self._shown_from == 0 and not self._has_older
        lines = self._maker.lines(shown, is_beginning=is_beginning)
        self._write(lambda: self._layout.show(lines))

    def _write(self, change: Callable[[], None]) -> None:
        """Change the document and keep what the reader looks at where it is."""
        bar = self.verticalScrollBar()
        was_at_end = self.is_at_end()
        anchor = None if was_at_end else self._top_line()
        self._is_writing = True
        change()
        self._fit_width()
        self._fill()
        if was_at_end:
            bar.setValue(bar.maximum())
        elif anchor is not None:
            self._restore(*anchor)
        self._is_writing = False
        self.viewport().update()

    def _fit_width(self) -> None:
        inner = max(1, self.width() - SCROLL_BAR)
        if self.lineWrapColumnOrWidth() != inner:
            self.setLineWrapColumnOrWidth(inner)
        self._layout.set_width(self.width())

    def _top_line(self) -> tuple[str, float] | None:
        """Return a message in view and how far its text is from the viewport's top."""
        block = self.cursorForPosition(QPoint(self.viewport().width() // 2, 0)).block()
        # An empty document has one block and no line.
        while block.isValid() and block.blockNumber() < len(self._layout.lines):
            line = self._layout.lines[block.blockNumber()]
            if line.key:
                area = self.document().documentLayout().blockBoundingRect(block)
                return line.key, area.top() - self.verticalScrollBar().value()
            block = block.next()
        return None

    def _restore(self, key: str, offset: float) -> None:
        place = self._layout.place_of(key)
        if place is None:
            return
        block = self.document().findBlockByNumber(place)
        top = self.document().documentLayout().blockBoundingRect(block).top()
        self.verticalScrollBar().setValue(round(top - offset))

    def _fill(self) -> None:
        free = self.viewport().height() - self._layout.content_height()
        self._layout.fill_above(max(0, free))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the bubbles to the new width and keep the reader's place."""
        super().resizeEvent(event)
        if not self._is_writing:  # a scroll bar that comes or goes while we write
            self._write(lambda: None)
            self._place_jump()

    # Older messages ---------------------------------------------------------------------------

    def _scrolled(self, value: int) -> None:
        if self._is_writing:
            return
        if self.is_at_end():
            self._forget_unseen()
        if value <= _NEAR_TOP_PX:
            self._want_older()

    def _want_older(self) -> None:
        """Show older messages that are at hand, else ask for them once."""
        if self._shown_from > 0:
            self._shown_from = max(0, self._shown_from - MORE)
            self._rewrite()
        elif self._has_older and not self._is_waiting_for_older and self._chat is not None:
            self._is_waiting_for_older = True
            self.older_wanted.emit(self._chat)

    def _show_jump(self) -> None:
        if self._unseen:
            self._jump.setText(f"{counted(self._unseen, 'new message')} below")
            self._jump.adjustSize()
            self._place_jump()
            self._jump.show()
            self._jump.raise_()

    def _place_jump(self) -> None:
        area = self.viewport().geometry()
        size = self._jump.sizeHint()
        x = area.center().x() - size.width() // 2
        self._jump.move(x, area.bottom() - size.height() - 8)

    def _forget_unseen(self) -> None:
        self._unseen = 0
        self._jump.hide()

    # Painting ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bubbles, then let the document paint the words."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        offset = self.verticalScrollBar().value()
        painter.translate(0, -offset)
        area = QRectF(event.rect().translated(0, offset))
        first = self.cursorForPosition(event.rect().topLeft()).block()
        # The line above may reach into view with its padding.
        first = first.previous() if first.previous().isValid() else first
        for shown in shown_lines(self.document(), self._layout, first, area.bottom()):
            paint_shown(painter, shown, self._layout, self._tokens)
            if shown.line.key and shown.line.key == self._current and self.hasFocus():
                place = self._layout.place_of(self._current)
                if place == shown.block.blockNumber():
                    paint_ring(painter, shown.box, self._tokens)
        painter.end()
        super().paintEvent(event)

    # Keys -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step from message to message and act on the one with the ring."""
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Up: lambda: self._step(-1),
            Qt.Key.Key_Down: lambda: self._step(1),
            Qt.Key.Key_Home: lambda: self._step_to(0),
            Qt.Key.Key_End: lambda: self._step_to(-1),
            Qt.Key.Key_Return: self._enter,
            Qt.Key.Key_Enter: self._enter,
            Qt.Key.Key_Delete: self._discard_current,
        }
        if event.matches(QKeySequence.StandardKey.Copy) and not self.textCursor().hasSelection():
            self._copy(self._current)
        elif event.key() in acts and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._has_anchor():
                super().keyPressEvent(event)
            else:
                acts[event.key()]()
        else:
            super().keyPressEvent(event)

    def _has_anchor(self) -> bool:
        """Return whether Tab has brought the keyboard to a link."""
        cursor = self.textCursor()
        return cursor.hasSelection() and cursor.charFormat().isAnchor()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the ring on the newest message when the keyboard comes in."""
        super().focusInEvent(event)
        reason = event.reason()
        by_mouse = reason == Qt.FocusReason.MouseFocusReason
        if not self._current and not by_mouse and self._keys():
            self._current = self._keys()[-1]
        self.viewport().update()

    def _keys(self) -> list[str]:
        return list(dict.fromkeys(line.key for line in self._layout.lines if line.key))

    def _step(self, step: int) -> None:
        keys = self._keys()
        if not keys:
            return
        if self._current not in keys:
            self._step_to(-1)
            return
        place = keys.index(self._current) + step
        if place < 0:
            self._want_older()
            keys = self._keys()
            place = max(0, keys.index(self._current) + step)
        self._step_to(min(place, len(keys) - 1))

    def _step_to(self, place: int) -> None:
        keys = self._keys()
        if not keys:
            return
        self._current = keys[place]
        cursor = self.textCursor()
        cursor.clearSelection()
        block = self.document().findBlockByNumber(self._layout.place_of(self._current) or 0)
        cursor.setPosition(block.position())
        self.setTextCursor(cursor)
        self._reveal(self._current)
        announce(self, spoken_message(self._messages[self._current], self._maker.visitor))
        self.viewport().update()

    def _reveal(self, key: str) -> None:
        places = [n for n, line in enumerate(self._layout.lines) if line.key == key]
        layout, bar = self.document().documentLayout(), self.verticalScrollBar()
        first = self.document().findBlockByNumber(places[0])
        last = self.document().findBlockByNumber(places[-1])
        top = layout.blockBoundingRect(first).top() - 16
        bottom = layout.blockBoundingRect(last).bottom() + 16
        if top < bar.value():
            bar.setValue(round(top))
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(round(min(top, bottom - self.viewport().height())))

    def _enter(self) -> None:
        message = self._messages.get(self._current)
        if message is None:
            return
        if message.delivery is Delivery.FAILED:
            self.retry_requested.emit(message.key)
            return
        places = (line for line in self._layout.lines if line.key == self._current)
        targets = [link.target for line in places for link in line.links]
        if targets:
            self._activate(QUrl(targets[0]))

    def _discard_current(self) -> None:
        message = self._messages.get(self._current)
        if message is not None and message.delivery is Delivery.FAILED:
            self.discard_requested.emit(message.key)

    # Acts -------------------------------------------------------------------------------------

    def _activate(self, url: QUrl) -> None:
        """Tell what was activated; nothing is opened here."""
        if url.scheme() in ("http", "https"):
            self.link_clicked.emit(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
            return
        if url.scheme() != ACT_SCHEME:
            return
        path = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
        act, _, quoted = path.partition("/")
        key = unquote(quoted)
        message = self._messages.get(key)
        if message is None:
            return
        match act:
            case "retry":
                self.retry_requested.emit(key)
            case "discard":
                self.discard_requested.emit(key)
            case "copy":
                self._copy(key)
            case "file" if message.file is not None:
                self.file_clicked.emit(message.file)
            case "unfold":
                self._maker.unfold(key)
                self._rewrite()

    def _copy(self, key: str) -> None:
        message = self._messages.get(key)
        if message is not None:
            QGuiApplication.clipboard().setText(message.text)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Return the selected words alone: no markup, no icons' gaps, real line ends."""
        mime = QMimeData()
        mime.setText(clean_selection(self.textCursor()))
        return mime

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a message, by mouse and by the menu key."""
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        key = self._current if is_by_key else self._key_at(event.pos())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.textCursor().hasSelection():
            menu.addAction("Copy selection", self.copy)
        message = self._messages.get(key)
        if message is not None:
            menu.addAction("Copy message", lambda: self._copy(key))
            if message.delivery is Delivery.FAILED:
                menu.addAction("Try again", lambda: self.retry_requested.emit(key))
                menu.addAction("Discard", lambda: self.discard_requested.emit(key))
        menu.addAction("Select all", self.selectAll)
        menu.popup(self.viewport().mapToGlobal(event.pos()))

    def _key_at(self, position: QPoint) -> str:
        place = self.cursorForPosition(position).block().blockNumber()
        return self._layout.lines[place].key if place < len(self._layout.lines) else ""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load nothing, whatever the text asks for."""
        return None

    def changeEvent(self, event: QEvent) -> None:
        """Keep our own document options when the style changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.viewport().update()


def clean_selection(cursor: QTextCursor) -> str:
    """Return a selection's words as they were written."""
    text = cursor.selectedText().translate(_ISOLATES)
    return text.replace("\u2029", "\n").replace("\u2028", "\n").replace("\u00a0", "")
