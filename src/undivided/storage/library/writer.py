"""Changing the rows of the library's file, within a transaction that the caller holds."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from uuid import uuid4

from msgspec.structs import replace

from undivided.library.errors import ResponseGone, ShortcutTaken
from undivided.library.folding import fold
from undivided.library.importing.merging import Plan
from undivided.library.model.responses import Response
from undivided.storage.library.history import UNSIGNED, LibraryHistory, Stamp
from undivided.storage.library.rows import COLUMNS, content_of, response_of, usage_of

_JOIN_INDEX_PARTS = (
    "insert into response_words (response_words) values ('optimize')",
    "insert into response_heads (response_heads) values ('optimize')",
)
"""After many changes an index lies in parts, and each search asks every part: measured with
10,000 new responses, one part answers the slowest searches in 0.7 of the time."""

_MANY = 200
"""Rows at once after which the indexes are put together; it takes 20 microseconds a row."""
_AT_ONCE = 100
"""Rows in one statement, and between two reports.

A full-text index writes down what it was told with the end of each statement: alone, a row takes
0.3 ms; with 99 others a third of that.
"""


def new_id() -> str:
    """Return an id that no other library gives either."""
    return uuid4().hex


class LibraryWriter:
    """Writes over an open connection; the triggers of the schema keep the indexes true."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._history = LibraryHistory(connection)

    def apply(
        self, plan: Plan, stamp: Stamp = UNSIGNED, tell: Callable[[int], None] | None = None
    ) -> None:
        """Store what an import found new and changed.

        Args:
            tell: Told from time to time how many are stored; what it raises ends the work.
        """
        # Free the shortcuts that change hands before they are taken.
        for response in plan.changed:
            self._connection.execute(
                "delete from shortcuts where serial = (select serial from responses where id = ?)",
                (response.id,),
            )
        stored = 0

        def parts(responses: Sequence[Response]) -> Iterator[Sequence[Response]]:
            nonlocal stored
            for start in range(0, len(responses), _AT_ONCE):
                some = responses[start : start + _AT_ONCE]
                yield some
                stored += len(some)
                if tell is not None:
                    tell(stored)

        for some in parts(plan.changed):
            for response in some:
                self.replace(response, stamp)
        # In the order of their places: an index takes rows in together only as long as they rise.
        for some in parts(sorted(plan.new, key=lambda response: -response.uses)):
            self.insert([replace(response, id=response.id or new_id()) for response in some])
        if len(plan.new) + len(plan.changed) >= _MANY:
            for statement in _JOIN_INDEX_PARTS:
                self._connection.execute(statement)

    def insert(self, responses: Sequence[Response]) -> None:
        """Add responses that have their ids, or raise `ShortcutTaken`; a few at a time."""
        rows = [{"id": each.id, **content_of(each), **usage_of(each)} for each in responses]
        marks = f"({', '.join('?' * len(rows[0]))})"
        serials = self._connection.execute(
            f"insert into responses ({', '.join(rows[0])}) "  # noqa: S608 - our names
            f"values {', '.join([marks] * len(rows))} returning id, serial",
            [value for row in rows for value in row.values()],
        )
        serial_of = dict(serials.fetchall())
        for response in responses:
            self._own_shortcuts(serial_of[response.id], response)

    def replace(self, response: Response, stamp: Stamp = UNSIGNED) -> None:
        """Change what a response is, or raise `ResponseGone` or `ShortcutTaken`.

        What it was is kept as a version; a response that says the same stays untouched.
        """
        old, content = self._read(response.id), content_of(response)
        if content_of(old) != content:
            self._history.keep(old, stamp)
        changes = ", ".join(f"{name} = :{name}" for name in content)
        row = self._connection.execute(
            f"update responses set {changes} where id = :id returning serial",  # noqa: S608 - our names
            {**content, "id": response.id},
        ).fetchone()
        self._connection.execute("delete from shortcuts where serial = ?", row)
        self._own_shortcuts(row[0], response)

    def change(self, response_id: str, change: str, value: str | int) -> None:
        """Set one column of a response, or raise `ResponseGone`.

        Args:
            response_id: Which.
            change: SQL with one mark; never text from outside.
            value: For the mark.
        """
        done = self._connection.execute(
            f"update responses set {change} where id = ?",  # noqa: S608 - our own words
            (value, response_id),
        )
        if done.rowcount == 0:
            raise ResponseGone(response_id)

    def delete(self, response_id: str, stamp: Stamp = UNSIGNED) -> Response | None:
        """Remove a response with its shortcuts and keep it as a version; return what it was."""
        try:
            old = self._read(response_id)
        except ResponseGone:
            return None
        self._history.keep(old, stamp)
        self._connection.execute("delete from responses where id = ?", (response_id,))
        return old

    def bring_back(self, response: Response) -> None:
        """Add a deleted response again, without the shortcuts that others have got meanwhile."""
        if self._connection.execute(
            "select 1 from responses where id = ?", (response.id,)
        ).fetchone():
            return
        free = [
            shortcut
            for shortcut in response.shortcuts
            if not self._connection.execute(
                "select 1 from shortcuts where name = ?", (fold(shortcut),)
            ).fetchone()
        ]
        self.insert([replace(response, shortcuts=tuple(free))])

    def _read(self, response_id: str) -> Response:
        row = self._connection.execute(
            f"select {COLUMNS} from responses where id = ?",  # noqa: S608 - our names
            (response_id,),
        ).fetchone()
        if row is None:
            raise ResponseGone(response_id)
        return response_of(row)

    def _own_shortcuts(self, serial: int, response: Response) -> None:
        for shortcut in response.shortcuts:
            name = fold(shortcut)
            try:
                self._connection.execute(
                    "insert into shortcuts (name, serial) values (?, ?)", (name, serial)
                )
            except sqlite3.IntegrityError as error:
                (title,) = self._connection.execute(
                    "select title from responses join shortcuts using (serial) where name = ?",
                    (name,),
                ).fetchone()
                raise ShortcutTaken(shortcut, title) from error
