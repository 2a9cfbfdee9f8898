"""Files that no message uses go after a day; the others stay."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from undivided.protocol.moments import Moment
from undivided.server.data_folder import connection, open_data, uploads_folder
from undivided.server.directory import StoredFile
from undivided.server.web.file_kinds import FileKind
from undivided.server.web.upload_store import UNUSED_LIFE, Upload, UploadStore

URL = "https://chat.example"
NOW = Moment.at(1_000_000)
LATER = NOW.plus(UNUSED_LIFE + timedelta(seconds=1))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[UploadStore]:
    with closing(open_data(tmp_path)) as reader:
        yield UploadStore(
            uploads_folder(tmp_path), reader, partial(connection, tmp_path), os.urandom, URL
        )


def kept(store: UploadStore, name: str = "a b.txt") -> StoredFile:
    temporary = store.temporary()
    temporary.write_bytes(b"content")
    upload = Upload(
        temporary=temporary,
        name=name,
        kind=FileKind("text/plain"),
        size_bytes=7,
        uploader="ann@example.com",
    )
    return store.keep(upload, NOW)


def use(store: UploadStore, url: str) -> None:
    database = store._reader
    database.conn.execute("PRAGMA foreign_keys=OFF")
    database.conn.execute(
        "INSERT INTO events (chat_id, thread_id, number, kind, is_whisper, body)"
        " VALUES ('c', 't', 1, 'file', 0, ?)",
        [f'{{"url":"{url}"}}'.encode()],
    )


def test_stored_file_is_found_by_its_own_address_only(store: UploadStore) -> None:
    stored = kept(store)

    assert stored.url.endswith("/a%20b.txt")
    assert store.stored(stored.url) == stored
    for other in (stored.url + "x", "https://evil.example/files/a/b", f"{URL}/files/", "", URL):
        assert store.stored(other) is None


def test_unused_file_goes_after_a_day(store: UploadStore) -> None:
    stored = kept(store)
    first, second = store.forget_unused(NOW), store.forget_unused(LATER)

    assert (first, second) == (0, 1)
    assert store.stored(stored.url) is None
    assert list(store._folder.iterdir()) == []


def test_used_file_stays(store: UploadStore) -> None:
    stored = kept(store)
    use(store, stored.url)

    assert [store.forget_unused(LATER), store.forget_unused(LATER)] == [0, 0]
    assert store.stored(stored.url) == stored


def test_halves_of_a_killed_server_go(store: UploadStore) -> None:
    store.temporary()
    stored = kept(store)
    store.forget_halves()

    assert [path.suffix for path in store._folder.iterdir()] == [""]
    assert store.stored(stored.url) is not None
