"""Rows of the outbox that carry a file: first its bytes get an address, then its event leaves."""

from dataclasses import replace

import msgspec

from undivided.etiquette.cards.numbers import masked
from undivided.library.model.parts import Attachment
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.events import Event, Kind, Visibility
from undivided.protocol.ids import CustomId
from undivided.session.commands import OutboxRow

_ADDRESS_GONE = frozenset({ErrorType.VALIDATION, ErrorType.NOT_FOUND})


def file_event(file: Attachment, custom_id: CustomId) -> Event:
    """Return the event of a file that has no address yet; card numbers in its name are masked."""
    return Event(
        type=Kind.FILE,
        custom_id=custom_id,
        visibility=Visibility.ALL,
        name=masked(file.name),
        content_type=file.media_type,
        size=file.size,
    )


def needs_address(row: OutboxRow) -> bool:
    """Return whether a row's bytes have to be uploaded before its event may leave."""
    return bool(row.digest) and row.event.url is None


def with_address(row: OutboxRow, url: str | None) -> OutboxRow:
    """Return the row with the address that the server gave for its bytes, or with none."""
    return replace(row, event=msgspec.structs.replace(row.event, url=url))


def as_sent(row: OutboxRow) -> Event:
    """Return a row's event with its custom id, and of a file only what a request may say."""
    event = row.event
    if row.digest:
        event = Event(type=event.type, url=event.url, visibility=event.visibility)
    return msgspec.structs.replace(event, custom_id=row.custom_id)


def may_be_address(row: OutboxRow, error: ProtocolError) -> bool:
    """Return whether a refused row may be saved by uploading its file again.

    An upload that no event used is forgotten after a day. Source: RTM v3.6, upload_file.
    """
    return bool(row.digest) and row.event.url is not None and error.type in _ADDRESS_GONE
