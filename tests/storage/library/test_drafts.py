"""What was written in the editor and not saved survives the program's end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from undivided.library.model.responses import Response
from undivided.storage.library.drafts import Draft
from undivided.storage.library.rows import to_json
from undivided.storage.library.store import LibraryStore

WRITTEN = Response(id="r1", title="", body=" {{ half", shortcuts=("del",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryStore]:
    opened = LibraryStore(tmp_path / "library.db")
    yield opened
    opened.close()


def test_a_draft_survives_as_it_was_typed(tmp_path: Path, store: LibraryStore) -> None:
    base = Response(id="r1", title="Delivery", body="Soon.")
    store.keep_draft("r1", WRITTEN, base)

    again = LibraryStore(tmp_path / "library.db")
    assert again.draft("r1") == Draft(written=WRITTEN, base=base)
    again.close()


def test_the_last_of_several_drafts_is_the_one_that_was_begun_last(store: LibraryStore) -> None:
    store.keep_draft("new 2", WRITTEN)
    store.keep_draft("new 1", WRITTEN)

    assert ["new 2", "new 1"] == list(store.drafts())


def test_a_draft_that_was_dropped_is_gone(store: LibraryStore) -> None:
    store.keep_draft("r1", WRITTEN)
    store.drop_draft("r1")
    store.drop_draft("r1")

    assert store.draft("r1") is None


def test_card_numbers_in_a_draft_are_masked(store: LibraryStore) -> None:
    store.keep_draft("r1", Response(title="t", body="It is 4111 1111 1111 1111."))

    kept = store.draft("r1")
    assert kept is not None
    assert "4111 1111" not in kept.written.body


def test_a_draft_is_no_response(store: LibraryStore) -> None:
    before = store.count()
    store.keep_draft("new", WRITTEN)

    assert before == store.count()


def test_a_draft_of_an_earlier_version_has_no_base(store: LibraryStore) -> None:
    with store._changing():
        store._db.execute("insert into facts values ('draft:r1', ?)", (to_json(WRITTEN),))

    assert store.draft("r1") == Draft(written=WRITTEN)


def test_a_draft_of_a_later_version_is_left_alone(store: LibraryStore) -> None:
    with store._changing():
        store._db.execute("insert into facts values ('draft:x', '{}')")

    assert {} == store.drafts()
