"""The library keeps what it said it kept, and finds it."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlite_utils import Database

from undivided.database.errors import (
    DatabaseDamaged,
    DatabaseLocked,
    DatabaseNewer,
    DiskFull,
)
from undivided.library import formats
from undivided.library.errors import ResponseGone, ShortcutTaken
from undivided.library.filling import slots
from undivided.library.finding.search import Filters, Why
from undivided.library.formats import Format
from undivided.library.importing.rows import Refused
from undivided.library.model.responses import Response
from undivided.resources import resource_path
from undivided.storage.library.store import ImportReport, LibraryStore

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)

Open = Callable[[], LibraryStore]


def _titles(store: LibraryStore, text: str, folder: tuple[str, ...] = ()) -> list[str]:
    return [match.response.title for match in store.search(text, filters=Filters(folder=folder))]


def _import(store: LibraryStore, responses: list[Response]) -> ImportReport:
    return store.import_responses(formats.read(formats.write(responses, Format.JSON)))


def test_added_response_comes_back_whole(store: LibraryStore, open_store: Open) -> None:
    added = store.add(
        Response(
            title="Delivery",
            body="By {{day}}\nor later",
            shortcuts=("/del", "eta"),
            folder=("Parcels", "Abroad"),
            tags=("post office", "late"),
            language="en",
            source="x",
            source_id="7",
            starred=True,
            uses=3,
            last_used=NOON,
        )
    )

    assert added.id
    assert added.shortcuts == ("del", "eta")
    assert open_store().get(added.id) == added


def test_change_is_found_under_its_new_words_only(store: LibraryStore) -> None:
    added = store.add(Response(title="Delivery", body="soon", shortcuts=("del",)))

    store.update(replace(added, title="Parcel", shortcuts=("par",), starred=True, uses=99))

    assert (_titles(store, "delivery"), _titles(store, "/par")) == ([], ["Parcel"])
    assert store.add(Response(title="Other", body="x", shortcuts=("del",))).shortcut == "/del"


def test_change_leaves_star_and_use_alone(store: LibraryStore) -> None:
    added = store.add(Response(title="Delivery", body="soon"))
    store.record_use(added.id, NOON)

    changed = store.update(replace(added, title="Parcel", starred=True, uses=99))

    assert (changed.starred, changed.uses, changed.last_used) == (False, 1, NOON)


def test_deleted_response_is_gone_with_its_shortcut(store: LibraryStore) -> None:
    added = store.add(Response(title="Delivery", body="soon", shortcuts=("del",)))

    store.delete(added.id)

    assert _titles(store, "del") == []
    assert store.add(replace(added, id="")).shortcut == "/del"


def test_response_deleted_elsewhere_is_said_to_be_gone(store: LibraryStore) -> None:
    for ask in (
        lambda: store.get("no"),
        lambda: store.update(Response(id="no", title="t", body="b")),
        lambda: store.record_use("no", NOON),
        lambda: store.star("no", starred=True),
    ):
        with pytest.raises(ResponseGone, match="no longer in the library"):
            ask()

    store.delete("no")


def test_shortcut_starts_one_response_only(store: LibraryStore) -> None:
    store.add(Response(title="First", body="b", shortcuts=("café",)))

    with pytest.raises(ShortcutTaken, match="/Cafe already belongs to “First”"):
        store.add(Response(title="Second", body="b", shortcuts=("new", "Cafe")))

    assert store.count() == 1


def test_prefix_beats_word_beats_middle(store: LibraryStore) -> None:
    for title, body in [
        ("Undelivered parcel", "b"),
        ("Promise", "delivery is soon"),
        ("Late delivery", "b"),
        ("Delivery by a date", "b"),
    ]:
        store.add(Response(title=title, body=body))
    store.add(Response(title="Ask", body="b", shortcuts=("deliv",)))
    store.add(Response(title="Tagged", body="b", tags=("delivery",)))

    assert _titles(store, "/deliv") == [
        "Ask",
        "Delivery by a date",
        "Late delivery",
        "Tagged",
        "Promise",
    ]
    assert _titles(store, "elivered") == ["Undelivered parcel"]


def test_typed_words_may_all_be_beginnings_in_any_order_and_case(store: LibraryStore) -> None:
    store.add(Response(title="Crème brûlée", body="It's sold out; back on {{day}}."))

    for typed in ("creme", "BRÛ", "sol cre", "it's sold", "out crè", "  /creme "):
        assert _titles(store, typed) == ["Crème brûlée"]


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "' or 1=1 --",
        "*",
        "a AND",
        "NEAR(",
        "^a",
        "title:x",
        "/",
        "😀",
        "\x00",
        "٣²",
        pytest.param("x" * 10_000_000, id="10 MB"),
    ],
)
def test_signs_of_query_languages_are_only_text(store: LibraryStore, typed: str) -> None:
    store.add(Response(title="Delivery", body="soon"))

    assert _titles(store, typed) == []


def test_used_more_comes_first_among_equals(store: LibraryStore) -> None:
    ids = [store.add(Response(title=f"Delivery {name}", body="b")).id for name in "abc"]
    for response_id in (ids[2], ids[2], ids[1]):
        store.record_use(response_id, NOON)

    assert _titles(store, "delivery") == ["Delivery c", "Delivery b", "Delivery a"]


def test_order_of_use_is_exact_beyond_the_limit(store: LibraryStore) -> None:
    rows = [
        Response(title=f"Delivery {n}", body=f"{n} delivery", uses=n * 7 % 101) for n in range(101)
    ]
    _import(store, rows)

    uses = [match.response.uses for match in store.search("deliv", limit=10)]

    assert uses == [*range(100, 90, -1)]


def test_title_is_found_although_many_bodies_are_used_more(store: LibraryStore) -> None:
    busy = [Response(title=f"T{n}", body=f"delivery {n}", uses=9) for n in range(50)]
    _import(store, busy)
    store.add(Response(title="New delivery", body="b"))
    store.add(Response(title="Exact", body="b", shortcuts=("delivery",)))

    found = store.search("delivery", limit=5)

    assert [match.response.title for match in found[:2]] == ["Exact", "New delivery"]
    assert [match.why for match in found] == [
        Why.SHORTCUT,
        Why.TITLE_WORD,
        Why.BODY,
        Why.BODY,
        Why.BODY,
    ]


def test_search_stays_in_its_folder_and_below(store: LibraryStore) -> None:
    for folder in (("A",), ("A", "B"), ("AB",), ("B",), ()):
        store.add(Response(title="/".join(folder) or "top", body="delivery", folder=folder))

    assert _titles(store, "delivery", ("A",)) == ["A", "A/B"]
    assert _titles(store, "", ("A",)) == ["A", "A/B"]
    assert _titles(store, "B", ("A",)) == ["A/B"]
    assert len(_titles(store, "delivery")) == 5


def test_exact_shortcut_of_another_folder_is_not_found(store: LibraryStore) -> None:
    _import(store, [Response(title=f"x {n}", body=f"x {n}", folder=("A",)) for n in range(30)])
    store.add(Response(title="Other", body="b", shortcuts=("x",), folder=("B",)))

    assert "Other" not in _titles(store, "x", ("A",))


def test_nothing_typed_shows_starred_then_last_used_then_the_rest(store: LibraryStore) -> None:
    ids = {name: store.add(Response(title=name, body="b")).id for name in "abcd"}
    store.record_use(ids["b"], NOON)
    store.record_use(ids["c"], NOON + timedelta(minutes=1))
    store.star(ids["d"], starred=True)

    assert _titles(store, " ") == ["d", "c", "b", "a"]

    store.star(ids["d"], starred=False)

    assert _titles(store, " ") == ["c", "b", "a", "d"]


def test_folders_count_what_is_below_them(store: LibraryStore) -> None:
    for folder in (("A", "B"), ("A", "B"), ("A",), ("C", "D"), ()):
        store.add(Response(title="t", body="b", folder=folder))

    assert [(folder.path, folder.count) for folder in store.folders()] == [
        (("A",), 3),
        (("A", "B"), 2),
        (("C",), 1),
        (("C", "D"), 1),
    ]


def test_import_counts_and_repeating_it_changes_nothing(store: LibraryStore) -> None:
    store.add(Response(title="Old", body="old", shortcuts=("old",)))
    parsed = formats.read("title,shortcuts,body\nNew,/old,old\nMore,/more,more\nBad,/bad,\n")

    dry = store.import_responses(parsed, dry_run=True)
    unchanged = store.count()
    first = store.import_responses(parsed)
    again = store.import_responses(parsed)

    assert (dry, unchanged) == (first, 1)
    assert (first.new, first.changed, first.same) == (1, 1, 0)
    assert first.refused == (Refused(4, "The text of a response cannot be empty."),)
    assert (again.new, again.changed, again.same) == (0, 0, 2)


def test_import_may_move_a_shortcut_from_one_response_to_another(store: LibraryStore) -> None:
    first = store.add(Response(title="A", body="1", shortcuts=("x",)))
    second = store.add(Response(title="B", body="2", shortcuts=("y",)))
    moved = [replace(first, shortcuts=()), replace(second, shortcuts=("x",))]

    report = _import(store, moved)

    assert (report.changed, report.refused) == (2, ())
    assert store.get(second.id).shortcuts == ("x",)


def test_five_thousand_rows_are_imported_into_an_index_in_one_part(store: LibraryStore) -> None:
    rows = [
        Response(title=f"Title {n}", body=f"Body {n} words", shortcuts=(f"s{n}",))
        for n in range(5000)
    ]

    report = store.import_responses(formats.read(formats.write(rows, Format.CSV)))

    parts = store._db.execute("select count(distinct segid) from response_words_idx")
    assert (report.new, store.count()) == (5000, 5000)
    assert parts.fetchone() == (1,)


def test_export_into_another_profile_is_the_same_library(tmp_path: Path) -> None:
    first = LibraryStore(tmp_path / "a" / "library.db")
    first.record_use(first.search("hello")[0].response.id, NOON)
    text = formats.write(first.everything(), Format.JSON)
    (tmp_path / "whole.json").write_text(text)

    second = LibraryStore(tmp_path / "b" / "library.db", starter=tmp_path / "whole.json")

    assert second.everything() == first.everything()
    first.close()
    second.close()


def test_starter_set_is_installed_once(path: Path) -> None:
    store = LibraryStore(path)
    store.delete(store.search("/hello")[0].response.id)
    left = store.count()
    store.close()

    again = LibraryStore(path)

    assert left >= 40
    assert again.count() == left
    again.close()


def test_starter_set_keeps_our_own_rules() -> None:
    text = formats.decode(resource_path("library", "starter.json").read_bytes())
    parsed = formats.read(text)
    bodies = [row.response.body for row in parsed.rows]

    assert (parsed.refused, parsed.losses, parsed.unknown_placeholders) == ((), (), ())
    assert len({row.response.folder for row in parsed.rows}) >= 8
    assert [row.response.title for row in parsed.rows if not row.response.shortcuts] == []
    assert max(len(slots.fill(body, {}).text.split()) for body in bodies) <= 30
    assert [body for body in bodies if "!" in body or "dear" in body.casefold()] == []
    assert [body for body in bodies if "please wait" in body.casefold()] == []


def test_two_programs_see_each_others_changes(open_store: Open) -> None:
    first, second = open_store(), open_store()
    added = first.add(Response(title="Delivery", body="soon"))
    seen = _titles(second, "delivery")
    second.update(replace(added, title="Delivery late"))
    second.record_use(added.id, NOON)

    assert seen == ["Delivery"]
    assert _titles(first, "delivery") == ["Delivery late"]
    assert first.search("delivery")[0].response.uses == 1


def test_two_programs_writing_at_once_lose_nothing(
    open_store: Open, path: Path, empty: Path
) -> None:
    store = open_store()
    counted = store.add(Response(title="Counted", body="b")).id
    failures: list[Exception] = []

    def write(name: str) -> None:
        try:
            own = LibraryStore(path, starter=empty)
            for number in range(25):
                own.add(Response(title=f"{name}{number}", body="b"))
                own.record_use(counted, NOON)
            own.close()
        except Exception as error:  # noqa: BLE001 - the test shows whatever went wrong
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert (store.count(), store.get(counted).uses) == (51, 50)


_ADD_FOR_EVER = """
import sys
from pathlib import Path
from msgspec.structs import replace
from undivided.library.model.responses import Response
from undivided.storage.library.store import LibraryStore

