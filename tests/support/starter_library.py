"""A copy of the library that a first start makes: to make it takes longer than to open it."""

import tempfile
from functools import cache
from pathlib import Path

from undivided.database.rights import create_private
from undivided.storage.library.kind import LIBRARY
from undivided.storage.library.store import LibraryStore


def lay_out_library(path: Path) -> None:
    """Put the file where a first start would make it; one that is there stays as it is."""
    if not path.exists():
        create_private(path, LIBRARY.what)
        path.write_bytes(_made_by_a_first_start())


@cache
def _made_by_a_first_start() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        LibraryStore(path).close()
        return path.read_bytes()
