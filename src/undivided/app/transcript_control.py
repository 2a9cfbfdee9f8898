"""Saving a chat's transcript: asks where, fetches what is older, and writes the file."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from undivided.app.responses import insertion_memory
from undivided.app.responses.insertion_memory import InsertionMemory
from undivided.app.session_context import SessionContext
from undivided.desk.transcript_file import Transcript, file_name, reach_of, text_for
from undivided.desk.values import ChatRow
from undivided.etiquette.review.saved import Origin
from undivided.protocol.ids import ChatId
from undivided.runtime.clock import SystemClock
from undivided.runtime.worker import Worker
from undivided.session.commands import LoadOlder
from undivided.session.facts import CommandDone, CommandFailed, Notice
from undivided.storage.text_file import write_whole

FILTERS = "Text (*.txt);;Spreadsheet (*.csv);;JSON Lines (*.jsonl)"
MOST_FETCHES = 200
"""Threads fetched for one file; what is older is said to be missing."""
PATIENCE_S = 25.0
"""For one answer; the session itself gives up after 20."""


class TranscriptControl(QObject):
    """Writes the shown chat's whole history into a file.

    Args:
        memory: Knows which messages were begun from a response.
    """

    def __init__(self, context: SessionContext, memory: InsertionMemory) -> None:
        super().__init__(context.window)
        self._context = context
        self._memory = memory
        self._clock = SystemClock()
        self._asked: dict[ChatId, asyncio.Future[bool]] = {}
        context.listeners.append(self._heard)

    def ask(self) -> None:
        """Ask where the shown chat's transcript belongs."""
        chat_id = self._context.window.desk.conversation.chat_id
        row = None if chat_id is None else self._context.bridge.chats.row_of(chat_id)
        if row is None:
            return
        dialog = QFileDialog(self._context.window, "Save the transcript", "", FILTERS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        now = self._clock.now().wall
        dialog.selectFile(f"{file_name(row.visitor.shown_name, now)}.txt")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(ending_of(kind)))
        dialog.fileSelected.connect(lambda name: self.save(row.id, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, chat_id: ChatId, path: Path) -> None:
        """Write a chat to `path`, in the form that the file's ending asks for."""
        self._context.start("transcript", self._save(chat_id, path))

    async def _save(self, chat_id: ChatId, path: Path) -> None:
        await self._fetch_older(chat_id)
        row = self._row(chat_id)
        if row is None:
            self._context.troubled("The chat is gone, so nothing was saved.")
            return
        profile = self._context.bridge.status.profile
        transcript = Transcript(
            visitor=row.visitor.shown_name,
            me=profile.name if profile is not None else "",
            messages=self._context.bridge.transcripts.messages(chat_id),
            is_whole=not row.has_older,
            origins=self._origins(chat_id),
        )
        worker = Worker("transcript")
        try:
            await worker.run(write_whole, path, text_for(path.name, transcript))
        finally:
            worker.close()
        self._context.troubled(f"Saved as {path.name}. {reach_of(transcript)}")

    def _origins(self, chat_id: ChatId) -> dict[str, Origin]:
        known = self._memory.origins(chat_id)
        return {text: _origin_of(origin) for text, origin in known.items()}

    async def _fetch_older(self, chat_id: ChatId) -> None:
        """Fetch thread after thread until the server has no older one, or does not answer."""
        for _ in range(MOST_FETCHES):
            row = self._row(chat_id)
            if row is None or not row.has_older or not await self._is_fetched(chat_id):
                return

    async def _is_fetched(self, chat_id: ChatId) -> bool:
        connection = self._context.connection
        if connection is None:
            return False
        answer = self._asked.get(chat_id) or asyncio.get_running_loop().create_future()
        self._asked[chat_id] = answer
        connection.load_older(chat_id)
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await asyncio.shield(answer)
        except TimeoutError:
            return False

    def _heard(self, notice: Notice) -> None:
        match notice:
            case CommandDone(LoadOlder(chat_id)) | CommandFailed(LoadOlder(chat_id)):
                answer = self._asked.pop(chat_id, None)
                if answer is not None and not answer.done():
                    answer.set_result(isinstance(notice, CommandDone))

    def _row(self, chat_id: ChatId) -> ChatRow | None:
        return self._context.bridge.chats.row_of(chat_id)


def ending_of(kind: str) -> str:
    """Return the ending that a line of `FILTERS` names, without its dot."""
    return kind.rpartition("*.")[2].rstrip(")")


def _origin_of(known: insertion_memory.Origin) -> Origin:
    if not known.response_id:
        return Origin.OWN
    return Origin.TOUCHED if known.is_touched else Origin.UNTOUCHED
