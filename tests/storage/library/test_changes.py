"""What was changed can be looked up and brought back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from undivided.database.errors import DiskFull
from undivided.library.errors import ResponseRefused, ShortcutTaken, VersionGone
from undivided.library.model.responses import Response, Scope
from undivided.storage.library import history as library_history
from undivided.storage.library.history import MAX_VERSIONS, Stamp
from undivided.storage.library.store import LibraryStore

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ANN = Stamp(NOON, "ann@shop.example")


def _add(store: LibraryStore, title: str, *folder: str, tags: tuple[str, ...] = ()) -> str:
    return store.add(Response(title=title, body=f"Body {title}", folder=folder, tags=tags)).id


def _folders(store: LibraryStore) -> dict[str, tuple[str, ...]]:
    return {response.title: response.folder for response in store.everything()}


def test_every_change_keeps_what_was_there_with_who_and_when(store: LibraryStore) -> None:
    first = store.add(Response(title="One", body="b"))
    second = store.update(replace(first, body="c"), ANN)
    store.update(replace(second, title="Two"))

    kept = store.versions(first.id)

    assert [(each.response.title, each.response.body) for each in kept] == [
        ("One", "c"),
        ("One", "b"),
    ]
    assert [(each.at, each.by) for each in kept] == [(None, ""), (NOON, "ann@shop.example")]


def test_saving_without_a_change_makes_no_version(store: LibraryStore) -> None:
    added = store.add(Response(title="One", body="b"))
    store.update(added)
    store.star(added.id, starred=True)
    store.record_use(added.id, NOON)

    assert store.versions(added.id) == []


def test_restored_version_keeps_what_it_replaced_and_the_use(store: LibraryStore) -> None:
    old = store.add(Response(title="One", body="b", shortcuts=("one",)))
    store.update(replace(old, body="c", shortcuts=("two",)))
    store.record_use(old.id, NOON)

    restored = store.restore(store.versions(old.id)[0].number, ANN)

    assert (restored.body, restored.shortcuts, restored.uses) == ("b", ("one",), 1)
    assert [each.response.body for each in store.versions(old.id)] == ["c", "b"]
    assert store.by_shortcut("/two") is None


def test_restoring_a_version_from_before_it_was_shared_takes_it_from_nobody(
    store: LibraryStore,
) -> None:
    old = store.add(Response(title="One", body="b"))
    store.update(replace(old, body="c", scope=Scope.TEAM))

    restored = store.restore(store.versions(old.id)[0].number)

    assert (restored.body, restored.scope) == ("b", Scope.TEAM)


def test_version_whose_shortcut_is_taken_is_not_restored(store: LibraryStore) -> None:
    old = store.add(Response(title="One", body="b", shortcuts=("one",)))
    store.update(replace(old, shortcuts=()))
    store.add(Response(title="Other", body="x", shortcuts=("one",)))

    with pytest.raises(ShortcutTaken, match="/one already belongs to “Other”"):
        store.restore(store.versions(old.id)[0].number)

    assert store.get(old.id).shortcuts == ()


def test_version_that_is_no_longer_kept_is_said_to_be_gone(store: LibraryStore) -> None:
    with pytest.raises(VersionGone, match="no longer kept"):
        store.restore(7)


def test_newest_versions_of_a_response_stay(store: LibraryStore) -> None:
    response = store.add(Response(title="One", body="0"))
    other = store.add(Response(title="Other", body="x"))
    store.update(replace(other, body="y"))
    for number in range(1, MAX_VERSIONS + 5):
        store.update(replace(response, body=f"{number}"))

    kept = [version.response.body for version in store.versions(response.id)]

    assert kept == [f"{number}" for number in range(MAX_VERSIONS + 3, 3, -1)]
    assert len(store.versions(other.id)) == 1


def test_deleted_response_can_be_restored_from_its_last_version(store: LibraryStore) -> None:
    deleted = store.add(Response(title="One", body="b", shortcuts=("one",), uses=4))
    store.delete(deleted.id, ANN)

    last = store.versions(deleted.id)[0]
    restored = store.restore(last.number)

    assert (last.by, restored) == ("ann@shop.example", deleted)
    assert store.by_shortcut("one") == deleted


def test_versions_of_deleted_responses_are_bounded(
    store: LibraryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_history, "MAX_DELETED", 3)
    ids = [_add(store, f"T{number}") for number in range(6)]
    left = _add(store, "Left")
    store.update(Response(id=left, title="Left", body="changed"))

    store.delete_many(ids)

    assert [len(store.versions(each)) for each in ids] == [0, 0, 0, 1, 1, 1]
    assert len(store.versions(left)) == 1


def test_many_are_moved_and_tagged_at_once_and_back(store: LibraryStore) -> None:
    ids = [_add(store, "One", "A", tags=("Old", "kept")), _add(store, "Two", "B")]
    before = store.everything()

    done = store.change_many(
        [*ids, "gone", ids[0]], move_to=("C",), add_tags=["new", "KEPT"], remove_tags=["old"]
    )
    changed = {each.title: (each.folder, each.tags) for each in store.everything()}
    store.undo(done)

    assert changed == {"One": (("C",), ("kept", "new")), "Two": (("C",), ("new", "KEPT"))}
    assert (done.count, store.everything()) == (2, before)


def test_many_stay_where_they_are_when_only_tags_change(store: LibraryStore) -> None:
    one = _add(store, "One", "A")
    top = _add(store, "Top", "B")

    store.change_many([one], add_tags=["x"])
    store.change_many([top], move_to=())

    assert _folders(store) == {"One": ("A",), "Top": ()}


def test_undo_leaves_what_was_changed_otherwise_since(store: LibraryStore) -> None:
    one, two = _add(store, "One", "A"), _add(store, "Two", "A")
    done = store.change_many([one, two], move_to=("B",))
    store.update(replace(store.get(one), body="newer"))
    store.delete(two)

    store.undo(done)

    assert (store.get(one).folder, store.get(one).body) == (("A",), "newer")
    assert store.count() == 1


def test_too_long_a_name_changes_nothing(store: LibraryStore) -> None:
    one = _add(store, "One", "A")

    with pytest.raises(ResponseRefused, match="folder's name"):
        store.change_many([one], move_to=("x" * 100,))
    with pytest.raises(ResponseRefused, match="tag"):
        store.change_many([one], add_tags=["x" * 100])

    assert _folders(store) == {"One": ("A",)}


def test_folder_is_renamed_with_everything_below_it_and_back(store: LibraryStore) -> None:
    for folder in (("A",), ("A", "B"), ("AB",), ("C", "A")):
        _add(store, "/".join(folder), *folder)

    done = store.move_folder(("A",), ("X", "Y"))
    moved = _folders(store)
    store.undo(done)

    assert moved == {
        "A": ("X", "Y"),
        "A/B": ("X", "Y", "B"),
        "AB": ("AB",),
        "C/A": ("C", "A"),
    }
    assert _folders(store)["A/B"] == ("A", "B")


def test_deleting_many_is_undone_with_stars_use_and_shortcuts(store: LibraryStore) -> None:
    kept = [
        store.add(Response(title=f"T{n}", body="b", shortcuts=(f"s{n}",), starred=True, uses=n))
        for n in range(3)
    ]
    done = store.delete_many([response.id for response in kept])
    left = store.count()
    store.add(Response(title="Newcomer", body="x", shortcuts=("s1",)))

    store.undo(done)
    store.undo(done)

    assert (left, done.count, store.count()) == (0, 3, 4)
    assert store.get(kept[2].id) == kept[2]
    assert store.get(kept[1].id) == replace(kept[1], shortcuts=())


def test_change_of_many_is_whole_or_not_at_all(store: LibraryStore) -> None:
    ids = [
        store.add(Response(title=f"T{n}", body="words " * 300, folder=("A",))).id for n in range(40)
    ]
    store._db.execute("pragma wal_checkpoint(truncate)")
    pages = store._db.execute("pragma page_count").fetchone()[0]
    store._db.execute(f"pragma max_page_count={pages + 1}")

    with pytest.raises(DiskFull, match="Nothing was lost"):
        store.change_many(ids, move_to=("B",), add_tags=["a tag"])

    assert set(_folders(store).values()) == {("A",)}
    assert store.tags() == []


def test_sent_messages_are_counted_apart(store: LibraryStore) -> None:
    one = _add(store, "One")

    store.record_sent(one, touched=True)
    store.record_sent(one, touched=False)
    store.record_sent(one, touched=False)
    store.record_sent("gone", touched=True)

    sent = store.get(one)
    assert (sent.sent_edited, sent.sent_untouched, sent.uses) == (1, 2, 0)


def test_other_program_sees_versions_and_undone_changes(
    open_store: Callable[[], LibraryStore], path: Path
) -> None:
    first, second = open_store(), open_store()
    one = first.add(Response(title="One", body="b"))
    second.update(replace(one, title="Two"), Stamp(NOON + timedelta(hours=1), "ben"))

    assert [version.by for version in first.versions(one.id)] == ["ben"]
    assert [match.response.title for match in first.search("two")] == ["Two"]

    first.undo(second.delete_many([one.id]))

    assert [match.response.title for match in second.search("two")] == ["Two"]
