"""What can go wrong with the server's own file, and short ways to refuse a request."""

from undivided.database.errors import StorageError
from undivided.protocol.errors import ErrorType, ProtocolError, UndividedError

# UndividedError
#  +-- ServerError        it cannot start or go on
#  +-- DatabaseUnusable   a file cannot be opened or written, and why


class ServerError(UndividedError):
    """The server cannot start or go on; the sentence says what to do."""


DatabaseUnusable = StorageError
"""The server's file, or one beside it, cannot be opened or written."""


def invalid(sentence: str) -> ProtocolError:
    """Return the refusal of a request that is not well formed."""
    return ProtocolError(ErrorType.VALIDATION, sentence)


def not_found(what: str) -> ProtocolError:
    """Return the one answer for things that do not exist and for things of others."""
    return ProtocolError(ErrorType.NOT_FOUND, f"There is no such {what}.")


def forbidden(sentence: str) -> ProtocolError:
    """Return the refusal of something that the caller may not do."""
    return ProtocolError(ErrorType.AUTHORIZATION, sentence)


def inactive() -> ProtocolError:
    """Return the refusal of something that needs an active thread."""
    return ProtocolError(ErrorType.CHAT_INACTIVE, "This chat is closed; start it again first.")


def already_active() -> ProtocolError:
    """Return the refusal to start a thread while one is active."""
    return ProtocolError(ErrorType.CHAT_ALREADY_ACTIVE, "This chat is already active.")


def unavailable() -> ProtocolError:
    """Return the answer to every request whose changes could not be saved."""
    return ProtocolError(
        ErrorType.SERVICE_UNAVAILABLE,
        "The server could not save this. Nothing was changed; it is worth trying again.",
        {"retry_after_ms": 1_000},
    )
