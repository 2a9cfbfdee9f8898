"""Scripts for the session: this arrives, that must leave."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from tests.desk.scenes import C1, at, chat, operator, said, visitor
from undivided.desk import facts
from undivided.desk.facts import Fact, LinkChanged
from undivided.desk.values import LinkState
from undivided.protocol.chats import Chat, ChatSummary, LastEvent, LastThread, Queue
from undivided.protocol.codec import encode_failure, encode_push, encode_response
from undivided.protocol.desk_extensions import Announcement
from undivided.protocol.errors import ProtocolError
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId, OrganizationId
from undivided.protocol.logins import AgentLoginAnswer, Application, License
from undivided.protocol.moments import Moment
from undivided.session import commands
from undivided.session.effects import DropRow, Effect, KeepRow, SendFrame
from undivided.session.facts import Notice, Step
from undivided.session.session import Session
from undivided.session.signin import Credentials

ALL_FEATURES = ("dedupe", "replay", "hold")
TOKEN = Credentials(token="Bearer secret")


@dataclass
class Sent:
    """A request that left."""

    action: str
    request_id: str
    payload: dict[str, object]


@dataclass
class Playbook:
    """Plays inputs to a session and keeps what left, by kind."""

    session: Session
    second: float = 0
    sent: list[Sent] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    wake_at: float | None = None
    last: Step = field(default_factory=Step)

    def now(self, second: float | None = None) -> Moment:
        self.second = self.second if second is None else second
        return Moment.at(self.second)

    def start(self, at: float | None = None) -> "Playbook":
        return self.take(self.session.start(TOKEN, self.now(at)))

    def opened(self, at: float | None = None) -> "Playbook":
        return self.take(self.session.opened(self.now(at)))

    def lost(
        self, at: float | None = None, *, is_fatal: bool = False, is_too_large: bool = False
    ) -> "Playbook":
        step = self.session.lost(
            "It broke.", self.now(at), is_fatal=is_fatal, is_too_large=is_too_large
        )
        return self.take(step)

    def tick(self, at: float | None = None) -> "Playbook":
        return self.take(self.session.ticked(self.now(at)))

    def stop(self, at: float | None = None) -> "Playbook":
        return self.take(self.session.stop(self.now(at)))

    def frame(self, frame: bytes, at: float | None = None) -> "Playbook":
        return self.take(self.session.received(frame, self.now(at)))

    def submit(self, command: commands.Command, at: float | None = None) -> "Playbook":
        return self.take(self.session.submit(command, self.now(at)))

    def push(
        self, action: str, payload: object, at: float | None = None, seq: int | None = None
    ) -> "Playbook":
        return self.frame(encode_push(action, payload, version="3.6", desk_seq=seq), at)

    def hear(self, event: Event, at: float | None = None, seq: int | None = None) -> "Playbook":
        payload = {"chat_id": C1, "thread_id": "T1", "event": event}
        return self.push("incoming_event", payload, at, seq)

    def answer(self, action: str, payload: object = None, at: float | None = None) -> "Playbook":
        """Answer the oldest unanswered request of that name."""
        request = self.unanswered(action)
        frame = encode_response(action, payload or {}, request_id=request.request_id)
        return self.frame(frame, at)

    def refuse(self, action: str, error: str, at: float | None = None) -> "Playbook":
        request = self.unanswered(action)
        refusal = ProtocolError(error, "No.")
        return self.frame(encode_failure(action, refusal, request_id=request.request_id), at)

    def unanswered(self, action: str) -> Sent:
        request = next(each for each in self.sent if each.action == action)
        self.sent.remove(request)
        return request

    def sends(self, *actions: str) -> "Playbook":
        """Check the names of the requests that the last input made leave."""
        frames = [each.frame for each in self.last.effects if isinstance(each, SendFrame)]
        assert tuple(request.action for request in map(_sent, frames)) == actions
        return self

    def texts_sent(self) -> list[str]:
        """Return the texts of all messages that have left so far."""
        frames = [each.frame for each in self.effects if isinstance(each, SendFrame)]
        events = [
            request.payload["event"]
            for request in map(_sent, frames)
            if request.action == "send_event"
        ]
        return [str(event["text"]) for event in events if isinstance(event, dict)]

    def said(self, kind: type[Fact]) -> list[Fact]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    def dropped(self) -> list[str]:
        return [each.custom_id for each in self.effects if isinstance(each, DropRow)]

    def kept(self) -> list[commands.OutboxRow]:
        return [each.row for each in self.effects if isinstance(each, KeepRow)]

    @property
    def link(self) -> LinkChanged:
        return [fact for fact in self.facts if isinstance(fact, LinkChanged)][-1]

    @property
    def state(self) -> LinkState:
        return self.link.state

    def is_(self, state: LinkState) -> bool:
        """Return whether the link is in this state now."""
        return self.link.state is state

    def take(self, step: Step) -> "Playbook":
        self.last = step
        self.effects += step.effects
        self.facts += step.facts
        self.notices += step.notices
        self.wake_at = step.wake_at
        self.sent += [_sent(each.frame) for each in step.effects if isinstance(each, SendFrame)]
        return self


def _sent(frame: bytes) -> Sent:
    body = msgspec.json.decode(frame)
    return Sent(body["action"], body["request_id"], body.get("payload", {}))


def playbook(*rows: commands.OutboxRow) -> Playbook:
    """Return a session that has not begun."""
    return Playbook(Session(Application(name="test"), lambda: 1.0, rows))


def login_answer(
    *summaries: ChatSummary,
    features: tuple[str, ...] = ALL_FEATURES,
    cursor: int = 10,
    epoch: str = "e1",
    gap: bool = False,
    server_time: str | None = None,
    has_desk: bool = True,
    **profile: object,
) -> AgentLoginAnswer:
    announcement = Announcement(
        name="bundled",
        features=features,
        cursor=str(cursor),
        epoch=epoch,
        gap=gap,
        server_time=server_time,
    )
    given = {"routing_status": "accepting_chats", **profile}
    return AgentLoginAnswer(
        license=License(id="1", organization_id=OrganizationId("org")),
        my_profile=operator(**given),  # type: ignore[arg-type]
        chats_summary=summaries,
        desk=announcement if has_desk else None,
    )


def summary(
    id_: ChatId = C1, *events: Event, is_mine: bool = True, queue: bool = False, active: bool = True
) -> ChatSummary:
    users = (visitor(), operator()) if is_mine else (visitor(),)
    return ChatSummary(
        id=id_,
        users=users,
        last_event_per_type={event.type: LastEvent(event=event) for event in events},
        last_thread_summary=LastThread(
            id="T1",  # type: ignore[arg-type]
            created_at=at(0),
            user_ids=(),
            active=active,
            queue=Queue(position=1) if queue else None,
        ),
    )


def live(
    *rows: commands.OutboxRow,
    chats: Iterable[Chat] = (),
    features: tuple[str, ...] = ALL_FEATURES,
) -> Playbook:
    """Return a session that is signed in, has fetched `chats` and is live at second 1."""
    play = playbook(*rows).start().opened()
    given = tuple(chats)
    listed = [summary(each.id, *_events(each)) for each in given]
    play.answer("login", login_answer(*listed, features=features), at=1)
    for each in given:
        play.answer("get_chat", each)
    play.answer("list_chats", {"chats_summary": []})
    play.sent.clear()
    play.facts.clear()
    play.effects.clear()
    play.notices.clear()
    play.facts.append(LinkChanged(LinkState.LIVE))
    return play


def live_with_chat(*rows: commands.OutboxRow, features: tuple[str, ...] = ALL_FEATURES) -> Playbook:
    """Return a live session with the chat C1, in which the visitor has said one thing."""
    return live(*rows, chats=(chat(said(1, 0)),), features=features)


def _events(one: Chat) -> tuple[Event, ...]:
    return () if one.thread is None else one.thread.events[-1:]


def row(
    text: str = "hi", custom_id: str = "u1", number: int = 1, chat_id: ChatId = C1, **more: object
) -> commands.OutboxRow:
    event = Event(type="message", text=text, visibility="all")
    given: dict[str, object] = {"written_at": at(0), **more}
    return commands.OutboxRow(
        CustomId(custom_id),
        chat_id,
        event,
        number=number,
        **given,  # type: ignore[arg-type]
    )


def say(text: str = "hi", custom_id: str = "u1", number: int = 1) -> commands.Submit:
    return commands.Submit(row(text, custom_id, number))


def confirmed(custom_id: str, number: int) -> facts.Confirmed:
    return facts.Confirmed(C1, CustomId(custom_id), f"T1_{number}")  # type: ignore[arg-type]
