"""Builders of wire values and a desk with a clock, for the tests of the desk."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from undivided.desk import facts
from undivided.desk.desk import Desk
from undivided.desk.focus import mark_at
from undivided.desk.marks import FocusMark
from undivided.desk.values import (
    Changes,
    ChatRow,
    DeskStatus,
    LinkState,
    Message,
    Profile,
    QueueRow,
    TranscriptEdit,
)
from undivided.protocol import pushes
from undivided.protocol.chats import Chat, Queue, Thread
from undivided.protocol.events import Event, Properties
from undivided.protocol.ids import ChatId, CustomId, EventId, ThreadId, UserId
from undivided.protocol.moments import EPOCH, Moment
from undivided.protocol.users import User

ANN = UserId("ann@example.test")
BEN = UserId("ben@example.test")
ELENA = UserId("v-elena")
C1 = ChatId("C1")
T1 = ThreadId("T1")


def at(seconds: float) -> datetime:
    return EPOCH + timedelta(seconds=seconds)


def visitor(name: str = "Elena Marsh", **more: object) -> User:
    return User(id=ELENA, type="customer", name=name, **more)  # type: ignore[arg-type]


def operator(id_: UserId = ANN, name: str = "Ann", **more: object) -> User:
    return User(id=id_, type="agent", name=name, present=True, **more)  # type: ignore[arg-type]


def said(
    number: int, when: float, text: str = "Hello", by: UserId | None = ELENA, **more: object
) -> Event:
    given: dict[str, object] = {
        "type": "message",
        "id": EventId(f"T1_{number}"),
        "author_id": by,
        "created_at": at(when),
        "visibility": "all",
        "desk_seq": number,
        "text": text,
    }
    return Event(**{**given, **more})  # type: ignore[arg-type]


def thread(*events: Event, **more: object) -> Thread:
    given: dict[str, object] = {
        "id": T1,
        "active": True,
        "user_ids": (ELENA, ANN),
        "created_at": at(0),
        "events": events,
    }
    return Thread(**{**given, **more})  # type: ignore[arg-type]


def chat(
    *events: Event,
    id_: ChatId = C1,
    users: tuple[User, ...] | None = None,
    properties: Properties | None = None,
    **more: object,
) -> Chat:
    people = (visitor(), operator()) if users is None else users
    return Chat(id=id_, users=people, thread=thread(*events, **more), properties=properties)


def queued(*events: Event, position: int = 1, since: float = 0, **more: object) -> Chat:
    queue = Queue(position=position, queued_at=at(since))
    return chat(*events, users=(visitor(),), queue=queue, **more)  # type: ignore[arg-type]


@dataclass
class Scene:
    """A desk, the seconds that have passed, and everything it has shown, put together."""

    desk: Desk = field(default_factory=Desk)
    second: float = 0
    rows: dict[ChatId, ChatRow] = field(default_factory=dict)
    marks: dict[ChatId, FocusMark] = field(default_factory=dict)
    messages: dict[ChatId, list[Message]] = field(default_factory=dict)
    order: tuple[ChatId, ...] = ()
    queue: tuple[QueueRow, ...] = ()
    last: Changes = field(default_factory=Changes)
    status: DeskStatus | None = None

    def do(self, fact: facts.Fact, second: float | None = None) -> Changes:
        self.second = self.second if second is None else second
        return self._show(self.desk.apply(fact, Moment.at(self.second)))

    def push(self, action: str, payload: object, second: float | None = None) -> Changes:
        return self.do(facts.Pushed(action, payload), second)

    def hear(self, event: Event, second: float | None = None, id_: ChatId = C1) -> Changes:
        payload = pushes.IncomingEvent(chat_id=id_, thread_id=T1, event=event)
        return self.push("incoming_event", payload, second)

    def come(self, new: Chat, second: float | None = None) -> Changes:
        return self.push("incoming_chat", pushes.IncomingChat(chat=new), second)

    def tick(self, second: float) -> Changes:
        self.second = second
        return self._show(self.desk.ticked(Moment.at(second)))

    def mark(self, id_: ChatId = C1) -> FocusMark:
        return self.marks[id_]

    def submit(self, text: str, custom_id: str, second: float | None = None) -> Changes:
        event = Event(type="message", text=text, visibility="all", custom_id=CustomId(custom_id))
        when = self.second if second is None else second
        return self.do(facts.Submitted(CustomId(custom_id), C1, event, at(when)), second)

    def texts(self, id_: ChatId = C1) -> list[str]:
        return [message.text for message in self.messages.get(id_, [])]

    def _show(self, changes: Changes) -> Changes:
        self.last = changes
        self.status = changes.status or self.status
        for row in changes.rows:
            self.rows[row.id] = row
            self.marks[row.id] = row.mark
        self.queue = self.queue if changes.queue is None else changes.queue
        self.marks.update({waiting.id: waiting.mark for waiting in changes.queue or ()})
        for gone in changes.removed:
            del self.rows[gone]
        self.marks.update(changes.marks)
        if changes.at is not None:
            self.marks = {each: mark_at(mark, changes.at) for each, mark in self.marks.items()}
        self.order = self.order if changes.order is None else changes.order
        for change in changes.transcripts:
            shown = self.messages.setdefault(change.chat_id, [])
            if change.edit is TranscriptEdit.RESET:
                shown[:] = change.messages
            elif change.edit is TranscriptEdit.APPENDED:
                shown += change.messages
            elif change.edit is TranscriptEdit.PREPENDED:
                shown[:0] = change.messages
            else:
                fresh = {message.key: message for message in change.messages}
                shown[:] = [fresh.get(message.key, message) for message in shown]
        return changes


def live(desk: Desk | None = None) -> Scene:
    """Return a desk whose operator Ann is signed in and connected."""
    scene = Scene(desk or Desk())
    scene.do(facts.SignedIn(Profile(ANN, "Ann"), is_accepting=True))
    scene.do(facts.LinkChanged(LinkState.LIVE))
    return scene
