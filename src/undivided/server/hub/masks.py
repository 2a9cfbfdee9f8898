"""What visitors see: the operators' values without whispers, supervisors and addresses.

The only way from the desk to a visitor. A kind of value that is not listed here does
not pass at all, so that a new one cannot leak by being forgotten.
"""

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct, structs

from undivided.protocol.chats import Chat, Thread
from undivided.protocol.desk_extensions import NAMESPACE, OPERATORS_ALONE
from undivided.protocol.events import Element, Event, Properties, Visibility
from undivided.protocol.ids import UserId
from undivided.protocol.pushes import (
    ChatDeactivated,
    ChatPropertiesDeleted,
    ChatPropertiesUpdated,
    ChatTransferred,
    Disconnected,
    EventPropertiesDeleted,
    EventPropertiesUpdated,
    EventsSeen,
    GroupsStatusUpdated,
    IncomingChat,
    IncomingEvent,
    IncomingPostback,
    IncomingPreview,
    IncomingTyping,
    QueuePosition,
    ThreadPropertiesDeleted,
    ThreadPropertiesUpdated,
    Transferred,
    UserAdded,
    UserRemoved,
)
from undivided.protocol.users import User

PublicId = Callable[[UserId], UserId]
"""Turns an operator's address into the id that visitors see; other ids pass unchanged."""

_Any = TypeVar("_Any", bound=Struct)
_WithEvent = TypeVar("_WithEvent", IncomingEvent, IncomingPreview)
_ByUser = TypeVar("_ByUser", EventsSeen, IncomingPostback)
_Updated = TypeVar("_Updated", ChatPropertiesUpdated, ThreadPropertiesUpdated)


def masked(value: object, public: PublicId) -> Struct | None:
    """Return `value` as visitors may see it, or None when they may not."""
    mask = _MASKS.get(type(value))
    return None if mask is None else mask(value, public)


def masked_user(user: User, public: PublicId) -> User | None:
    """Return a user of a chat, or None for a supervisor."""
    if user.type != "agent":
        return User(
            id=user.id,
            type=user.type,
            name=user.name,
            email=user.email,
            avatar=user.avatar,
            phone_number=user.phone_number,
            session_fields=user.session_fields,
            present=user.present,
            events_seen_up_to=user.events_seen_up_to,
        )
    if user.visibility == Visibility.AGENTS:
        return None
    return User(
        id=public(user.id),
        type=user.type,
        name=user.name or "",
        avatar=user.avatar or "",
        job_title=user.job_title,
        present=bool(user.present),
        events_seen_up_to=user.events_seen_up_to,
    )


def masked_event(event: Event, public: PublicId) -> Event | None:
    """Return an event, or None for a whisper."""
    if event.is_whisper:
        return None
    return structs.replace(
        event,
        visibility=None,
        recipients=None,
        author_id=None if event.author_id is None else public(event.author_id),
        properties=None
        if event.properties is None
        else masked_properties(event.properties, public) or None,
        elements=None
        if event.elements is None
        else tuple(_element(element, public) for element in event.elements),
    )


def masked_properties(properties: Properties | None, public: PublicId) -> Properties | None:
    """Return properties with operators' addresses replaced, without what is operators' alone."""
    if properties is None:
        return None
    shown: Properties = {
        namespace: {
            name: public(UserId(value)) if isinstance(value, str) else value
            for name, value in pairs.items()
            if _is_for_visitors(namespace, name)
        }
        for namespace, pairs in properties.items()
    }
    return {namespace: shown[namespace] for namespace in properties if shown[namespace]}


def _is_for_visitors(namespace: str, name: str) -> bool:
    return namespace != NAMESPACE or name not in OPERATORS_ALONE


def masked_chat(chat: Chat, public: PublicId) -> Chat:
    """Return a chat with its thread."""
    users = _users(chat.users, public)
    seen_ids = {user.id for user in users}
    return structs.replace(
        chat,
        users=users,
        thread=None if chat.thread is None else masked_thread(chat.thread, public, seen_ids),
        properties=masked_properties(chat.properties, public),
        is_followed=None,
    )


def masked_thread(thread: Thread, public: PublicId, seen_ids: set[UserId]) -> Thread:
    """Return a thread; `seen_ids` are the public ids of those whom visitors may know."""
    return structs.replace(
        thread,
        user_ids=tuple(
            user for user in (public(each) for each in thread.user_ids) if user in seen_ids
        ),
        events=tuple(
            event
            for event in (masked_event(each, public) for each in thread.events)
            if event is not None
        ),
        properties=masked_properties(thread.properties, public),
        tags=None,
    )


