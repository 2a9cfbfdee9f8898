"""The month at a date slot: the arrow keys move by days and weeks, Page Up and Down by months."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QVBoxLayout, QWidget

from undivided.ui.composer.slot_picker import FOOT, PAD, SHADOW, SlotPicker
from undivided.ui.look.announce import announce
from undivided.ui.look.fonts import SEMIBOLD, font_for
from undivided.ui.look.icons import icon
from undivided.ui.look.theme import Tokens

WIDTH = 286
HEIGHT = 268
_DAYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_ROUND = 6
_ENGLISH = QLocale(QLocale.Language.English)


class Month(QCalendarWidget):
    """A month in the theme's look; it shows and never takes the keys.

    Args:
        tokens: The theme.
        today: Marked with a ring.
    """

    def __init__(self, tokens: Tokens, today: date) -> None:
        super().__init__()
        self._tokens = tokens
        self._today = _qt(today)
        self.setSelectedDate(self._today)
        # The window speaks English; the week begins as the operator's system has it.
        self.setLocale(_ENGLISH)
        self.setFirstDayOfWeek(QLocale.system().firstDayOfWeek())
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.setGridVisible(False)
        for part in (self, *self.findChildren(QWidget)):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        header = QTextCharFormat()
        header.setForeground(QColor(tokens.text_muted))
        header.setBackground(QColor(tokens.raised))
        header.setFont(font_for(tokens, tokens.type.stamp))
        self.setHeaderTextFormat(header)
        # Qt colours the letters above by the format of their days; the days are painted here.
        muted = QTextCharFormat()
        muted.setForeground(QColor(tokens.text_muted))
        for day in Qt.DayOfWeek:
            self.setWeekdayTextFormat(day, muted)
        self.setStyleSheet(_STYLE.format(tokens=tokens, month_px=tokens.px(tokens.type.base.px)))
        for name, picture in (("prevmonth", "chevron-left"), ("nextmonth", "chevron-right")):
            button = self.findChild(QToolButton, f"qt_calendar_{name}")
            if isinstance(button, QToolButton):
                button.setIcon(icon(picture, tokens.text_2))
                button.setIconSize(QSize(16, 16))

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate) -> None:
        """Paint one day: the chosen one filled, today with a ring, other months muted."""
        tokens = self._tokens
        is_chosen, is_today = day == self.selectedDate(), day == self._today
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(tokens.raised))
        box = QRectF(rect).adjusted(3, 1.5, -3, -1.5)
        painter.setPen(QColor(tokens.accent_text) if is_today else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent) if is_chosen else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, _ROUND, _ROUND)
        is_other = day.month() != self.monthShown()
        ink = tokens.on_accent if is_chosen else tokens.text_muted if is_other else tokens.text
        weight = SEMIBOLD if is_today or is_chosen else QFont.Weight.Normal
        painter.setFont(font_for(tokens, tokens.type.secondary, weight, tabular=True))
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day()))
        painter.restore()


class DatePicker(SlotPicker):
    """Offers the days of one slot.

    Args:
        tokens: The theme.
        field: The text field that has the keys.
        today: Where the month begins.
        write: Returns a day as the message says it.
        read: Returns the day that was typed, or None.
    """

    def __init__(
        self,
        tokens: Tokens,
        field: QWidget,
        today: date,
        write: Callable[[date], str],
        read: Callable[[str], date | None],
    ) -> None:
        super().__init__(tokens, field)
        self._write = write
        self._read = read
        self._is_steered = False
        self.month = Month(tokens, today)
        column = QVBoxLayout(self)
        edge = SHADOW + PAD
        column.setContentsMargins(edge, edge, edge, edge + tokens.px(FOOT))
        column.addWidget(self.month)
        self.month.clicked.connect(self._take)
        self.setAccessibleName(self._said())

    @property
    def day(self) -> date:
        """The marked day."""
        return _python(self.month.selectedDate())

    @property
    def is_steered(self) -> bool:
        """Whether the day was chosen by key."""
        return self._is_steered

    def set_tokens(self, tokens: Tokens) -> None:
        """Paint in another theme."""
        super().set_tokens(tokens)
        self.month.set_tokens(tokens)

    def follow(self, words: str) -> None:
        """Go to the day that the words say, where they say one."""
        day = self._read(words)
        # What was typed stays as it was typed.
        self._is_steered = False
        if day is not None:
            self._go_to(_qt(day))

    def steer(self, event: QKeyEvent, *, is_typing: bool) -> bool:
        """Go to another day."""
        key = Qt.Key(event.key())
        if is_typing and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return False
        if key not in _DAYS and key not in _MONTHS:
            return False
        here = self.month.selectedDate()
        self._is_steered = True
        self._go_to(here.addDays(_DAYS[key]) if key in _DAYS else here.addMonths(_MONTHS[key]))
        return True

    def pick(self) -> None:
        """Take the marked day."""
        self.picked.emit(self._write(self.day))

    def sizeHint(self) -> QSize:
        """Return the size that its content wants."""
        px = self.tokens.px
        return QSize(px(WIDTH) + 2 * SHADOW, px(HEIGHT) + 2 * SHADOW)

    def _take(self, day: QDate) -> None:
        self.picked.emit(self._write(_python(day)))

    def _go_to(self, day: QDate) -> None:
        if day.isValid():
            self.month.setSelectedDate(day)
            self.setAccessibleName(self._said())
            announce(self._field, self._said())

    def _said(self) -> str:
        return _ENGLISH.toString(self.month.selectedDate(), "dddd, d MMMM yyyy")


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _python(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


_STYLE = """
QCalendarWidget QWidget {{ alternate-background-color: {tokens.raised}; }}
QCalendarWidget #qt_calendar_navigationbar {{ background: {tokens.raised}; }}
QCalendarWidget QAbstractItemView {{ background: {tokens.raised}; border: none; outline: none;
    selection-background-color: transparent; }}
QCalendarWidget QToolButton {{ background: transparent; color: {tokens.text}; border: none;
    border-radius: 6px; padding: 4px 6px; font-size: {month_px}px; font-weight: 600; }}
QCalendarWidget QToolButton:hover {{ background: {tokens.hover}; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
"""
