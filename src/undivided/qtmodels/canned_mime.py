"""What a dragged canned response carries: its id for our window, its text for other programs."""

from PySide6.QtCore import QMimeData

RESPONSE_MIME = "application/x-undivided-response"
_LONGEST_ID_BYTES = 200


def response_mime(response_id: str, text: str) -> QMimeData:
    """Return the mime data of a response.

    Args:
        response_id: The target fills the response itself, for the chat it belongs to.
        text: As filled for the chat that is shown; what another program receives.
    """
    mime = QMimeData()
    mime.setData(RESPONSE_MIME, response_id.encode())
    mime.setText(text)
    return mime


def read_response_mime(mime: QMimeData) -> str | None:
    """Return the id of the dragged response, or None when something else is dragged."""
    data = bytes(mime.data(RESPONSE_MIME).data())
    if not 0 < len(data) <= _LONGEST_ID_BYTES:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None
