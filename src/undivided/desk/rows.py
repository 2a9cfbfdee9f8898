"""A chat as its row in the list, and the queue's rows."""

from itertools import takewhile

from undivided.desk.chats import Chat, Place
from undivided.desk.lines import Line
from undivided.desk.marks import FocusMark, FocusState, Hold
from undivided.desk.transcript import preview_of
from undivided.desk.values import Author, ChatRow, Delivery, Message, QueueRow, Reach
from undivided.protocol.events import Event, Kind
from undivided.protocol.ids import UserId

PAGE_CHARACTERS = 40


def chat_row(
    chat: Chat,
    mark: FocusMark,
    hold: Hold | None,
    messages: tuple[Message, ...],
    *,
    reach: Reach,
    unseen: int,
) -> ChatRow:
    """Return the row of a chat."""
    unsent = sum(row.delivery is not Delivery.FAILED for row in chat.unsent)
    return ChatRow(
        id=chat.id,
        thread_id=chat.thread_id,
        visitor=chat.visitor,
        mark=mark,
        preview=last_line(messages),
        meta=_meta(chat, mark, unsent),
        unread=unread(chat),
        is_active=chat.place is Place.MINE,
        is_new=chat.is_new,
        reach=reach,
        unseen=unseen,
        has_draft=chat.has_draft,
        unsent=unsent,
        hold=hold,
        tags=chat.tags,
        colleagues=tuple(sorted(chat.names.get(each, each) for each in chat.colleagues)),
        has_older=chat.has_older,
        started_at=chat.started_at,
    )


def queue_row(chat: Chat, mark: FocusMark, messages: tuple[Message, ...]) -> QueueRow:
    """Return the row of a visitor whom nobody has taken."""
    return QueueRow(chat.id, chat.visitor, mark, chat.position, last_line(messages))


def unread(chat: Chat) -> int:
    """Return how many of the visitor's messages this operator has not seen."""
    read, visitor = chat.read_up_to, chat.visitor.id
    # From the newest back to what was seen: this runs with each message, and chats are long.
    theirs = (line for line in reversed(chat.current) if line.event.author_id == visitor)
    unseen = takewhile(lambda line: read is None or line.at > read, theirs)
    return sum(line.is_said for line in unseen)


def last_of_visitor(chat: Chat) -> Line | None:
    """Return the visitor's newest message."""
    return next(
        (
            line
            for line in reversed(chat.lines)
            if line.is_said and line.event.author_id == chat.visitor.id
        ),
        None,
    )


def last_own_messages(chat: Chat, me: UserId) -> list[Event]:
    """Return what the operator said last in the current thread, sent or not, oldest first."""
    said = [line.event for line in chat.current if line.event.author_id == me]
    events = (*said, *(row.event for row in chat.unsent))
    return [event for event in events if event.type == Kind.MESSAGE and event.text]


def last_line(messages: tuple[Message, ...]) -> str:
    """Return the last thing that somebody said, as one line."""
    said = (message for message in reversed(messages) if message.author is not Author.SYSTEM)
    last = next(said, None)
    return "" if last is None else preview_of(last)


def _meta(chat: Chat, mark: FocusMark, unsent: int) -> str:
    """Return the one word at the right: the most pressing thing that the ring does not say."""
    waiting = any(row.delivery is Delivery.WAITING for row in chat.unsent)
    page = chat.visitor.pages[0].title[:PAGE_CHARACTERS] if chat.visitor.pages else ""
    words = (
        (unsent < len(chat.unsent), "Not sent"),
        (waiting, f"{unsent} to send"),
        (chat.place is Place.CLOSED, "Closed"),
        (chat.place is not Place.MINE, "Elsewhere"),
        (chat.has_draft, "Draft"),
        (mark.state is FocusState.GOODBYE, "Said goodbye"),
    )
    return next((word for is_so, word in words if is_so), page)
