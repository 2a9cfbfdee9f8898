"""Actions of both sides about events: sending, buttons, seen marks, typing."""

from msgspec import structs

from undivided.etiquette.cards.numbers import masked_unfinished
from undivided.protocol.agent_requests import SendEventPreview, SendTypingIndicator
from undivided.protocol.customer_requests import SendSneakPeek
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.events import Element, Event, Kind, Visibility
from undivided.protocol.ids import UserId
from undivided.protocol.limits import MESSAGE_CHARACTERS
from undivided.protocol.pushes import (
    EventsSeen,
    IncomingEvent,
    IncomingPostback,
    IncomingPreview,
    IncomingSneakPeek,
    IncomingTyping,
    PushedPostback,
    SneakPeek,
    TypingIndicator,
)
from undivided.protocol.requests import EventSent, MarkSeen, Nothing, SendEvent, SendPostback
from undivided.server.errors import inactive, invalid, not_found
from undivided.server.hub.access import active_chat_of, chat_of, event_of, require_member
from undivided.server.hub.context import Context
from undivided.server.hub.event_rules import checked
from undivided.server.hub.records import ChatRecord
from undivided.server.hub.saying import said_before, say
from undivided.server.hub.sessions import Session
from undivided.server.hub.telling import in_chat, tell, whisk

DONE = Nothing()


def send_event(ctx: Context, caller: Session, request: SendEvent) -> EventSent:
    """Store an event and tell those in the chat; a repeated `custom_id` stores nothing."""
    chat = chat_of(ctx, caller, request.chat_id)
    event = checked(request.event, ctx.files, is_operator=caller.is_operator)
    try:
        _check_may_say(chat, caller, event, attach=request.attach_to_last_thread)
    except ProtocolError:
        # The answer of the first attempt was lost, and the chat has moved on since.
        first = said_before(ctx, chat, caller, event)
        if first is None:
            raise
        return EventSent(event_id=first)
    stored = say(ctx, chat, caller.caller, event)
    event_id = said_before(ctx, chat, caller, event) if stored is None else stored.id
    assert event_id is not None
    return EventSent(event_id=event_id)


def send_postback(ctx: Context, caller: Session, request: SendPostback) -> Nothing:
    """Press or release a button of a rich message."""
    chat = chat_of(ctx, caller, request.chat_id)
    event = event_of(ctx, caller, chat, request.thread_id, request.event_id)
    toggle = request.postback
    pressed = _pressed(event, toggle.id, caller.caller, is_down=toggle.toggled)
    if pressed != event:
        ctx.archive.change_event(chat.id, pressed)
        updated = IncomingEvent(chat_id=chat.id, thread_id=request.thread_id, event=pressed)
        to_visitor = not event.is_whisper
        tell(ctx, chat, "event_updated", updated, to=in_chat(ctx, chat), to_visitor=to_visitor)
    if chat.is_active and chat.thread.id == request.thread_id:
        push = IncomingPostback(
            user_id=caller.caller,
            chat_id=chat.id,
            thread_id=request.thread_id,
            event_id=request.event_id,
            postback=PushedPostback(id=toggle.id, toggled=toggle.toggled),
        )
        whisk(
            ctx,
            chat,
            "incoming_rich_message_postback",
            push,
            to_visitor=not event.is_whisper,
        )
    return DONE


def mark_seen(ctx: Context, caller: Session, request: MarkSeen) -> Nothing:
    """Move the caller's seen mark forward; it never moves back."""
    chat = chat_of(ctx, caller, request.chat_id)
    member = chat.members.get(caller.caller)
    before = chat.seen.get(caller.caller)
    if member is None or (before is not None and request.seen_up_to <= before):
        return DONE
    chat.seen[caller.caller] = min(request.seen_up_to, max(ctx.now.wall, chat.last_event_at))
    ctx.archive.save_seen(chat)
    push = EventsSeen(user_id=caller.caller, chat_id=chat.id, seen_up_to=chat.seen[caller.caller])
    to_visitor = member.visibility == Visibility.ALL
    tell(ctx, chat, "events_marked_as_seen", push, to=in_chat(ctx, chat), to_visitor=to_visitor)
    return DONE


