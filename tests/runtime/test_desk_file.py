"""Rules of the desk's file on its thread."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from undivided.database.errors import StorageError
from undivided.protocol.errors import UndividedError
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId
from undivided.runtime import desk_file
from undivided.runtime.desk_file import DeskFile
from undivided.session.commands import OutboxRow
from undivided.storage.desk.store import DeskStore

CHAT = ChatId("C1")
OTHER = ChatId("C2")
WRITTEN = datetime(2026, 3, 1, tzinfo=UTC)
LONG = "x" * 50_000


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
    await file.accept([row("u-1")], clears_draft=True)
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
        await file.accept([row("u-" + "x" * 50_000)], clears_draft=False)
    await file._worker.run(limit_pages, file._opened, 100_000)
    await file.accept([row("u-2")], clears_draft=False)
    await asyncio.sleep(0)
    await file.aclose()

    assert [type(trouble).__name__ for trouble in troubles] == ["DiskFull"]


async def fill(file: DeskFile) -> None:
    await file._worker.run(limit_pages, file._opened, None)


async def make_room(file: DeskFile) -> None:
    await file._worker.run(limit_pages, file._opened, 100_000)


async def stored(file: DeskFile) -> Mapping[ChatId, str]:
    return await file._worker.run(file._opened.drafts)


async def drafts_after_all(file: DeskFile, path: Path) -> Mapping[ChatId, str]:
    await file.aclose()
    again = await opened(path, [])
    drafts = await stored(again)
    await again.aclose()
    return drafts


async def test_a_draft_that_failed_is_written_when_the_disk_has_room_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without another key and without an end of the program (promises G12, G15)."""
    monkeypatch.setattr(desk_file, "AGAIN_S", 0.01)
    troubles: list[UndividedError] = []
    file = await opened(tmp_path / "desk.db", troubles)
    await fill(file)
    file.save_draft(CHAT, LONG, WRITTEN)
    # It fails, is tried again, and fails again: that is told once.
    await asyncio.sleep(0.1)
    await make_room(file)
    async with asyncio.timeout(60):
        while not await stored(file):
            await asyncio.sleep(0.01)

    assert await stored(file) == {CHAT: LONG}
    assert [type(trouble).__name__ for trouble in troubles] == ["DiskFull"]
    assert file._again is None
    await file.aclose()


async def test_a_draft_that_failed_is_written_at_the_end_of_the_program(tmp_path: Path) -> None:
    troubles: list[UndividedError] = []
    file = await opened(tmp_path / "desk.db", troubles)
    await fill(file)
    file.save_draft(CHAT, LONG, WRITTEN)
    await make_room(file)

    assert await drafts_after_all(file, tmp_path / "desk.db") == {CHAT: LONG}


async def test_a_file_may_be_closed_twice(tmp_path: Path) -> None:
    file = await opened(tmp_path / "desk.db", [])
    await file.aclose()
    await file.aclose()

    assert file._store is None


async def test_a_write_that_fails_at_the_end_is_not_tried_for_ever(tmp_path: Path) -> None:
    troubles: list[UndividedError] = []
    file = await opened(tmp_path / "desk.db", troubles)
    await fill(file)
    file.save_draft(CHAT, LONG, WRITTEN)
    await file.aclose()

    assert len(troubles) == 1
    assert file._again is None


async def test_a_draft_that_failed_does_not_come_back_behind_the_sent_text(
    tmp_path: Path,
) -> None:
    troubles: list[UndividedError] = []
    file = await opened(tmp_path / "desk.db", troubles)
    await fill(file)
    file.save_draft(CHAT, LONG, WRITTEN)
    file.save_draft(OTHER, LONG, WRITTEN)
    await make_room(file)
    await file.accept([row("u-1")], clears_draft=True)

    assert await drafts_after_all(file, tmp_path / "desk.db") == {OTHER: LONG}


async def test_a_draft_is_not_written_while_its_text_is_being_accepted(tmp_path: Path) -> None:
    """It would come in line behind the outbox, and the sent text back as a draft."""
    troubles: list[UndividedError] = []
    file = await opened(tmp_path / "desk.db", troubles)
    await fill(file)
    file.save_draft(CHAT, LONG, WRITTEN)
    await make_room(file)
    accepting = asyncio.ensure_future(file.accept([row("u-1")], clears_draft=True))
    await asyncio.sleep(0)
    file._write_again()
    await accepting

    assert await drafts_after_all(file, tmp_path / "desk.db") == {}


async def test_a_draft_whose_text_was_not_accepted_stays_due(tmp_path: Path) -> None:
    troubles: list[UndividedError] = []
    file = await opened(tmp_path / "desk.db", troubles)
    await fill(file)
    file.save_draft(CHAT, LONG, WRITTEN)
    with pytest.raises(StorageError):
        await file.accept([row("u-" + LONG)], clears_draft=True)
    await make_room(file)

    assert await drafts_after_all(file, tmp_path / "desk.db") == {CHAT: LONG}


async def test_nothing_is_kept_of_a_chat_whose_message_is_stored(tmp_path: Path) -> None:
    file = await opened(tmp_path / "desk.db", [])
    await file.accept([row("u-1")], clears_draft=True)
    await file.accept([row("u-2")], clears_draft=False)
    kept = dict(file._clearing)
    await file.aclose()

    assert kept == {}
