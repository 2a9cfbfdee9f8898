"""Shows in what two wordings of a response differ: added words tinted, removed ones struck out."""

from functools import singledispatch

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from undivided.library.model.parts import ActiveTimes, Attachment, Fact, Quote, SlotKind, Variant
from undivided.library.model.responses import Scope
from undivided.library.sharing.three_way import FieldChange
from undivided.library.text_changes import Kind
from undivided.qtmodels.sizes import size_words
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.editor import words
from undivided.ui.responses.sharing_words import SCOPES


class DifferenceView(QPlainTextEdit):
    """A read-only text that says field by field what changed; the signs say it without colour."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._changes: tuple[FieldChange, ...] = ()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("look", "bare")
        self.setAccessibleName("What is different")

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        self.show_changes(self._changes)

    def show_changes(self, changes: tuple[FieldChange, ...]) -> None:
        """Show these changes, or that there are none."""
        self._changes = changes
        self.clear()
        cursor = self.textCursor()
        if not changes:
            cursor.insertText(words.NOTHING_DIFFERENT)
        for number, change in enumerate(changes):
            if number:
                cursor.insertText("\n\n", QTextCharFormat())
            self._insert(cursor, change)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _insert(self, cursor: QTextCursor, change: FieldChange) -> None:
        heading = QTextCharFormat()
        heading.setFontWeight(600)
        cursor.insertText(f"{words.FIELD_NAMES.get(change.field, change.field)}\n", heading)
        looks = self._looks()
        if change.pieces:
            for piece in change.pieces:
                cursor.insertText(piece.text, looks[piece.kind])
            return
        before, after = in_words(change.before), in_words(change.after)
        if before:
            cursor.insertText(before, looks[Kind.REMOVED])
        cursor.insertText(" → " if before and after else "", looks[Kind.SAME])
        if after:
            cursor.insertText(after, looks[Kind.ADDED])

    def _looks(self) -> dict[Kind, QTextCharFormat]:
        tokens = self._tokens
        plain, removed, added = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        plain.setForeground(QColor(tokens.text))
        removed.setForeground(QColor(tokens.late_text))
        removed.setBackground(QColor(tokens.late_tint))
        removed.setFontStrikeOut(True)
        added.setForeground(QColor(tokens.ok_text))
        added.setBackground(QColor(tokens.ok_tint))
        added.setFontUnderline(True)
        return {Kind.SAME: plain, Kind.REMOVED: removed, Kind.ADDED: added}


@singledispatch
def in_words(value: object) -> str:
    """Return a field's value for people; "" for nothing."""
    return "" if value is None else str(value)


@in_words.register
def _(value: Scope) -> str:
    return SCOPES[value]


@in_words.register
def _(value: tuple) -> str:  # type: ignore[type-arg] # of whatever the field holds
    return ", ".join(map(in_words, value))


@in_words.register
def _(value: Variant) -> str:
    return f"{words.wording_name(value.wording, value.language)}: {value.body}"


@in_words.register
def _(value: SlotKind) -> str:
    rest = ", ".join(filter(None, (*value.choices, value.currency, value.default)))
    return f"{value.name}: {words.FILL_NAMES[value.fill]}{f' ({rest})' if rest else ''}"


@in_words.register
def _(value: Attachment) -> str:
    return f"{value.name} ({size_words(value.size)})"


@in_words.register
def _(fact: Fact) -> str:
    return f"{fact.source}, until {fact.valid_until}"


@in_words.register
def _(quote: Quote) -> str:
    return f"{quote.said_by}, {words.AGREED.lower()}" if quote.is_agreed else quote.said_by


@in_words.register
def _(active: ActiveTimes) -> str:
    days = ", ".join(words.WEEKDAYS[day] for day in active.weekdays)
    facts = (
        f"from {active.first_day}" if active.first_day else "",
        f"until {active.last_day}" if active.last_day else "",
        days,
        f"from {active.opens:%H:%M}" if active.opens else "",
        f"until {active.closes:%H:%M}" if active.closes else "",
    )
    return " ".join(filter(None, facts))
