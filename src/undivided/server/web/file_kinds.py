"""Decides from a file's content what it is, which names it may have, and what is refused.

The sender's word for the type is ignored; only the content counts. Pure but for the type table.
"""

import re
import unicodedata
from dataclasses import dataclass

import filetype

from undivided.etiquette.card_numbers import masked
from undivided.server.accounts.pictures import Picture, picture_in

HEAD_BYTES = 64 * 1024
"""How much of a file's beginning is looked at; a JPEG's size may stand behind a long profile."""
NAME_CHARACTERS = 120
BINARY = "application/octet-stream"
TEXT = "text/plain"

_PROGRAM_STARTS = (
    b"MZ",  # Windows and DOS
    b"\x7fELF",  # Linux
    b"#!",  # scripts
    b"\xfe\xed\xfa\xce",  # macOS, four byte orders and the fat form
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",  # also Java classes
    b"dex\n",  # Android
    b"\0asm",  # WebAssembly
    b"!<arch>\n",  # Debian packages and libraries
    b"\xed\xab\xee\xdb",  # RPM packages
    b"L\0\0\0\x01\x14\x02\0",  # Windows shortcuts
)
_PROGRAM_ENDING_WORDS = """
    apk app appimage appx bat cmd com command cpl deb desktop dll dmg exe gadget hta htm html inf
    ipa iso jar js jse jsp lnk mht mhtml mjs msc msi msix msp php pif pkg ps1 ps1xml psc1 psm1 py
    pyc pyw rb reg rpm run scf scr sh shtml so svg svgz swf sys url vb vbe vbs wasm webloc ws wsc
    wsf wsh xht xhtml xll xml xsl xslt
"""
_PROGRAM_ENDINGS = frozenset(_PROGRAM_ENDING_WORDS.split())
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


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
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if head.startswith(_PROGRAM_STARTS) or ending in _PROGRAM_ENDINGS:
        return FileKind(BINARY, refusal="Programs and scripts cannot be sent.")
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


def safe_name(name: str) -> str:
    """Return a file name without folders, control or direction characters; never empty.

    Card numbers in it are masked.
    """
    last = masked(re.split(r"[\\/]", name)[-1])
    kept = "".join(
        " " if character in '<>:"|?*' else character
        for character in unicodedata.normalize("NFC", last)
        # Cc and Cf: line breaks, and marks that turn "gpj.exe" into "exe.jpg".
        if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    ).strip(" .")
    if not kept or _RESERVED.fullmatch(kept):
        return f"file {kept}".strip()
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 10:
        return kept[:NAME_CHARACTERS]
    return f"{stem[: NAME_CHARACTERS - len(ending) - 1]}.{ending}"


def _is_text(head: bytes) -> bool:
    try:
        # The cut at the end may have split a character.
        text = head.decode("utf-8", "strict" if len(head) < HEAD_BYTES else "ignore")
    except UnicodeDecodeError:
        return False
    return not any(character < " " and character not in "\t\n\r\f" for character in text)
