"""What each push of the server changes in one chat."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec

from undivided.desk.chats import (
    Chat,
    Place,
    Viewpoint,
    from_snapshot,
    is_present,
    with_properties,
    with_user_added,
    without_properties,
)
from undivided.desk.holds import is_question
from undivided.desk.lines import (
    Line,
    continued,
    find,
    merged,
    order_of,
    pressed,
    taken_back,
    with_event,
)
from undivided.protocol import pushes
from undivided.protocol.desk_extensions import NAMESPACE
from undivided.protocol.events import Event, Properties, PropertyNames
from undivided.protocol.ids import ChatId, UserId
from undivided.protocol.limits import TAGS_PER_THREAD, TYPING_SHOWN


@dataclass(frozen=True, slots=True)
class News:
    """A push about one chat, with the chat as it was."""

    chat: Chat
    action: str
    view: Viewpoint


def chat_of(payload: object) -> ChatId | None:
    """Return the chat that a push is about, or None when it is about no single one."""
    if isinstance(payload, pushes.IncomingChat):
        return payload.chat.id
    if isinstance(payload, pushes.ChatAccessUpdated):
        return payload.id
    return getattr(payload, "chat_id", None)


def visitor_of(payload: object) -> UserId | None:
    """Return the visitor that a push is about, or None."""
    if isinstance(payload, pushes.CustomerPageUpdated):
        return payload.customer_id
    return payload.id if isinstance(payload, pushes.CustomerLeft) else None


def with_push(news: News, payload: object) -> Chat:
    """Return the chat after the push; one that does not concern it leaves it as it was."""
    rule = _RULES.get(type(payload))
    return news.chat if rule is None else rule(news, payload)


def _incoming_chat(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.IncomingChat)
    return from_snapshot(news.chat, payload.chat, news.view, is_live=True)


def _event(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.IncomingEvent)
    chat, event = news.chat, payload.event
    if event.id is None:
        return chat
    if news.action == "event_updated":
        return replace(chat, lines=with_event(chat.lines, event))
    return with_line(chat, Line(payload.thread_id, event), news.view)


def with_line(chat: Chat, line: Line, view: Viewpoint) -> Chat:
    """Return `chat` with one more event; an own unsent one with its custom id is thereby sent."""
    event = line.event
    is_visitors = event.author_id == chat.visitor.id
    unsent = chat.unsent
    if event.custom_id is not None and not is_visitors:
        unsent = tuple(row for row in unsent if row.custom_id != event.custom_id)
    read = chat.read_up_to
    seen = chat.seen_up_to
    # Sending marks everything before it as seen on the server, and so it does here.
    if event.author_id == view.me:
        read = max(line.at, read or line.at)
    elif is_visitors and _has_unseen(chat, view.me):
        seen = max(line.at, seen or line.at)
    return replace(
        chat,
        lines=_lines_with(chat, line),
        unsent=unsent,
        thread_id=chat.thread_id or line.thread_id,
        typing_until=None if is_visitors else chat.typing_until,
        read_up_to=read,
        seen_up_to=seen,
    )


def _lines_with(chat: Chat, line: Line) -> tuple[Line, ...]:
    """Return the lines with one more, unless it is older than what is in memory.

    The server tells again of an event that it has had for long when a killed program's outbox
    sends it once more. Shown alone it would hide what was said since; it comes on scrolling (G5).
    """
    # Here it may stand already, as the last one, since its confirmation.
    others = tuple(each for each in chat.lines if each.event.id != line.event.id)
    if others:
        is_older = order_of(line) < order_of(others[0])
    else:
        is_older = chat.thread_id not in {None, line.thread_id}
    if is_older and chat.has_older:
        return others
    return merged(chat.lines, continued(chat.lines, line))


def _has_unseen(chat: Chat, me: UserId) -> bool:
    """Return whether an own line waits to be seen; a mark moved for none costs a new reading."""
    last = next((line for line in reversed(chat.lines) if line.event.author_id == me), None)
    return last is not None and (chat.seen_up_to is None or last.at > chat.seen_up_to)


def _deleted(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.EventDeleted)
    line = find(news.chat.lines, payload.event_id)
    if line is None:
        return news.chat
    return replace(news.chat, lines=with_event(news.chat.lines, taken_back(line.event)))


def _postback(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.IncomingPostback)
    chat = news.chat
    line = find(chat.lines, payload.event_id)
    if line is None:
        return chat
    postback = payload.postback
    event = pressed(line.event, postback.id, payload.user_id, is_on=postback.toggled)
    answered = chat.answered
    if payload.user_id == chat.visitor.id and is_question(event):
        answered = (payload.event_id, news.view.at)
    return replace(chat, lines=with_event(chat.lines, event), answered=answered)


def _event_properties(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.EventPropertiesUpdated)
    return _with_event_properties(news.chat, payload.event_id, payload.properties)


def _with_event_properties(chat: Chat, event_id: str, properties: Properties) -> Chat:
    lines = tuple(
        replace(line, event=_updated(line.event, properties)) if line.event.id == event_id else line
        for line in chat.lines
    )
    return replace(chat, lines=lines)


def _updated(event: Event, properties: Properties) -> Event:
    known = {space: dict(pairs) for space, pairs in (event.properties or {}).items()}
    for space, pairs in properties.items():
        known[space] = {**known.get(space, {}), **pairs}
    return msgspec.structs.replace(event, properties=known)


def _event_properties_deleted(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.EventPropertiesDeleted)
    line = find(news.chat.lines, payload.event_id)
    if line is None:
        return news.chat
    kept = {
        space: {
            name: value
            for name, value in pairs.items()
            if name not in payload.properties.get(space, ())
        }
        for space, pairs in (line.event.properties or {}).items()
    }
    event = msgspec.structs.replace(line.event, properties=kept)
    return replace(news.chat, lines=with_event(news.chat.lines, event))


def _chat_properties(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.ChatPropertiesUpdated)
    return with_properties(news.chat, payload.properties)


def _chat_properties_deleted(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.ChatPropertiesDeleted)
    names: PropertyNames = payload.properties
    return without_properties(news.chat, names.get(NAMESPACE, []))


def _tagged(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.ThreadTagged)
    chat, tag = news.chat, payload.tag
    if payload.thread_id != chat.thread_id:
        return chat
    others = tuple(known for known in chat.tags if known != tag)
    is_on = news.action == "thread_tagged"
    return replace(chat, tags=(*others, tag)[-TAGS_PER_THREAD:] if is_on else others)


def _deactivated(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.ChatDeactivated)
    chat = news.chat
    if chat.thread_id not in {None, payload.thread_id} or chat.place is Place.CLOSED:
        return chat
    was_mine = chat.place is Place.MINE
    return replace(
        chat,
        place=Place.CLOSED,
        queued_at=None,
        typing_until=None,
        is_new=False,
        # What somebody else closed stays in view until this operator puts it away.
        is_kept=was_mine and payload.user_id != news.view.me,
    )


def _transferred(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.ChatTransferred)
    chat = news.chat
    to = payload.transferred_to.agent_ids or ()
    if news.view.me in to:
        return replace(chat, place=Place.MINE, queued_at=None)
    if payload.queue is not None:
        queue = payload.queue
        since = queue.queued_at or news.view.at
        return replace(
            chat, place=Place.QUEUED, queued_at=since, position=queue.position, is_new=False
        )
    if chat.place is Place.CLOSED:
        return chat
    return replace(chat, place=Place.ELSEWHERE, queued_at=None, is_new=False)


def _user_added(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.UserAdded)
    chat = with_user_added(news.chat, payload.user, news.view)
    if is_present(payload.user, news.view.me):
        return replace(chat, place=Place.MINE, queued_at=None)
    is_operator = payload.user.type != "customer"
    if is_operator and chat.place is Place.QUEUED and payload.user.present is not False:
        return replace(chat, place=Place.ELSEWHERE, queued_at=None)
    return chat


def _user_removed(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.UserRemoved)
    chat, gone = news.chat, payload.user_id
    if gone == chat.visitor.id:
        return replace(chat, visitor=replace(chat.visitor, is_here=False), typing_until=None)
    chat = replace(chat, colleagues=chat.colleagues - {gone})
    if gone == news.view.me and chat.place is Place.MINE:
        return replace(chat, place=Place.ELSEWHERE, is_new=False)
    return chat


def _sneak_peek(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.IncomingSneakPeek)
    peek, chat = payload.sneak_peek, news.chat
    if peek.author_id != chat.visitor.id:
        return chat
    until = news.view.ticks + TYPING_SHOWN.total_seconds() if peek.text else None
    return replace(chat, typing_until=until)


def _seen(news: News, payload: object) -> Chat:
    assert isinstance(payload, pushes.EventsSeen)
    chat, until = news.chat, payload.seen_up_to
    if payload.user_id == chat.visitor.id:
        return replace(chat, seen_up_to=max(until, chat.seen_up_to or until))
    if payload.user_id == news.view.me:
        return replace(chat, read_up_to=max(until, chat.read_up_to or until))
    return chat


_RULES: dict[type, Callable[[News, object], Chat]] = {
    pushes.ChatDeactivated: _deactivated,
    pushes.ChatPropertiesDeleted: _chat_properties_deleted,
    pushes.ChatPropertiesUpdated: _chat_properties,
    pushes.ChatTransferred: _transferred,
    pushes.EventDeleted: _deleted,
    pushes.EventPropertiesDeleted: _event_properties_deleted,
    pushes.EventPropertiesUpdated: _event_properties,
    pushes.EventsSeen: _seen,
    pushes.IncomingChat: _incoming_chat,
    pushes.IncomingEvent: _event,
    pushes.IncomingPostback: _postback,
    pushes.IncomingSneakPeek: _sneak_peek,
    pushes.ThreadTagged: _tagged,
    pushes.UserAdded: _user_added,
    pushes.UserRemoved: _user_removed,
}
