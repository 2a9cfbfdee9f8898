"""The root of all our errors, and the error types of the wire."""

from enum import StrEnum


class UndividedError(Exception):
    """A known failure, carried as one sentence that an operator can read.

    The sentence says what happened, what is safe and what to do. Subclasses add
    facts as attributes and never put message text or secrets into the sentence.
    """

    @property
    def sentence(self) -> str:
        """The sentence to show."""
        return str(self)


class ErrorType(StrEnum):
    """The lower-case error words of RTM v3.6 that we send or understand."""

    AUTHENTICATION = "authentication"
    AUTHORIZATION = "authorization"
    MISSING_ACCESS = "missing_access"
    NOT_ALLOWED = "not_allowed"
    VALIDATION = "validation"
    NOT_FOUND = "not_found"
    CHAT_INACTIVE = "chat_inactive"
    CHAT_ALREADY_ACTIVE = "chat_already_active"
    AGENT_OFFLINE = "agent_offline"
    REQUESTER_ALREADY_OFFLINE = "requester_already_offline"
    USERS_LIMIT_REACHED = "users_limit_reached"
    GROUP_NOT_FOUND = "group_not_found"
    GROUP_OFFLINE = "group_offline"
    GROUPS_OFFLINE = "groups_offline"
    GROUP_UNAVAILABLE = "group_unavailable"
    CUSTOMER_BANNED = "customer_banned"
    LIMIT_REACHED = "limit_reached"
    TOO_MANY_REQUESTS = "too_many_requests"
    PENDING_REQUESTS_LIMIT_REACHED = "pending_requests_limit_reached"
    REQUEST_TIMEOUT = "request_timeout"
    SERVICE_UNAVAILABLE = "service_unavailable"
    INTERNAL = "internal"
    UNSUPPORTED_VERSION = "unsupported_version"
    ENTITY_TOO_LARGE = "entity_too_large"
    CONFLICT = "conflict"
    """Ours: somebody else changed it first; only those who say what they changed are told."""


TRANSIENT = frozenset(
    {
        ErrorType.TOO_MANY_REQUESTS,
        ErrorType.PENDING_REQUESTS_LIMIT_REACHED,
        ErrorType.REQUEST_TIMEOUT,
        ErrorType.SERVICE_UNAVAILABLE,
        ErrorType.INTERNAL,
    }
)
"""Refusals after which sending the same command again makes sense."""


class ProtocolError(UndividedError):
    """A request that the other side refuses, or a frame that it cannot read.

    Attributes:
        type: One of `ErrorType`, or the foreign server's own word.
        data: Extra facts of the error, as the wire carries them.
    """

    def __init__(self, type_: str, message: str, data: dict[str, object] | None = None) -> None:
        """Keep the wire's three fields."""
        super().__init__(message)
        self.type = type_
        self.data = data

    @property
    def is_transient(self) -> bool:
        """Whether the same request may succeed later."""
        return self.type in TRANSIENT
