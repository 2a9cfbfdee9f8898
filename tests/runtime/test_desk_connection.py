"""Rules of the loop around session, file and desk, against a scripted server on a real socket."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosedError

from tests.desk.scenes import C1
from tests.session.playbook import login_answer
from undivided.database.errors import StorageError
from undivided.desk.desk import Desk
from undivided.desk.values import Changes, LinkState
from undivided.protocol.codec import encode_response
from undivided.protocol.errors import UndividedError
from undivided.protocol.events import Event
from undivided.protocol.ids import CustomId
from undivided.protocol.logins import Application
from undivided.runtime import desk_connection
from undivided.runtime.addresses import parse_address
from undivided.runtime.desk_connection import DeskConnection, Listeners, Parts
from undivided.runtime.desk_file import DeskFile
from undivided.runtime.link import Link
from undivided.runtime.supervisor import Supervisor
from undivided.session.commands import ListColleagues, SetAccepting
from undivided.session.facts import Notice
from undivided.session.session import Session
from undivided.session.signin import Credentials

PATIENCE_S = 60


@dataclass
class Peer:
    """The server's side of the newest socket: requests wait to be answered by the test."""

    requests: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    ends: asyncio.Queue[int | None] = field(default_factory=asyncio.Queue)
    socket: ServerConnection | None = None

    async def serve(self, socket: ServerConnection) -> None:
        self.socket = socket
        with contextlib.suppress(ConnectionClosedError):
            async for frame in socket:
                self.requests.put_nowait(msgspec.json.decode(frame))
        self.ends.put_nowait(socket.close_code)

    async def asked(self, action: str) -> str:
        """Wait for the next request, which has to be this one, and return its id."""
        request = await asyncio.wait_for(self.requests.get(), PATIENCE_S)
        assert request["action"] == action
        return str(request["request_id"])

    async def answer(self, action: str, payload: object) -> None:
        request_id = await self.asked(action)
        assert self.socket is not None
        await self.socket.send(encode_response(action, payload, request_id=request_id), text=True)


@dataclass
class Desktop:
    """Whoever listens to a connection."""

    changes: list[Changes] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    troubles: list[UndividedError] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    react: Callable[[Changes], None] = lambda _changes: None

    def listeners(self) -> Listeners:
        return Listeners(self.changed, self.notices.append, self.troubles.append)

    def changed(self, changes: Changes) -> None:
        self.changes.append(changes)
        self.heard.set()
        self.react(changes)

    @property
    def states(self) -> list[LinkState]:
        """The states of the connection so far, without repetitions."""
        told = [one.status.link.state for one in self.changes if one.status is not None]
        return [state for place, state in enumerate(told) if told[place - 1 : place] != [state]]

    async def until(self, state: LinkState) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while state not in self.states[-1:]:
                self.heard.clear()
                await self.heard.wait()


@dataclass
class Stage:
    """A connection with both its sides."""

    connection: DeskConnection
    desktop: Desktop
    peer: Peer
    file: DeskFile

    async def live(self) -> None:
        await self.peer.answer("login", login_answer())
        await self.peer.answer("list_chats", {"chats_summary": []})
        await self.desktop.until(LinkState.LIVE)

    async def live_again(self) -> None:
        await self.peer.answer("login", login_answer())
        await self.peer.answer("ping", {})
        await self.desktop.until(LinkState.LIVE)


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[Stage]:
    peer, desktop, supervisor = Peer(), Desktop(), Supervisor()
    async with serve(peer.serve, "127.0.0.1", 0, compression=None) as server:
        address = parse_address(f"127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}")
        file = DeskFile(folder / "desk.db", "mira", desktop.troubles.append)
        rows, _ = await file.open()
        parts = Parts(
            Session(Application(name="test"), lambda: 0.0, rows),
            Desk(),
            file,
            lambda events: Link(address, events, supervisor),
            supervisor,
        )
        connection = DeskConnection(parts, desktop.listeners())
        connection.start(Credentials("Bearer secret"))
        try:
            yield Stage(connection, desktop, peer, file)
        finally:
            await connection.aclose()
            await supervisor.aclose()


def message(text: str) -> Event:
    return Event(type="message", text=text, custom_id=CustomId(f"id of {text}"), visibility="all")


