"""Which pictures were sent from here, so that the transcript shows them from their kept copies.

Within a transaction that the caller holds. Only a convenience: the newest stay, within bounds, and
all of them give way when files that wait to be sent need the room.
"""

import sqlite3

from undivided.protocol.ids import CustomId
from undivided.protocol.moments import to_wire
from undivided.storage.desk.outbox_record import OutboxRecord

MOST_PICTURES = 200
MOST_BYTES = 64 * 1024 * 1024

_TOO_MANY = (
    "delete from sent_pictures where number in (select number from (select number,"
    " row_number() over newest as place, sum(size) over newest as bytes from sent_pictures"
    " window newest as (order by number desc)) where place > ? or bytes > ?)"
)


def note(db: sqlite3.Connection, account: str, record: OutboxRecord) -> None:
    """Remember the picture of a row that is about to be sent; other rows are passed over."""
    event = record.event
    if not record.digest or not (event.content_type or "").startswith("image/"):
        return
    db.execute(
        "insert into sent_pictures (account, custom_id, digest, size, sent_at)"
        " values (?, ?, ?, ?, ?) on conflict do nothing",
        (account, record.custom_id, record.digest, event.size or 0, to_wire(record.written_at)),
    )
    db.execute(_TOO_MANY, (MOST_PICTURES, MOST_BYTES))


def digests(db: sqlite3.Connection, account: str) -> dict[CustomId, str]:
    """Return whose copies are kept: a message's custom id and the digest of its picture."""
    rows = db.execute(
        "select custom_id, digest from sent_pictures where account = ?", (account,)
    ).fetchall()
    return {CustomId(custom_id): digest for custom_id, digest in rows}
