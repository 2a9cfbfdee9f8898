"""A list model of chats whose order comes from outside; keeps selection while it changes."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Signal

from undivided.protocol.ids import ChatId

Index = QModelIndex | QPersistentModelIndex


def runs_of(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run without gaps; `places` ascend."""
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] != places[end - 1] + 1:
            yield places[start], places[end - 1]
            start = end


class OrderedChatsModel(QAbstractListModel):
    """The order of rows and its announcements; what a row says is up to the subclass."""

    count_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order: list[ChatId] = []

    def chat_at(self, place: int) -> ChatId | None:
        """Return the chat in row `place`, counted from 0, or None outside the list."""
        return self._order[place] if 0 <= place < len(self._order) else None

    def place_of(self, chat_id: ChatId) -> int | None:
        """Return the row of a chat, counted from 0, or None when it is not in the list."""
        return self._order.index(chat_id) if chat_id in self._order else None

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def bring_into_order(self, target: Sequence[ChatId]) -> None:
        """Make the rows equal to `target`, announcing each removal, insertion and move.

        Views keep their selection and scroll position, which a model reset would lose.
        """
        before = len(self._order)
        self._remove_all_but(frozenset(target))
        here = set(self._order)
        for place, chat_id in enumerate(target):
            if self.chat_at(place) == chat_id:
                continue
            if chat_id in here:
                self._move(self._order.index(chat_id, place), place)
            else:
                self.beginInsertRows(QModelIndex(), place, place)
                self._order.insert(place, chat_id)
                here.add(chat_id)
                self.endInsertRows()
        if len(self._order) != before:
            self.count_changed.emit(len(self._order))

    def _remove_all_but(self, wanted: frozenset[ChatId]) -> None:
        for place in range(len(self._order) - 1, -1, -1):
            if self._order[place] not in wanted:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self._order[place]
                self.endRemoveRows()

    def _move(self, origin: int, place: int) -> None:
        self.beginMoveRows(QModelIndex(), origin, origin, QModelIndex(), place)
        self._order.insert(place, self._order.pop(origin))
        self.endMoveRows()
