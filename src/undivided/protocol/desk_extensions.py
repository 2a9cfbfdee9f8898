"""Our additions to RTM, announced at login and ignored by clients that do not know them."""

from msgspec import Struct

NAMESPACE = "desk"
"""Property namespace and login key of all extensions."""


class Feature:
    """Features a server may announce."""

    DEDUPE = "dedupe"
    REPLAY = "replay"
    HOLD = "hold"
    CALLBACK = "callback"
    CANNED = "canned"
    """Shared canned responses, by RTM 3.7's configuration actions."""
    PARTS = "parts"
    """Long threads come in parts, the newest first; see `PartWanted`."""


HOLD_STARTED = "desk.hold_started"
HOLD_ENDED = "desk.hold_ended"
HOLD_UNTIL = "hold_until"
"""Chat property: when the promised hold ends, RFC 3339; empty or absent when not held."""
HOLD_BY = "hold_by"
"""Chat property: the operator who promised the hold."""
HOLD_MINUTES_VAR = "minutes"
HOLD_AGREED = "desk.hold.agreed"
"""Postback id of "Yes, I'll wait"."""
HOLD_HURRY = "desk.hold.hurry"
"""Postback id of "I'm in a hurry"."""
CALLBACK_FORM = "desk.callback"
"""Form id of the filled form by which a visitor asks to be called."""
CALLBACK_PHONE = "phone"
"""Id of the field with the number to call; in any form it is that of a phone number."""
CALLBACK_TIME = "time"
"""Id of the field that says when it suits the visitor, in free words; may be absent."""
CALLBACK_CONSENT = "consent"
"""Id of the checkbox by which the visitor allows the call; its label is what was agreed to."""
CALLBACK_AT = "callback_at"
"""Property of that form's event: when to call, RFC 3339; the visitor's wish, moved by operators.

Empty or absent when there is no time for it.
"""
CALLBACK_STATE = "callback_state"
"""Property of that form's event, set by operators: what became of the wish; absent while open."""
CALLBACK_OPEN, CALLBACK_CLAIMED, CALLBACK_NO_ANSWER = "open", "claimed", "no_answer"
CALLBACK_REACHED, CALLBACK_PAID = "done", "paid"
CALLBACK_BY = "callback_by"
"""Property of that form's event: the operator who set its state."""
CALLBACK_FIRST = "callback_first"
"""Property of that form's event: when somebody first called, RFC 3339; never moved."""
CALLBACK_TAG = "callback"
"""Tag of threads in which somebody asked to be called; they are listed by it."""
READBACK_CORRECT = "desk.readback.correct"
"""Postback id of "Correct", below details that an operator reads back."""
READBACK_CHANGE = "desk.readback.change"
"""Postback id of "Change"; what is right comes in the form."""
READBACK_FORM = "desk.readback"
"""Form id of the filled form by which a visitor confirms details; a field for each of them."""
READBACK_OF = "readback_of"
"""Property of that form's event: the event that read the details back."""
REQUEST_KEY = "request_key"
"""Thread property that makes `start_chat` and `resume_chat` repeatable without doubling."""
WRITTEN_AT = "written_at"
"""Event property: when the author wrote a message that left late (promise G11)."""
UNSOURCED = "unsourced"
"""Event property: what a reply states without a source, a line each. Source: practice 36."""
FACT_IDS, FACT_SOURCES = "fact_ids", "fact_sources"
"""Event properties: the fact cards used for a reply, and where to look each up, a line each."""
OFFERED_AFTER_NO = "offered_after_no"
"""Event property: why a reply offers something to a visitor who said no; see `after_no.REASONS`."""
OPERATORS_ALONE = frozenset({UNSOURCED, FACT_IDS, FACT_SOURCES, OFFERED_AFTER_NO})
"""Properties that a server gives to no visitor, and takes from none."""
TYPING_ONLY = "\u2026"
"""Sneak peek text that says "is typing" and shows nothing of the text."""


class Announcement(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The `desk` key of a login answer.

    Attributes:
        epoch: Changes when the server's history was restored or rolled back (promise G6).
        cursor: The newest `desk_seq` when the answer was made.
        gap: The asked-for pushes are not to be had; take a fresh snapshot.
    """

    name: str
    features: tuple[str, ...] = ()
    cursor: str = "0"
    epoch: str = ""
    gap: bool = False
    server_time: str | None = None


class Resume(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The `desk` key of a login request."""

    resume_from: str | None = None
    epoch: str | None = None


class PartWanted(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The `desk` key of `get_chat`: how much of a thread the answer may hold.

    Attributes:
        before: Only events with a smaller running number in the chat.
        most_bytes: At most so much of its events, but always one.
    """

    before: int | None = None
    most_bytes: int | None = None


class ThreadPart(Struct, frozen=True, kw_only=True):
    """The `desk` key of a thread that is not here from its beginning.

    Attributes:
        before: What `PartWanted` has to say to get the events before.
    """

    before: int
