"""A file is kept once, as long as a response or an older version names it."""

import dataclasses
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from undivided.database.errors import DiskFull
from undivided.database.salvage import salvage
from undivided.library import formats
from undivided.library.errors import FileGone, FileTooLarge
from undivided.library.formats import Format
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response
from undivided.storage.library import history as library_history
from undivided.storage.library.files import MAX_FILE_BYTES
from undivided.storage.library.kind import LIBRARY
from undivided.storage.library.store import LibraryStore

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100


def _response(*attachments: Attachment) -> Response:
    return Response(title="Map", body="Here.", attachments=attachments)


def test_file_comes_back_with_its_kind_and_size(store: LibraryStore) -> None:
    added = store.add_file(PNG, "map.PNG")

    assert added == Attachment(
        name="map.PNG",
        media_type="image/png",
        size=108,
        digest=hashlib.sha256(PNG).hexdigest(),
    )
    assert store.file_bytes(added.digest) == PNG
    assert store.has_file(added.digest)


def test_same_bytes_are_kept_once_under_any_name(store: LibraryStore) -> None:
    first, second = store.add_file(PNG, "a.png"), store.add_file(PNG, "b.unknown")

    assert (first.digest, second.media_type) == (second.digest, "application/octet-stream")
    assert store._db.execute("select count(*) from files").fetchone() == (1,)


def test_too_large_a_file_is_refused_in_a_sentence(store: LibraryStore) -> None:
    store.add_file(b"x" * MAX_FILE_BYTES, "fits.bin")

    with pytest.raises(FileTooLarge, match=r"“big.bin” has 10.0 MB; a response can carry .* 10 MB"):
        store.add_file(b"x" * (MAX_FILE_BYTES + 1), "big.bin")


def test_file_that_is_not_here_is_said_to_be_gone(store: LibraryStore) -> None:
    with pytest.raises(FileGone, match="not on this computer"):
        store.file_bytes("ab" * 32)

    assert not store.has_file("ab" * 32)


def test_file_that_nothing_names_can_be_taken_back(store: LibraryStore) -> None:
    unused, used = store.add_file(PNG, "a.png"), store.add_file(b"used", "b.txt")
    store.add(_response(used))

    store.drop_file(unused.digest)
    store.drop_file(used.digest)

    assert not store.has_file(unused.digest)
    assert store.has_file(used.digest)


def test_file_goes_with_the_last_version_that_names_it(
    store: LibraryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_history, "MAX_VERSIONS", 2)
    shared, own = store.add_file(b"shared", "s.txt"), store.add_file(b"own", "o.txt")
    store.add(_response(shared))
    response = store.add(_response(shared, own))

    store.update(replace(response, attachments=()))
    still = store.has_file(own.digest)
    for body in "abc":
        store.update(replace(response, attachments=(), body=body))

    assert still
    assert not store.has_file(own.digest)
    assert store.has_file(shared.digest)


def test_file_of_a_deleted_response_is_there_for_undo(store: LibraryStore) -> None:
    own = store.add_file(PNG, "a.png")
    response = store.add(_response(own))

    done = store.delete_many([response.id])
    store.undo(done)

    assert store.get(response.id).attachments == (own,)
    assert store.file_bytes(own.digest) == PNG


def test_full_disk_keeps_no_part_of_a_file(store: LibraryStore) -> None:
    pages = store._db.execute("pragma page_count").fetchone()[0]
    store._db.execute(f"pragma max_page_count={pages + 2}")

    with pytest.raises(DiskFull, match="Nothing was lost"):
        store.add_file(b"x" * 100_000, "big.bin")

    assert store._db.execute("select count(*) from files").fetchone() == (0,)


def test_file_whose_bytes_changed_on_the_disk_is_not_salvaged(
    store: LibraryStore, path: Path
) -> None:
    good, bad = store.add_file(b"good bytes", "g.txt"), store.add_file(b"bad bytes", "b.txt")
    store.add(_response(good, bad))
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update files set bytes = x'00' where digest = ?", (bad.digest,))

    salvage(path, LIBRARY)

    with closing(LibraryStore(path)) as again:
        assert again.file_bytes(good.digest) == b"good bytes"
        assert not again.has_file(bad.digest)


def test_file_comes_along_to_another_library(store: LibraryStore, tmp_path: Path) -> None:
    store.add(_response(store.add_file(PNG, "map.png")))
    everything = store.everything()
    text = formats.write(everything, Format.JSON, store.files_of(everything))

    with closing(LibraryStore(tmp_path / "other.sqlite")) as other:
        other.import_responses(formats.read(text))
        (there,) = (each for each in other.everything() if each.title == "Map")

        assert other.file_bytes(there.attachments[0].digest) == PNG
        assert there.attachments == everything[0].attachments


def test_file_that_no_row_names_is_not_taken_in(store: LibraryStore) -> None:
    digest = hashlib.sha256(PNG).hexdigest()
    parsed = formats.read('[{"body": "x"}]')

    store.import_responses(dataclasses.replace(parsed, files={digest: PNG}))

    assert not store.has_file(digest)
    assert (
        store.files_of([_response(Attachment(name="a", media_type="", size=1, digest=digest))])
        == {}
    )
