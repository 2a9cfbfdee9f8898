"""What operators do with canned responses, by chance: write, edit, delete, take back, decide.

The editor, the undo of a deletion and the sheet of choices are played as `app/responses` has
them: an editor is open for a while, and saves what was made of what it was opened with.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from random import Random

from tests.simulation.history import BROUGHT_BACK, Did
from tests.simulation.library_node import LibraryNode, new_id
from tests.simulation.operator_node import OperatorNode
from tests.simulation.response_marks import birth_of, born, marks_of, some_change, without
from tests.simulation.stage import Stage
from undivided.library.model.responses import Response, Scope
from undivided.library.sharing.copies import Shelf, Standing
from undivided.library.sharing.news import Choice

PAUSE_S = (2.0, 12.0)
TYPING_S = (0.3, 9.0)
READING_S = (0.3, 4.0)
Deed = Callable[[LibraryNode, Random], Coroutine[object, object, None]]
SHARED = (Scope.TEAM, Scope.TEAM, Scope.SITE)


class Authors:
    """Keeps everybody's library busy until `rest`; then only what waits for a choice is decided."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._world = stage.world
        self._chance = stage.world.chance("authors")
        self._is_busy = True
        for operator in stage.operators:
            self._let(operator, _write_new)
            self._again(operator)

    def rest(self) -> None:
        """Let nobody begin anything any more."""
        self._is_busy = False

    def decide(self) -> None:
        """Let everybody decide one matter that waits for it."""
        for operator in self._stage.operators:
            if operator.library is not None and operator.library.standing.counts.choices:
                self._let(operator, _choose)

    def _again(self, operator: OperatorNode) -> None:
        if self._is_busy:
            self._world.after(self._chance.uniform(*PAUSE_S), partial(self._work, operator))

    def _work(self, operator: OperatorNode) -> None:
        if not self._is_busy:
            return
        self._again(operator)
        deeds, weights = (_write_new, _edit, _delete, _choose), (10, 60, 10, 20)
        self._let(operator, self._chance.choices(deeds, weights)[0])

    def _let(self, operator: OperatorNode, do: Deed) -> None:
        library = operator.library
        if library is not None:
            operator.do(lambda: library.start("response", do(library, library.chance)))


async def _write_new(library: LibraryNode, chance: Random) -> None:
    mark = library.next_mark()
    await _typing(chance)
    scope = chance.choice(SHARED)
    fresh = born(mark, Response(id=new_id(chance), title="", body="", scope=scope))
    library.note(Did.PRESSES_SAVE, mark, text=mark)
    kept = await library.ask(lambda store: store.add(fresh))
    library.saved(mark, marks_of(kept))


async def _edit(library: LibraryNode, chance: Random) -> None:
    opened = await _some_shared(library, chance)
    if opened is None:
        return
    mark = library.next_mark()
    await _typing(chance)
    written = some_change(chance)(opened, mark)
    was, now = marks_of(opened), marks_of(written)
    library.note(Did.PRESSES_SAVE, birth_of(opened), without(was, now), mark)
    await library.ask(lambda store: store.save(opened, written))
    library.saved(birth_of(opened), without(now, was))


async def _delete(library: LibraryNode, chance: Random) -> None:
    seen = await _some_shared(library, chance)
    if seen is None:
        return
    birth = birth_of(seen)
    library.note(Did.PRESSES_SAVE, birth, marks_of(seen))
    done = await library.ask(lambda store: store.delete(seen.id))
    library.saved(birth, ())
    if chance.random() < 0.5:
        await _typing(chance)
        await library.ask(lambda store: store.undo(done))
        back = await library.ask(lambda store: store.get(seen.id))
        library.saved(birth, marks_of(back), BROUGHT_BACK)


async def _choose(library: LibraryNode, chance: Random) -> None:
    shared = library.shared
    assert shared is not None
    matters = await shared.share(_matters)
    if not matters:
        return
    mine, theirs = chance.choice(matters)
    choice = chance.choice(tuple(Choice))
    await asyncio.sleep(chance.uniform(*READING_S))
    of_mine, of_theirs = marks_of(mine), marks_of(theirs)
    lost = {Choice.MINE: without(of_theirs, of_mine), Choice.THEIRS: without(of_mine, of_theirs)}
    library.note(Did.PRESSES_SAVE, birth_of(mine), lost.get(choice, ()))
    await shared.decide(mine.id, choice, theirs)


def _matters(shelf: Shelf) -> list[tuple[Response, Response]]:
    """Return what differs, as the sheet of choices shows it: mine and theirs."""
    found = []
    for copy in shelf.copies():
        row = shelf.row(copy.response_id)
        is_own = copy.needs_choice or copy.standing is Standing.OVERRIDE
        if row is not None and copy.newest is not None and is_own:
            found.append((row, copy.newest))
    return found


async def _some_shared(library: LibraryNode, chance: Random) -> Response | None:
    rows = await library.ask(lambda store: store.everything())
    shared = [row for row in rows if row.scope is not Scope.PERSONAL]
    return chance.choice(shared) if shared else None


async def _typing(chance: Random) -> None:
    await asyncio.sleep(chance.uniform(*TYPING_S))
