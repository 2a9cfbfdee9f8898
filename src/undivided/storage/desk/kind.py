"""What opening and restoring need to know of the desk's file."""

from typing import TYPE_CHECKING

import msgspec

from undivided.database.kinds import FileKind, Row, Schema
from undivided.protocol.events import Event
from undivided.protocol.moments import from_wire

if TYPE_CHECKING:
    from sqlite_utils import Migrations

decode_event = msgspec.json.Decoder(Event).decode


def _load() -> "Migrations":
    from undivided.storage.desk.migrations import migrations  # noqa: PLC0415 - see `Schema`

    return migrations


def _is_sound(table: str, row: Row) -> bool:
    """Return whether a row of the outbox can be sent; drafts are any text."""
    if table != "outbox":
        return True
    event, written_at = row["event"], row["written_at"]
    if not isinstance(event, bytes) or not isinstance(written_at, str):
        return False
    try:
        decode_event(event)
        from_wire(written_at)
    except ValueError:  # msgspec's errors are among them
        return False
    return True


DESK = FileKind(
    what="file with your drafts and unsent messages",
    schemas=(Schema("desk", ("first_tables", "files", "draft_marks", "sent_pictures"), _load),),
    tables={
        "outbox": "number, account, custom_id, chat_id, event, written_at, attempts, failed,"
        " digest",
        "drafts": "account, chat_id, text, changed_at, marks",
        "draft_files": "number, account, chat_id, digest, name, media_type, size, added_at",
        "sent_pictures": "number, account, custom_id, digest, size, sent_at",
    },
    counted={"outbox": "message", "drafts": "draft"},
    is_sound=_is_sound,
)
"""Losing it loses no message that the server has, so an unreadable one may start empty."""
