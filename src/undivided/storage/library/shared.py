"""What the library knows about shared responses: copies of a server's, in the table `shared`.

The rules are `library.sharing.outcomes`'s; here they get their rows, all within one transaction.
"""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from undivided.library.folding import fold
from undivided.library.model.responses import Response, cleaned
from undivided.library.sharing.copies import Copy, Known, Rights
from undivided.library.sharing.form import says_the_same
from undivided.library.sharing.late_edits import put_together
from undivided.library.sharing.outcomes import Sharing
from undivided.protocol.canned_responses import SITE, TEAM, OpenPlace, Place
from undivided.storage.library.history import UNSIGNED, Stamp
from undivided.storage.library.opening import OpenLibrary
from undivided.storage.library.rows import COLUMNS, response_of
from undivided.storage.library.shared_rows import FACT, copy_from, known_from
from undivided.storage.library.writer import LibraryWriter, new_id

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ServerPlace:
    """A team or site of one of the servers that the library knows.

    Attributes:
        origin: The server's address.
        open: The place, to which the operator may add.
    """

    origin: str
    open: OpenPlace


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an edit.

    Attributes:
        is_together: What was changed meanwhile is in the response as well.
        needs_choice: Both texts are kept, and the operator has to choose.
    """

    is_together: bool = False
    needs_choice: bool = False


class LibrarySharing(OpenLibrary):
    """Gives the rules of sharing one server's shelf; all that they do is kept, or nothing."""

    def share(self, origin: str, rules: Callable[["SharedShelf"], T]) -> T:
        """Return what `rules` return for the shelf of one server.

        Args:
            origin: The server's address.
            rules: Called within the transaction.
        """
        with self._changing():
            return rules(self._shelf(origin))

    def save(
        self,
        opened: Response,
        written: Response,
        stamp: Stamp = UNSIGNED,
        *,
        seen: Response | None = None,
    ) -> Saved:
        """Replace what an editor was opened with by what was written in it.

        What was changed meanwhile is put together with it. Where that cannot be done with a
        shared response, both texts stay and the operator has to choose.

        Args:
            opened: As it was.
            written: As it is to be.
            stamp: Who, and when.
            seen: What the operator was shown of a change of the same, and writes over.

        Raises:
            ResponseChanged: The same was changed in this library, and not `seen`.
            ResponseGone: It was deleted in the meantime.
            ResponseRefused: A field breaks a rule.
            ShortcutTaken: Another response has one of its shortcuts.
        """
        clean = cleaned(written)
        with self._changing():
            row = self.get(clean.id)
            if clean.scope is opened.scope:
                # Only who chose with whom it is shared has changed that.
                clean = replace(clean, scope=row.scope)
            shelf = self._shelf_of(clean.id)
            copy = None if shelf is None else shelf.copy_of(clean.id)
            rights = Rights() if shelf is None else shelf.known().rights
            response, kept = put_together(opened, clean, row, copy, rights, seen=seen)
            self._writer.replace(response, stamp)
            if shelf is not None and kept is not None and kept != copy:
                shelf.keep(kept)
        return Saved(
            is_together=not says_the_same(response, clean),
            needs_choice=kept is not None and kept != copy and kept.needs_choice,
        )

    def open_places(self) -> list[ServerPlace]:
        """Return everywhere that a server let the operator add responses when last asked."""
        with self._reading():
            rows = self._db.execute(
                "select name, value from facts where name like ? order by name", (f"{FACT}%",)
            )
            known = [(name.removeprefix(FACT), known_from(value)) for name, value in rows]
        return [
            ServerPlace(origin, each)
            for origin, said in known
            for scope in (TEAM, SITE)
            for each in said.rights.open_to(scope)
        ]

    def place(self, response_ids: Iterable[str], origin: str, place: Place) -> None:
        """Let responses that are new to their scope go to this team or site of a server.

        What is shared already keeps its own.
        """
        self.share(
            origin,
            lambda shelf: Sharing(shelf, shelf.known().rights).begin(response_ids, place),
        )

    def _shelf(self, origin: str) -> "SharedShelf":
        return SharedShelf(self._db, self._writer, origin)

    def _shelf_of(self, response_id: str) -> "SharedShelf | None":
        """Return the shelf of the server whose response a row is a copy of, or None."""
        found = self._db.execute(
            "select origin from shared where json_extract(base, '$.response_id') = ?",
            (response_id,),
        ).fetchone()
        return None if found is None else self._shelf(found[0])