async def test_it_signs_in_and_tells_each_state_in_order(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.live()

        assert on.desktop.states == [
            LinkState.CONNECTING,
            LinkState.CATCHING_UP,
            LinkState.LIVE,
        ]


async def test_requests_leave_in_the_order_in_which_they_were_asked_for(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.live()
        on.connection.do(SetAccepting(is_accepting=False))
        on.connection.do(ListColleagues(C1))
        on.connection.do(SetAccepting(is_accepting=True))

        for action in ("set_routing_status", "list_agents_for_transfer", "set_routing_status"):
            await on.peer.asked(action)


async def test_a_message_is_on_disk_before_its_frame_leaves(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.live()
        await on.connection.accept(C1, message("hi"))
        await on.peer.asked("send_event")
        rows = await on.file._worker.run(on.file._opened.waiting)

        assert [row.event.text for row in rows] == ["hi"]


async def test_a_card_number_is_masked_before_the_message_is_stored_or_leaves(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as on:
        await on.live()
        await on.connection.accept(C1, message("4111 1111 1111 1111"))
        await on.peer.asked("send_event")
        rows = await on.file._worker.run(on.file._opened.waiting)

        assert ["\u2022\u2022\u2022\u2022 " * 3 + "1111"] == [row.event.text for row in rows]


async def test_second_half_of_a_card_number_is_masked_before_it_is_stored(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.live()
        await on.connection.accept(C1, message("4111 1111"))
        await on.connection.accept(C1, message("1111"), message("1111, thanks"))
        rows = await on.file._worker.run(on.file._opened.waiting)

        bullets = "\u2022" * 4
        texts = [row.event.text for row in rows]
        assert ["4111 1111", bullets, f"{bullets}, thanks"] == texts


async def test_a_draft_on_disk_holds_no_card_number(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.live()
        on.connection.save_draft(C1, "it is 4111111111111111 then")
        whole = await on.file._worker.run(on.file._opened.drafts)
        on.connection.save_draft(C1, "it is 4111 1111 1")
        begun = await on.file._worker.run(on.file._opened.drafts)

        assert {C1: "it is " + "\u2022" * 12 + "1111 then"} == dict(whole)
        assert {C1: "it is \u2022\u2022\u2022\u2022 \u2022\u2022\u2022\u2022 \u2022"} == dict(begun)


async def test_a_message_that_cannot_be_stored_does_not_leave(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.live()
        execute = on.file._opened._db.execute
        await on.file._worker.run(execute, "PRAGMA query_only=1")
        with pytest.raises(StorageError):
            await on.connection.accept(C1, message("hi"))
        await on.file._worker.run(execute, "PRAGMA query_only=0")
        on.connection.do(SetAccepting(is_accepting=False))

        await on.peer.asked("set_routing_status")


async def test_a_message_accepted_twice_leaves_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.live()
        await on.connection.accept(C1, message("hi"))
        await on.connection.accept(C1, message("hi"))
        on.connection.do(SetAccepting(is_accepting=False))
        await on.peer.asked("send_event")

        await on.peer.asked("set_routing_status")


async def test_an_alarm_set_by_a_listeners_answer_is_not_lost(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        alarms: list[asyncio.TimerHandle | None] = []

        def answer_at_once(changes: Changes) -> None:
            if changes.status is not None and changes.status.link.state is LinkState.LIVE:
                on.desktop.react = lambda _changes: None
                on.connection.do(ListColleagues(C1))
                alarms.append(on.connection._wake)

        on.desktop.react = answer_at_once
        await on.live()

        assert [on.connection._wake] == alarms
        assert alarms[0] is not None
        assert not alarms[0].cancelled()


async def test_going_away_tells_the_server_a_normal_end(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.live()
        await on.connection.aclose()

        assert await asyncio.wait_for(on.peer.ends.get(), PATIENCE_S) == 1000


async def test_after_the_end_nobody_hears_anything_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_connection, "TICK_S", 0.01)
    async with stage(tmp_path) as on:
        await on.live()
        ticking = [one for one in asyncio.all_tasks() if one.get_name() == "tick"]
        await on.connection.aclose()
        told = len(on.desktop.changes)
        _, still_ticking = await asyncio.wait(ticking, timeout=PATIENCE_S)

        assert (len(on.desktop.changes), still_ticking) == (told, set())


async def test_silence_counts_from_the_servers_last_word(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        before = on.connection.silence_s
        await on.live()

        assert before is None
        assert on.connection.silence_s == 0


async def test_a_lost_server_is_dialled_again_and_what_waited_leaves_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.live()
        await on.connection.accept(C1, message("hi"))
        await on.peer.asked("send_event")
        assert on.peer.socket is not None
        await on.peer.socket.close(1012)
        await on.live_again()

        await on.peer.asked("send_event")
        assert on.peer.requests.empty()
