"""Plays scripts against the real hub: this arrives, that must leave."""

import itertools
import sqlite3
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec

from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.ids import GroupId, OrganizationId, UserId
from undivided.protocol.moments import Moment
from undivided.protocol.versions import Version
from undivided.server.database import open_database
from undivided.server.directory import Operator, Site, StoredFile, Visitor
from undivided.server.hub.effects import Close, Send, Verify
from undivided.server.hub.flood import FloodLimits, Rate
from undivided.server.hub.head_start import NO_HEAD_START, HeadStart
from undivided.server.hub.hub import Hub
from undivided.server.hub.peers import Peer, Side
from undivided.server.store.archive import Archive
from undivided.server.store.schema import history

SHOP = OrganizationId("org-shop")
OTHER_SHOP = OrganizationId("org-other")
ENDLESS = Rate(burst=1e9, per_second=1)
UNLIMITED = FloodLimits(
    operator=ENDLESS, visitor=ENDLESS, address=ENDLESS, site=ENDLESS, pending=10**9
)
START_S = 1_700_000_000.0
PICTURE = StoredFile(
    url="http://desk.test/files/1/shoe.png",
    name="shoe.png",
    content_type="image/png",
    size=1234,
    width=64,
    height=32,
)


@cache
def _empty_file() -> bytes:
    """Return a database with all its tables: to make them takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        open_database(path, history).conn.close()
        return path.read_bytes()


def email(name: str) -> UserId:
    return UserId(f"{name}@desk.test")


@dataclass
class FakeDirectory:
    """Accounts as plain values."""

    people: dict[UserId, Operator] = field(default_factory=dict)
    shops: list[Site] = field(
        default_factory=lambda: [
            Site(organization_id=SHOP, name="Shop"),
            Site(organization_id=OTHER_SHOP, name="Other", group_id=GroupId(7)),
        ]
    )

    def operator(self, email: UserId) -> Operator | None:
        return self.people.get(email)

    def operators(self) -> tuple[Operator, ...]:
        return tuple(self.people.values())

    def site(self, organization_id: OrganizationId) -> Site | None:
        return next((each for each in self.shops if each.organization_id == organization_id), None)

    def sites(self) -> tuple[Site, ...]:
        return tuple(self.shops)


class FailingConnection:
    """A connection whose next COMMIT fails like a full disk; all else is real."""

    def __init__(self, real: sqlite3.Connection) -> None:
        self.real = real
        self.fails = False

    def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
        if sql == "COMMIT" and self.fails:
            self.fails = False
            raise sqlite3.OperationalError("database or disk is full")
        return self.real.execute(sql, *arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


@dataclass
class Frame:
    """A frame that left, decoded."""

    peer: int
    body: dict[str, Any]

    @property
    def action(self) -> str:
        return str(self.body["action"])

    @property
    def payload(self) -> Any:
        return self.body.get("payload")


@dataclass(eq=False)
class Client:
    """One socket of a script."""

    play: "HubPlay"
    peer: Peer
    user: UserId
    frames: list[dict[str, Any]] = field(default_factory=list)
    closed: Close | None = None

    def send(self, action: str, payload: object = None, **envelope: object) -> str:
        """Let a request arrive without committing; return its id."""
        request_id = f"r{next(self.play.numbers)}"
        body = {"action": action, "request_id": request_id, **envelope}
        if payload is not None:
            body["payload"] = payload
        self.play.hub.received(self.peer.id, msgspec.json.encode(body), self.play.now)
        return request_id

    def ask(self, action: str, payload: object = None, **envelope: object) -> Any:
        """Do a request that must succeed; return its answer."""
        answer = self.try_(action, payload, **envelope)
        assert answer["success"], answer
        return answer.get("payload")

    def refused(self, action: str, payload: object = None, **envelope: object) -> str:
        """Do a request that must fail; return the error's type."""
        answer = self.try_(action, payload, **envelope)
        assert not answer["success"], answer
        return str(answer["payload"]["error"]["type"])

    def try_(self, action: str, payload: object = None, **envelope: object) -> dict[str, Any]:
        request_id = self.send(action, payload, **envelope)
        self.play.run()
        return self.answer(request_id)

    def answer(self, request_id: str) -> dict[str, Any]:
        return next(
            each
            for each in self.frames
            if each.get("type") == "response" and each.get("request_id") == request_id
        )

    def pushes(self, action: str | None = None) -> list[Any]:
        """Return the payloads of the pushes so far, or of those with a name."""
        return [
            each["payload"]
            for each in self.frames
            if each["type"] == "push" and action in (None, each["action"])
        ]

    def names(self) -> list[str]:
        return [each["action"] for each in self.frames if each["type"] == "push"]

    def forget(self) -> None:
        self.frames.clear()

    def leave(self) -> None:
        self.play.hub.closed(self.peer.id, self.play.now)
        self.play.run()

    # Short forms of what scripts do most

    def start(self, text: str = "Hello", **chat: object) -> tuple[str, str]:
        events = [{"type": "message", "text": text}] if text else []
        body = {"chat": {"thread": {"events": events}, **chat}}
        answer = self.ask("start_chat", body)
        return answer["chat_id"], answer["thread_id"]

    def say(self, chat: str, text: str, **event: object) -> str:
        body = {"chat_id": chat, "event": {"type": "message", "text": text, **event}}
        return str(self.ask("send_event", body)["event_id"])

    def texts(self, chat: str) -> list[str]:
        thread = self.ask("get_chat", {"chat_id": chat})["thread"]
        return [each["text"] for each in thread["events"] if each["type"] == "message"]


