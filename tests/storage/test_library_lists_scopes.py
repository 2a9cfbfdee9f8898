"""Whose responses a library holds, for the panel's filter."""

from contextlib import closing
from pathlib import Path

from undivided.library.model.responses import Response, Scope
from undivided.storage.library.store import LibraryStore


def test_only_scopes_that_some_response_has_are_listed(tmp_path: Path) -> None:
    with closing(LibraryStore(tmp_path / "library.sqlite3")) as store:
        before = store.scopes()
        store.add(Response(title="a", body="b", scope=Scope.SITE))

        assert before == [Scope.PERSONAL]
        assert store.scopes() == [Scope.PERSONAL, Scope.SITE]
