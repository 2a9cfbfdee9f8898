"""Whether a text is a person's name, an e-mail address or a web origin.

Pure checks; each problem is a sentence for the person at the command line.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from undivided.protocol.limits import NAME_CHARACTERS

_PLACEHOLDER_WORDS = """
    admin administrator agent anonymous assistant bot chat customer desk employee foo guest help
    helpdesk info member name nobody none operator owner representative sales service someone staff
    support supporter team test tester unknown user your
"""
_PLACEHOLDERS = frozenset(_PLACEHOLDER_WORDS.split())
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")
_EMAIL_CHARACTERS = 254
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def name_problem(name: str) -> str | None:
    """Return why visitors would not take `name` for a person's, or None when they would.

    Source: practice 67.
    """
    if not name or len(name) > NAME_CHARACTERS:
        return f"A name has between 1 and {NAME_CHARACTERS} characters."
    if any(unicodedata.category(character).startswith("C") for character in name):
        return "A name has no control characters."
    if sum(character.isalpha() for character in name) < 2:
        return "A name has at least two letters."
    words = [word for word in re.split(r"[\W\d_]+", name.casefold()) if word]
    if all(word in _PLACEHOLDERS or len(word) == 1 for word in words):
        return f"Visitors want to know who they talk to: give a person's name, not {name!r}."
    return None


def email_problem(email: str) -> str | None:
    """Return what is wrong with an e-mail address, or None."""
    if len(email) > _EMAIL_CHARACTERS or not _EMAIL.fullmatch(email) or not email.isprintable():
        return f"{email!r} is no e-mail address; write it like ann@example.com."
    return None


def normal_email(email: str) -> str:
    """Return the one form in which an address is stored and compared."""
    return email.strip().lower()


def origin_problem(text: str) -> str | None:
    """Return what keeps `text` from being a page's origin, or None."""
    parts = urlsplit(text)
    try:
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    rest = parts.path.rstrip("/") or parts.query or parts.fragment or parts.username
    if not host or rest or parts.scheme not in {"http", "https"} or re.search(r"[\s;,'\"*]", text):
        return (
            f"{text!r} is no origin; write scheme and host without a path, "
            "like https://shop.example."
        )
    is_local = host in _LOOPBACK or host.endswith(".localhost")
    if parts.scheme == "http" and not is_local:
        return f"{text!r} is not encrypted; only pages of this computer may use http."
    return None


def normal_origin(text: str) -> str:
    """Return the origin as browsers write it: lower case, no path, no default port."""
    parts = urlsplit(text)
    host = parts.hostname or ""
    if ":" in host:
        host = f"[{host}]"
    default = {"http": 80, "https": 443}.get(parts.scheme)
    port = "" if parts.port in {None, default} else f":{parts.port}"
    return f"{parts.scheme}://{host.encode('idna').decode() if not host.isascii() else host}{port}"
