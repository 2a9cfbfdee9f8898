"""What the desk itself wants to be sent; app/controller turns each into a session command.

Custom ids are derived from what caused the intent, so the same intent never becomes two
messages, not even after a restart (promise G1).
"""

from datetime import datetime, timedelta

from msgspec import Struct

from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId

AUTOMATIC = "desk-"
"""Start of the custom id of every line that the desk itself writes."""


class Say(Struct, frozen=True):
    """Send `event`, which already has its custom id, through the outbox."""

    chat_id: ChatId
    event: Event


class KeepHold(Struct, frozen=True):
    """Write the promise into the chat's properties; None takes it out."""

    chat_id: ChatId
    until: datetime | None
    promised: timedelta = timedelta()


class TellSeen(Struct, frozen=True):
    """Tell the visitor that everything up to a time was read."""

    chat_id: ChatId
    up_to: datetime


Intent = Say | KeepHold | TellSeen

IntentKey = tuple[ChatId, CustomId | datetime | None]


def key_of(intent: Intent) -> IntentKey:
    """Return what makes an intent the same as another."""
    if isinstance(intent, Say):
        return intent.chat_id, intent.event.custom_id
    return intent.chat_id, intent.until if isinstance(intent, KeepHold) else intent.up_to


def automatic_id(reason: str, cause: str) -> CustomId:
    """Return the one custom id of the line that `reason` makes of `cause`."""
    return CustomId(f"{AUTOMATIC}{reason}-{cause}")


def is_automatic(custom_id: CustomId | None) -> bool:
    """Return whether the desk, not the operator, wrote the line with this id."""
    return custom_id is not None and custom_id.startswith(AUTOMATIC)
