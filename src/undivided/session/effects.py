"""What the session asks the program around it to do."""

from msgspec import Struct

from undivided.protocol.ids import CustomId
from undivided.session.commands import OutboxRow


class Dial(Struct, frozen=True):
    """Open a socket now; report `opened` or `lost`."""


class Hang(Struct, frozen=True):
    """Close the socket; report nothing."""

    code: int = 1000


class SendFrame(Struct, frozen=True):
    """Write one text frame."""

    frame: bytes


class DropRow(Struct, frozen=True):
    """Delete a confirmed or discarded row from the outbox file."""

    custom_id: CustomId


class KeepRow(Struct, frozen=True):
    """Write a row's new attempts or failure to the outbox file."""

    row: OutboxRow


class StartUpload(Struct, frozen=True):
    """Upload a row's file; commit the address to the outbox file, then report `uploaded`.

    An address that is not committed could differ after a restart, and the server refuses
    another event under the same custom id. Report `upload_failed` when there is none.
    """

    row: OutboxRow


class StopUpload(Struct, frozen=True):
    """Stop an upload that nobody wants any more; report nothing."""

    custom_id: CustomId


Effect = Dial | Hang | SendFrame | DropRow | KeepRow | StartUpload | StopUpload
