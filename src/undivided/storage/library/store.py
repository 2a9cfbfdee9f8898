"""The canned library of one profile: kept in SQLite, searched, imported and exported.

Blocking: it lives in a one-thread worker. What a method returned from is on the disk.
Knows no window, network or clock.
"""

from dataclasses import dataclass

from undivided.library.finding.search import ANY_SITUATION, EVERYWHERE, Filters, Match, Situation
from undivided.library.folding import fold
from undivided.library.importing import merging
from undivided.library.importing.rows import Parsed, Refused
from undivided.library.model.order_steps import OrderStep
from undivided.library.model.responses import Response
from undivided.storage.library.drafts import LibraryDrafts
from undivided.storage.library.files import LibraryFiles
from undivided.storage.library.history import UNSIGNED, Stamp
from undivided.storage.library.imports import Imported, LibraryImports
from undivided.storage.library.lists import LibraryLists
from undivided.storage.library.shared import LibrarySharing, ServerPlace
from undivided.storage.library.shared_files import LibrarySharedFiles
from undivided.storage.library.written import LibraryWritten


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with a dry run would do; counts are rows."""

    new: int
    changed: int
    same: int
    refused: tuple[Refused, ...]
    unknown_placeholders: tuple[str, ...]
    losses: tuple[str, ...]


class LibraryStore(
    LibraryImports,
    LibraryLists,
    LibraryFiles,
    LibraryDrafts,
    LibraryWritten,
    LibrarySharing,
    LibrarySharedFiles,
):
    """The responses in one file; see `OpenLibrary` for its arguments.

    Source: practice 47.
    """

    def search(
        self,
        text: str,
        *,
        filters: Filters = EVERYWHERE,
        situation: Situation = ANY_SITUATION,
        limit: int = 20,
    ) -> list[Match]:
        """Return the responses that answer to what was typed, best first.

        Args:
            text: As typed, also with its slash; blank gives those for the visitor's page, then
                starred, last used, and the rest.
            filters: Which responses it is about.
            situation: What goes first among equals, and what is not offered now.
            limit: How many at most.
        """
        with self._reading():
            return self._search.find(text, filters, situation, limit)

    def closest(self, text: str, *, filters: Filters = EVERYWHERE, limit: int = 3) -> list[Match]:
        """Return what comes nearest to a search that found nothing, by title; often nothing."""
        with self._reading():
            return self._search.closest(text, filters, limit)

    def suggest(
        self, situation: Situation, *, filters: Filters = EVERYWHERE, limit: int = 3
    ) -> list[Match]:
        """Return what fits the visitor's last message, best first.

        Nothing for a message that asks for nothing. Source: practice 46.
        """
        with self._reading():
            return self._search.suggest(situation, filters, limit)

    def for_step(self, step: OrderStep, situation: Situation, *, limit: int = 20) -> list[Match]:
        """Return the responses that are for the pages of an order's step, most used first.

        Source: practice 52.
        """
        with self._reading():
            return self._search.for_step(step, situation, limit)

    def by_shortcut(self, shortcut: str) -> Response | None:
        """Return the response that a shortcut starts, with or without its slash."""
        found = self._read(
            "where serial = (select serial from shortcuts where name = ?)",
            fold(shortcut.strip().lstrip("/#")),
        )
        return found[0] if found else None

    def import_responses(
        self,
        parsed: Parsed,
        *,
        dry_run: bool = False,
        stamp: Stamp = UNSIGNED,
        place: ServerPlace | None = None,
        name: str = "",
    ) -> ImportReport:
        """Add and change what the rows of a file say; all of it or nothing is kept.

        Args:
            parsed: From `formats.read`.
            dry_run: Only tell.
            stamp: Who, and when.
            place: Has what is new to its scope; None lets the usual one have it.
            name: Of the file, for `imports`.
        """
        if dry_run:
            return _report(merging.plan(self.everything(), parsed), parsed)

        def kept(done: Imported) -> None:
            if place is not None:
                self.place(done.ids, place.origin, place.open.place)

        return _report(
            merging.Plan(self.take_in(parsed, stamp, name=name, kept=kept).outcomes), parsed
        )


def _report(plan: merging.Plan, parsed: Parsed) -> ImportReport:
    return ImportReport(
        new=len(plan.new),
        changed=len(plan.changed),
        same=plan.same,
        refused=plan.refused,
        unknown_placeholders=parsed.unknown_placeholders,
        losses=parsed.losses,
    )
