"""One message of the outbox as its file keeps it."""

from datetime import datetime

from msgspec import Struct

from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId


class OutboxRecord(Struct, frozen=True, kw_only=True):
    """A message on its way; its chat, text and custom id never change.

    Attributes:
        number: Order of Send; 0 until stored.
        digest: Of the kept bytes of the file that it carries; empty when it carries none.
    """

    custom_id: CustomId
    chat_id: ChatId
    event: Event
    written_at: datetime
    number: int = 0
    attempts: int = 0
    failed: str = ""
    digest: str = ""