def _users(users: tuple[User, ...], public: PublicId) -> tuple[User, ...]:
    return tuple(user for user in (masked_user(each, public) for each in users) if user is not None)


def _element(element: Element, public: PublicId) -> Element:
    buttons = tuple(
        structs.replace(button, user_ids=tuple(public(user) for user in button.user_ids))
        for button in element.buttons
    )
    return structs.replace(element, buttons=buttons)


def _person(user: UserId | None, public: PublicId) -> UserId | None:
    return None if user is None else public(user)


def _transferred(side: Transferred, public: PublicId) -> Transferred:
    if side.agent_ids is None:
        return side
    return structs.replace(side, agent_ids=tuple(public(each) for each in side.agent_ids))


# One function for each kind of push; each returns None for what visitors must not get.


def _incoming_chat(push: IncomingChat, public: PublicId) -> IncomingChat:
    return IncomingChat(
        chat=masked_chat(push.chat, public), requester_id=_person(push.requester_id, public)
    )


def _deactivated(push: ChatDeactivated, public: PublicId) -> ChatDeactivated:
    return structs.replace(push, user_id=_person(push.user_id, public))


def _chat_transferred(push: ChatTransferred, public: PublicId) -> ChatTransferred:
    return structs.replace(
        push,
        transferred_to=_transferred(push.transferred_to, public),
        requester_id=_person(push.requester_id, public),
    )


def _user_added(push: UserAdded, public: PublicId) -> UserAdded | None:
    user = masked_user(push.user, public)
    if user is None:
        return None
    return structs.replace(push, user=user, requester_id=_person(push.requester_id, public))


def _user_removed(push: UserRemoved, public: PublicId) -> UserRemoved:
    return structs.replace(
        push, user_id=public(push.user_id), requester_id=_person(push.requester_id, public)
    )


def _with_event(push: _WithEvent, public: PublicId) -> _WithEvent | None:
    event = masked_event(push.event, public)
    return None if event is None else structs.replace(push, event=event)


def _typing(push: IncomingTyping, public: PublicId) -> IncomingTyping | None:
    indicator = push.typing_indicator
    if indicator.visibility == Visibility.AGENTS:
        return None
    shown = structs.replace(indicator, author_id=public(indicator.author_id), visibility=None)
    return structs.replace(push, typing_indicator=shown)


def _by_user(push: _ByUser, public: PublicId) -> _ByUser:
    return structs.replace(push, user_id=public(push.user_id))


def _updated(push: _Updated, public: PublicId) -> _Updated:
    return structs.replace(push, properties=masked_properties(push.properties, public))


def _event_deleted(push: EventPropertiesDeleted, _: PublicId) -> EventPropertiesDeleted | None:
    names = {
        namespace: [name for name in gone if _is_for_visitors(namespace, name)]
        for namespace, gone in push.properties.items()
    }
    told = {namespace: gone for namespace, gone in names.items() if gone}
    return structs.replace(push, properties=told) if told else None


def _event_updated(push: EventPropertiesUpdated, public: PublicId) -> EventPropertiesUpdated | None:
    shown = masked_properties(push.properties, public)
    return structs.replace(push, properties=shown) if shown else None


def _unchanged(push: _Any, _: PublicId) -> _Any:
    return push


_MASKS: dict[type, Callable[..., Struct | None]] = {
    Chat: masked_chat,
    ChatDeactivated: _deactivated,
    ChatPropertiesDeleted: _unchanged,
    ChatPropertiesUpdated: _updated,
    ChatTransferred: _chat_transferred,
    Disconnected: _unchanged,
    EventPropertiesDeleted: _event_deleted,
    EventPropertiesUpdated: _event_updated,
    EventsSeen: _by_user,
    GroupsStatusUpdated: _unchanged,
    IncomingChat: _incoming_chat,
    IncomingEvent: _with_event,
    IncomingPostback: _by_user,
    IncomingPreview: _with_event,
    IncomingTyping: _typing,
    QueuePosition: _unchanged,
    ThreadPropertiesDeleted: _unchanged,
    ThreadPropertiesUpdated: _updated,
    User: masked_user,
    UserAdded: _user_added,
    UserRemoved: _user_removed,
}
