"""The part of a world in which operators share canned responses; some seeds have it."""

from contextlib import suppress

from tests.simulation.authors import Authors
from tests.simulation.history import PUT_BACK, Did
from tests.simulation.stage import Stage
from tests.simulation.world import World
from undivided.database.errors import StorageError
from undivided.server.errors import ServerError

SHARED_IN = 28
"""One seed in so many shares responses: such a seed takes twice the time of another."""
SETTLED_S = 110.0
"""Sharing tries again after half a minute, and two desks may have to decide one after the other."""
WITHOUT_RIGHT_IN = 3
MOVED_IN = 3
PUT_BACK_IN = 3
PUT_BACK_S = 90.0
PUT_BACK_TURNS = 2
FIRST_BACKUP_S = 15.0
READING_S = 3.0


def is_shared(world: World) -> bool:
    """Return whether operators of this world share responses."""
    return world.chance("sharing").randrange(SHARED_IN) == 0


class Sharing:
    """Gives operators libraries and lets them work with them, before anything has started."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._world = stage.world
        self._chance = stage.world.chance("sharing and rights")
        self._authors: Authors | None = None
        stage.share_responses()

    def begin(self, storm_s: float) -> None:
        """Let everybody work; perhaps somebody loses the right to, and the server is backed up."""
        self._authors = Authors(self._stage)
        if self._chance.randrange(WITHOUT_RIGHT_IN) == 0:
            self._world.after(self._chance.uniform(0.0, storm_s), self._take_right)
        if self._chance.randrange(MOVED_IN) == 0:
            self._world.after(self._chance.uniform(0.0, storm_s), self._move_server)
        self._world.after(self._chance.uniform(FIRST_BACKUP_S, storm_s), self._stage.server.back_up)

    def settle(self) -> None:
        """Let all become well, and everybody decide what waits for it."""
        assert self._authors is not None
        self._authors.rest()
        self._stage.get_well(SETTLED_S, meanwhile=self._authors.decide)

    def end(self) -> None:
        """In some worlds, put the server back to its backup, and let sharing settle again."""
        server = self._stage.server
        if self._chance.randrange(PUT_BACK_IN) or not server.has_backup:
            return
        assert self._authors is not None
        self._world.history.note(server.machine.name, Did.FAULT, PUT_BACK)
        self._stage.kill(server, "put back")
        server.put_back()
        self._stage.get_well(PUT_BACK_S, calm_turns=PUT_BACK_TURNS, meanwhile=self._authors.decide)
        reader = self._stage.read_responses()
        self._world.run(READING_S)
        if not reader.is_done:
            self._world.history.note("late reader", Did.BROKE, "could not read everything")

    def _move_server(self) -> None:
        """Let the server go on from a backup of this moment, as on another computer: a new epoch.

        Nothing is lost by that; everybody has to compare everything anew all the same.
        """
        server = self._stage.server
        server.back_up()
        if not server.has_backup:
            return
        self._world.history.note(server.machine.name, Did.FAULT, "goes on from a backup")
        self._stage.kill(server, "moved")
        with suppress(StorageError, ServerError):
            server.put_back()
        server.boot()

    def _take_right(self) -> None:
        """Let the last operator be no administrator any more."""
        name = self._stage.operators[-1].name
        self._stage.server.staff.administrators.discard(name)
        self._world.history.note(name, Did.NO_RIGHT)
