"""Damage is mended while the operator works, and is said once; backups are made beside the work."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.faulty_disk import FaultyDisk
from undivided.database.backups import backups_of
from undivided.library.model.responses import Response
from undivided.protocol.errors import UndividedError
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId
from undivided.runtime import file_backups
from undivided.runtime.desk_file import DeskFile
from undivided.runtime.file_backups import FileBackups
from undivided.runtime.library_file import LibraryFile
from undivided.session.commands import OutboxRow
from undivided.storage.library.store import LibraryStore

WRITTEN = datetime(2026, 3, 1, tzinfo=UTC)


def row(custom_id: str) -> OutboxRow:
    event = Event(type="message", text="hi", custom_id=CustomId(custom_id))
    return OutboxRow(CustomId(custom_id), ChatId("c1"), event, WRITTEN)


def no_trouble(error: UndividedError) -> None:
    raise error


def spoil_table(path: Path, name: str) -> None:
    """Overwrite the first page of a table, as a bad disk would, under whoever has it open."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        (page,) = connection.execute(
            "select rootpage from sqlite_schema where name = ?", (name,)
        ).fetchone()
        (size,) = connection.execute("pragma page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 64)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma user_version=1")  # makes others forget what they have in memory


async def test_a_damaged_desk_file_is_restored_and_said_at_sign_in(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    file = DeskFile(path, "mira@one", no_trouble)
    await file.open()
    await file.accept([row("u-1")], clears_draft=True)
    file.save_draft(ChatId("c1"), "half a word", WRITTEN)
    await file.aclose()
    spoil_table(path, "drafts")

    said: list[str] = []
    file = DeskFile(path, "mira@one", no_trouble, said.append)
    rows, _ = await file.open()
    await file.aclose()

    assert [each.custom_id for each in rows] == ["u-1"]
    assert len(said) == 1
    assert "The file with your drafts and unsent messages was damaged." in said[0]
    assert f"the damaged copy is at {path}.damaged-1" in said[0]


async def test_damage_met_while_working_is_mended_and_the_message_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    said: list[str] = []
    file = DeskFile(path, "mira@one", no_trouble, said.append)
    await file.open()
    file.save_draft(ChatId("c1"), "half a word", WRITTEN)
    await file.accept([row("u-1")], clears_draft=False)
    spoil_table(path, "drafts")

    stored = await file.accept([row("u-2")], clears_draft=True)
    await file.aclose()
    again = DeskFile(path, "mira@one", no_trouble)
    rows, _ = await again.open()
    await again.aclose()

    assert stored != []
    assert [each.custom_id for each in rows] == ["u-1", "u-2"]
    assert len(said) == 1


async def test_a_damaged_library_is_restored_from_its_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_backups, "CHANGES", 1)
    path = tmp_path / "library.db"
    said: list[str] = []
    library = LibraryFile(path, said.append, FileBackups(path, "library", said.append))
    await library.ask(lambda store: store.add(Response(title="Own", body="Mine.")))
    count = await library.ask(LibraryStore.count)
    await library.aclose()
    spoil_table(path, "responses")

    library = LibraryFile(path, said.append)
    restored = await library.ask(LibraryStore.count)
    await library.aclose()

    assert count == restored
    assert [True] == ["what a backup had to fill in" in sentence for sentence in said]


async def test_a_backup_is_made_at_opening_once_a_day(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    for _ in range(2):
        backups = FileBackups(path, "desk", lambda sentence: None)
        file = DeskFile(path, "mira@one", no_trouble, backups=backups)
        await file.open()
        await file.aclose()

    assert len(backups_of(path)) == 1


async def test_a_backup_that_finds_no_room_says_nothing_and_stops_nothing(tmp_path: Path) -> None:
    path, said = tmp_path / "desk.db", list[str]()
    (tmp_path / "backups").mkdir()
    backups = FileBackups(path, "desk", said.append)
    file = DeskFile(path, "mira@one", no_trouble, said.append, backups)
    with FaultyDisk(tmp_path / "backups") as disk:
        disk.is_full = True
        await file.open()
        await file.accept([row("u-1")], clears_draft=True)
        await file.aclose()

    assert said == []
    assert backups_of(path) == []
