"""Refusals of the server as sentences that say what happened and what to do."""

from undivided.etiquette.calm_text import one_line
from undivided.protocol.errors import ErrorType, ProtocolError

OFFLINE = "You are offline. Try again when the connection is back."
CUT = "The connection broke before the server answered. Look whether it was done."
NO_ANSWER = "The server did not answer in time."
NO_LIFE = "The server no longer answers."
UNREADABLE = "The server sends what this program cannot read."
TOO_LARGE = "The server's answer was larger than this program takes in."
CHAT_TOO_LARGE = (
    "One chat is too large for this program, so it is left out; nothing else is lost. "
    "Ask whoever runs the server to look after chat {chat}."
)
LIST_TOO_LARGE = (
    "A list of the server is too large for this program, so the rest of it is left out. "
    "What is open goes on; ask whoever runs the server to update it."
)
LOOK_TOO_LARGE = (
    "Whether this arrived could not be looked up: the chat is too large. "
    "Look at it in another program before you send this again."
)
FOREIGN = (
    "What answers at this address speaks another version of the protocol. "
    "Ask whoever runs the server to update it."
)
CHAT_OVER = "The chat was closed or handed over before this was sent."
CHAT_UNKNOWN = "The server no longer knows this chat."
FILE_GONE = "file_gone"
"""Our own word for a row whose kept bytes are no longer there."""
UPLOAD_FOREIGN = "upload_foreign"
"""Our own word for an upload whose answer was that of no chat server."""
NOT_THROUGH = "The file did not get through after several tries. Try again on a better connection."
HISTORY_REPLACED = (
    "The server was restored from a copy. Chats show what it has now; "
    "what was written after that copy may be gone."
)
TOKEN_REFUSED = "The server did not accept the sign-in. Check e-mail and password."  # noqa: S105
TOKEN_OLD = "Your sign-in has expired. Sign in again."  # noqa: S105

_BY_TYPE: dict[str, str] = {
    ErrorType.AUTHENTICATION: TOKEN_REFUSED,
    ErrorType.AUTHORIZATION: "Your account may not do this. Ask an administrator.",
    ErrorType.MISSING_ACCESS: "You are not in this chat any more.",
    ErrorType.NOT_FOUND: CHAT_UNKNOWN,
    ErrorType.CHAT_INACTIVE: CHAT_OVER,
    ErrorType.AGENT_OFFLINE: "Your colleague has just gone offline.",
    ErrorType.GROUP_OFFLINE: "Nobody of that group is there.",
    ErrorType.GROUP_UNAVAILABLE: "Nobody can take the chat now.",
    ErrorType.LIMIT_REACHED: "The server's limit for this is reached.",
    ErrorType.TOO_MANY_REQUESTS: "The server asks to slow down for a moment.",
    ErrorType.SERVICE_UNAVAILABLE: "The server cannot do this at the moment.",
    ErrorType.INTERNAL: "The server has a problem of its own.",
    ErrorType.REQUEST_TIMEOUT: NO_ANSWER,
    ErrorType.ENTITY_TOO_LARGE: "The file is too large for the server.",
    UPLOAD_FOREIGN: (
        "What answered the file was no chat server, perhaps a sign-in page of the network. "
        "Try again when you are past it."
    ),
    FILE_GONE: "The kept copy of this file is gone. Discard it and attach the file again.",
    "license_expired": "The server's account has expired. Ask an administrator.",
    "requester_suspended": "Your account is suspended. Ask an administrator.",
    "requester_awaiting_approval": "Your account still waits for approval.",
    "seats_limit_exceeded": "All seats of this account are taken.",
}

_CLOSED: dict[str, str] = {
    "access_token_expired": TOKEN_OLD,
    "access_token_revoked": "Your sign-in was withdrawn. Sign in again.",
    "agent_disconnected_by_server": "The server has signed you out.",
    "agent_logged_out_remotely": "You were signed out from another place.",
    "connection_evicted": "You are signed in at another place, and only one is possible.",
    "license_expired": "The server's account has expired. Ask an administrator.",
    "license_not_found": "The server does not know this account.",
    "misdirected_connection": "Your account is at another address. Ask an administrator for it.",
    "too_many_connections": "There are too many connections with your account. Close one.",
    "unsupported_version": FOREIGN,
}


def sentence_for(error: ProtocolError) -> str:
    """Return what a refusal means for the operator; a foreign word keeps the server's text."""
    known = _BY_TYPE.get(error.type)
    if known is not None:
        return known
    return f"The server refused it: {one_line(str(error), 200) or one_line(error.type, 60)}"


def sentence_for_upload(error: ProtocolError) -> str:
    """Return why the server did not take a file."""
    if error.type == ErrorType.NOT_FOUND:
        return "This server takes no files."
    if error.type == ErrorType.VALIDATION:
        return f"The server does not take this file. {one_line(str(error), 200)}"
    return sentence_for(error)


def sentence_for_close(reason: str) -> str:
    """Return what the server's last word before closing means."""
    return _CLOSED.get(reason, "The server closed the connection.")
