"""Decides from a file's content what it is, and what is refused.

The sender's word for the type is ignored; only the content counts. Pure but for the type table.
"""

from dataclasses import dataclass

import filetype

from undivided.etiquette.file_names import PROGRAM_REFUSED, is_program
from undivided.server.accounts.pictures import Picture, picture_in

HEAD_BYTES = 64 * 1024
"""How much of a file's beginning is looked at; a JPEG's size may stand behind a long profile."""
BINARY = "application/octet-stream"
TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is.

    Attributes:
        content_type: From the content.
        picture: Its measures when it is a picture that we show.
        refusal: The sentence to refuse it with, or None.
    """

    content_type: str
    picture: Picture | None = None
    refusal: str | None = None


def kind_of(name: str, head: bytes) -> FileKind:
    """Return what the file is.

    Args:
        name: After `safe_name`; some programs show only in the name.
        head: The first `HEAD_BYTES` of the content.
    """
    if is_program(name, head):
        return FileKind(BINARY, refusal=PROGRAM_REFUSED)
    picture = picture_in(head)
    if picture is not None:
        refusal = "The picture has more than 16 million pixels." if picture.is_too_large else None
        return FileKind(picture.content_type, picture, refusal)
    guess = filetype.guess_mime(head) if head else None
    if guess is not None:
        if guess.startswith("image/") and guess in _SHOWN_PICTURES:
            return FileKind(guess, refusal="The picture is damaged.")
        return FileKind(str(guess))
    return FileKind(TEXT if _is_text(head) else BINARY)


_SHOWN_PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


def _is_text(head: bytes) -> bool:
    try:
        # The cut at the end may have split a character.
        text = head.decode("utf-8", "strict" if len(head) < HEAD_BYTES else "ignore")
    except UnicodeDecodeError:
        return False
    return not any(character < " " and character not in "\t\n\r\f" for character in text)
