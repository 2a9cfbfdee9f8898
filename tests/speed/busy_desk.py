"""The real desk and the real window of an operator with many long chats, without a connection."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count, cycle

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from tests.speed.corpus import messages
from undivided.app.desktop import make_application
from undivided.app.late_desk import LateDesk
from undivided.desk import facts
from undivided.desk.desk import Desk
from undivided.desk.values import LinkState, Profile
from undivided.protocol.chats import Chat, Thread
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, EventId, ThreadId, UserId
from undivided.protocol.pushes import IncomingEvent
from undivided.protocol.users import User
from undivided.runtime.clock import SystemClock
from undivided.ui.look.theme import LIGHT
from undivided.ui.window import MainWindow

ME = UserId("ann@shop.example")
MINUTE_S = 60
PATIENCE_S = 5.0


class BusyDesk:
    """A desk with `chats` chats of `length` messages each; visitors spoke last in all of them."""

    def __init__(self, chats: int, length: int) -> None:
        self.application = make_application()
        late = LateDesk()
        self.bridge, self.canned = late.bridge, late.canned
        self.window = MainWindow(LIGHT, late)
        self._desk = Desk()
        self._clock = SystemClock()
        self._texts: Iterator[str] = cycle(messages(2_000))
        self._numbers = count(length)
        self.chats = [ChatId(f"C{number}") for number in range(chats)]
        self._length = length
        self.window.show_desk()
        self.window.show()

    def fill(self) -> None:
        """Sign in and let every chat come, as after a start."""
        self.take(facts.SignedIn(Profile(ME, "Ann Lee"), is_accepting=True))
        self.take(facts.LinkChanged(LinkState.LIVE))
        for number, chat_id in enumerate(self.chats):
            self.take(facts.ChatSnapshot(self._chat(number, chat_id)))
        self.settle()

    def take(self, fact: facts.Fact) -> None:
        """Let the desk take a fact and the window show what follows."""
        self.bridge.apply(self._desk.apply(fact, self._clock.now()))

    def tick(self) -> None:
        """Let a second pass."""
        self.bridge.apply(self._desk.ticked(self._clock.now()))

    def pick(self, chat_id: ChatId) -> None:
        """Show a chat, as a click on its tab does."""
        row = self.bridge.chats.row_of(chat_id)
        desk = self.window.desk
        desk.conversation.show_chat(chat_id, "")
        desk.column.chats.show_current(chat_id)
        desk.panel.visitor.show_chat(row)
        self.canned.refill()
        self.take(facts.ChatPicked(chat_id))

    def hear(self, chat_id: ChatId) -> None:
        """Let one message of the visitor come."""
        number = next(self._numbers)
        event = self._event(chat_id, number, _visitor(chat_id), age_s=0)
        payload = IncomingEvent(chat_id=chat_id, thread_id=_thread(chat_id), event=event)
        self.take(facts.Pushed("incoming_event", payload))

    def settle(self) -> None:
        """Work until nothing is left to be painted."""
        for _ in range(5):
            QCoreApplication.sendPostedEvents()
            self.application.processEvents()

    def _chat(self, number: int, chat_id: ChatId) -> Chat:
        visitor = _visitor(chat_id)
        events = tuple(
            self._event(chat_id, place, visitor if place % 2 else ME, age_s=self._length - place)
            for place in range(self._length)
        )
        began = self._clock.now().wall - timedelta(seconds=self._length + MINUTE_S)
        thread = Thread(
            id=_thread(chat_id),
            active=True,
            user_ids=(visitor, ME),
            created_at=began,
            events=events,
        )
        users = (
            User(id=visitor, type="customer", name=f"Visitor {number}", present=True),
            User(id=ME, type="agent", name="Ann Lee", present=True),
        )
        return Chat(id=chat_id, users=users, thread=thread)

    def _event(self, chat_id: ChatId, number: int, author: UserId, *, age_s: float) -> Event:
        return Event(
            type="message",
            id=EventId(f"{_thread(chat_id)}_{number + 1}"),
            author_id=author,
            created_at=self._clock.now().wall - timedelta(seconds=age_s),
            visibility="all",
            desk_seq=number + 1,
            text=next(self._texts),
        )


class PaintCounter(QObject):
    """Counts the paint events of a widget."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count and let pass."""
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


def painted(
    counter: PaintCounter, act: Callable[[], object], work: Callable[[], object]
) -> tuple[float, float]:
    """Return the seconds from an act to the paint that shows it: on the wall, of this thread.

    The second is what the window itself takes; the first holds also what other programs took.

    Args:
        counter: Counts the paints of what shows it.
        act: What is done.
        work: Lets the window work a little further; called until it has painted.
    """
    known, start, began = counter.count, time.perf_counter(), time.thread_time()
    act()
    while counter.count == known and time.perf_counter() - start < PATIENCE_S:
        work()
    assert counter.count > known, "nothing was painted"
    return time.perf_counter() - start, time.thread_time() - began


def _thread(chat_id: ChatId) -> ThreadId:
    return ThreadId(f"T{chat_id}")


def _visitor(chat_id: ChatId) -> UserId:
    return UserId(f"V{chat_id}")
