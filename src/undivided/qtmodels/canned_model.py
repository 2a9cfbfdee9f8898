"""Found canned responses as a list model with headings, marks and drags; it reads no file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, Qt

from undivided.library.filling.slots import Filled, fill, to_utf16
from undivided.library.finding.search import Match, Why, marks
from undivided.library.model.responses import Response
from undivided.qtmodels.canned_mime import RESPONSE_MIME, response_mime
from undivided.qtmodels.cards import Card, Section, cards_of, spoken
from undivided.qtmodels.row_order import Index

RESPONSE_ID_ROLE = Qt.ItemDataRole.UserRole + 1
TITLE_ROLE = Qt.ItemDataRole.UserRole + 2
SHORTCUT_ROLE = Qt.ItemDataRole.UserRole + 3
FOLDER_ROLE = Qt.ItemDataRole.UserRole + 4
STARRED_ROLE = Qt.ItemDataRole.UserRole + 5
TITLE_MARKS_ROLE = Qt.ItemDataRole.UserRole + 6
"""Letters of the title that were typed, as ((start, length), ...) in UTF-16."""
SHORTCUT_MARKS_ROLE = Qt.ItemDataRole.UserRole + 7
BODY_ROLE = Qt.ItemDataRole.UserRole + 8
"""A `Filled`: the text for the shown chat, its blanks and values, in code points."""
HEADING_ROLE = Qt.ItemDataRole.UserRole + 9
"""The heading to draw above the row, or ""."""
RESPONSE_ROLE = Qt.ItemDataRole.UserRole + 10
WHY_ROLE = Qt.ItemDataRole.UserRole + 11
"""Why it was found, or "" where the title shows it."""
DUE_ROLE = Qt.ItemDataRole.UserRole + 12
"""What is overdue about it, or ""."""
FILES_ROLE = Qt.ItemDataRole.UserRole + 13
"""The files that go with it, or ""."""
SUGGESTED_ROLE = Qt.ItemDataRole.UserRole + 14
"""Whether it was suggested for the visitor's last message."""

_NAMES = {
    RESPONSE_ID_ROLE: b"responseId",
    TITLE_ROLE: b"title",
    SHORTCUT_ROLE: b"shortcut",
    FOLDER_ROLE: b"folder",
    STARRED_ROLE: b"starred",
    TITLE_MARKS_ROLE: b"titleMarks",
    SHORTCUT_MARKS_ROLE: b"shortcutMarks",
    BODY_ROLE: b"body",
    HEADING_ROLE: b"heading",
    RESPONSE_ROLE: b"response",
    WHY_ROLE: b"why",
    DUE_ROLE: b"due",
    FILES_ROLE: b"files",
    SUGGESTED_ROLE: b"suggested",
}

_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)

Fill = Callable[[Response], Filled]


