"""An import is one step: it can be watched, stopped and taken back."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from undivided.library.errors import ImportStopped
from undivided.library.importing.merging import Fate
from undivided.library.importing.rows import Parsed, Row
from undivided.library.model.responses import Response
from undivided.storage.library.imports import TakenBack
from undivided.storage.library.store import LibraryStore

CARRIED = frozenset({"title", "body", "shortcuts", "folder"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryStore]:
    with closing(LibraryStore(tmp_path / "library.sqlite3")) as opened:
        yield opened


def file_of(*responses: Response) -> Parsed:
    return Parsed(tuple(Row(number, each, CARRIED) for number, each in enumerate(responses, 2)))


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

    store.take_back()

    assert store.everything() == before


def test_an_import_is_taken_back_after_a_new_start(tmp_path: Path) -> None:
    path = tmp_path / "again.sqlite3"
    with closing(LibraryStore(path)) as store:
        kept = store.add(Response(title="Mine", body="Mine", shortcuts=("mine",)))
        before = store.everything()
        changed = Response(title="Theirs", body="Theirs", shortcuts=("mine",))
        store.take_in(file_of(changed, Response(title="New", body="N")), name="theirs.csv")
    with closing(LibraryStore(path)) as store:
        name = store.last_import()
        done = store.take_back()

        assert name == "theirs.csv"
        assert done == TakenBack(count=2)
        assert store.everything() == before
        assert store.get(kept.id).title == "Mine"
        assert (store.last_import(), store.take_back()) == ("", TakenBack())


def test_only_the_last_import_is_taken_back_and_a_damaged_record_is_none(
    store: LibraryStore,
) -> None:
    store.take_in(file_of(Response(title="First", body="1")), name="first.csv")
    store.take_in(file_of(Response(title="Second", body="2")), name="second.csv")
    store.take_in(file_of(Response(title="Second", body="2")), name="nothing new.csv")

    assert store.last_import() == "second.csv"
    assert store.take_back() == TakenBack(count=1)
    assert {"First"} == {each.title for each in store.everything()} & {"First", "Second"}

    store.take_in(file_of(Response(title="Third", body="3")), name="third.csv")
    store._db.execute("update facts set value = '[' where name = 'last import'")

    assert store.take_back() == TakenBack()


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

    store.take_back()

    assert changed == (("c",), ("a",))
    assert (store.get(one.id).shortcuts, store.get(two.id).shortcuts) == (("a",), ("b",))


def test_use_since_the_import_stays_when_it_is_taken_back(store: LibraryStore) -> None:
    kept = store.add(Response(title="Mine", body="Mine", shortcuts=("mine",)))
    store.take_in(file_of(Response(title="Theirs", body="T", shortcuts=("mine",))))
    store.star(kept.id, starred=True)

    store.take_back()

    assert store.get(kept.id) == replace(kept, starred=True)


def test_what_was_deleted_since_the_import_stays_deleted(store: LibraryStore) -> None:
    kept = store.add(Response(title="Mine", body="Mine", shortcuts=("mine",)))
    before = store.count()
    store.take_in(file_of(Response(title="Theirs", body="T", shortcuts=("mine",))))
    store.delete(kept.id)

    store.take_back()

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

    assert store.take_back() == TakenBack(count=1, left=2)
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