class SharedShelf:
    """The copies of one server's responses and the library's rows; implements `Shelf`."""

    def __init__(self, connection: sqlite3.Connection, writer: LibraryWriter, origin: str) -> None:
        self._connection = connection
        self._writer = writer
        self._origin = origin
        self._fact = f"{FACT}{origin}"
        # Read when they are asked for: most news is about one response of thousands.
        self._copies: dict[str, Copy | None] = {}
        self._rows: dict[str, Response | None] = {}
        self._has_all = False

    def copies(self) -> list[Copy]:
        """Return every copy, as they came."""
        rows = self._connection.execute(
            "select base from shared where origin = ? order by number", (self._origin,)
        )
        found = [copy_from(row[0]) for row in rows]
        self._copies = {copy.server_id: copy for copy in found}
        self._read_all_rows()
        return found

    def copy(self, server_id: str) -> Copy | None:
        """Return one copy, or None."""
        if server_id not in self._copies:
            row = self._connection.execute(
                "select base from shared where origin = ? and id = ?", (self._origin, server_id)
            ).fetchone()
            self._copies[server_id] = None if row is None else copy_from(row[0])
        return self._copies[server_id]

    def copy_of(self, response_id: str) -> Copy | None:
        """Return the copy that a row is, or None."""
        row = self._connection.execute(
            "select base from shared where origin = ? and json_extract(base, '$.response_id') = ?",
            (self._origin, response_id),
        ).fetchone()
        return None if row is None else copy_from(row[0])

    def keep(self, copy: Copy) -> None:
        """Write a copy, under its server's id."""
        self._copies[copy.server_id] = copy
        self._connection.execute(
            "insert into shared (origin, id, version, base) values (?, ?, ?, ?)"
            " on conflict (origin, id) do update set version = excluded.version,"
            " base = excluded.base",
            (self._origin, copy.server_id, copy.version, msgspec.json.encode(copy).decode()),
        )

    def drop(self, server_id: str) -> None:
        """Forget a copy; the row stays."""
        self._copies[server_id] = None
        self._connection.execute(
            "delete from shared where origin = ? and id = ?", (self._origin, server_id)
        )

    def row(self, response_id: str) -> Response | None:
        """Return a row of the library, or None."""
        if response_id not in self._rows:
            self._rows[response_id] = next(iter(self._read("where id = ?", response_id)), None)
        return self._rows[response_id]

    def put(self, response: Response) -> Response:
        """Add or change a row; return it as it is kept, without shortcuts that others have."""
        free = (each for each in response.shortcuts if self._is_free(each, response.id))
        kept = replace(response, shortcuts=tuple(free))
        if self.row(response.id) is None:
            self._writer.insert([kept])
        else:
            self._writer.replace(kept)
        self._rows.pop(response.id, None)
        return kept

    def remove(self, response_id: str) -> None:
        """Take a row out of the library; its versions stay."""
        self._writer.delete(response_id)
        self._rows[response_id] = None

    def unlinked(self) -> list[Response]:
        """Return the rows for team or site that are copies of no server's response."""
        every = self._connection.execute("select json_extract(base, '$.response_id') from shared")
        linked = {row[0] for row in every}
        self._read_all_rows()
        rows = (row for row in self._rows.values() if row is not None)
        return [row for row in rows if row.scope.value != "personal" and row.id not in linked]

    def rows_with_files(self) -> list[Response]:
        """Return the rows for team or site that carry files."""
        return self._read("""where scope <> 'personal' and instr(details, '"digest"')""")

    def known(self) -> Known:
        """Return how far this server was followed."""
        row = self._connection.execute(
            "select value from facts where name = ?", (self._fact,)
        ).fetchone()
        return Known() if row is None else known_from(row[0])

    def note(self, known: Known) -> None:
        """Write how far this server was followed."""
        self._connection.execute(
            "insert or replace into facts values (?, ?)",
            (self._fact, msgspec.json.encode(known).decode()),
        )

    def new_id(self) -> str:
        """Return an id of chance alone."""
        return new_id()

    def _read_all_rows(self) -> None:
        if not self._has_all:
            self._has_all = True
            for row in self._read("where scope <> 'personal'"):
                self._rows.setdefault(row.id, row)

    def _is_free(self, shortcut: str, response_id: str) -> bool:
        row = self._connection.execute(
            "select id from shortcuts join responses using (serial) where name = ?",
            (fold(shortcut),),
        ).fetchone()
        return row is None or row[0] == response_id

    def _read(self, tail: str, *given: object) -> list[Response]:
        rows = self._connection.execute(f"select {COLUMNS} from responses {tail}", given)  # noqa: S608 - our names
        return [response_of(row) for row in rows]