def send_typing(ctx: Context, caller: Session, request: SendTypingIndicator) -> Nothing:
    """Show that an operator types."""
    chat = active_chat_of(ctx, caller, request.chat_id)
    require_member(chat, caller)
    visibility = request.visibility or request.recipients or Visibility.ALL
    if chat.members[caller.caller].visibility == Visibility.AGENTS:
        visibility = Visibility.AGENTS
    indicator = TypingIndicator(
        author_id=caller.caller,
        timestamp=int(ctx.now.wall.timestamp()),
        is_typing=request.is_typing,
        visibility=visibility,
    )
    push = IncomingTyping(chat_id=chat.id, thread_id=chat.thread.id, typing_indicator=indicator)
    to_visitor = visibility != Visibility.AGENTS
    whisk(ctx, chat, "incoming_typing_indicator", push, to_visitor=to_visitor, besides=caller)
    return DONE


def send_preview(ctx: Context, caller: Session, request: SendEventPreview) -> Nothing:
    """Show an operator's text before it is sent."""
    chat = active_chat_of(ctx, caller, request.chat_id)
    require_member(chat, caller)
    event = checked(request.event, ctx.files, is_operator=True)
    if event.type != Kind.MESSAGE or event.is_whisper:
        raise invalid("Only messages that everybody may see have a preview.")
    if chat.members[caller.caller].visibility == Visibility.AGENTS:
        raise _supervisor()
    push = IncomingPreview(
        chat_id=chat.id,
        thread_id=chat.thread.id,
        event=structs.replace(
            event, author_id=caller.caller, text=masked_unfinished(event.text or "")
        ),
    )
    whisk(ctx, chat, "incoming_event_preview", push, to_visitor=True, besides=caller)
    return DONE


def send_sneak_peek(ctx: Context, caller: Session, request: SendSneakPeek) -> Nothing:
    """Show operators what the visitor has typed so far."""
    chat = active_chat_of(ctx, caller, request.chat_id)
    peek = SneakPeek(
        author_id=caller.caller,
        text=masked_unfinished(request.sneak_peek_text[:MESSAGE_CHARACTERS]),
        timestamp=int(ctx.now.wall.timestamp()),
    )
    push = IncomingSneakPeek(chat_id=chat.id, thread_id=chat.thread.id, sneak_peek=peek)
    whisk(ctx, chat, "incoming_sneak_peek", push, to_visitor=False)
    return DONE


def _check_may_say(chat: ChatRecord, caller: Session, event: Event, *, attach: bool) -> None:
    if not chat.is_active and not attach:
        raise inactive()
    if not caller.is_operator:
        return
    if chat.is_active:
        require_member(chat, caller)
        is_supervisor = chat.members[caller.caller].visibility == Visibility.AGENTS
        if is_supervisor and not event.is_whisper:
            raise _supervisor()


def _supervisor() -> ProtocolError:
    return ProtocolError(
        ErrorType.AUTHORIZATION,
        "You supervise this chat unseen; write to operators only, or take the chat.",
    )


def _pressed(event: Event, button_id: str, user: UserId, *, is_down: bool) -> Event:
    """Return the event with the user among those who pressed the button, or no longer."""
    elements = event.elements or ()
    if not any(button.postback_id == button_id for each in elements for button in each.buttons):
        raise not_found("button")
    return structs.replace(
        event,
        elements=tuple(_pressed_in(each, button_id, user, is_down=is_down) for each in elements),
    )


def _pressed_in(element: Element, button_id: str, user: UserId, *, is_down: bool) -> Element:
    buttons = []
    for button in element.buttons:
        if button.postback_id == button_id:
            others = tuple(each for each in button.user_ids if each != user)
            user_ids = (*others, user) if is_down else others
            buttons.append(structs.replace(button, user_ids=user_ids))
        else:
            buttons.append(button)
    return structs.replace(element, buttons=tuple(buttons))
