"""What is said of a file's tables and migrations is what the migrations make."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from undivided.database.checking import is_own_table
from undivided.database.kinds import FileKind
from undivided.database.opening import open_file
from undivided.storage.desk.kind import DESK
from undivided.storage.library.kind import LIBRARY


@pytest.mark.parametrize("kind", [DESK, LIBRARY], ids=lambda kind: str(kind.what))
def test_tables_and_steps_are_those_of_the_migrations(kind: FileKind, tmp_path: Path) -> None:
    with closing(open_file(tmp_path / "file.db", kind)) as connection:
        rows = connection.execute("select name from sqlite_schema where type = 'table'").fetchall()
        made = {
            name: ", ".join(row[1] for row in connection.execute(f"pragma table_info({name})"))
            for (name,) in rows
            if is_own_table(connection, name)
        }
    nothing_applied = Database(memory=True, execute_plugins=False)
    steps = {
        schema.name: tuple(step.name for step in schema.load().pending(nothing_applied))
        for schema in kind.schemas
    }

    assert made == dict(kind.tables)
    assert steps == {schema.name: schema.steps for schema in kind.schemas}
