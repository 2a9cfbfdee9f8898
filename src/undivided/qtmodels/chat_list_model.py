"""The open chats as a list model; the order is the desk's, the running marks are its own role."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QByteArray, QObject, Qt

from undivided.desk.focus import mark_at
from undivided.desk.marks import FocusMark, FocusState
from undivided.desk.values import Changes, ChatRow
from undivided.etiquette.coach.buying import ShopPage
from undivided.protocol.ids import ChatId
from undivided.qtmodels.mood_words import with_sign
from undivided.qtmodels.row_order import Index, OrderedChatsModel, runs_of
from undivided.qtmodels.spoken import spoken_row

CHAT_ID_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
MARK_ROLE = Qt.ItemDataRole.UserRole + 3
UNREAD_ROLE = Qt.ItemDataRole.UserRole + 4
SECONDS_ROLE = Qt.ItemDataRole.UserRole + 5
"""What a mark's number is now; announced alone, for many rows at once, when only time went by."""

_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDropEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)
_WAITING = frozenset({FocusState.CALM, FocusState.SOON, FocusState.LATE, FocusState.HOLD_OVER})


class ChatListModel(OrderedChatsModel):
    """Chats from first to last.

    Roles: `DisplayRole` the visitor's name, `AccessibleTextRole` the spoken row, `CHAT_ID_ROLE`,
    `ROW_ROLE` the whole `ChatRow`, `MARK_ROLE` the running `FocusMark`, `UNREAD_ROLE`,
    `SECONDS_ROLE`. Marks that run are reckoned when somebody asks for them: of hundreds, a second
    shows but those in view.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[ChatId, ChatRow] = {}
        self._marks: dict[ChatId, FocusMark] = {}
        self._at: datetime | None = None
        self._reckoned: dict[ChatId, FocusMark] = {}
        self._signs: dict[ChatId, str] = {}
        self._shop_pages: dict[ChatId, ShopPage | None] = {}

    def set_sign(self, chat_id: ChatId, sign: str) -> None:
        """Show a visitor's mood in the place of the page; "" for none."""
        if self._signs.get(chat_id, "") != sign:
            self._signs[chat_id] = sign
            self._tell([chat_id])

    def set_shop_page(self, chat_id: ChatId, page: ShopPage | None) -> None:
        """Mark whether a visitor looks at an order or at prices; None takes the mark away."""
        if chat_id in self._rows and self._shop_pages.get(chat_id) is not page:
            self._shop_pages[chat_id] = page
            self._tell([chat_id])

    def apply(self, changes: Changes) -> None:
        """Take what one step at the desk changed."""
        fresh = [row for row in changes.rows if row.id not in self._rows]
        changed = [row.id for row in changes.rows if self._rows.get(row.id) not in (None, row)]
        for row in changes.rows:
            self._rows[row.id] = row
            self._marks[row.id] = row.mark
        self._reckoned.clear()
        if changes.order is not None or changes.removed or fresh:
            self._reorder(changes)
        for chat_id in changes.removed:
            self._rows.pop(chat_id, None)
            self._marks.pop(chat_id, None)
            self._signs.pop(chat_id, None)
            self._shop_pages.pop(chat_id, None)
        self._tell(changed)
        self._take_marks(changes.marks)
        if changes.at is not None:
            self._pass_time(changes.at)

    def _reorder(self, changes: Changes) -> None:
        gone = frozenset(changes.removed)
        wanted = self._order if changes.order is None else changes.order
        target = [chat_id for chat_id in wanted if chat_id in self._rows and chat_id not in gone]
        placed = frozenset(target)
        # A chat that the order does not name yet stands last instead of nowhere.
        target += [chat_id for chat_id in self._rows if chat_id not in placed | gone]
        self.bring_into_order(target)

    def _take_marks(self, marks: dict[ChatId, FocusMark]) -> None:
        running = {
            chat_id: mark
            for chat_id, mark in marks.items()
            if chat_id in self._rows and self._marks.get(chat_id) != mark
        }
        if not running:
            return
        self._marks.update(running)
        self._tell(running, [MARK_ROLE])

    def _pass_time(self, at: datetime) -> None:
        """Let the running marks show another second: one signal from the first to the last."""
        self._at = at
        places = (place for place in range(len(self._order)) if self.is_running(place))
        first = next(places, None)
        if first is not None:
            ends = range(len(self._order) - 1, -1, -1)
            last = next(place for place in ends if self.is_running(place))
            self.dataChanged.emit(self.index(first), self.index(last), [SECONDS_ROLE])

    def _tell(self, chat_ids: Iterable[ChatId], roles: list[int] | None = None) -> None:
        """Announce changed rows as runs without gaps: 200 running marks are one signal."""
        named = frozenset(chat_ids)
        if not named:
            return
        places = [place for place, chat_id in enumerate(self._order) if chat_id in named]
        for first, last in runs_of(places):
            self.dataChanged.emit(self.index(first), self.index(last), roles or [])

    def row_of(self, chat_id: ChatId) -> ChatRow | None:
        """Return a chat's row; its own `mark` may be older than `mark_of`."""
        return self._rows.get(chat_id)

    def mark_of(self, chat_id: ChatId) -> FocusMark | None:
        """Return a chat's mark as of the last second."""
        known = self._reckoned.get(chat_id)
        if known is not None:
            return known
        mark = self._marks.get(chat_id)
        if mark is None or self._at is None:
            return mark
        self._reckoned[chat_id] = mark = mark_at(mark, self._at)
        return mark

    def mark_at(self, place: int) -> FocusMark:
        """Return the mark of a row, counted from 0, as of the last second."""
        mark = self.mark_of(self._order[place])
        assert mark is not None
        return mark

    def is_running(self, place: int) -> bool:
        """Return whether the mark of a row, counted from 0, changes by itself each second."""
        return self._marks[self._order[place]].wait is not None

    def longest_waiting(self) -> ChatId | None:
        """Return the chat whose visitor has waited longest, or None when nobody waits."""
        waiting = [place for place, each in enumerate(self._order) if self.is_waiting(each)]
        longest = max(waiting, key=lambda place: self.mark_at(place).seconds, default=None)
        return None if longest is None else self._order[longest]

    def late_places(self) -> list[int]:
        """Return the rows, counted from 0, whose visitor has waited too long."""
        late = (FocusState.LATE, FocusState.HOLD_OVER)
        return [
            place for place, chat_id in enumerate(self._order) if self._marks[chat_id].state in late
        ]

    def is_waiting(self, chat_id: ChatId) -> bool:
        """Return whether the visitor waits for this operator; an overdue hold counts."""
        mark = self._marks.get(chat_id)
        return mark is not None and mark.state in _WAITING

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Return one role of one chat."""
        chat_id = self.chat_at(index.row()) if index.isValid() else None
        if chat_id is None:
            return None
        if role == MARK_ROLE:  # asked most: once a second for each row in view
            return self.mark_at(index.row())
        row = with_sign(self._rows[chat_id], self._signs.get(chat_id, ""))
        page = self._shop_pages.get(chat_id)
        if page is not None:
            row = replace(row, shop_page=page)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            count = len(self._order)
            return spoken_row(row, self.mark_at(index.row()), index.row() + 1, count)
        return {
            int(Qt.ItemDataRole.DisplayRole): row.visitor.shown_name,
            CHAT_ID_ROLE: chat_id,
            UNREAD_ROLE: row.unread,
            SECONDS_ROLE: self.mark_at(index.row()).seconds,
        }.get(role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a row can be chosen and takes a dropped response."""
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def roleNames(self) -> dict[int, QByteArray]:
        """Return the names of our roles, for tools that inspect a model."""
        return {
            **super().roleNames(),
            CHAT_ID_ROLE: QByteArray(b"chatId"),
            ROW_ROLE: QByteArray(b"row"),
            MARK_ROLE: QByteArray(b"mark"),
            UNREAD_ROLE: QByteArray(b"unread"),
            SECONDS_ROLE: QByteArray(b"seconds"),
        }