class HubPlay:
    """The hub over a real file, a directory of fakes and a clock that the script moves."""

    def __init__(
        self,
        folder: Path,
        *,
        limits: FloodLimits = UNLIMITED,
        head_start: HeadStart = NO_HEAD_START,
    ) -> None:
        self.path = folder / "hub.db"
        self.directory = FakeDirectory()
        self.limits = limits
        self.head_start = head_start
        self.numbers = itertools.count(1)
        self.peers = itertools.count(1)
        self.entropy = itertools.count(1)
        self.now = Moment.at(START_S)
        self.clients: dict[int, Client] = {}
        self.effects: list[object] = []
        self.open()

    def open(self) -> None:
        if not self.path.exists():
            self.path.write_bytes(_empty_file())
        database = open_database(self.path, history)
        self.connection = FailingConnection(database.conn)
        self.archive = Archive(database, new_epoch=f"epoch-{next(self.entropy)}")
        self.archive.connection = cast("sqlite3.Connection", self.connection)
        self.hub = Hub(
            self.archive,
            self.directory,
            self.file,
            self.bytes,
            self.limits,
            head_start=self.head_start,
        )

    def restart(self) -> None:
        """Kill the server and start it again: uncommitted things are gone."""
        self.connection.real.rollback()
        self.connection.real.close()
        self.clients.clear()
        self.open()

    def close(self) -> None:
        self.connection.real.close()

    def bytes(self, count: int) -> bytes:
        return next(self.entropy).to_bytes(count, "big")

    def file(self, url: str) -> StoredFile | None:
        return PICTURE if url == PICTURE.url else None

    def wait(self, seconds: float, *, ticks: bool = True) -> None:
        self.now = Moment.at(self.now.ticks + seconds)
        if ticks:
            self.hub.ticked(self.now)
            self.run()

    def run(self) -> None:
        """Commit and do the effects until nothing is left."""
        while self.hub.is_dirty:
            for effect in self.hub.commit():
                self.effects.append(effect)
                self._do(effect)

    def _do(self, effect: object) -> None:
        match effect:
            case Send(peer_id, frame):
                if peer_id in self.clients:
                    self.clients[peer_id].frames.append(msgspec.json.decode(frame))
            case Close(peer_id):
                client = self.clients.pop(peer_id, None)
                if client is not None:
                    client.closed = effect
                self.hub.closed(peer_id, self.now)
            case Verify(peer, request, token):
                self.hub.verified(peer.id, request, self.identity(peer, token), self.now)

    def identity(self, peer: Peer, token: str) -> Operator | Visitor | ProtocolError:
        operator = self.directory.people.get(UserId(token))
        if peer.side is Side.AGENT and operator is not None:
            return operator
        if peer.side is Side.CUSTOMER and token.startswith("v-"):
            organization_id = peer.organization_id or OrganizationId("")
            return Visitor(id=UserId(token), organization_id=organization_id)
        return ProtocolError(ErrorType.AUTHENTICATION, "No.")

    def hire(self, name: str, **fields: Any) -> UserId:
        address = email(name)
        self.directory.people[address] = Operator(
            email=address, name=name.capitalize(), title="Sales", photo_url="/p.png", **fields
        )
        return address

    def connect(
        self, side: Side, user: UserId, version: Version, organization: OrganizationId = SHOP
    ) -> Client:
        peer = Peer(
            id=next(self.peers),
            side=side,
            version=version,
            organization_id=organization if side is Side.CUSTOMER else None,
            address="192.0.2.1",
            user_agent="Test",
        )
        client = Client(self, peer, user)
        self.clients[peer.id] = client
        self.hub.opened(peer, self.now)
        return client

    def operator(
        self, name: str, *, version: Version = Version.V3_6, login: Any = None, **fields: Any
    ) -> Client:
        """Sign an operator in, hired if need be."""
        if email(name) not in self.directory.people:
            self.hire(name, **fields)
        client = self.connect(Side.AGENT, email(name), version)
        client.ask("login", {"token": email(name), **(login or {})})
        return client

    def visitor(
        self,
        name: str,
        *,
        version: Version = Version.V3_6,
        login: Any = None,
        organization: OrganizationId = SHOP,
    ) -> Client:
        """Sign a visitor in."""
        client = self.connect(Side.CUSTOMER, UserId(f"v-{name}"), version, organization)
        client.ask("login", {"token": f"v-{name}", **(login or {})})
        return client
