"""A newer file is refused untouched, whatever is left over beside it (promise G16)."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from tests.endurance.migration_kills import KINDS, next_version
from undivided.database.errors import DatabaseNewer
from undivided.database.kinds import FileKind, Schema
from undivided.database.opening import open_file


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.what))
def test_a_newer_file_with_a_left_over_log_is_refused_byte_for_byte_untouched(
    kind: FileKind, tmp_path: Path
) -> None:
    path = tmp_path / "live" / "file.db"
    with closing(open_file(path, next_version(kind))) as connection:
        connection.execute("create table from_the_future (id)")
        shutil.copytree(path.parent, tmp_path / "killed")
    killed = tmp_path / "killed" / "file.db"
    files = [killed, killed.with_name("file.db-wal")]
    before = [file.read_bytes() for file in files]
    known = FileKind(
        what=kind.what, schemas=(*kind.schemas, Schema("next", (), lambda: Migrations("next")))
    )

    with pytest.raises(DatabaseNewer):
        open_file(killed, known)

    assert before == [file.read_bytes() for file in files]
    assert len(before[1]) > 0
