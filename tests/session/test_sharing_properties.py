"""Random edits by several operators, with cuts and crashes: all end alike, nothing is lost."""

import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.core.hub_play import HubPlay
from tests.session.shared_desk import SharedDesk, settled
from undivided.library.model.responses import Scope
from undivided.library.sharing.copies import Standing
from undivided.library.sharing.form import response_from, says_the_same
from undivided.library.sharing.news import Choice
from undivided.server.store.canned_store import CannedStore

STEPS = 60


class Office:
    """Two administrators and a normal operator, who do whatever chance has them do.

    Every title that somebody types is there once in the world. It may only go from a library
    when the server has had it, when that library still has it elsewhere, or when its operator
    let it go himself.
    """

    def __init__(self, folder: Path, chance: Random) -> None:
        self.play = HubPlay(folder)
        self.chance = chance
        roles = {"ann": "administrator", "bob": "owner", "carl": "normal"}
        self.desks = [SharedDesk(self.play, name, role=role) for name, role in roles.items()]
        self.typed: dict[str, set[str]] = {desk.name: set() for desk in self.desks}
        self.shared: set[str] = set()
        self._numbers = itertools.count(1)
        for desk in self.desks:
            desk.watch = self._watcher(desk)
            desk.faults = self._fault

    def act(self) -> None:
        """Let one thing happen."""
        desk = self.chance.choice(self.desks)
        deeds: list[Callable[[SharedDesk], None]] = [
            *[self._step] * 8, *[self._edit] * 5,
            self._add, self._tag, self._delete, self._choose, self._start, self._stop,
        ]  # fmt: skip
        self.chance.choice(deeds)(desk)

    def heal(self) -> None:
        """Bring everybody back, and let all that waits for a choice be decided."""
        for desk in self.desks:
            desk.faults = lambda: ""
            desk.start()
        while True:
            settled(*self.desks)
            waiting = [
                (desk, copy)
                for desk in self.desks
                for copy in desk.shelf.copies()
                if copy.needs_choice
            ]
            if not waiting:
                return
            for desk, copy in waiting:
                self._decide(desk, copy.response_id)

    def check(self) -> None:
        """Compare every library with the server."""
        rows = list(CannedStore(self.play.archive).changed(0))
        server = {
            each.response.id: response_from(each.response) for each in rows if not each.is_deleted
        }
        for desk in self.desks:
            copies = {copy.server_id: copy for copy in desk.shelf.copies()}
            assert copies.keys() == server.keys(), desk.name
            for server_id, copy in copies.items():
                row = desk.shelf.rows[copy.response_id]
                if copy.standing is Standing.OVERRIDE:
                    assert desk.name == "carl"
                    assert copy.newest is not None
                    row = copy.newest
                assert says_the_same(row, server[server_id]), desk.name

    # Deeds

    def _title(self, desk: SharedDesk) -> str:
        title = f"{desk.name} {next(self._numbers)}"
        self.typed[desk.name].add(title)
        return title

    def _some_row(self, desk: SharedDesk) -> str | None:
        rows = [row.id for row in desk.shelf.rows.values() if row.scope is not Scope.PERSONAL]
        return self.chance.choice(sorted(rows)) if rows else None

    def _step(self, desk: SharedDesk) -> None:
        for _ in range(self.chance.randrange(1, 40)):
            desk.step()

    def _add(self, desk: SharedDesk) -> None:
        desk.add(self._title(desk))

    def _edit(self, desk: SharedDesk) -> None:
        row = self._some_row(desk)
        if row is not None:
            self.typed[desk.name].discard(desk.shelf.rows[row].title)
            desk.edit(row, title=self._title(desk))

    def _tag(self, desk: SharedDesk) -> None:
        row = self._some_row(desk)
        if row is not None:
            tags = (*desk.shelf.rows[row].tags, f"tag {next(self._numbers)}")
            desk.edit(row, tags=tags)

    def _delete(self, desk: SharedDesk) -> None:
        row = self._some_row(desk)
        if row is not None:
            self.typed[desk.name].discard(desk.shelf.rows[row].title)
            desk.delete(row)

    def _choose(self, desk: SharedDesk) -> None:
        waiting = [copy for copy in desk.shelf.copies() if copy.theirs is not None]
        if waiting:
            self._decide(desk, self.chance.choice(waiting).response_id)

    def _decide(self, desk: SharedDesk, response_id: str) -> None:
        choice = self.chance.choice(list(Choice))
        if choice is Choice.THEIRS and response_id in desk.shelf.rows:
            self.typed[desk.name].discard(desk.shelf.rows[response_id].title)
        desk.decide(response_id, choice)

    def _start(self, desk: SharedDesk) -> None:
        desk.start()

    def _stop(self, desk: SharedDesk) -> None:
        desk.stop()

    def _fault(self) -> str:
        return self.chance.choice([*[""] * 12, "lost", "cut"])

    def _watcher(self, desk: SharedDesk) -> Callable[[], None]:
        def look() -> None:
            for kept in CannedStore(self.play.archive).changed(0):
                desk_content = kept.response.desk.content if kept.response.desk else {}
                self.shared.add(str(desk_content.get("title")))
            here = {row.title for row in desk.shelf.rows.values()}
            here |= {copy.newest.title for copy in desk.shelf.copies() if copy.newest is not None}
            lost = self.typed[desk.name] - self.shared - here

            assert not lost, f"{desk.name} lost {lost}"

        return look


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_libraries_end_alike_and_lose_nothing_that_somebody_typed(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder), Random(seed))
        try:
            for _ in range(STEPS):
                office.act()
            office.heal()
            office.check()
        finally:
            office.play.close()
