"""The pump keeps order, holds floods back, notices dead links and ends revoked sign-ins."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from undivided.protocol.envelope import Request
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.ids import OrganizationId, UserId
from undivided.protocol.moments import Moment
from undivided.protocol.versions import BASE
from undivided.server.directory import Operator, Visitor
from undivided.server.hub.effects import Close, Effect, Send, Verify
from undivided.server.hub.peers import Peer, Side
from undivided.server.web.driver import FRAMES_AHEAD, Driver
from undivided.server.web.links import Link, Verdict

ANN = Operator(email=UserId("ann@example.com"), name="Ann Lee")


class FakeTransport:
    def __init__(self) -> None:
        self.did: list[object] = []

    def send(self, texts: Sequence[bytes]) -> None:
        self.did.extend(texts)

    def ping(self) -> None:
        self.did.append("ping")

    def drop(self) -> None:
        self.did.append("drop")

    async def close(self, code: int, reason: str) -> None:
        self.did.append((code, reason))


@dataclass
class FakeHub:
    """Queues what a test wants done, and remembers what it was told."""

    effects: list[Effect] = field(default_factory=list)
    told: list[tuple[Any, ...]] = field(default_factory=list)
    on_frame: Callable[[int, bytes], None] = lambda peer_id, frame: None

    def opened(self, peer: Peer, now: Moment) -> None:
        self.told.append(("opened", peer.id))

    def received(self, peer_id: int, frame: bytes, now: Moment) -> None:
        self.told.append(("received", peer_id, frame))
        self.on_frame(peer_id, frame)

    def verified(self, peer_id: int, request: Request, identity: object, now: Moment) -> None:
        self.told.append(("verified", peer_id, identity))

    def closed(self, peer_id: int, now: Moment) -> None:
        self.told.append(("closed", peer_id))

    def ticked(self, now: Moment) -> None:
        self.told.append(("ticked",))

    def dismissed(self, email: UserId, reason: str, now: Moment) -> None:
        self.told.append(("dismissed", email, reason))

    def directory_changed(self, now: Moment) -> None:
        self.told.append(("changed",))

    def commit(self) -> list[Effect]:
        effects, self.effects = self.effects, []
        return effects


@dataclass
class FakeArchive:
    is_open: bool = False


@dataclass
class FakeDirectory:
    known: list[Operator] = field(default_factory=lambda: [ANN])

    def operators(self) -> tuple[Operator, ...]:
        return tuple(self.known)


class Stage:
    """A driver over fakes; `settle` lets everything that was started happen."""

    def __init__(self, tasks: asyncio.TaskGroup, committer: ThreadPoolExecutor) -> None:
        self.hub = FakeHub()
        self.archive = FakeArchive()
        self.directory = FakeDirectory()
        self.verdict = Verdict(ANN, "lookup")
        self.dead: set[int] = set()
        self.now = Moment.at(0)
        self.driver = Driver(
            hub=cast("Any", self.hub),
            archive=cast("Any", self.archive),
            directory=cast("Any", self.directory),
            clock=lambda: self.now,
            judge=self._judge,
            is_live=lambda link: link.peer.id not in self.dead,
            committer=committer,
            tasks=tasks,
        )
        self.signed_in: list[int] = []

    async def _judge(self, effect: Verify, now: Moment) -> Verdict:
        return self.verdict

    def link(self, side: Side = Side.AGENT) -> tuple[Link, FakeTransport]:
        transport = FakeTransport()
        site = OrganizationId("shop") if side is Side.CUSTOMER else None
        peer = Peer(id=self.driver.next_peer_id(), side=side, version=BASE, organization_id=site)
        link = Link(peer, transport, signed_in=lambda link: self.signed_in.append(link.peer.id))
        self.driver.opened(link)
        return link, transport

    async def settle(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
        await self.driver.finish()
        for _ in range(20):
            await asyncio.sleep(0)


@pytest.fixture
async def stage() -> Any:
    with ThreadPoolExecutor(1) as committer:
        async with asyncio.TaskGroup() as tasks:
            stage = Stage(tasks, committer)
            pump = tasks.create_task(stage.driver.run())
            yield stage
            pump.cancel()


async def test_everything_reaches_the_hub_in_order(stage: Stage) -> None:
    link, _ = stage.link()
    await stage.driver.received(link, b"1")
    await stage.driver.received(link, b"2")
    stage.driver.closed(link)
    await stage.settle()

    assert stage.hub.told == [
        ("opened", 1),
        ("received", 1, b"1"),
        ("received", 1, b"2"),
        ("closed", 1),
    ]


@pytest.mark.parametrize("is_open", [False, True], ids=["nothing to save", "waits for the disk"])
async def test_effects_keep_their_order_for_each_peer(stage: Stage, is_open: bool) -> None:
    stage.archive.is_open = is_open
    (_, first), (_, second) = stage.link(), stage.link()
    stage.hub.effects = [
        Send(1, b"response"),
        Send(2, b"push"),
        Send(1, b"push"),
        Close(1, 1008, "bye"),
        Send(9, b"gone"),
    ]
    await stage.settle()

    assert first.did == [b"response", b"push", (1008, "bye")]
    assert second.did == [b"push"]


async def test_nothing_is_sent_after_a_close(stage: Stage) -> None:
    _, transport = stage.link()
    stage.hub.effects = [Close(1, 1000, "bye")]
    await stage.settle()
    stage.hub.effects = [Send(1, b"late")]
    stage.driver.tick()
    await stage.settle()

    assert transport.did == [(1000, "bye")]


async def test_verified_token_goes_back_to_the_hub(stage: Stage) -> None:
    link, _ = stage.link()
    stage.hub.effects = [Verify(link.peer, Request(action="login"), "Bearer x")]
    await stage.settle()

    assert ("verified", 1, ANN) in stage.hub.told
    assert (stage.signed_in, link.lookup) == ([1], "lookup")


async def test_refused_token_does_not_count_as_signed_in(stage: Stage) -> None:
    link, _ = stage.link()
    error = ProtocolError(ErrorType.AUTHENTICATION, "no")
    stage.verdict = Verdict(error)
    stage.hub.effects = [Verify(link.peer, Request(action="login"), "Bearer x")]
    await stage.settle()

    assert ("verified", 1, error) in stage.hub.told
    assert not link.is_signed_in


async def test_flooding_sender_is_held_back(stage: Stage) -> None:
    link, _ = stage.link()
    sent = 0

    async def flood() -> None:
        nonlocal sent
        for _ in range(FRAMES_AHEAD * 3):
            await stage.driver.received(link, b"x")
            sent += 1

    flooding = asyncio.get_running_loop().create_task(flood())
    await asyncio.sleep(0)
    held_at = sent
    await flooding

    assert held_at < FRAMES_AHEAD
    assert sent == FRAMES_AHEAD * 3


async def test_bug_in_the_hub_closes_one_link_only(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    (bad, bad_end), (_, good_end) = stage.link(), stage.link()

    def fail(peer_id: int, frame: bytes) -> None:
        raise ZeroDivisionError(frame.decode())

    stage.hub.on_frame = fail
    await stage.driver.received(bad, b"a visitor's words")
    await stage.settle()

    assert bad_end.did == [(1011, "internal error")]
    assert good_end.did == []
    assert [record.msg for record in caplog.records] == ["hub_failed"]


async def test_silent_link_is_pinged_then_dropped_within_two_heartbeats(stage: Stage) -> None:
    link, transport = stage.link()
    for _ in range(30):
        stage.driver.tick()
    await stage.settle()

    assert transport.did[:3] == ["ping", "ping", "drop"]
    assert link.quiet > 0


async def test_link_that_answers_stays(stage: Stage) -> None:
    link, transport = stage.link()
    for _ in range(120):
        stage.driver.tick()
        stage.driver.heard(link)
    await stage.settle()

    assert transport.did == []


async def test_revoked_operator_is_dismissed_once(stage: Stage) -> None:
    for number in (1, 2):
        link, _ = stage.link()
        link.email, link.lookup = ANN.email, f"token {number}"
    stage.dead = {1, 2}
    stage.directory.known = []
    stage.driver.directory_changed()
    await stage.settle()

    dismissals = [told for told in stage.hub.told if told[0] == "dismissed"]
    assert dismissals == [("dismissed", ANN.email, "access_token_revoked")]


async def test_revoked_device_leaves_the_others(stage: Stage) -> None:
    (first, first_end), (second, second_end) = stage.link(), stage.link()
    first.email = second.email = ANN.email
    stage.dead = {1}
    stage.driver.directory_changed()
    await stage.settle()

    push, close = first_end.did
    assert b'"agent_disconnected"' in cast("bytes", push)
    assert close == (1000, "access_token_revoked")
    assert second_end.did == []


async def test_expired_visitor_token_ends_its_live_socket(stage: Stage) -> None:
    visitor = Visitor(id=UserId("v1"), organization_id=OrganizationId("shop"))
    (link, end), (_, other_end) = stage.link(Side.CUSTOMER), stage.link(Side.CUSTOMER)
    stage.verdict = Verdict(visitor, ends_at=100.0)
    stage.hub.effects = [Verify(link.peer, Request(action="login"), "Bearer x")]
    await stage.settle()
    stage.now = Moment.at(99)
    stage.driver.tick()
    await stage.settle()
    before = [did for did in end.did if did != "ping"]
    stage.now = Moment.at(100)
    stage.driver.tick()
    await stage.settle()

    push, close = (did for did in end.did if did != "ping")
    assert before == []
    assert b'"customer_disconnected"' in cast("bytes", push)
    assert close == (1000, "access_token_expired")
    assert [did for did in other_end.did if did != "ping"] == []


async def test_new_token_of_the_same_visitor_puts_off_the_end(stage: Stage) -> None:
    visitor = Visitor(id=UserId("v1"), organization_id=OrganizationId("shop"))
    link, _ = stage.link(Side.CUSTOMER)
    for ends_at in (100.0, 200.0):
        stage.verdict = Verdict(visitor, ends_at=ends_at)
        stage.hub.effects = [Verify(link.peer, Request(action="update_session"), "Bearer x")]
        stage.driver.tick()
        await stage.settle()

    assert link.ends_at == 200.0


async def test_token_of_somebody_else_changes_nothing_about_the_sign_in(stage: Stage) -> None:
    bo = Operator(email=UserId("bo@example.com"), name="Bo Diaz")
    link, _ = stage.link()
    for operator, lookup in ((ANN, "of ann"), (bo, "of bo")):
        stage.verdict = Verdict(operator, lookup)
        stage.hub.effects = [Verify(link.peer, Request(action="update_session"), "Bearer x")]
        stage.driver.tick()
        await stage.settle()

    assert (link.email, link.lookup) == (ANN.email, "of ann")


async def test_visitor_of_a_removed_site_is_told(stage: Stage) -> None:
    _, transport = stage.link(Side.CUSTOMER)
    stage.dead = {1}
    stage.driver.directory_changed()
    await stage.settle()

    assert b'"license_not_found"' in cast("bytes", transport.did[0])


async def test_stopping_server_says_goodbye_to_all(stage: Stage) -> None:
    ends = [stage.link()[1] for _ in range(3)]
    await stage.driver.close_all()

    assert [end.did for end in ends] == [[(1001, "server stops")]] * 3
