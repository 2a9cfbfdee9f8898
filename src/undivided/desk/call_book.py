"""All wishes to be called that this desk knows of, also those of chats that are long over.

Built from events alone, so that a reminder survives every restart. Source: practice 61.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import msgspec

from undivided.desk import facts
from undivided.desk.call_request import CallRequest, CallState, OpenCall
from undivided.desk.callbacks import call_of, is_wish
from undivided.desk.chats import Chat, Place, Viewpoint
from undivided.desk.lines import Line
from undivided.desk.values import Alert, AlertKind
from undivided.desk.visitors import UNKNOWN
from undivided.etiquette.calm_text import named
from undivided.etiquette.cards.masking import without_cards
from undivided.protocol import pushes
from undivided.protocol.chats import Chat as WireChat
from undivided.protocol.chats import Thread
from undivided.protocol.events import Event, Properties
from undivided.protocol.ids import ChatId, EventId, ThreadId, UserId
from undivided.protocol.limits import NAME_CHARACTERS
from undivided.protocol.users import User

MOST_WISHES = 500
"""So many are remembered; the oldest is forgotten first."""

_Key = tuple[ChatId, EventId]


@dataclass(frozen=True, slots=True)
class _People:
    """Whose chat it is, and how everybody in it is called."""

    visitor: UserId
    name: str
    names: Mapping[UserId, str]


@dataclass(slots=True)
class CallBook:
    """Open calls and their alarms; `take` every fact, then ask what is to be shown."""

    _wishes: dict[_Key, Line] = field(default_factory=dict)
    _people: dict[ChatId, _People] = field(default_factory=dict)
    _calls: dict[_Key, CallRequest | None] = field(default_factory=dict)
    _due: dict[_Key, datetime] = field(default_factory=dict)
    _shown: tuple[OpenCall, ...] = ()

    def take(self, fact: facts.Fact) -> None:
        """Take in what a fact says of wishes; most facts say nothing of them."""
        match fact:
            case facts.CallsListed(chats):
                for chat in chats:
                    self._chat(chat)
            case facts.ChatSnapshot(chat) | facts.Pushed(payload=pushes.IncomingChat(chat=chat)):
                self._chat(chat)
            case facts.OlderThreads(chat_id, threads):
                self._threads(chat_id, threads)
            case facts.Pushed(payload=pushes.IncomingEvent(chat_id=chat_id, thread_id=thread)):
                assert isinstance(fact.payload, pushes.IncomingEvent)
                self._event(chat_id, thread, fact.payload.event)
            case facts.Pushed(payload=pushes.EventPropertiesUpdated()):
                assert isinstance(fact.payload, pushes.EventPropertiesUpdated)
                self._marked((fact.payload.chat_id, fact.payload.event_id), fact.payload.properties)
            case facts.Pushed(payload=pushes.UserAdded(chat_id=chat_id, user=user)):
                self._joined(chat_id, user)
            case facts.Pushed(payload=pushes.EventDeleted(chat_id=chat_id, event_id=event_id)):
                self._forget((chat_id, event_id))
            case _:
                pass

    def changed(
        self, view: Viewpoint, chat_of: Callable[[ChatId], Chat | None]
    ) -> tuple[OpenCall, ...] | None:
        """Return all open calls, the next one first, if anything about them changed."""
        if not self._wishes and not self._shown:
            return None
        found = (self._open(key, view, chat_of) for key in self._wishes)
        calls = sorted((each for each in found if each is not None), key=_place_of)
        if tuple(calls) == self._shown:
            return None
        self._shown = tuple(calls)
        return self._shown

    def alerts(self) -> list[Alert]:
        """Return an alert for each call that has become due, and an end for those that were.

        Of one chat with two wishes the alarm goes on until none is due.
        """
        due = {_key_of(each.call): each for each in self._shown if each.is_due and each.is_for_me}
        fresh = [each for key, each in due.items() if self._due.get(key) != each.call.due]
        kept = {key[0] for key in due}
        over = {key[0] for key in self._due if key not in due} - kept
        self._due = {key: each.call.due for key, each in due.items() if each.call.due is not None}
        return [
            *(Alert(AlertKind.ALERT_ENDED, chat_id, "") for chat_id in sorted(over)),
            *(Alert(AlertKind.CALL_DUE, each.call.chat_id, each.visitor) for each in fresh),
        ]

    # What facts say

    def _chat(self, chat: WireChat) -> None:
        self._threads(chat.id, () if chat.thread is None else (chat.thread,))
        visitor = next((user for user in chat.users if user.type == "customer"), None)
        # Of most chats nobody ever asks who was in them.
        if visitor is not None and self._has_wish(chat.id):
            names = {each.id: named(each.name or each.id, NAME_CHARACTERS) for each in chat.users}
            name = named(visitor.name or "", NAME_CHARACTERS) or UNKNOWN.shown_name
            self._people[chat.id] = _People(visitor.id, name, names)
            for key in [key for key in self._calls if key[0] == chat.id]:
                del self._calls[key]

    def _joined(self, chat_id: ChatId, user: User) -> None:
        people = self._people.get(chat_id)
        if people is not None:
            name = named(user.name or user.id, NAME_CHARACTERS)
            self._people[chat_id] = replace(people, names={**people.names, user.id: name})

    def _threads(self, chat_id: ChatId, threads: Iterable[Thread]) -> None:
        for thread in threads:
            for event in thread.events:
                self._event(chat_id, thread.id, event)

    def _event(self, chat_id: ChatId, thread_id: ThreadId, event: Event) -> None:
        if event.id is None or not is_wish(event):
            return
        self._put((chat_id, event.id), Line(thread_id, without_cards(event)))
        if len(self._wishes) > MOST_WISHES:
            self._forget(min(self._wishes, key=lambda key: self._wishes[key].at))

    def _marked(self, key: _Key, properties: Properties) -> None:
        line = self._wishes.get(key)
        if line is None:
            return
        known = {space: dict(pairs) for space, pairs in (line.event.properties or {}).items()}
        for space, pairs in properties.items():
            known[space] = {**known.get(space, {}), **pairs}
        event = msgspec.structs.replace(line.event, properties=known)
        self._put(key, replace(line, event=event))

    def _put(self, key: _Key, line: Line) -> None:
        self._wishes[key] = line
        self._calls.pop(key, None)

    def _forget(self, key: _Key) -> None:
        self._wishes.pop(key, None)
        self._calls.pop(key, None)
        if not self._has_wish(key[0]):
            self._people.pop(key[0], None)

    def _has_wish(self, chat_id: ChatId) -> bool:
        return any(key[0] == chat_id for key in self._wishes)

    # What follows

    def _open(
        self, key: _Key, view: Viewpoint, chat_of: Callable[[ChatId], Chat | None]
    ) -> OpenCall | None:
        chat = chat_of(key[0])
        if chat is not None and key[0] not in self._people:
            visitor = chat.visitor
            self._people[key[0]] = _People(visitor.id, visitor.shown_name, chat.names)
        call = self._call(key, view)
        if call is None or call.is_over:
            return None
        is_elsewhere = chat is not None and chat.place is Place.ELSEWHERE
        is_free = call.state is CallState.OPEN and not is_elsewhere
        return OpenCall(
            call,
            self._people[key[0]].name if chat is None else chat.visitor.shown_name,
            is_due=call.due is not None and call.due <= view.at,
            is_for_me=call.is_mine if call.state is not CallState.OPEN else is_free,
            is_shown=chat is not None and chat.is_shown,
        )

    def _call(self, key: _Key, view: Viewpoint) -> CallRequest | None:
        people = self._people.get(key[0])
        if people is None:
            return None
        if key not in self._calls:
            line = self._wishes[key]
            self._calls[key] = call_of(line, key[0], people.names, people.visitor, view.me)
        return self._calls[key]


def _key_of(call: CallRequest) -> _Key:
    return call.chat_id, call.event_id


def _place_of(each: OpenCall) -> tuple[datetime, str]:
    return each.call.due or each.call.asked_at, each.call.event_id
