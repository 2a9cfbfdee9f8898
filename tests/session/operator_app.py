"""The app without a window: real session and desk, wired to the real hub in one process."""

from dataclasses import dataclass, field

import msgspec

from tests.desk.scenes import Scene
from tests.server.core.hub_play import Client, HubPlay, email
from undivided.desk import facts, intents
from undivided.desk.desk import Desk
from undivided.desk.values import Changes, Delivery, LinkState
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId
from undivided.protocol.logins import Application
from undivided.protocol.versions import Version
from undivided.server.hub.peers import Side
from undivided.session import commands
from undivided.session.effects import Dial, DropRow, Hang, KeepRow, SendFrame
from undivided.session.facts import Notice, Step
from undivided.session.session import Session
from undivided.session.signin import Credentials


@dataclass
class OperatorApp:
    """One operator's program; `file` is its outbox on disk and survives `crash`.

    Attributes:
        heard: The actions of all frames that arrived.
    """

    play: HubPlay
    name: str
    file: dict[CustomId, commands.OutboxRow] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    is_cut: bool = False
    client: Client | None = None
    _number: int = 0
    _read: int = 0

    def __post_init__(self) -> None:
        if email(self.name) not in self.play.directory.people:
            self.play.hire(self.name)
        self.boot()

    def boot(self) -> None:
        """Start the program over what the outbox file holds."""
        self.scene = Scene(Desk())
        self.session = Session(Application(name="test"), lambda: 0.5, tuple(self.file.values()))
        address = f"{self.name}@desk.test"
        self._take(self.session.start(Credentials(token=address), self.play.now))
        self.settle()

    def close(self) -> None:
        """End for good."""
        self._close()

    def crash(self) -> None:
        """End without a word, as by kill -9, and start again."""
        self._close()
        self.boot()

    def cut(self) -> None:
        """Lose the link; whatever the server still sends is gone."""
        self._close()
        self._take(self.session.lost("The connection broke.", self.play.now))

    def say(self, chat_id: str, text: str) -> CustomId:
        """Send a message as the controller does: first to disk, then to the session."""
        self._number += 1
        custom_id = CustomId(f"{self.name}-{self.play.now.ticks}-{self._number}")
        event = Event(type="message", text=text, visibility="all")
        self._submit(ChatId(chat_id), custom_id, event)
        self.settle()
        return custom_id

    def do(self, command: commands.Command) -> None:
        self._take(self.session.submit(command, self.play.now))
        self.settle()

    def tell(self, fact: facts.Fact) -> Changes:
        changes = self._apply(fact)
        self.settle()
        return changes

    def wait(self, seconds: float) -> None:
        """Let time pass, a second at a time, for everybody."""
        for _ in range(int(seconds)):
            self.play.wait(1)
            self.tick()

    def tick(self) -> None:
        self._take(self.session.ticked(self.play.now))
        self._show(self.scene.tick(self.play.now.ticks))
        self.settle()

    def settle(self) -> None:
        """Let everything that is under way arrive."""
        self.play.run()
        while self.client is not None and self._read < len(self.client.frames):
            frame = self.client.frames[self._read]
            self._read += 1
            self.heard.append(str(frame["action"]))
            self._take(self.session.received(msgspec.json.encode(frame), self.play.now))
            self.play.run()
        if self.client is not None and self.client.closed is not None:
            self.client = None
            self._take(self.session.lost("The server closed.", self.play.now))

    @property
    def state(self) -> LinkState:
        status = self.scene.status
        return LinkState.SIGNED_OUT if status is None else status.link.state

    def texts(self, chat_id: str) -> list[str]:
        return self.scene.texts(ChatId(chat_id))

    def confirmed(self, chat_id: str) -> list[str]:
        """Return the texts that the window shows as sent."""
        return [
            message.text
            for message in self.scene.messages.get(ChatId(chat_id), [])
            if message.delivery in {Delivery.SENT, Delivery.SEEN}
        ]

    def _submit(self, chat_id: ChatId, custom_id: CustomId, event: Event) -> None:
        if custom_id in self.file:
            return
        self._number += 1
        row = commands.OutboxRow(custom_id, chat_id, event, self.play.now.wall, self._number)
        self.file[custom_id] = row
        self._take(self.session.submit(commands.Submit(row), self.play.now))

    def _take(self, step: Step) -> None:
        self.notices += step.notices
        for effect in step.effects:
            match effect:
                case Dial():
                    self._dial()
                case Hang():
                    self._close()
                case SendFrame(frame):
                    if self.client is not None:
                        self.play.hub.received(self.client.peer.id, frame, self.play.now)
                case DropRow(custom_id):
                    self.file.pop(custom_id, None)
                case KeepRow(row):
                    self.file[row.custom_id] = row
        for fact in step.facts:
            self._apply(fact)

    def _dial(self) -> None:
        if self.is_cut:
            self._take(self.session.lost("No server answers.", self.play.now))
            return
        address = f"{self.name}@desk.test"
        self.client = self.play.connect(Side.AGENT, address, Version.V3_6)  # type: ignore[arg-type]
        self._read = 0
        self._take(self.session.opened(self.play.now))

    def _close(self) -> None:
        client, self.client = self.client, None
        if client is not None and client.peer.id in self.play.clients:
            del self.play.clients[client.peer.id]
            self.play.hub.closed(client.peer.id, self.play.now)

    def _apply(self, fact: facts.Fact) -> Changes:
        self.scene.second = self.play.now.ticks
        changes = self.scene.do(fact)
        self._show(changes)
        return changes

    def _show(self, changes: Changes) -> None:
        for intent in changes.intents:
            match intent:
                case intents.Say(chat_id, event):
                    assert event.custom_id is not None
                    self._submit(chat_id, event.custom_id, event)
                case intents.KeepHold(chat_id, until, promised):
                    command = commands.SetHold(chat_id, until, promised)
                    self._take(self.session.submit(command, self.play.now))
                case intents.TellSeen(chat_id, up_to):
                    seen = commands.MarkSeen(chat_id, up_to)
                    self._take(self.session.submit(seen, self.play.now))
