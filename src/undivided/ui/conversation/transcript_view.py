"""The conversation of one chat, read by mouse and keys.

It never opens a link, a file or an address, and it loads no resource: what an operator activates
is told by a signal.
"""

from collections.abc import Callable
from functools import partial
from urllib.parse import unquote

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPixmap,
)
from PySide6.QtWidgets import QMenu, QWidget

from undivided.desk.call_request import CallRequest
from undivided.desk.values import Author, Delivery, Message
from undivided.etiquette.calm_text import calm
from undivided.qtmodels.call_words import COPY_NUMBER, DIAL, next_acts
from undivided.qtmodels.spoken import spoken_message
from undivided.ui.conversation.call_card import COPY_ACT, DIAL_ACT, act_named
from undivided.ui.conversation.details_card import INSERT, INSERT_ACT
from undivided.ui.conversation.selection import selected_words
from undivided.ui.conversation.transcript_layout import block_line
from undivided.ui.conversation.transcript_lines import (
    ACT_SCHEME,
    CANCEL,
    SHOW_CALMED,
    SHOW_WRITTEN,
    Calming,
    Kind,
    Line,
    act_target,
    can_discard,
)
from undivided.ui.conversation.transcript_measures import PAD_X
from undivided.ui.conversation.transcript_pane import TranscriptPane
from undivided.ui.look.announce import announce
from undivided.ui.look.theme import Tokens


class TranscriptView(TranscriptPane):
    """A transcript with acts on its messages.

    Arrow keys go from message to message; Enter tries a failed one again, follows its link or
    turns its calmed letters, Delete discards it, Ctrl+C copies the selection or the message.

    Signals:
        link_clicked: A web address; show its host before opening it.
        file_clicked: The `FileInfo` of a message.
        retry_requested, discard_requested: The key of a failed own message.
        keep_requested: The text of an own message, to be kept as a response.
        call_marked: A `CallRequest` and the `CallAct` that an operator says of it.
        dial_requested: A `CallRequest` whose number is to be dialled; ask first.
        details_wanted: Confirmed details (a tuple) that belong into the message.
    """

    link_clicked = Signal(str)
    file_clicked = Signal(object)
    retry_requested = Signal(str)
    discard_requested = Signal(str)
    keep_requested = Signal(str)
    call_marked = Signal(object, object)
    dial_requested = Signal(object)
    details_wanted = Signal(tuple)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tokens, parent)
        self.anchorClicked.connect(self._activate)
        self._maker.picture_size = self._layout.pictures.size

    # Pictures ---------------------------------------------------------------------------------

    def has_picture(self, key: str) -> bool:
        """Return whether a message's picture is at hand."""
        return self._layout.pictures.size(key) is not None

    def set_picture(self, key: str, picture: QPixmap) -> None:
        """Show a message's file as this picture, above the line that names it."""
        if self._layout.pictures.add(key, picture, self._messages.keys()):
            self._maker.make_anew(key)
            self._rewrite()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a click on a picture as one on its file."""
        super().mouseReleaseEvent(event)
        is_click = event.button() == Qt.MouseButton.LeftButton
        if is_click and not self.textCursor().hasSelection():
            line = self._picture_at(event.position().toPoint())
            if line is not None and line.key in self._messages:
                event.accept()
                self._act("file", line.key, self._messages[line.key])

    def _picture_at(self, position: QPoint) -> Line | None:
        block = self.cursorForPosition(position).block()
        line = block_line(self._layout, block)
        if line is None or line.kind is not Kind.PICTURE:
            return None
        left, right = self._layout.span(block.blockNumber())
        return line if left - PAD_X <= position.x() <= right + PAD_X else None

    # Capitals ---------------------------------------------------------------------------------

    def set_calming(self, calming: Calming | None) -> None:
        """Say how a visitor's shouted words are shown; None shows them as written.

        Copying and what is saved keep what was written. Source: practice 71.
        """
        self._maker.forget()
        self._maker.calming = calming
        self._rewrite()

    def turn_letters(self) -> None:
        """Show all shouted messages as they were written, or calmly again."""
        self._maker.turn_all_letters()
        self._rewrite()

    def _turn_letters(self, key: str) -> None:
        self._maker.turn_letters(key)
        self._rewrite()

    def _calmed_act(self, key: str) -> str:
        """Return what turns a message's letters, or "" for one that was not shouted."""
        target = act_target("letters", key)
        for line in self._layout.lines:
            if line.key == key and any(link.target == target for link in line.links):
                return SHOW_WRITTEN if line.text.endswith(SHOW_WRITTEN) else SHOW_CALMED
        return ""

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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away with the keys."""
        super().focusOutEvent(event)
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
        if message is not None and can_discard(message):
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
        if message is not None:
            self._act(act, key, message)

    def _act(self, act: str, key: str, message: Message) -> None:
        match act:
            case "retry":
                self.retry_requested.emit(key)
            case "discard":
                self.discard_requested.emit(key)
            case "copy":
                self._copy(key)
            case "file" if message.file is not None and message.file.url:
                self.file_clicked.emit(message.file)
            case "unfold":
                self._maker.unfold(key)
                self._rewrite()
            case "letters":
                self._turn_letters(key)
            case act if act == INSERT_ACT and message.confirmed:
                self.details_wanted.emit(message.confirmed)
            case _ if message.call is not None:
                self._act_on_call(act, message.call)

    def _act_on_call(self, act: str, call: CallRequest) -> None:
        said = act_named(act)
        if said is not None:
            self.call_marked.emit(call, said)
        elif act == DIAL_ACT:
            self.dial_requested.emit(call)
        elif act == COPY_ACT:
            QGuiApplication.clipboard().setText(call.phone)

    def _copy(self, key: str) -> None:
        message = self._messages.get(key)
        if message is not None:
            QGuiApplication.clipboard().setText(calm(message.text))

    def createMimeDataFromSelection(self) -> QMimeData:
        """Return the selected words alone, as they were written: no markup, no icons' gaps."""
        mime = QMimeData()
        mime.setText(selected_words(self.textCursor(), self._layout.lines))
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
            if turning := self._calmed_act(key):
                menu.addAction(turning, lambda: self._turn_letters(key))
            if message.call is not None:
                self._offer_call(menu, message.call)
            if message.confirmed:
                menu.addAction(INSERT, lambda: self.details_wanted.emit(message.confirmed))
            if message.author is Author.ME and message.text.strip():
                menu.addAction(
                    "Keep as a response…", lambda: self.keep_requested.emit(message.text)
                )
            if message.delivery is Delivery.FAILED:
                menu.addAction("Try again", lambda: self.retry_requested.emit(key))
                menu.addAction("Discard", lambda: self.discard_requested.emit(key))
            elif can_discard(message):
                menu.addAction(CANCEL, lambda: self.discard_requested.emit(key))
        menu.addAction("Select all", self.selectAll)
        menu.popup(self.viewport().mapToGlobal(event.pos()))

    def _offer_call(self, menu: QMenu, call: CallRequest) -> None:
        menu.addAction(f"{DIAL}…", lambda: self.dial_requested.emit(call))
        menu.addAction(COPY_NUMBER, lambda: self._act_on_call(COPY_ACT, call))
        for words, act in next_acts(call):
            menu.addAction(words, partial(self.call_marked.emit, call, act))

    def _key_at(self, position: QPoint) -> str:
        place = self.cursorForPosition(position).block().blockNumber()
        return self._layout.lines[place].key if place < len(self._layout.lines) else ""
