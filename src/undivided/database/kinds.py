"""What a file is: its tables, its words in sentences, and what its rows have to be like."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Migrations

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Schema:
    """One set of migrations; they are only loaded when one of them has to be applied.

    Attributes:
        name: Of the set, as the file records it.
        steps: The names of all migrations, oldest first.
        load: Returns the migrations; sqlite-utils takes longer to import than most files to open.
    """

    name: str
    steps: tuple[str, ...]
    load: Callable[[], "Migrations"]


@dataclass(frozen=True, slots=True)
class FileKind:
    """Everything that opening, checking and restoring need to know of one kind of file.

    Attributes:
        what: What the file is, for sentences, such as "canned library".
        schemas: All sets of migrations.
        tables: Every table with its columns as a list of SQL, but not text indexes and their parts.
            SQLite has no checksum: a damaged name is a name, and its table is then not there.
        pragmas: Settings beyond those that every file gets.
        is_shared: Several threads use a connection, one after the other.
        checked_up_to_bytes: A larger file is only checked when damage was met; None means any size.
        counted: Tables whose rows a person knows, each with the word for one row.
        derived: Tables that `mend` fills from the others.
        never_from_backup: Tables where an old row may do harm, such as a revoked token.
        may_be_empty: Whether it is better to go on with nothing than to refuse a file of which
            nothing at all could be read.
        is_sound: Whether a row of a table holds what the program wrote.
        mend: Makes a restored file whole: fills what is derived, in a transaction of the caller.
    """

    what: str
    schemas: tuple[Schema, ...]
    tables: Mapping[str, str] = field(default_factory=dict)
    pragmas: tuple[str, ...] = ()
    is_shared: bool = False
    checked_up_to_bytes: int | None = None
    counted: Mapping[str, str] = field(default_factory=dict)
    derived: frozenset[str] = frozenset()
    never_from_backup: frozenset[str] = frozenset()
    may_be_empty: bool = True
    is_sound: Callable[[str, Row], bool] = lambda _table, _row: True
    mend: Callable[[sqlite3.Connection], None] = lambda _connection: None

    @property
    def steps(self) -> frozenset[tuple[str, str]]:
        """Every migration with the name of its set."""
        return frozenset((schema.name, step) for schema in self.schemas for step in schema.steps)
