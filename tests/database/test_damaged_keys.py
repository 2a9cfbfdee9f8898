"""A key with a wrong byte is given back when the index and a backup agree on it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from undivided.database.backups import back_up
from undivided.library.model.responses import Response
from undivided.storage.library.store import LibraryStore

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
KEY, WRONG = b"the-key-of-one", b"the-kez-of-one"


def _write(path: Path) -> None:
    with closing(LibraryStore(path)) as store:
        store.add(Response(id=KEY.decode(), title="One", body="b"))


def _damage(path: Path, *, in_table: bool) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    data = bytearray(path.read_bytes())
    places = [at for at in range(len(data)) if data.startswith(KEY, at)]
    # The table's row goes on with its title; the index has the key alone.
    in_row = [at for at in places if data[at + len(KEY) :].startswith(b"One")]
    chosen = in_row if in_table else [at for at in places if at not in in_row]
    for at in chosen:
        data[at : at + len(KEY)] = WRONG
    assert chosen
    path.write_bytes(data)


def _ids(path: Path) -> tuple[set[str], str]:
    with closing(LibraryStore(path)) as store:
        return {response.id for response in store.everything()}, store.finding


def test_damaged_key_of_a_row_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    _write(path)
    back_up(path, "library", NOON)
    _damage(path, in_table=True)

    ids, finding = _ids(path)

    assert KEY.decode() in ids
    assert WRONG.decode() not in ids
    assert "was damaged" in finding


def test_damaged_key_of_an_index_changes_no_row(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    _write(path)
    back_up(path, "library", NOON)
    _damage(path, in_table=False)

    assert KEY.decode() in _ids(path)[0]


def test_without_a_second_witness_a_row_keeps_the_key_that_was_read(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    _write(path)
    _damage(path, in_table=True)

    assert WRONG.decode() in _ids(path)[0]
