"""What was written in the editor and not saved yet, kept until it is saved or thrown away."""

from undivided.database.faults import DamagedRow
from undivided.etiquette.cards.masking import without_cards
from undivided.library.model.responses import Response
from undivided.storage.library.opening import OpenLibrary
from undivided.storage.library.rows import from_json, to_json

_NAME = "draft:"


class LibraryDrafts(OpenLibrary):
    """Drafts of responses, each under a key of its writer's choice (promise G12)."""

    def keep_draft(self, key: str, response: Response) -> None:
        """Keep what is written, in the place of what was kept under this key before.

        Nothing of it is checked, but card numbers are masked (promise G19).
        """
        with self._changing():
            self._db.execute(
                "insert or replace into facts values (?, ?)",
                (_NAME + key, to_json(without_cards(response))),
            )

    def drop_draft(self, key: str) -> None:
        """Forget a draft; one that is gone already is no error."""
        with self._changing():
            self._db.execute("delete from facts where name = ?", (_NAME + key,))

    def draft(self, key: str) -> Response | None:
        """Return what is kept under a key, if anything is."""
        return self.drafts().get(key)

    def drafts(self) -> dict[str, Response]:
        """Return every draft by its key, the one that was begun last at the end."""
        with self._reading():
            rows = self._db.execute(
                "select name, value from facts where name glob ? order by rowid", (f"{_NAME}*",)
            ).fetchall()
        found = {}
        for name, value in rows:
            try:
                found[name.removeprefix(_NAME)] = from_json(value)
            except DamagedRow:
                # A draft of a later version of the program; it stays for that one.
                continue
        return found
