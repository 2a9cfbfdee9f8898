"""An import is one step: it can be watched, stopped and taken back."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from undivided.library.errors import ImportStopped
from undivided.library.importing.merging import Fate
from undivided.library.importing.rows import Parsed, Row
from undivided.library.importing.taking_back import TakenBack
from undivided.library.model.responses import Response
from undivided.storage.library.history import Stamp
from undivided.storage.library.import_record import MOST_IMPORTS
from undivided.storage.library.imports import Imported
from undivided.storage.library.store import LibraryStore

CARRIED = frozenset({"title", "body", "shortcuts", "folder"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryStore]:
    with closing(LibraryStore(tmp_path / "library.sqlite3")) as opened:
        yield opened


def file_of(*responses: Response) -> Parsed:
    return Parsed(tuple(Row(number, each, CARRIED) for number, each in enumerate(responses, 2)))


def number_of(done: Imported) -> int:
    assert done.number is not None
    return done.number


def take_back(store: LibraryStore) -> TakenBack:
    (only,) = store.imports()
    return store.take_back(only.number)


def many(count: int) -> Parsed:
    return file_of(*(Response(title=f"T{n}", body=f"Text {n}") for n in range(count)))


def test_new_responses_have_their_ids_in_the_report(store: LibraryStore) -> None:
    (outcome,) = store.take_in(file_of(Response(title="New", body="Fresh"))).outcomes

    assert outcome.fate is Fate.NEW
    assert outcome.response is not None
    assert store.get(outcome.response.id) == outcome.response


def test_an_import_is_taken_back_whole(store: LibraryStore) -> None:
    kept = store.add(Response(title="Mine", body="Mine", shortcuts=("mine",)))
    store.star(kept.id, starred=True)
    before = store.everything()
    store.take_in(
        file_of(
            Response(title="Theirs", body="Theirs", shortcuts=("mine",)),
            Response(title="New", body="Fresh", shortcuts=("fresh",)),
        )
    )

    take_back(store)

    assert store.everything() == before


def test_an_import_is_taken_back_after_a_new_start(tmp_path: Path) -> None:
    path = tmp_path / "again.sqlite3"
    with closing(LibraryStore(path)) as store:
        kept = store.add(Response(title="Mine", body="Mine", shortcuts=("mine",)))
        before = store.everything()
        changed = Response(title="Theirs", body="Theirs", shortcuts=("mine",))
        store.take_in(file_of(changed, Response(title="New", body="N")), name="theirs.csv")
    with closing(LibraryStore(path)) as store:
        (last,) = store.imports()
        would = store.would_take_back(last.number)
        done = store.take_back(last.number)

        assert (last.name, last.count) == ("theirs.csv", 2)
        assert done == would == TakenBack(removed=1, restored=1)
        assert store.everything() == before
        assert store.get(kept.id).title == "Mine"
        assert (store.imports(), store.has_imports()) == ((), False)
        assert store.take_back(last.number) == TakenBack()


def test_each_of_several_imports_is_taken_back_in_any_order(store: LibraryStore) -> None:
    before = store.everything()
    at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    done = [
        store.take_in(file_of(Response(title=name, body=name)), Stamp(at), name=f"{name}.csv")
        for name in ("First", "Second", "Third")
    ]
    store.take_in(file_of(Response(title="Third", body="Third")), name="nothing new.csv")

    assert ["Third.csv", "Second.csv", "First.csv"] == [each.name for each in store.imports()]
    assert {at} == {each.at for each in store.imports()}
    assert store.take_back(number_of(done[1])) == TakenBack(removed=1)
    assert ["Third.csv", "First.csv"] == [each.name for each in store.imports()]
    assert store.take_back(number_of(done[0])) == TakenBack(removed=1)
    assert store.take_back(number_of(done[2])) == TakenBack(removed=1)
    assert store.everything() == before


def test_what_a_later_import_changed_waits_for_that_one(store: LibraryStore) -> None:
    mine = store.add(Response(title="Mine", body="Mine", shortcuts=("mine",)))
    new = Response(title="New", body="N", shortcuts=("new",))
    changed = replace(mine, body="Once")
    first = number_of(store.take_in(file_of(changed, new, Response(title="Alone", body="A"))))
    second = number_of(store.take_in(file_of(replace(mine, body="Twice"), replace(new, body="NN"))))

    assert store.take_back(first) == TakenBack(removed=1, waiting=2)
    assert [(second, 2), (first, 2)] == [(each.number, each.count) for each in store.imports()]
    assert store.get(mine.id).body == "Twice"

    assert store.take_back(second) == TakenBack(restored=2)
    assert store.get(mine.id).body == "Once"
    assert store.take_back(first) == TakenBack(removed=1, restored=1)
    assert store.get(mine.id) == mine
    assert not store.has_imports()
    assert number_of(store.take_in(file_of(new))) > second


def test_imports_are_kept_up_to_a_number(store: LibraryStore) -> None:
    for at in range(MOST_IMPORTS + 2):
        store.take_in(file_of(Response(title=f"T{at}", body=f"{at}")), name=f"{at}.csv")

    names = [each.name for each in store.imports()]
    assert names == [f"{at}.csv" for at in range(MOST_IMPORTS + 1, 1, -1)]


def test_a_damaged_record_is_none_and_harms_no_other(store: LibraryStore) -> None:
    store.take_in(file_of(Response(title="First", body="1")), name="first.csv")
    damaged = number_of(store.take_in(file_of(Response(title="Second", body="2"))))
    store._db.execute("update facts set value = '[' where name = 'import:000000002'")
    third = number_of(store.take_in(file_of(Response(title="Third", body="3")), name="third.csv"))

    assert store.take_back(damaged) == TakenBack()
    assert ["third.csv", "first.csv"] == [each.name for each in store.imports()]
    assert store.take_back(third) == TakenBack(removed=1)


def test_the_only_import_that_an_earlier_version_kept_is_taken_back(store: LibraryStore) -> None:
    store.take_in(file_of(Response(title="Old", body="Old")), name="old.csv")
    store._db.execute("update facts set name = 'last import' where name like 'import:%'")
    store.take_in(file_of(Response(title="New", body="New")), name="new.csv")

    assert [(2, "new.csv"), (0, "old.csv")] == [(one.number, one.name) for one in store.imports()]
    assert store.take_back(0) == TakenBack(removed=1)
    assert ["new.csv"] == [each.name for each in store.imports()]


def test_a_shortcut_that_another_response_has_got_since_is_its_own(store: LibraryStore) -> None:
    mine = store.add(Response(title="Mine", body="Mine", shortcuts=("a", "b")))
    row = Row(2, replace(mine, shortcuts=("c",)), CARRIED | {"id"})
    done = store.take_in(Parsed((row,)))
    other = store.add(Response(title="Other", body="Other", shortcuts=("a",)))

    assert store.take_back(number_of(done)) == TakenBack(restored=1)
    assert (store.get(mine.id).shortcuts, store.get(other.id).shortcuts) == (("b",), ("a",))


def test_shortcuts_that_changed_hands_come_back(store: LibraryStore) -> None:
    one = store.add(Response(title="One", body="1", shortcuts=("a",)))
    two = store.add(Response(title="Two", body="2", shortcuts=("b",)))
    swapped = Parsed(
        tuple(
            Row(number, each, CARRIED | {"id"})
            for number, each in enumerate(
                (replace(one, shortcuts=("c",)), replace(two, shortcuts=("a",))), 2
            )
        )
    )
    store.take_in(swapped)
    changed = (store.get(one.id).shortcuts, store.get(two.id).shortcuts)

    take_back(store)

    assert changed == (("c",), ("a",))
    assert (store.get(one.id).shortcuts, store.get(two.id).shortcuts) == (("a",), ("b",))


def test_use_since_the_import_stays_when_it_is_taken_back(store: LibraryStore) -> None:
    kept = store.add(Response(title="Mine", body="Mine", shortcuts=("mine",)))
    store.take_in(file_of(Response(title="Theirs", body="T", shortcuts=("mine",))))
    store.star(kept.id, starred=True)

    take_back(store)

    assert store.get(kept.id) == replace(kept, starred=True)


def test_what_was_deleted_since_the_import_stays_deleted(store: LibraryStore) -> None:
    kept = store.add(Response(title="Mine", body="Mine", shortcuts=("mine",)))
    before = store.count()
    store.take_in(file_of(Response(title="Theirs", body="T", shortcuts=("mine",))))
    store.delete(kept.id)

    assert take_back(store) == TakenBack(gone=1)
    assert store.count() == before - 1


def test_what_was_changed_since_the_import_stays_as_it_is(store: LibraryStore) -> None:
    kept = store.add(Response(title="Mine", body="Mine", shortcuts=("mine",)))
    store.take_in(
        file_of(
            Response(title="Theirs", body="T", shortcuts=("mine",)),
            Response(title="New one", body="N"),
            Response(title="Another", body="A"),
        )
    )
    store.update(replace(store.get(kept.id), body="Mine again"))
    (new,) = (each for each in store.everything() if each.title == "New one")
    store.update(replace(new, tags=("looked at",)))

    assert take_back(store) == TakenBack(removed=1, edited=2)
    assert store.get(kept.id).body == "Mine again"
    assert store.get(new.id).tags == ("looked at",)
    assert "Another" not in {each.title for each in store.everything()}


def test_an_import_tells_how_far_it_is(store: LibraryStore) -> None:
    told: list[tuple[int, int]] = []

    store.take_in(many(120), tell=lambda done, total: told.append((done, total)))

    assert told == [(0, 120), (100, 120), (120, 120)]


def test_new_responses_go_in_by_the_hundred(store: LibraryStore) -> None:
    """A text index writes down what it holds with every statement that is told to it."""
    statements: set[str] = set()
    store._db.set_trace_callback(statements.add)

    store.take_in(many(250))

    store._db.set_trace_callback(None)
    inserts = [each for each in statements if each.startswith("insert into responses")]
    assert len(inserts) == 3


def test_a_stopped_import_leaves_everything_as_it_was(store: LibraryStore) -> None:
    before = store.everything()

    def stop(done: int, _total: int) -> None:
        if done >= 100:
            raise ImportStopped

    with pytest.raises(ImportStopped):
        store.take_in(many(120), tell=stop)

    assert store.everything() == before
    assert store.take_in(many(120)).count == 120