class CannedModel(QAbstractListModel):
    """The responses that a search found, best first.

    Args:
        fill_for_chat: Fills a response for the chat that is shown; called for the rows that
            are painted or dragged. Without it the slots show their words and names.
        parent: Qt's.
    """

    def __init__(self, fill_for_chat: Fill | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fill = fill_for_chat or _unfilled
        self._rows: tuple[Card, ...] = ()
        self._bodies: dict[int, Filled] = {}
        self._own: Mapping[str, str] = {}

    def show(
        self,
        matches: Sequence[Match],
        today: date | None = None,
        first: Sequence[Section] = (),
    ) -> None:
        """Replace the rows.

        Args:
            matches: From `LibraryStore.search`, in its order.
            today: The operator's date, for the heading "Used today" and what is overdue.
            first: What stands above the matches; a response that is there is not shown again.
        """
        shown = self._marked(cards_of(matches, today, first))
        is_same = _ids(shown) == _ids(self._rows)
        if not is_same:
            self.beginResetModel()
        self._rows = shown
        self._bodies.clear()
        if is_same:
            # The same rows with other marks: selection and scroll position stay.
            self.refill()
        else:
            self.endResetModel()

    def fill_with(self, fill: Fill) -> None:
        """Fill from now on with what the shown chat knows."""
        self._fill = fill
        self.refill()

    def mark_own(self, own: Mapping[str, str]) -> None:
        """Say on which cards an operator's own wording stands for the team's.

        Args:
            own: The words for each, by the response's id.
        """
        if own != self._own:
            # Cards with a mark are higher.
            self.layoutAboutToBeChanged.emit()
            self._own = dict(own)
            self._rows = self._marked(self._rows)
            self.layoutChanged.emit()

    def refill(self) -> None:
        """Fill the texts anew, because another chat is shown or something became known."""
        self._bodies.clear()
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def retitle_suggestions(self, heading: str) -> None:
        """Say otherwise whom the suggestions are for; every card stays where it is."""
        self._rows = tuple(
            replace(card, heading=heading) if card.is_suggested and card.heading else card
            for card in self._rows
        )
        self.refill()

    def card_at(self, row: int) -> Card:
        """Return the card of a row that exists; for painters, which ask for it again and again."""
        return self._rows[row]

    def body_at(self, row: int) -> Filled:
        """Return `BODY_ROLE` of a row that exists."""
        if row not in self._bodies:
            self._bodies[row] = self._fill(self._rows[row].response)
        return self._bodies[row]

    def response_at(self, row: int) -> Response | None:
        """Return the response of a row, or None for a row that does not exist."""
        return self._rows[row].response if 0 <= row < len(self._rows) else None

    def row_of(self, response_id: str) -> int:
        """Return the row of a response, or -1."""
        ids = _ids(self._rows)
        return ids.index(response_id) if response_id in ids else -1

    @property
    def is_closest(self) -> bool:
        """Whether nothing was found, so that the rows are only the nearest there is."""
        return bool(self._rows) and self._rows[-1].match.why is Why.CLOSEST

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many responses were found."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Return one role of one response."""
        at = index.row()
        if not index.isValid() or not 0 <= at < len(self._rows):
            return None
        card = self._rows[at]
        if role in _READ:
            return _READ[role](card)
        if role == BODY_ROLE:
            return self.body_at(at)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(card, self.body_at(at))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a row can be chosen and dragged."""
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def supportedDragActions(self) -> Qt.DropAction:
        """Return that a drag leaves the response where it is."""
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """Return the kinds of data of a drag."""
        return [RESPONSE_MIME, "text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the first of the rows, with its text filled for the shown chat."""
        rows = [index.row() for index in indexes if self.response_at(index.row())]
        if not rows:
            return QMimeData()
        return response_mime(self._rows[rows[0]].response.id, self.body_at(rows[0]).text)

    def _marked(self, cards: tuple[Card, ...]) -> tuple[Card, ...]:
        if not self._own and not any(card.own for card in cards):
            return cards
        return tuple(replace(card, own=self._own.get(card.response.id, "")) for card in cards)

    def roleNames(self) -> dict[int, Any]:
        """Return the names of our roles."""
        return {**super().roleNames(), **{int(role): name for role, name in _NAMES.items()}}


def _unfilled(response: Response) -> Filled:
    return fill(response.body, {})


def _ids(rows: Sequence[Card]) -> list[str]:
    return [card.response.id for card in rows]


def _marks(text: str, terms: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    spans = marks(text, terms)
    if text.isascii():
        return spans
    ends = [(to_utf16(text, start), to_utf16(text, start + length)) for start, length in spans]
    return tuple((start, end - start) for start, end in ends)


_READ: dict[int, Callable[[Card], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda card: card.response.title,
    TITLE_ROLE: lambda card: card.response.title,
    RESPONSE_ID_ROLE: lambda card: card.response.id,
    RESPONSE_ROLE: lambda card: card.response,
    SHORTCUT_ROLE: lambda card: card.response.shortcut,
    FOLDER_ROLE: lambda card: " / ".join(card.response.folder),
    STARRED_ROLE: lambda card: card.response.starred,
    TITLE_MARKS_ROLE: lambda card: _marks(card.response.title, card.match.terms),
    SHORTCUT_MARKS_ROLE: lambda card: _marks(card.response.shortcut, card.match.terms),
    HEADING_ROLE: lambda card: card.heading,
    SUGGESTED_ROLE: lambda card: card.is_suggested,
    WHY_ROLE: lambda card: card.why,
    DUE_ROLE: lambda card: card.due,
    FILES_ROLE: lambda card: card.files,
}
