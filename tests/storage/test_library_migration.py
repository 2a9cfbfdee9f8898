"""A library of the program's first version is opened with everything that it holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.old_library import ROWS, make_first_library
from undivided.database.salvage import salvage
from undivided.library.finding.search import Situation
from undivided.library.model.responses import Response
from undivided.storage.library.kind import LIBRARY
from undivided.storage.library.store import LibraryStore


def test_everything_of_the_first_version_is_there_and_found(tmp_path: Path) -> None:
    make_first_library(tmp_path / "library.db")

    with closing(LibraryStore(tmp_path / "library.db")) as store:
        found = {response.id: response for response in store.everything()}
        titles = [match.response.title for match in store.search("deliv")]

    assert {row[0]: row[1:] for row in ROWS} == {
        each.id: (
            each.title,
            each.body,
            " ".join(each.shortcuts),
            ",".join(each.tags),
            each.language,
            each.uses,
        )
        for each in found.values()
    }
    assert titles == ["Delivery"]


def test_indexes_of_a_migrated_library_are_true(tmp_path: Path) -> None:
    make_first_library(tmp_path / "library.db")
    with closing(LibraryStore(tmp_path / "library.db")) as store:
        store.add(Response(title="New", body="b"))
        store.delete("r1")

    with closing(sqlite3.connect(tmp_path / "library.db")) as connection:
        for index in ("response_words", "response_heads"):
            connection.execute(f"insert into {index} ({index}, rank) values ('integrity-check', 1)")
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)


def test_letters_that_the_index_keeps_are_found_by_plain_ones_after_migration_and_salvage(
    tmp_path: Path,
) -> None:
    for name in ("migrated.db", "salvaged.db"):
        make_first_library(tmp_path / name)
        with closing(sqlite3.connect(tmp_path / name)) as connection, connection:
            connection.execute(
                "update responses set title = 'Zwrot złoty', body = 'Straße', shortcuts = 'łódź'"
                " where id = 'r2'"
            )
    salvage(tmp_path / "salvaged.db", LIBRARY)

    for name in ("migrated.db", "salvaged.db"):
        with closing(LibraryStore(tmp_path / name)) as store:
            found = {
                typed: [match.response.id for match in store.search(typed)]
                for typed in ("zloty", "ZŁO", "strasse", "lodz", "zwrot")
            }
            assert found == {typed: ["r2"] for typed in found}
            by_shortcut = store.by_shortcut("lodz")
            assert by_shortcut is not None
            assert by_shortcut.id == "r2"


def test_texts_without_spaces_are_suggested_after_migration_and_salvage(tmp_path: Path) -> None:
    for name in ("migrated.db", "salvaged.db"):
        make_first_library(tmp_path / name)
        with closing(sqlite3.connect(tmp_path / name)) as connection, connection:
            connection.execute(
                "update responses set title = '配送时间', body = '通常需要三天' where id = 'r2'"
            )
    salvage(tmp_path / "salvaged.db", LIBRARY)

    for name in ("migrated.db", "salvaged.db"):
        with closing(LibraryStore(tmp_path / name)) as store:
            asked = Situation(
                message="\u8bf7\u95ee\u914d\u9001\u9700\u8981\u591a\u5c11\u5929\uff1f"
            )
            assert [match.response.id for match in store.suggest(asked)] == ["r2"]


def test_what_filters_look_into_is_filled_by_migration_and_by_salvage(tmp_path: Path) -> None:
    for name in ("migrated.db", "salvaged.db"):
        make_first_library(tmp_path / name)
    salvage(tmp_path / "salvaged.db", LIBRARY)
    wanted = [("r1", ",post,late,", " en-gb en "), ("r2", "", "")]

    for name in ("migrated.db", "salvaged.db"):
        LibraryStore(tmp_path / name).close()
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            rows = connection.execute(
                "select id, tag_names, language_names from responses order by id"
            )
            assert rows.fetchall() == wanted


def test_an_old_library_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    make_first_library(tmp_path / "library.db")

    LibraryStore(tmp_path / "library.db").close()

    assert len([*tmp_path.glob("**/*before*")]) == 1
