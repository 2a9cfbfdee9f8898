"""The copied library is what a first start makes, and no other file is touched."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.starter_library import lay_out_library
from undivided.library.formats import Format, write
from undivided.storage.library.store import LibraryStore


def _content(path: Path) -> tuple[str, list[str], list[tuple[str, object]], int]:
    with closing(LibraryStore(path)) as library:
        exported = write(library.everything(), Format.CSV)
    with closing(sqlite3.connect(path)) as file:
        tables = [row[0] for row in file.execute("select sql from sqlite_schema order by name")]
        facts = file.execute("select name, value from facts order by name").fetchall()
    return exported, tables, facts, path.stat().st_mode


def test_the_copy_is_what_a_first_start_makes(tmp_path: Path) -> None:
    copy, made = tmp_path / "copy.db", tmp_path / "made.db"

    lay_out_library(copy)

    assert not [each for each in tmp_path.iterdir() if each != copy]
    assert _content(copy) == _content(made)


def test_a_library_that_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"own")

    lay_out_library(path)

    assert path.read_bytes() == b"own"
