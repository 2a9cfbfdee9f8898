"""Found canned responses as a list model with headings, marks and drags; it reads no file."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, Qt

from undivided.library.responses import Response
from undivided.library.search import Match, marks
from undivided.library.slots import Filled, fill, to_utf16
from undivided.qtmodels.canned_mime import RESPONSE_MIME, response_mime
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
"""A `Filled` in UTF-16 positions: the text for the shown chat, its blanks and values."""
HEADING_ROLE = Qt.ItemDataRole.UserRole + 9
"""The heading to draw above the row, or ""."""
RESPONSE_ROLE = Qt.ItemDataRole.UserRole + 10

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
}

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
        self._matches: tuple[Match, ...] = ()
        self._headings: tuple[str, ...] = ()
        self._bodies: dict[int, Filled] = {}

    def show(self, matches: Sequence[Match], today: date | None = None) -> None:
        """Replace the rows.

        Args:
            matches: From `LibraryStore.search`, in its order.
            today: The operator's date, for the heading "Used today".
        """
        shown = tuple(matches)
        headings = _headings(shown, today)
        if _ids(shown) == _ids(self._matches):
            # The same rows with other marks: selection and scroll position stay.
            self._matches, self._headings = shown, headings
            self.refill()
            return
        self.beginResetModel()
        self._matches, self._headings = shown, headings
        self._bodies.clear()
        self.endResetModel()

    def fill_with(self, fill: Fill) -> None:
        """Fill from now on with what the shown chat knows."""
        self._fill = fill
        self.refill()

    def refill(self) -> None:
        """Fill the texts anew, because another chat is shown or something became known."""
        self._bodies.clear()
        if self._matches:
            self.dataChanged.emit(self.index(0), self.index(len(self._matches) - 1))

    def response_at(self, row: int) -> Response | None:
        """Return the response of a row, or None for a row that does not exist."""
        return self._matches[row].response if 0 <= row < len(self._matches) else None

    def row_of(self, response_id: str) -> int:
        """Return the row of a response, or -1."""
        ids = _ids(self._matches)
        return ids.index(response_id) if response_id in ids else -1

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many responses were found."""
        return 0 if parent is not None and parent.isValid() else len(self._matches)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Return one role of one response."""
        row = index.row()
        if not index.isValid() or not 0 <= row < len(self._matches):
            return None
        read = _READ.get(role)
        if read is not None:
            return read(self._matches[row])
        match role:
            case _ if role == HEADING_ROLE:
                return self._headings[row]
            case _ if role == BODY_ROLE:
                return self._body(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(self._matches[row].response, self._body(row))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a row can be chosen and dragged."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

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
        return response_mime(self._matches[rows[0]].response.id, self._body(rows[0]).text)

    def _body(self, row: int) -> Filled:
        if row not in self._bodies:
            self._bodies[row] = self._fill(self._matches[row].response).in_utf16()
        return self._bodies[row]

    def roleNames(self) -> dict[int, Any]:
        """Return the names of our roles."""
        return {**super().roleNames(), **{int(role): name for role, name in _NAMES.items()}}


def _unfilled(response: Response) -> Filled:
    return fill(response.body, {})


def _ids(matches: Sequence[Match]) -> list[str]:
    return [match.response.id for match in matches]


def _marks(text: str, terms: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    spans = marks(text, terms)
    if text.isascii():
        return spans
    ends = [(to_utf16(text, start), to_utf16(text, start + length)) for start, length in spans]
    return tuple((start, end - start) for start, end in ends)


_READ: dict[int, Callable[[Match], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda match: match.response.title,
    TITLE_ROLE: lambda match: match.response.title,
    RESPONSE_ID_ROLE: lambda match: match.response.id,
    RESPONSE_ROLE: lambda match: match.response,
    SHORTCUT_ROLE: lambda match: match.response.shortcut,
    FOLDER_ROLE: lambda match: " / ".join(match.response.folder),
    STARRED_ROLE: lambda match: match.response.starred,
    TITLE_MARKS_ROLE: lambda match: _marks(match.response.title, match.terms),
    SHORTCUT_MARKS_ROLE: lambda match: _marks(match.response.shortcut, match.terms),
}


def _headings(matches: Sequence[Match], today: date | None) -> tuple[str, ...]:
    """Return the heading of each row that begins a section, and "" for the others."""
    sections = [_section(match, today) for match in matches]
    before = ["", *sections]
    return tuple(
        section if section != last else "" for section, last in zip(sections, before, strict=False)
    )


def _section(match: Match, today: date | None) -> str:
    """Return the section of a row: none for what was searched, where the best comes first."""
    response = match.response
    if match.why is not None:
        return ""
    if response.starred:
        return "Starred"
    if response.last_used is None:
        return " / ".join(response.folder) or "No folder"
    # The operator's own day, not the day in UTC.
    if today is not None and response.last_used.astimezone().date() == today:
        return "Used today"
    return "Used before"


def _spoken(response: Response, body: Filled) -> str:
    """Return the row as a screen reader says it."""
    parts = [response.title, response.shortcut, "starred" if response.starred else ""]
    head = ", ".join(part for part in parts if part)
    blanks = ", ".join(span.name for span in body.blanks)
    return f"{head}: {body.text}" + (f" To fill: {blanks}." if blanks else "")
