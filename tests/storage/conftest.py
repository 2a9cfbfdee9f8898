"""A library of one's own, without the starter set."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from undivided.storage.library.store import LibraryStore

Open = Callable[[], LibraryStore]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "library.db"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    starter = tmp_path / "starter.json"
    starter.write_text('{"responses": []}')
    return starter


@pytest.fixture
def open_store(path: Path, empty: Path) -> Iterator[Open]:
    stores: list[LibraryStore] = []

    def open_one() -> LibraryStore:
        stores.append(LibraryStore(path, starter=empty, busy_timeout_ms=2_000))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def store(open_store: Open) -> LibraryStore:
    return open_store()
