"""An operator's library that follows the real hub, in one process: no file, no clock, no socket."""

import itertools
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from tests.server.core.hub_play import Client, HubPlay, email
from undivided.library.folding import fold
from undivided.library.model.responses import Response, Scope, cleaned
from undivided.library.sharing.copies import Copy, Known
from undivided.library.sharing.news import Choice, Told, What
from undivided.library.sharing.outcomes import Sharing
from undivided.protocol.canned_responses import CannedResponse, CannedResponseDeleted, Place
from undivided.protocol.errors import ProtocolError
from undivided.session.sharing import Fetch, Inbox, Pause, Say, Wait, Work
from undivided.session.sharing_out import sharing

_ids = itertools.count(1)


class MemoryShelf:
    """A library in memory with the rules of the real one: a shortcut belongs to one row."""

    def __init__(self) -> None:
        self.rows: dict[str, Response] = {}
        self._copies: dict[str, Copy] = {}
        self._known = Known()

    def copies(self) -> list[Copy]:
        return list(self._copies.values())

    def copy(self, server_id: str) -> Copy | None:
        return self._copies.get(server_id)

    def copy_of(self, response_id: str) -> Copy | None:
        found = (copy for copy in self._copies.values() if copy.response_id == response_id)
        return next(found, None)

    def keep(self, copy: Copy) -> None:
        # Through bytes, as a file would keep it.
        self._copies[copy.server_id] = msgspec.json.decode(msgspec.json.encode(copy), type=Copy)

    def drop(self, server_id: str) -> None:
        self._copies.pop(server_id, None)

    def row(self, response_id: str) -> Response | None:
        return self.rows.get(response_id)

    def put(self, response: Response) -> Response:
        taken = {
            fold(shortcut)
            for row in self.rows.values()
            if row.id != response.id
            for shortcut in row.shortcuts
        }
        free = tuple(each for each in response.shortcuts if fold(each) not in taken)
        kept = replace(response, shortcuts=free)
        self.rows[kept.id] = kept
        return kept

    def remove(self, response_id: str) -> None:
        del self.rows[response_id]

    def unlinked(self) -> list[Response]:
        linked = {copy.response_id for copy in self._copies.values()}
        return [
            row
            for row in self.rows.values()
            if row.scope is not Scope.PERSONAL and row.id not in linked
        ]

    def known(self) -> Known:
        return self._known

    def note(self, known: Known) -> None:
        self._known = msgspec.json.decode(msgspec.json.encode(known), type=Known)

    def new_id(self) -> str:
        return f"{next(_ids):032x}"


class SharedDesk:
    """One operator's program.

    Attributes:
        shelf: On disk: it survives everything.
        told: What the operator was told, oldest first.
        watch: Called after each piece of work in the library.
        faults: Says of each request what becomes of it: "lost" on its way, "cut" before the
            answer, or "".
    """

    def __init__(self, play: HubPlay, name: str, **fields: Any) -> None:
        self.play = play
        self.name = name
        self.fields = fields
        self.shelf = MemoryShelf()
        self.told: list[Told] = []
        self.watch: Callable[[], None] = lambda: None
        self.faults: Callable[[], str] = lambda: ""
        self.client: Client | None = None
        self.start()

    def start(self) -> None:
        """Sign in, with what the library holds."""
        self.stop()
        self.client = self.play.operator(self.name, **self.fields)
        self._read = len(self.client.frames)
        self.inbox = Inbox()
        self._story = sharing(self.inbox, email(self.name))
        self._want: object = next(self._story)

    def stop(self) -> None:
        """Lose the connection, or end as by kill -9: the story is dropped where it stands."""
        if self.client is not None:
            self.client.leave()
        self.client = None

    def step(self) -> bool:
        """Go on with the story by one thing; return whether there was anything to do."""
        if self.client is None:
            return False
        self._hear()
        want = self._want
        match want:
            case Work(rules):
                answer = rules(self.shelf)
                self.watch()
            case Fetch(action, payload):
                answer = self._ask(action, payload)
            case Say(told):
                self.told += told
                answer = None
            case Wait() if self.inbox.is_empty:
                return False
            case _:
                assert isinstance(want, Wait | Pause)
                answer = None
        if self.client is not None:
            self._want = self._story.send(answer)
        return True

    def settle(self, most: int = 10_000) -> None:
        """Go on until there is nothing left to do."""
        for _ in range(most):
            if not self.step():
                return
        raise AssertionError("the story does not come to rest")

    # What the operator does

    def add(self, title: str, scope: Scope = Scope.TEAM, **fields: Any) -> str:
        """Write a new response in the editor."""
        response = cleaned(Response(title=title, body="We open at nine.", scope=scope, **fields))
        kept = self.shelf.put(replace(response, id=self.shelf.new_id()))
        self.inbox.has_changed = True
        return kept.id

    def edit(self, response_id: str, **fields: Any) -> None:
        """Change a response in the editor."""
        self.shelf.put(cleaned(replace(self.shelf.rows[response_id], **fields)))
        self.inbox.has_changed = True

    def delete(self, response_id: str) -> None:
        self.shelf.remove(response_id)
        self.inbox.has_changed = True

    def place(self, response_id: str, place: Place) -> None:
        """Say of a response that is saved where it goes."""
        Sharing(self.shelf, self.shelf.known().rights).begin([response_id], place)

    def decide(self, response_id: str, choice: Choice, shown: Response | None = None) -> None:
        rules = Sharing(self.shelf, self.shelf.known().rights)
        rules.decide(response_id, choice, shown)
        self.told += rules.told
        self.inbox.has_changed = True

    # What there is to see

    def titled(self, title: str) -> Response:
        return next(row for row in self.shelf.rows.values() if row.title == title)

    def titles(self, *, shared_only: bool = False) -> list[str]:
        rows = self.shelf.rows.values()
        return sorted(
            row.title for row in rows if not shared_only or row.scope is not Scope.PERSONAL
        )

    def copy(self, response_id: str) -> Copy:
        copy = self.shelf.copy_of(response_id)
        assert copy is not None
        return copy

    def news(self) -> list[What]:
        return [each.what for each in self.told]

    def _ask(self, action: str, payload: object) -> object:
        assert self.client is not None
        fault = self.faults()
        if fault == "lost":
            return None
        answer = self.client.try_(action, msgspec.to_builtins(payload))
        if fault == "cut":
            self.stop()
            return None
        if answer["success"]:
            return Raw(msgspec.json.encode(answer["payload"]))
        error = answer["payload"]["error"]
        return ProtocolError(error["type"], error["message"], error.get("data"))

    def _hear(self) -> None:
        assert self.client is not None
        frames, self._read = self.client.frames[self._read :], len(self.client.frames)
        for frame in frames:
            if frame["type"] == "push" and frame["action"].startswith("canned_response_"):
                is_gone = frame["action"] == "canned_response_deleted"
                payload = frame["payload"]
                self.inbox.pushes.append(
                    msgspec.convert(payload, CannedResponseDeleted)
                    if is_gone
                    else msgspec.convert(payload, CannedResponse)
                )


def settled(*desks: SharedDesk) -> None:
    """Let everybody's story come to rest: what one sends, the others hear."""
    while sum(desk.step() for desk in desks):
        pass
