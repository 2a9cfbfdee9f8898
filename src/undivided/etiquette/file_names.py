"""Which names a file may have, and which files are programs; app and server agree on it."""

import re
import unicodedata

from undivided.etiquette.cards.encoded import masked_encoded

NAME_CHARACTERS = 120
PROGRAM_REFUSED = "Programs and scripts cannot be sent."

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


def is_program(name: str, head: bytes) -> bool:
    """Return whether a file could run something where it is opened.

    Args:
        name: After `safe_name`; some programs show only in the name.
        head: The beginning of the content.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return head.startswith(_PROGRAM_STARTS) or ending in _PROGRAM_ENDINGS


def safe_name(name: str) -> str:
    """Return a file name without folders, control or direction characters; never empty.

    Card numbers in it are masked.
    """
    last = masked_encoded(re.split(r"[\\/]", name)[-1])
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
