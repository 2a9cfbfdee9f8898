"""Answers that operators typed by hand, kept for a while to find those worth a response.

They stay on this computer, in the profile's own file. The operator can throw them away, and say
that none are to be kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from undivided.etiquette.cards.numbers import masked
from undivided.library.growing.proposals import (
    MAX_TEXTS,
    Proposal,
    are_alike,
    proposals,
    telling_words,
)
from undivided.library.model.responses import MAX_BODY
from undivided.storage.library.opening import OpenLibrary
from undivided.storage.library.words import vocabulary

MAX_WRITTEN = MAX_TEXTS
"""The latest answers; so many are compared, and more would only be kept."""

MAX_DECLINED = 200
"""Answers that are not to be proposed again; the latest stay."""

_SETTING = "keeps written"
_OFF = "no"
_DECLINED = "declined:"
_ALL_DECLINED = "select value from facts where name glob 'declined:*' order by rowid"
_TOO_MANY_DECLINED = (
    "delete from facts where rowid in (select rowid from facts where name glob 'declined:*' "
    "order by rowid desc limit -1 offset ?)"
)


_NEAR = (
    "select body, variant_bodies from responses where place in (select rowid from response_words "
    "where response_words match ? order by rank limit ?)"
)
_CANDIDATES = 60
"""Responses that are compared with an answer: those that share most of its rare words."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Answers typed by hand; finding those that come again takes a while, on any thread.

    Attributes:
        sent: Oldest first.
        declined: What is not to be proposed again.
    """

    sent: tuple[str, ...]
    declined: tuple[str, ...]

    def often(self) -> tuple[Proposal, ...]:
        """Return what was typed often and is like nothing declined, most often first."""
        return proposals(self.sent, self.declined, common=vocabulary().common)


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
                self._forget_written()

    def clear_written(self) -> None:
        """Throw all typed answers away."""
        with self._changing():
            self._forget_written()

    def written_count(self) -> int:
        """Return how many typed answers are kept."""
        with self._reading():
            return int(self._db.execute("select count(*) from written").fetchone()[0])

    def decline(self, texts: Iterable[str]) -> None:
        """Propose these answers, and what is like them, never again; the oldest ones may be."""
        with self._changing():
            for text in texts:
                declined = (_name_of(text), masked(text))
                self._db.execute("insert or replace into facts values (?, ?)", declined)
            self._db.execute(_TOO_MANY_DECLINED, (MAX_DECLINED,))

    def propose_again(self, texts: Iterable[str]) -> None:
        """Propose answers as if they had not been declined."""
        with self._changing():
            for text in texts:
                self._db.execute("delete from facts where name = ?", (_name_of(text),))

    def typed(self) -> Typed:
        """Return what proposals are made from."""
        with self._reading():
            sent = self._db.execute("select text from written order by number").fetchall()
            declined = self._db.execute(_ALL_DECLINED).fetchall()
        return Typed(tuple(text for (text,) in sent), tuple(text for (text,) in declined))

    def unanswered(self, often: Iterable[Proposal]) -> tuple[Proposal, ...]:
        """Return those of the proposals that are like no response."""
        with self._reading():
            return tuple(each for each in often if not self._is_answered(each.text))

    def proposals(self) -> tuple[Proposal, ...]:
        """Return the answers that were typed often and are like no response, most often first."""
        return self.unanswered(self.typed().often())

    def _is_answered(self, text: str) -> bool:
        common = vocabulary().common
        words = " OR ".join(f'"{word}"' for word in telling_words(text, common=common))
        near = self._db.execute(_NEAR, (words, _CANDIDATES)).fetchall() if words else ()
        bodies = (body for row in near for body in row if body)
        return any(are_alike(text, body, common=common) for body in bodies)

    def _forget_written(self) -> None:
        self._db.execute("delete from written")
        self._db.execute("delete from facts where name glob 'declined:*'")


def _name_of(text: str) -> str:
    return f"{_DECLINED}{sha256(text.encode()).hexdigest()[:16]}"
