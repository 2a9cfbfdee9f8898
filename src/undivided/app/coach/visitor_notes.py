"""What visitors said about buying: a no to sales, or a yes; kept by visitor for the next visit."""

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from undivided.app.session_context import SessionContext
from undivided.desk.values import ChatRow
from undivided.etiquette.coach.refusals import still_counts
from undivided.protocol.ids import ChatId, UserId
from undivided.runtime.worker import Worker
from undivided.storage.visitor_notes import VisitorNote, VisitorNotesFile

_NOTHING = VisitorNote()


class VisitorNotes(QObject):
    """Answers at once.

    Args:
        today: Returns the operator's date.

    Signals:
        changed: A chat whose visitor's note is another now.

    Source: practices 54 and 55.
    """

    changed = Signal(str)

    def __init__(self, context: SessionContext, today: Callable[[], date]) -> None:
        super().__init__(context.window)
        self._context = context
        self._today = today
        self._file = VisitorNotesFile(context.profile.visitor_notes_file)
        self._worker = Worker("visitor notes")
        self._kept: dict[UserId, VisitorNote] = {}

    def load(self) -> None:
        """Read what was kept; nothing of it is needed for the first paint."""
        self._context.start("visitor notes", self._load())

    async def aclose(self) -> None:
        """Wait for what is being kept."""
        await self._worker.run(self._worker.abandon)

    def has_refused(self, row: ChatRow, days: int) -> bool:
        """Return whether a chat's visitor said no to a sale: in this sitting, or not long ago.

        Args:
            row: The chat.
            days: How long it counts for later visits. Source: practice 55.
        """
        note = self._of(row)
        is_here = bool(note.refused_on) and note.refused_in == (row.thread_id or "")
        return is_here or still_counts(note.refused_on, self._today(), days)

    def is_marked_buying(self, row: ChatRow) -> bool:
        """Return whether the operator called the visitor a buyer in this sitting."""
        return bool(row.thread_id) and self._of(row).buying_in == row.thread_id

    def refuse(self, row: ChatRow, *, is_off: bool) -> None:
        """Keep a no to sales, or take it back; who says no is no buyer any more."""
        day = self._today().isoformat() if is_off else ""
        thread = (row.thread_id or "") if is_off else ""
        self._keep(row, replace(self._of(row), refused_on=day, refused_in=thread, buying_in=""))

    def mark_buying(self, row: ChatRow, *, is_buying: bool) -> None:
        """Keep that the visitor is buying in this sitting, or take it back."""
        thread = (row.thread_id or "") if is_buying else ""
        self._keep(row, replace(self._of(row), buying_in=thread))

    def _of(self, row: ChatRow) -> VisitorNote:
        return self._kept.get(row.visitor.id, _NOTHING)

    def _keep(self, row: ChatRow, note: VisitorNote) -> None:
        if note == self._of(row):
            return
        # Behind all others, so that the file forgets the oldest first.
        self._kept.pop(row.visitor.id, None)
        self._kept[row.visitor.id] = note
        self._context.start("keep visitor notes", self._save())
        self.changed.emit(row.id)

    async def _load(self) -> None:
        kept, sentence = await self._worker.run(self._file.load)
        self._kept = {**kept, **self._kept}
        if sentence:
            self._context.troubled(sentence)
        chats = self._context.bridge.chats
        for chat_id in filter(None, map(chats.chat_at, range(chats.rowCount()))):
            self.changed.emit(ChatId(chat_id))

    async def _save(self) -> None:
        await self._worker.run(self._file.save, dict(self._kept))
