"""Events of a thread: messages, files, rich messages, forms and system lines."""

from msgspec import Struct

from undivided.protocol.ids import CustomId, EventId, ThreadId, UserId
from undivided.protocol.moments import Instant

Properties = dict[str, dict[str, str | int | bool]]
"""Namespace -> name -> value, on chats, threads and events."""

PropertyNames = dict[str, list[str]]
"""Namespace -> names to delete."""


class Kind:
    """Event types; others may arrive and are kept as they are."""

    MESSAGE = "message"
    FILE = "file"
    RICH_MESSAGE = "rich_message"
    FORM = "form"
    FILLED_FORM = "filled_form"
    SYSTEM_MESSAGE = "system_message"
    CUSTOM = "custom"


class Visibility:
    """Who may see an event: everybody in the chat, or operators only (a whisper)."""

    ALL = "all"
    AGENTS = "agents"


class Postback(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The button of a rich message that a message answers."""

    id: str
    thread_id: ThreadId | None = None
    event_id: EventId | None = None
    type: str | None = None
    value: str | None = None
    toggled: bool | None = None


class Button(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One button of a rich message; `user_ids` holds who pressed it."""

    text: str
    postback_id: str = ""
    user_ids: tuple[UserId, ...] = ()
    type: str | None = None
    value: str | None = None
    webview_height: str | None = None
    target: str | None = None


class Image(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A picture inside a rich message."""

    url: str
    name: str | None = None
    content_type: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    alternative_text: str | None = None


class Element(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One card of a rich message, or the question above quick replies."""

    title: str | None = None
    subtitle: str | None = None
    image: Image | None = None
    buttons: tuple[Button, ...] = ()


class Choice(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An option of a form field, or the answer that was chosen."""

    id: str
    label: str
    group_id: int | None = None


class Field(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A field of a form, with its answer when filled."""

    type: str
    id: str
    label: str
    required: bool | None = None
    options: tuple[Choice, ...] | None = None
    answer: str | Choice | None = None
    answers: tuple[Choice, ...] | None = None


class Event(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One event; which fields are set depends on `type` (RTM v3.6, 8.1 and 8.2 of its data model).

    One struct serves all kinds, so that a kind we do not know is kept and passed on.

    Attributes:
        recipients: The old name of `visibility`, still sent by two public SDKs.
        desk_seq: Our extension: the event's running number inside its chat. Events
            of a chat are sorted by it, never by time (promise G3).
    """

    type: str
    id: EventId | None = None
    custom_id: CustomId | None = None
    author_id: UserId | None = None
    created_at: Instant | None = None
    visibility: str | None = None
    recipients: str | None = None
    properties: Properties | None = None
    desk_seq: int | None = None
    deleted: bool | None = None
    text: str | None = None
    postback: Postback | None = None
    url: str | None = None
    alternative_text: str | None = None
    name: str | None = None
    content_type: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    thumbnail_url: str | None = None
    thumbnail2x_url: str | None = None
    template_id: str | None = None
    elements: tuple[Element, ...] | None = None
    form_id: str | None = None
    form_type: str | None = None
    fields: tuple[Field, ...] | None = None
    system_message_type: str | None = None
    text_vars: dict[str, str] | None = None
    content: dict[str, object] | None = None

    @property
    def is_whisper(self) -> bool:
        """Whether visitors must never get this event."""
        return (self.visibility or self.recipients) == Visibility.AGENTS
