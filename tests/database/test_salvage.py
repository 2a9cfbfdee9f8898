"""What a damaged file still holds is kept, a backup adds the rest, and the truth is told."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from undivided.database.backups import back_up
from undivided.database.damaged_rows import readable_rows, table_of
from undivided.database.errors import DatabaseDamaged, DatabaseNewer
from undivided.database.keeping import open_kept
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.storage.desk.kind import DESK
from undivided.storage.desk.store import DeskStore
from undivided.storage.library.kind import LIBRARY
from undivided.storage.library.store import LibraryStore

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a file with fifty drafts, the last twenty of them younger than its backup."""
    path = tmp_path / "desk.db"
    for numbers in (range(30), range(30, 50)):
        with closing(DeskStore(path, "mira@one")) as store:
            for number in numbers:
                store.save_draft(ChatId(f"c{number}"), f"draft {number} " * 20, NOW)
        if numbers.start == 0:
            back_up(path, DESK.what, NOW)
    return path


def spoil(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


def drafts(path: Path) -> tuple[set[str], str]:
    with closing(DeskStore(path, "mira@one")) as store:
        return set(store.drafts()), store.finding


def place_of(path: Path, text: bytes) -> int:
    """Return the start of the page that has this text."""
    return path.read_bytes().index(text) // 4096 * 4096


def test_rows_of_other_pages_and_of_the_backup_come_back(path: Path) -> None:
    spoil(path, place_of(path, b"draft 3 "), b"\xff" * 100)

    found, finding = drafts(path)

    assert found == {f"c{number}" for number in range(50)}
    assert "Everything in it was restored (0 of 0 messages and 50 of 50 drafts)" in finding
    assert "what a backup had to fill in may be older" in finding


def test_a_wrong_row_number_does_not_cost_the_row_that_has_it(path: Path) -> None:
    # Row 7, which is "draft 6", calls itself 16; the number stands before the row's own header.
    row = path.read_bytes().index(b"mira@onec6draft 6 ")
    numbered_at = path.read_bytes().rindex(b"\x07", row - 10, row)
    spoil(path, numbered_at, b"\x10")

    found, finding = drafts(path)

    assert found == {f"c{number}" for number in range(50)}
    assert "Everything in it was restored (0 of 0 messages and 50 of 50 drafts)" in finding


def test_rows_that_nobody_has_any_more_are_counted_as_lost(path: Path) -> None:
    spoil(path, place_of(path, b"draft 45 "), b"\xff" * 100)

    found, finding = drafts(path)

    lost = 50 - len(found)
    assert 0 < lost <= 20
    assert f"{50 - lost} of 50 drafts were restored" in finding
    assert f"the damaged copy is at {path}.damaged-1." in finding


def test_the_damaged_bytes_are_kept_and_the_file_is_whole_afterwards(path: Path) -> None:
    spoil(path, 0, b"no longer a database")
    damaged = path.read_bytes()

    found, _ = drafts(path)
    again, finding = drafts(path)

    assert path.with_name("desk.db.damaged-1").read_bytes() == damaged
    assert found == again == {f"c{number}" for number in range(50)}
    assert finding == ""
    left = {"desk.db", "desk.db.damaged-1", "backups"}
    assert left == {each.name for each in path.parent.iterdir()}


def test_a_library_of_which_nothing_is_left_is_refused_and_never_empty(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"\xff" * 40_000)

    with pytest.raises(DatabaseDamaged, match=r"A copy is kept at .*library\.db\.damaged-1"):
        open_kept(path, LIBRARY)

    assert path.read_bytes() == b"\xff" * 40_000


def test_a_damaged_text_index_is_made_anew_and_nothing_is_said(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(LibraryStore(path)) as store:
        store.add(Response(title="Zanzibar", body="Far."))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("update response_words_data set block = x'00' where id > 10")
        connection.commit()

    with closing(LibraryStore(path)) as store:
        found = store.search("zanzibar")

        assert store.finding == ""
        assert [match.response.title for match in found] == ["Zanzibar"]


def test_a_restored_library_gets_no_second_starter_set(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(LibraryStore(path)) as store:
        titles = [response.title for response in store.everything()]
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "select rootpage from sqlite_schema where name = 'facts'"
        ).fetchone()
    spoil(path, (page - 1) * 4096, b"\xff" * 50)

    with closing(LibraryStore(path)) as store:
        assert "was damaged" in store.finding
        assert titles == [response.title for response in store.everything()]


def test_a_newer_file_is_not_restored_but_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('desk', 'of_the_future', '2030')"
        )
        connection.commit()
    before = path.read_bytes()

    with pytest.raises(DatabaseNewer):
        open_kept(path, DESK)

    assert before == path.read_bytes()


def test_every_row_of_a_whole_table_is_read_once_and_in_order(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        table = table_of(connection, "drafts")
        numbers = [number for number, _ in readable_rows(connection, table, ["chat_id"])]

    assert numbers == list(range(1, 51))
    assert table.gaps == []


def test_a_row_whose_length_took_its_number_in_is_known_to_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "rows.db"
    with closing(sqlite3.connect(path)) as whole:
        whole.execute("pragma page_size = 4096")
        whole.execute("create table texts (number integer primary key, text text not null)")
        whole.executemany("insert into texts (text) values (?)", [("x" * 300,) for _ in range(60)])
        whole.commit()
        root = whole.execute("select rootpage from sqlite_schema").fetchone()[0]
    data = path.read_bytes()
    # The second leaf's first cell: two bytes of length, whose second one now goes on.
    leaf = int.from_bytes(child_pages(data, root)[1], "big")
    page = (leaf - 1) * 4096
    cell = page + int.from_bytes(data[page + 8 : page + 10], "big")
    spoil(path, cell + 1, bytes([data[cell + 1] | 0x80]))

    with closing(sqlite3.connect(path)) as damaged:
        table = table_of(damaged, "texts")
        read = {number for number, _ in readable_rows(damaged, table, ["text"])}

    missing = set(range(1, 61)) - read
    assert missing
    assert {each for each in missing if any(a <= each <= b for a, b in table.gaps)} == missing


def child_pages(data: bytes, root: int) -> list[bytes]:
    """Return the numbers of the pages below an inner page of a table, as they are written."""
    page = (root - 1) * 4096
    count = int.from_bytes(data[page + 3 : page + 5], "big")
    cells = [
        int.from_bytes(data[page + at : page + at + 2], "big")
        for at in range(12, 12 + 2 * count, 2)
    ]
    return [data[page + cell : page + cell + 4] for cell in cells]
