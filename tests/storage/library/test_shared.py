"""Shared responses in the library's file: rows and copies stay together, whatever happens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from undivided.library import formats
from undivided.library.errors import ResponseGone
from undivided.library.model.responses import Response, Scope, cleaned
from undivided.library.sharing.copies import Copy, Incoming, Known, Rights, Shelf, Standing
from undivided.library.sharing.late_edits import ResponseChanged
from undivided.library.sharing.outcomes import Sharing
from undivided.protocol.canned_responses import OpenPlace, Place
from undivided.storage.library.imports import Imported
from undivided.storage.library.shared import Saved
from undivided.storage.library.shared_rows import mend_shared
from undivided.storage.library.store import LibraryStore

HERE, THERE = "https://desk.example", "https://other.example"
TEAM = Place()
RIGHTS = Rights(me="ann@desk.example", places=(OpenPlace(place=TEAM, may_edit=True),))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryStore]:
    starter = tmp_path / "starter.json"
    starter.write_text('{"format": "undivided-responses", "version": 1, "responses": []}')
    library = LibraryStore(tmp_path / "library.db", starter=starter)
    yield library
    library.close()


def news(title: str, version: int, server_id: str = "s1", **fields: object) -> Incoming:
    plain = Response(id=server_id, title=title, body="We open at nine.", scope=Scope.TEAM)
    return Incoming(response=cleaned(replace(plain, **fields)), place=TEAM, version=version)


def receive(store: LibraryStore, *all_news: Incoming, origin: str = HERE) -> None:
    def rules(shelf: Shelf) -> None:
        for each in all_news:
            Sharing(shelf, RIGHTS).receive(each)

    store.share(origin, rules)


def copies(store: LibraryStore, origin: str = HERE) -> list[Copy]:
    return store.share(origin, lambda shelf: shelf.copies())


def test_a_copy_is_found_and_kept_over_a_restart(store: LibraryStore, tmp_path: Path) -> None:
    receive(store, news("Hours", 3, shortcuts=("hours",), folder=("Shop",)))
    store.share(HERE, lambda shelf: shelf.note(Known(version=3, epoch="e", rights=RIGHTS)))
    before = copies(store)
    store.close()
    again = LibraryStore(tmp_path / "library.db")
    found = again.by_shortcut("hours")

    assert found is not None
    assert (found.title, found.scope, found.folder) == ("Hours", Scope.TEAM, ("Shop",))
    assert copies(again) == before
    assert again.share(HERE, lambda shelf: shelf.known()) == Known(
        version=3, epoch="e", rights=RIGHTS
    )
    again.close()


def test_a_step_that_fails_half_way_leaves_nothing(store: LibraryStore) -> None:
    def rules(shelf: Shelf) -> None:
        Sharing(shelf, RIGHTS).receive(news("Hours", 1))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.share(HERE, rules)

    assert copies(store) == []
    assert store.everything() == []


def test_a_row_of_the_same_id_is_never_written_over(store: LibraryStore) -> None:
    store.add(Response(id="s1", title="Mine", body="Personal"))
    receive(store, news("Hours", 1))

    assert {row.title for row in store.everything()} == {"Mine", "Hours"}
    assert store.get("s1").title == "Mine"


def test_a_taken_shortcut_stays_with_its_row(store: LibraryStore) -> None:
    store.add(Response(title="Mine", body="Personal", shortcuts=("Hours",)))
    receive(store, news("Hours", 1, shortcuts=("hours", "open")))
    (copy,) = copies(store)

    assert copy.left_out == ("hours",)
    assert store.get(copy.response_id).shortcuts == ("open",)
    assert copy.standing is Standing.SAME


def test_what_was_shared_before_is_a_version_of_the_row(store: LibraryStore) -> None:
    receive(store, news("Hours", 1))
    receive(store, news("Opening hours", 2))
    (copy,) = copies(store)

    assert [each.response.title for each in store.versions(copy.response_id)] == ["Hours"]


def test_copies_of_another_server_are_not_sent_to_this_one(store: LibraryStore) -> None:
    receive(store, news("Theirs", 1), origin=THERE)
    store.add(Response(title="New", body="For the team", scope=Scope.TEAM))
    store.share(HERE, lambda shelf: Sharing(shelf, RIGHTS).look())
    wanted = store.share(HERE, lambda shelf: Sharing(shelf, RIGHTS).due())

    assert [each.response.title for each in wanted if each.response] == ["New"]
    assert len(copies(store, THERE)) == 1


def test_star_and_counts_survive_what_the_server_says(store: LibraryStore) -> None:
    receive(store, news("Hours", 1))
    (copy,) = copies(store)
    store.star(copy.response_id, starred=True)
    receive(store, news("Opening hours", 2))

    assert store.get(copy.response_id).starred


def test_a_row_that_damage_took_is_not_deleted_for_the_team(store: LibraryStore) -> None:
    receive(store, news("Hours", 1), news("Prices", 2, server_id="s2"))
    store._db.execute("delete from responses where id = 's1'")
    store._db.execute("update responses set title = 'An old title' where id = 's2'")
    mend_shared(store._db)
    store._db.commit()
    receive(store, news("Hours", 1), news("Prices", 2, server_id="s2"))
    wanted = store.share(HERE, lambda shelf: Sharing(shelf, RIGHTS).due())
    after = {copy.server_id: copy for copy in copies(store)}

    assert wanted == []
    assert store.get(after["s1"].response_id).title == "Hours"
    assert after["s2"].needs_choice


def test_an_import_that_finds_no_place_keeps_nothing(store: LibraryStore) -> None:
    parsed = formats.read(b'[{"title": "Hours", "body": "We open at nine.", "scope": "team"}]')

    def gone(_done: Imported) -> None:
        raise ResponseGone("s1")

    with pytest.raises(ResponseGone):
        store.take_in(parsed, kept=gone)
    assert store.everything() == []


def opened(store: LibraryStore) -> Response:
    """Return a shared response as an editor was opened with it; later, Bob changed its title."""
    receive(store, news("Hours", 1))
    store.share(HERE, lambda shelf: shelf.note(Known(version=1, epoch="e", rights=RIGHTS)))
    found = store.get("s1")
    receive(store, news("By Bob", 2))
    return found


def test_an_editor_opened_before_news_came_does_not_write_over_it(store: LibraryStore) -> None:
    before = opened(store)
    saved = store.save(before, replace(before, body="We open at ten."))

    assert saved == Saved(is_together=True)
    assert (store.get("s1").title, store.get("s1").body) == ("By Bob", "We open at ten.")


def test_what_an_editor_and_news_say_otherwise_waits_for_a_choice(store: LibraryStore) -> None:
    before = opened(store)
    saved = store.save(before, replace(before, title="By Ann"))
    (copy,) = copies(store)

    assert saved == Saved(needs_choice=True)
    assert store.get("s1").title == "By Ann"
    assert copy.theirs is not None
    assert copy.theirs.title == "By Bob"
    assert [each.response.title for each in store.versions("s1")] == ["By Bob", "Hours"]


def test_an_editor_does_not_share_again_what_was_made_personal(store: LibraryStore) -> None:
    before = opened(store)
    store.update(replace(store.get("s1"), scope=Scope.PERSONAL))
    store.save(before, replace(before, body="We open at ten."))

    assert store.get("s1").scope is Scope.PERSONAL


def test_what_is_shared_with_nobody_is_saved_as_written(store: LibraryStore) -> None:
    mine = store.add(Response(title="Mine", body="Personal"))
    saved = store.save(mine, replace(mine, title="Mine too"))

    assert saved == Saved()
    assert store.get(mine.id).title == "Mine too"


def test_an_editor_cannot_save_what_was_deleted_meanwhile(store: LibraryStore) -> None:
    mine = store.add(Response(title="Mine", body="Personal"))
    store.delete(mine.id)

    with pytest.raises(ResponseGone):
        store.save(mine, mine)


def test_what_another_program_changed_meanwhile_is_put_together(store: LibraryStore) -> None:
    mine = store.add(Response(title="Hours", body="We open at nine.", tags=("a",)))
    store.update(replace(mine, body="We open at ten.", tags=("a", "b")))
    saved = store.save(mine, replace(mine, title="Opening hours", tags=("a", "c")))

    kept = store.get(mine.id)
    assert saved == Saved(is_together=True)
    assert (kept.title, kept.body, kept.tags) == (
        "Opening hours",
        "We open at ten.",
        ("a", "b", "c"),
    )


def test_the_same_changed_by_another_program_is_shown_before_it_is_written_over(
    store: LibraryStore,
) -> None:
    mine = store.add(Response(title="Hours", body="We open at nine."))
    other = store.update(replace(mine, title="By import", body="We open at ten."))
    wanted = replace(mine, body="We open at noon.")
    with pytest.raises(ResponseChanged) as refused:
        store.save(mine, wanted)
    assert store.get(mine.id) == refused.value.now == other

    saved = store.save(mine, wanted, seen=other)

    kept = store.get(mine.id)
    assert saved == Saved(is_together=True)
    assert (kept.title, kept.body) == ("By import", "We open at noon.")
    assert store.versions(mine.id)[0].response.body == "We open at ten."


def test_a_second_change_that_was_not_seen_is_shown_too(store: LibraryStore) -> None:
    mine = store.add(Response(title="Hours", body="We open at nine."))
    seen = store.update(replace(mine, body="We open at ten."))
    store.update(replace(mine, body="We open at eleven."))

    with pytest.raises(ResponseChanged):
        store.save(mine, replace(mine, body="We open at noon."), seen=seen)


def test_a_shared_response_that_was_changed_here_alone_is_shown_too(store: LibraryStore) -> None:
    receive(store, news("Hours", 1))
    store.share(HERE, lambda shelf: shelf.note(Known(version=1, epoch="e", rights=RIGHTS)))
    before = store.get("s1")
    store.update(replace(before, title="By import"))

    with pytest.raises(ResponseChanged):
        store.save(before, replace(before, title="By Ann"))
