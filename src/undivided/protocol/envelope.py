"""The three envelopes of the wire: request, response and push."""

from msgspec import Raw, Struct

EMPTY = Raw(b"{}")


class Request(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a client sends; the payload stays raw until the action is known."""

    action: str
    request_id: str | None = None
    version: str | None = None
    payload: Raw = EMPTY


class Incoming(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a client receives: a response (`type` "response") or a push (`type` "push").

    Attributes:
        desk_seq: Our extension: the server's running number of stored pushes.
    """

    action: str
    type: str
    request_id: str | None = None
    success: bool | None = None
    version: str | None = None
    desk_seq: int | None = None
    payload: Raw = EMPTY

    @property
    def is_push(self) -> bool:
        """Whether nobody asked for this."""
        return self.type == "push"


class ErrorBody(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The error of a failed response."""

    type: str
    message: str = ""
    data: dict[str, object] | None = None


class Failure(Struct, frozen=True, kw_only=True):
    """The payload of a failed response."""

    error: ErrorBody
