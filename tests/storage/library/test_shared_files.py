"""Files of shared responses in the library's file: fetched whole, kept once, refused for good."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from undivided.database.errors import DiskFull
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response, Scope
from undivided.library.sharing.copies import Incoming, Known, Rights, Shelf
from undivided.library.sharing.outcomes import Sharing
from undivided.protocol.canned_responses import OpenPlace, Place
from undivided.storage.library.store import LibraryStore

HERE = "https://desk.example"
TEAM = Place()
RIGHTS = Rights(
    me="ann@desk.example", places=(OpenPlace(place=TEAM, may_edit=True),), keeps_files=True
)
DATA = b"The way to the shop. " * 10_000
MAP = Attachment(
    name="map.txt", media_type="text/plain", size=len(DATA), digest=sha256(DATA).hexdigest()
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryStore]:
    """Give a library that has heard of a response with a file, weeks ago, and not had it."""
    library = LibraryStore(tmp_path / "library.db")
    shared = Response(id="s1", title="Map", body="x", scope=Scope.TEAM, attachments=(MAP,))

    def rules(shelf: Shelf) -> None:
        shelf.note(Known(version=1, epoch="e", rights=RIGHTS))
        news = Incoming(response=shared, place=TEAM, version=1)
        Sharing(shelf, RIGHTS).receive(news)

    library.share(HERE, rules)
    yield library
    library.close()


def is_here(store: LibraryStore) -> bool:
    return store.has_file(MAP.digest)


def test_a_fetched_file_is_kept_once_for_all_that_name_it(store: LibraryStore) -> None:
    ((before,), missing) = store.carried_files(HERE)[1], store.missing([MAP])
    store.add(Response(title="Also", body="x", attachments=(MAP,)))
    taken = [store.take_shared_file(MAP, DATA) for _ in range(2)]
    rights, (after,) = store.carried_files(HERE)

    assert rights == RIGHTS
    assert not before.is_here
    assert missing == {MAP.digest}
    assert (after.is_here, after.may_bring, taken) == (True, True, [True, True])
    assert store.missing([MAP]) == frozenset()
    assert store.file_bytes(MAP.digest) == DATA
    assert store.carried_files("https://other.example")[1] == ()


@pytest.mark.parametrize("data", [b"", DATA[:-1], DATA + b"x", DATA.swapcase()])
def test_other_bytes_are_never_kept(store: LibraryStore, data: bytes) -> None:
    assert not store.take_shared_file(MAP, data)
    assert not is_here(store)


def test_what_nothing_names_any_more_is_not_kept(store: LibraryStore) -> None:
    stray = replace(MAP, size=4, digest=sha256(b"gone").hexdigest())

    assert not store.take_shared_file(stray, b"gone")
    assert not store.has_file(stray.digest)


def test_a_full_disk_keeps_no_half_and_the_text_stays(store: LibraryStore) -> None:
    pages = store._db.execute("pragma page_count").fetchone()[0]
    store._db.execute(f"pragma max_page_count={pages + 2}")

    with pytest.raises(DiskFull):
        store.take_shared_file(MAP, DATA)

    assert not is_here(store)
    assert store.get("s1").attachments == (MAP,)

    store._db.execute("pragma max_page_count=1000000")

    assert store.take_shared_file(MAP, DATA)


def test_what_a_server_refused_for_good_is_not_offered_to_it_again(store: LibraryStore) -> None:
    store.take_shared_file(MAP, DATA)
    store.note_refused_file(HERE, MAP.digest)
    store.note_refused_file(HERE, "00")

    assert store.carried_files(HERE)[1] == ()
    assert store.open_places() != []
