"""A chat's events as the messages of its transcript, and what changed between two of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import is_

from undivided.desk import read_back
from undivided.desk.callbacks import call_of, is_wish, words_of
from undivided.desk.chats import Chat, Unsent, Viewpoint
from undivided.desk.intents import is_automatic
from undivided.desk.lines import Line
from undivided.desk.system_lines import sentence_of
from undivided.desk.values import (
    Author,
    Choice,
    Delivery,
    FileInfo,
    Message,
    TranscriptChange,
    TranscriptEdit,
)
from undivided.etiquette.calm_text import address, named, one_line
from undivided.etiquette.coach.fact_marks import NO_MARKS, marks_of
from undivided.protocol.desk_extensions import NAMESPACE, WRITTEN_AT
from undivided.protocol.events import Event, Field, Kind
from undivided.protocol.ids import ChatId
from undivided.protocol.limits import NAME_CHARACTERS, RICH_BUTTONS, RICH_ELEMENTS, URL_CHARACTERS
from undivided.protocol.moments import from_wire

PREVIEW_CHARACTERS = 160
SHOWN_CHARACTERS = 16_000
LONGEST_LATE = timedelta(days=366)
LONGEST_AHEAD = timedelta(days=1)
"""By so much a computer's clock may be ahead of the server's."""
"""Text of a foreign server is cut here; ours refuses above 4,000 characters."""
TAKEN_BACK = "This message was taken back."


@dataclass(frozen=True, slots=True)
class Reading:
    """The messages of a chat, with what they were made of.

    Attributes:
        people: What every line is read by: who is who, and what the visitor has seen.
        said: For each line its message, or None.
    """

    lines: tuple[Line, ...] = ()
    people: tuple[object, ...] = ()
    said: tuple[Message | None, ...] = ()
    messages: tuple[Message, ...] = ()


def read(chat: Chat, view: Viewpoint, before: Reading) -> Reading:
    """Return all messages of `chat` in memory, first to last; unsent ones come after all.

    Args:
        before: The last reading of the same chat; of a chat that only grew, the new lines alone
            are read.
    """
    people = (chat.visitor, chat.names, chat.seen_up_to, view.me)
    known = len(before.lines)
    is_longer = len(chat.lines) >= known and all(map(is_, before.lines, chat.lines))
    is_same = is_longer and all(map(is_, before.people, people))
    kept = before.said if is_same else ()
    said = (*kept, *(message_of(line, chat, view) for line in chat.lines[len(kept) :]))
    messages = (*(each for each in said if each is not None), *_unsent(chat))
    return Reading(chat.lines, people, said, messages)


def message_of(line: Line, chat: Chat, view: Viewpoint) -> Message | None:
    """Return the message of one event, or None for kinds that say nothing to an operator."""
    event = line.event
    text = _text_of(event)
    if not text:
        return None
    author = _author_of(event, chat, view)
    is_own = author is Author.ME or (author is Author.SYSTEM and is_automatic(event.custom_id))
    custom_id = event.custom_id if is_own else None
    written_at = _written_at(event, line.at)
    return Message(
        key=str(custom_id or event.id),
        author=author,
        text=text[:SHOWN_CHARACTERS],
        at=line.at if written_at is None else min(written_at, line.at),
        author_name=_name_of(author, event, chat),
        order=event.desk_seq,
        delivery=_delivery(line, chat) if author is Author.ME else Delivery.NONE,
        is_whisper=event.is_whisper,
        is_late=written_at is not None,
        file=None if event.deleted else _file_of(event),
        choices=() if event.deleted else _choices_of(event),
        confirmed=read_back.confirmed_by(line, chat.lines, chat.visitor.id),
        call=call_of(line, chat.id, chat.names, chat.visitor.id, view.me),
        custom_id=custom_id,
        facts=NO_MARKS if author is Author.VISITOR or event.deleted else marks_of(event),
    )


def changes_between(
    chat_id: ChatId, before: tuple[Message, ...], after: tuple[Message, ...]
) -> tuple[TranscriptChange, ...]:
    """Return the smallest edits that turn one transcript into the other."""
    if before == after:
        return ()
    old_keys = [message.key for message in before]
    new_keys = [message.key for message in after]
    size = len(before)
    if not before:
        return (TranscriptChange(chat_id, TranscriptEdit.RESET, after),)
    if new_keys[:size] == old_keys:
        added, same, edit = after[size:], after[:size], TranscriptEdit.APPENDED
    elif new_keys[-size:] == old_keys:
        added, same, edit = after[:-size], after[-size:], TranscriptEdit.PREPENDED
    else:
        return (TranscriptChange(chat_id, TranscriptEdit.RESET, after),)
    changed = tuple(
        new for old, new in zip(before, same, strict=True) if old is not new and old != new
    )
    edits = ((TranscriptEdit.UPDATED, changed), (edit, added))
    return tuple(TranscriptChange(chat_id, what, some) for what, some in edits if some)


def preview_of(message: Message) -> str:
    """Return a message as one line of a list."""
    line = one_line(message.text, PREVIEW_CHARACTERS)
    return f"You: {line}" if message.author is Author.ME else line


def _unsent(chat: Chat) -> tuple[Message, ...]:
    waiting = [row for row in chat.unsent if row.delivery is Delivery.WAITING]
    places = {row.custom_id: (i, len(waiting)) for i, row in enumerate(waiting, start=1)}
    return tuple(
        _unsent_message(row, places.get(row.custom_id))
        for row in chat.unsent
        if _text_of(row.event)
    )


def _unsent_message(row: Unsent, place: tuple[int, int] | None) -> Message:
    is_system = row.event.type == Kind.SYSTEM_MESSAGE
    return Message(
        key=row.custom_id,
        author=Author.SYSTEM if is_system else Author.ME,
        text=_text_of(row.event),
        at=row.written_at,
        delivery=row.delivery,
        place=place,
        reason=row.reason,
        is_whisper=row.event.is_whisper,
        file=_file_of(row.event, row.percent),
        choices=_choices_of(row.event),
        custom_id=row.custom_id,
        facts=marks_of(row.event),
    )


def _author_of(event: Event, chat: Chat, view: Viewpoint) -> Author:
    if event.type == Kind.SYSTEM_MESSAGE or event.author_id is None:
        return Author.SYSTEM
    if event.author_id == chat.visitor.id:
        return Author.VISITOR
    return Author.ME if event.author_id == view.me else Author.COLLEAGUE


def _name_of(author: Author, event: Event, chat: Chat) -> str:
    if author is Author.VISITOR:
        return chat.visitor.shown_name
    if author is Author.SYSTEM or event.author_id is None:
        return ""
    return named(chat.names.get(event.author_id, event.author_id), NAME_CHARACTERS)


def _delivery(line: Line, chat: Chat) -> Delivery:
    is_seen = chat.seen_up_to is not None and line.at <= chat.seen_up_to
    return Delivery.SEEN if is_seen and not line.event.is_whisper else Delivery.SENT


def _text_of(event: Event) -> str:
    if event.deleted:
        return TAKEN_BACK
    if event.type == Kind.SYSTEM_MESSAGE:
        return sentence_of(event)
    if event.type == Kind.FILE:
        return event.alternative_text or event.name or "A file"
    if event.type == Kind.RICH_MESSAGE:
        return read_back.words_of(event) if read_back.is_read_back(event) else _rich_text(event)
    if event.type in {Kind.FORM, Kind.FILLED_FORM}:
        return _form_text(event)
    return event.text or ""


def _form_text(event: Event) -> str:
    if is_wish(event):
        return words_of(event)
    if read_back.is_answer(event):
        return read_back.answer_words(event)
    return "\n".join(_answer(field) for field in event.fields or () if field.label)


def _rich_text(event: Event) -> str:
    parts = (
        part
        for element in (event.elements or ())[:RICH_ELEMENTS]
        for part in (element.title, element.subtitle)
    )
    return "\n".join(part for part in parts if part) or "A card with buttons"


def _answer(field: Field) -> str:
    if isinstance(field.answer, str):
        return f"{field.label} {field.answer}".rstrip()
    chosen = field.answers or ((field.answer,) if field.answer is not None else ())
    return f"{field.label} {', '.join(choice.label for choice in chosen)}".rstrip()


def _file_of(event: Event, percent: int | None = None) -> FileInfo | None:
    if event.type != Kind.FILE:
        return None
    return FileInfo(
        name=named(event.name or "", NAME_CHARACTERS) or "file",
        url=address((event.url or "")[:URL_CHARACTERS]),
        content_type=one_line(event.content_type or "", NAME_CHARACTERS),
        size_bytes=max(event.size or 0, 0),
        percent=percent,
    )


def _choices_of(event: Event) -> tuple[Choice, ...]:
    if event.type != Kind.RICH_MESSAGE:
        return ()
    return tuple(
        Choice(named(button.text, NAME_CHARACTERS), is_pressed=bool(button.user_ids))
        for element in (event.elements or ())[:RICH_ELEMENTS]
        for button in element.buttons[:RICH_BUTTONS]
    )


def _written_at(event: Event, came_at: datetime) -> datetime | None:
    """Return when a message that left late was written; anybody may claim any time."""
    value = (event.properties or {}).get(NAMESPACE, {}).get(WRITTEN_AT)
    if value is None:
        return None
    try:
        written_at = from_wire(str(value))
    except ValueError:
        return None
    return written_at if came_at - LONGEST_LATE <= written_at <= came_at + LONGEST_AHEAD else None
