"""A server that says anything at all: the session and the desk take it, or drop the link."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from tests.support.shapes import HOSTILE, hostile, sample
from undivided.desk.desk import Desk
from undivided.desk.marks import FocusLimits
from undivided.desk.values import LinkState
from undivided.protocol.chats import Chat
from undivided.protocol.logins import AgentLoginAnswer, Application
from undivided.protocol.moments import Moment
from undivided.protocol.pushes import AGENT_PUSHES
from undivided.session.answers import ChatsPage
from undivided.session.effects import Dial, Hang, SendFrame
from undivided.session.facts import Step
from undivided.session.resync import MOST_PAGES
from undivided.session.session import Session
from undivided.session.signin import Credentials

LIMITS = FocusLimits(timedelta(seconds=30), timedelta(seconds=45))
TOKEN = "Bearer undv_canary"
KNOWN = {
    "login": sample(AgentLoginAnswer),
    "list_chats": {**sample(ChatsPage), "next_page_id": None},
    "get_chat": sample(Chat),
}
ENVELOPES: tuple[bytes, ...] = (
    b"",
    b"null",
    b"[]",
    b"7",
    b'"text"',
    b"\xff\xfe\x00",
    b"{" * 100_000,
    b"[" * 40 + b"]" * 40,
    b'{"action":"incoming_event","type":"push","payload":NaN}',
    b'{"action":"incoming_event","type":"push","payload":{},"desk_seq":-1}',
    b'{"action":"incoming_event","type":"push","payload":{},"desk_seq":9223372036854775808}',
    b'{"action":"incoming_event","type":"push","payload":{},"desk_seq":1e400}',
    b'{"action":"get_chat","type":"response","success":true,"request_id":"never asked"}',
    b'{"action":"login","type":"response","success":true,"request_id":"1"}',
    b'{"action":"login","type":"response","success":false,"request_id":"1","payload":{}}',
    b'{"action":"ping","type":"response","success":true,"request_id":"999"}',
    b'{"action":"x","type":"neither"}',
    b'{"action":"incoming_chat","type":"push","version":"9.9","payload":{}}',
)


class Victim:
    """A session with its desk, as `runtime/desk_connection.py` runs them, without a socket."""

    def __init__(self) -> None:
        self.session = Session(Application(name="Tests"), lambda: 0.5)
        self.desk = Desk(LIMITS)
        self.ticks = 0.0
        self.sent: list[dict[str, Any]] = []
        self.dials = 0
        self.hangs = 0
        self.state = LinkState.SIGNED_OUT
        self.reason = ""
        self.take(self.session.start(Credentials(TOKEN), self.now))
        self.open()

    @property
    def now(self) -> Moment:
        return Moment.at(1_763_600_000.0 + self.ticks)

    def open(self) -> None:
        """Let the socket open, which is what the session dialled for."""
        self.take(self.session.opened(self.now))

    def take(self, step: Step) -> None:
        for effect in step.effects:
            match effect:
                case SendFrame(frame):
                    self.sent.append(msgspec.json.decode(frame))
                case Dial():
                    self.dials += 1
                case Hang():
                    self.hangs += 1
        for fact in step.facts:
            changes = self.desk.apply(fact, self.now)
            if changes.status is not None:
                self.state = changes.status.link.state
                self.reason = changes.status.link.reason

    def hear(self, frame: bytes) -> None:
        self.take(self.session.received(frame, self.now))

    def answer(self, action: str, payload: object) -> None:
        """Answer every open request of this name."""
        asked = [each for each in self.sent if each["action"] == action]
        for each in asked:
            self.sent.remove(each)
            body = {"action": action, "type": "response", "success": True, "payload": payload}
            self.hear(msgspec.json.encode({**body, "request_id": each["request_id"]}))

    def push(self, action: str, payload: object, **more: object) -> None:
        body = {"action": action, "type": "push", "version": "3.6", "payload": payload}
        self.hear(msgspec.json.encode({**body, **more}))

    def live(self) -> None:
        """Answer all that is asked at the start of a connection."""
        for action, payload in KNOWN.items():
            self.answer(action, payload)
        assert self.state is LinkState.LIVE

    def later(self, seconds: float) -> None:
        self.ticks += seconds
        self.take(self.session.ticked(self.now))
        self.desk.ticked(self.now)

    def is_well(self) -> bool:
        """Return whether it is either connected, or says why not and tries again or asks."""
        if self.state in {LinkState.LIVE, LinkState.CATCHING_UP, LinkState.CONNECTING}:
            return True
        return self.reason.endswith(".")


EVERY = 13
"""Of so many wrong values one is tried: all take minutes. The number of values that stand in the
place of each field is no multiple of it, so every value meets many fields."""


def cases(payload: Any) -> Iterator[tuple[str, Any]]:
    yield "as it should be", payload
    yield from itertools.islice(hostile(payload), 0, None, EVERY)


@pytest.mark.parametrize("action", sorted(AGENT_PUSHES))
def test_no_push_breaks_the_desk(action: str) -> None:
    victim = Victim()
    victim.live()
    for number, (name, payload) in enumerate(cases(sample(AGENT_PUSHES[action]))):
        if victim.state in {LinkState.OFFLINE, LinkState.REFUSED}:
            assert victim.is_well(), name
            victim = Victim()
            victim.live()
        victim.push("incoming_chat", sample(AGENT_PUSHES["incoming_chat"]), desk_seq=3 * number)
        victim.push(action, payload, desk_seq=3 * number + 1)
        victim.later(1)

    assert victim.is_well()


@pytest.mark.parametrize("action", KNOWN)
def test_no_answer_breaks_the_session(action: str) -> None:
    for name, payload in cases(KNOWN[action]):
        victim = Victim()
        for each, known in KNOWN.items():
            victim.answer(each, payload if each == action else known)
        victim.later(1)

        assert victim.is_well(), name


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_no_envelope_breaks_the_session(is_signed_in: bool) -> None:
    for frame in ENVELOPES:
        victim = Victim()
        if is_signed_in:
            victim.live()
        victim.hear(frame)
        victim.later(1)

        assert victim.is_well(), frame[:80]


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_no_number_of_a_push_breaks_the_order(value: object) -> None:
    victim = Victim()
    victim.live()
    push = sample(AGENT_PUSHES["incoming_event"])
    for seq in (5, value, 6, 5, 5, value, 2**62, 1):
        victim.push("incoming_event", push, desk_seq=seq)
    victim.later(1)

    assert victim.is_well()


def test_a_list_without_an_end_is_given_up() -> None:
    victim = Victim()
    victim.answer("login", KNOWN["login"])
    victim.answer("get_chat", KNOWN["get_chat"])
    pages = 0
    while any(each["action"] == "list_chats" for each in victim.sent):
        victim.answer("list_chats", {"chats_summary": [], "next_page_id": f"page {pages}"})
        pages += 1
        assert pages <= MOST_PAGES

    assert pages == MOST_PAGES
    assert victim.state is LinkState.LIVE


def test_a_server_that_talks_nonsense_is_left_and_tried_ever_later() -> None:
    victim = Victim()
    waits: list[float] = []
    for _ in range(6):
        while victim.state not in {LinkState.OFFLINE, LinkState.REFUSED}:
            victim.live()
            for _ in range(60):
                victim.hear(b"nonsense")
        before, started = victim.dials, victim.ticks
        while victim.dials == before:
            victim.later(0.1)
        waits.append(victim.ticks - started)
        victim.open()

    assert victim.reason.endswith(".")
    assert waits[-1] > waits[0] * 4
    assert victim.hangs == 6


def test_the_token_is_said_once_a_connection_and_nowhere_else() -> None:
    victim = Victim()
    said = [each for each in victim.sent if "canary" in repr(each)]
    victim.live()
    for action, type_ in AGENT_PUSHES.items():
        victim.push(action, sample(type_))

    assert [each["action"] for each in said] == ["login"]
    assert "canary" not in repr([each for each in victim.sent if each["action"] != "login"])