store = LibraryStore(Path(sys.argv[1]), starter=Path(sys.argv[2]))
number = sum(each.title != "New" for each in store.everything())
while True:
    file = store.add_file(b"map %d" % number, "map.txt")
    added = store.add(Response(title="New", body="b", attachments=(file,)))
    store.update(replace(added, title=f"Kept {number}", shortcuts=(f"k{number}",)))
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
    number += 1
"""


def test_killed_while_saving_loses_nothing_that_was_acknowledged(
    path: Path, empty: Path, open_store: Open
) -> None:
    acknowledged = -1
    for round_ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", _ADD_FOR_EVER, str(path), str(empty)],
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdout is not None
            for _ in range(5 + round_):
                acknowledged = int(child.stdout.readline())
            os.kill(child.pid, signal.SIGKILL)
            rest = child.stdout.read().splitlines(keepends=True)
            acknowledged = max([acknowledged, *(int(line) for line in rest if line[-1] == "\n")])

    store = open_store()
    kept = {response.title: response for response in store.everything()}
    last = kept[f"Kept {acknowledged}"]
    assert {f"Kept {number}" for number in range(acknowledged + 1)} <= kept.keys()
    assert all(store.has_file(each.attachments[0].digest) for each in kept.values())
    assert [version.response.title for version in store.versions(last.id)] == ["New"]
    assert _titles(store, f"/k{acknowledged}")[0] == f"Kept {acknowledged}"
    _check_indexes(path)


def test_indexes_stay_true_through_every_kind_of_change(store: LibraryStore, path: Path) -> None:
    added = [store.add(Response(title=f"T{n}", body="b", shortcuts=(f"s{n}",))) for n in range(9)]
    store.record_use(added[3].id, NOON)
    store.update(replace(added[3], body="changed", tags=("x",)))
    store.star(added[4].id, starred=True)
    store.delete(added[3].id)
    store.delete(added[0].id)

    _check_indexes(path)


def _check_indexes(path: Path) -> None:
    connection = sqlite3.connect(path)
    for index in ("response_words", "response_heads"):
        connection.execute(f"insert into {index} ({index}, rank) values ('integrity-check', 1)")
    assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    connection.close()


def test_newer_library_is_refused_untouched(path: Path, open_store: Open) -> None:
    open_store().close()
    future = Database(path)
    future["_sqlite_migrations"].insert(  # type: ignore[union-attr]
        {"migration_set": "library", "name": "from_the_future", "applied_at": "2030"}
    )
    future.close()
    before = path.read_bytes()

    with pytest.raises(DatabaseNewer, match=r"canned library at .* newer version of Undivided"):
        open_store()

    assert path.read_bytes() == before


def test_damaged_library_is_put_aside_and_said_so(path: Path, open_store: Open) -> None:
    path.parent.mkdir()
    path.write_bytes(b"\x07" * 4096)

    with pytest.raises(DatabaseDamaged, match=r"The canned library at .* is damaged"):
        open_store()

    assert path.with_name("library.db.damaged-1").read_bytes() == path.read_bytes()


def test_page_damaged_while_in_use_is_said_so(path: Path, open_store: Open) -> None:
    store = open_store()
    for number in range(300):
        store.add(Response(title=f"T{number}", body="words " * 50))
    store.close()
    data = bytearray(path.read_bytes())
    data[8192:] = b"\x55" * (len(data) - 8192)
    path.write_bytes(data)

    with pytest.raises(DatabaseDamaged, match="is damaged"):
        open_store().everything()


def test_library_held_by_another_program_is_said_to_be_locked(path: Path, empty: Path) -> None:
    store = LibraryStore(path, starter=empty, busy_timeout_ms=10)
    other = sqlite3.connect(path)
    other.execute("begin immediate")

    with pytest.raises(DatabaseLocked, match="try again"):
        store.add(Response(title="t", body="b"))
    other.rollback()
    store.add(Response(title="t", body="b"))

    assert store.count() == 1
    other.close()
    store.close()


def test_full_disk_keeps_what_there_was(store: LibraryStore) -> None:
    store.add(Response(title="Before", body="b"))
    pages = store._db.execute("pragma page_count").fetchone()[0]
    store._db.execute(f"pragma max_page_count={pages}")
    many = [Response(title=f"T{n}", body="words " * 500) for n in range(50)]

    with pytest.raises(DiskFull, match="Nothing was lost"):
        _import(store, many)

    assert [response.title for response in store.everything()] == ["Before"]
    assert _titles(store, "words") == []
