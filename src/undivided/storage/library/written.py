"""Answers that operators typed by hand, kept for a while to find those worth a response.

They stay on this computer, in the profile's own file. The operator can throw them away, and say
that none are to be kept.
"""

from datetime import UTC, datetime

from undivided.etiquette.cards.numbers import masked
from undivided.library.growing.proposals import MAX_TEXTS, Proposal, proposals
from undivided.library.model.responses import MAX_BODY
from undivided.storage.library.opening import OpenLibrary
from undivided.storage.library.words import vocabulary

MAX_WRITTEN = MAX_TEXTS
"""The latest answers; so many are compared, and more would only be kept."""

_SETTING = "keeps written"
_OFF = "no"


class LibraryWritten(OpenLibrary):
    """Keeps typed answers and says which of them come again and again. Source: practice 46."""

    def record_written(self, text: str, at: datetime) -> None:
        """Keep an answer that was begun from no response; the oldest goes.

        Card numbers in it are masked (promise G19). Nothing is kept when the operator wants none
        to be, and nothing of an answer that is too long to be a response.

        Args:
            text: As it was sent.
            at: When, aware.
        """
        kept = masked(text.strip())
        if not kept or len(kept) > MAX_BODY:
            return
        with self._changing():
            if not self.keeps_written():
                return
            self._db.execute(
                "insert into written (at, text) values (?, ?)",
                (at.astimezone(UTC).isoformat(), kept),
            )
            self._db.execute(
                "delete from written where number <= "
                "(select number from written order by number desc limit 1 offset ?)",
                (MAX_WRITTEN,),
            )

    def keeps_written(self) -> bool:
        """Return whether typed answers are kept; they are, until the operator says otherwise."""
        with self._reading():
            found = self._db.execute("select value from facts where name = ?", (_SETTING,))
            return bool(found.fetchone() != (_OFF,))

    def keep_written(self, *, is_on: bool) -> None:
        """Keep typed answers from now on, or keep none and throw away what there is."""
        with self._changing():
            self._db.execute("delete from facts where name = ?", (_SETTING,))
            if not is_on:
                self._db.execute("insert into facts values (?, ?)", (_SETTING, _OFF))
                self._db.execute("delete from written")

    def clear_written(self) -> None:
        """Throw all typed answers away."""
        with self._changing():
            self._db.execute("delete from written")

    def written_count(self) -> int:
        """Return how many typed answers are kept."""
        with self._reading():
            return int(self._db.execute("select count(*) from written").fetchone()[0])

    def proposals(self) -> tuple[Proposal, ...]:
        """Return the answers that were typed often and are like no response, most often first."""
        with self._reading():
            rows = self._db.execute("select text from written order by number").fetchall()
            bodies = self._db.execute("select body, variant_bodies from responses").fetchall()
        known = (body for row in bodies for body in row if body)
        return proposals([text for (text,) in rows], known, common=vocabulary().common)
