"""What the session asks the program around it to do."""

from dataclasses import dataclass

from undivided.protocol.ids import CustomId
from undivided.session.commands import OutboxRow


@dataclass(frozen=True, slots=True)
class Dial:
    """Open a socket now; report `opened` or `lost`."""


@dataclass(frozen=True, slots=True)
class Hang:
    """Close the socket; report nothing."""

    code: int = 1000


@dataclass(frozen=True, slots=True)
class SendFrame:
    """Write one text frame."""

    frame: bytes


@dataclass(frozen=True, slots=True)
class DropRow:
    """Delete a confirmed or discarded row from the outbox file."""

    custom_id: CustomId


@dataclass(frozen=True, slots=True)
class KeepRow:
    """Write a row's new attempts or failure to the outbox file."""

    row: OutboxRow


Effect = Dial | Hang | SendFrame | DropRow | KeepRow
