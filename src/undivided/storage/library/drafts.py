"""What was written in the editor and not saved yet, kept until it is saved or thrown away."""

import msgspec
from msgspec import Struct

from undivided.database.faults import DamagedRow
from undivided.etiquette.cards.masking import without_cards
from undivided.library.model.responses import Response
from undivided.storage.library.opening import OpenLibrary
from undivided.storage.library.rows import from_json

_NAME = "draft:"


class Draft(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was written and not saved.

    Attributes:
        written: As it was typed; nothing of it is checked.
        base: What it was made from, so that what is changed meanwhile is not written over; None
            for a new response, and where an earlier version of the program kept the draft.
    """

    written: Response
    base: Response | None = None


class LibraryDrafts(OpenLibrary):
    """Drafts of responses, each under a key of its writer's choice (promise G12)."""

    def keep_draft(self, key: str, written: Response, base: Response | None = None) -> None:
        """Keep what is written, in the place of what was kept under this key before.

        Nothing of it is checked, but card numbers are masked (promise G19).
        """
        safe = None if base is None else without_cards(base)
        draft = Draft(written=without_cards(written), base=safe)
        with self._changing():
            self._db.execute(
                "insert or replace into facts values (?, ?)",
                (_NAME + key, msgspec.json.encode(draft).decode()),
            )

    def drop_draft(self, key: str) -> None:
        """Forget a draft; one that is gone already is no error."""
        with self._changing():
            self._db.execute("delete from facts where name = ?", (_NAME + key,))

    def draft(self, key: str) -> Draft | None:
        """Return what is kept under a key, if anything is."""
        return self.drafts().get(key)

    def drafts(self) -> dict[str, Draft]:
        """Return every draft by its key, the one that was begun last at the end."""
        with self._reading():
            rows = self._db.execute(
                "select name, value from facts where name glob ? order by rowid", (f"{_NAME}*",)
            ).fetchall()
        found = {}
        for name, value in rows:
            try:
                found[name.removeprefix(_NAME)] = _draft_from(value)
            except DamagedRow:
                # A draft of a later version of the program; it stays for that one.
                continue
        return found


def _draft_from(text: str) -> Draft:
    try:
        return msgspec.json.decode(text, type=Draft)
    except (TypeError, ValueError):
        # As it was kept while drafts had no base.
        return Draft(written=from_json(text))
