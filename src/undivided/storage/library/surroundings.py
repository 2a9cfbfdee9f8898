"""What a situation means for the library: what goes first, and what is not offered now."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from undivided.library.finding.search import Situation
from undivided.library.model.activity import fits_page, is_active
from undivided.library.model.order_steps import OrderStep, is_for_step
from undivided.library.model.parts import ActiveTimes
from undivided.library.model.responses import Response
from undivided.storage.library.suggestions import LibrarySuggestions

_MAX_LIFTED = 500
"""Responses that go first; a page that more are for asks for none in particular."""
_FITTING = 12

_TIMED = "select place, active from responses where active > ''"
_PAGED = "select place, id, pages from responses where pages > '' order by place"

_times = msgspec.json.Decoder(ActiveTimes).decode


@dataclass(frozen=True, slots=True)
class Around:
    """What a situation means, by place.

    Attributes:
        pages: Responses for the visitor's page, with their ids, most used first.
        fitting: Responses that fit the visitor's last message, with their ids, best first.
        asleep: Responses that are not to be offered now.
    """

    pages: dict[int, str]
    fitting: dict[int, str]
    asleep: frozenset[int]

    @property
    def lifted(self) -> list[int]:
        """The places that go first, when they answer at all."""
        return [*{**self.pages, **self.fitting}][:_MAX_LIFTED]


class Surroundings:
    """Keeps the few responses that have times or pages, until the library changes."""

    def __init__(self, connection: sqlite3.Connection, suggestions: LibrarySuggestions) -> None:
        self._connection = connection
        self._suggestions = suggestions
        self._timed: list[tuple[int, Response]] | None = None
        self._paged: list[tuple[int, str, tuple[str, ...]]] | None = None
        self._asleep: tuple[datetime, frozenset[int]] | None = None
        self._fitting: tuple[str, dict[int, str]] | None = None

    def forget(self) -> None:
        """Read everything again."""
        self._timed = self._paged = self._asleep = self._fitting = None

    def of(self, situation: Situation) -> Around:
        """Return what the situation means; nothing that is asleep goes first."""
        asleep = self._asleep_at(situation.at)
        pages = self._for_page(situation.page)
        # Without a date nothing is out of date, as nothing is asleep without a time.
        today = situation.at.date() if situation.at is not None else date.min
        fitting = self._suggestions.fitting(situation.message, today, _FITTING)
        return Around(
            {place: key for place, key in pages.items() if place not in asleep},
            {place: key for place, key in fitting.items() if place not in asleep},
            asleep,
        )

    def for_step(self, step: OrderStep, at: datetime | None) -> list[int]:
        """Return the places of the responses for the pages of an order's step, most used first.

        Args:
            at: As in `Situation`; what is asleep then is left out.
        """
        asleep = self._asleep_at(at)
        return [
            place
            for place, _, pages in self._with_pages()
            if place not in asleep and is_for_step(pages, step)
        ]

    def _asleep_at(self, at: datetime | None) -> frozenset[int]:
        """Return the places of the responses that are not to be offered.

        Args:
            at: Aware local time, looked at by the minute; None offers everything.
        """
        if at is None:
            return frozenset()
        minute = at.replace(second=0, microsecond=0)
        if self._asleep is None or self._asleep[0] != minute:
            if self._timed is None:
                rows = self._connection.execute(_TIMED)
                self._timed = [
                    (place, Response(title="", body="", active=_times(active)))
                    for place, active in rows
                ]
            places = (place for place, timed in self._timed if not is_active(timed, minute))
            self._asleep = minute, frozenset(places)
        return self._asleep[1]

    def _for_page(self, page: str) -> dict[int, str]:
        """Return the places and ids of the responses for a page, most used first."""
        if not page:
            return {}
        if self._fitting is None or self._fitting[0] != page:
            paged = self._with_pages()
            own = {place: key for place, key, pages in paged if fits_page(pages, page)}
            self._fitting = page, own
        return self._fitting[1]

    def _with_pages(self) -> list[tuple[int, str, tuple[str, ...]]]:
        """Return place, id and patterns of the responses that are for some page."""
        if self._paged is None:
            rows = self._connection.execute(_PAGED)
            self._paged = [(place, key, (*pages.split("\n"),)) for place, key, pages in rows]
        return self._paged
