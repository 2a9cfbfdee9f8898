"""Rules of the desk's file on its thread."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from undivided.database.errors import StorageError
from undivided.protocol.errors import UndividedError
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId
from undivided.runtime.desk_file import DeskFile
from undivided.session.commands import OutboxRow
from undivided.storage.desk_store import DeskStore

CHAT = ChatId("C1")
WRITTEN = datetime(2026, 3, 1, tzinfo=UTC)


def row(custom_id: str) -> OutboxRow:
    event = Event(type="message", text="hi", custom_id=CustomId(custom_id))
    return OutboxRow(CustomId(custom_id), CHAT, event, WRITTEN)


def limit_pages(store: DeskStore, pages: int | None) -> None:
    """Make the file's disk full at its present size, or not full."""
    execute = store._db.execute
    pages = pages or execute("PRAGMA page_count").fetchone()[0]
    execute(f"PRAGMA max_page_count={pages}")


async def opened(path: Path, troubles: list[UndividedError]) -> DeskFile:
    file = DeskFile(path, "mira@one", troubles.append)
    await file.open()
    return file


async def test_writes_that_nobody_waits_for_are_done_before_the_file_closes(
    tmp_path: Path,
) -> None:
    file = await opened(tmp_path / "desk.db", [])
    await file.accept(row("u-1"), clears_draft=True)
    file.drop(CustomId("u-1"))
    file.save_draft(CHAT, "half a word", WRITTEN)
    await file.aclose()
    untroubled: list[UndividedError] = []
    again = DeskFile(tmp_path / "desk.db", "mira@one", untroubled.append)
    rows, drafts = await again.open()
    await again.aclose()

    assert (rows, drafts) == ((), {CHAT: "half a word"})


async def test_a_failed_write_is_told_and_the_next_one_works(tmp_path: Path) -> None:
    troubles: list[UndividedError] = []
    file = await opened(tmp_path / "desk.db", troubles)
    await file._worker.run(limit_pages, file._opened, None)
    file.save_draft(CHAT, "x" * 50_000, WRITTEN)
    with pytest.raises(StorageError):
        await file.accept(row("u-" + "x" * 50_000), clears_draft=False)
    await file._worker.run(limit_pages, file._opened, 100_000)
    await file.accept(row("u-2"), clears_draft=False)
    await asyncio.sleep(0)
    await file.aclose()

    assert [type(trouble).__name__ for trouble in troubles] == ["DiskFull"]
