"""Web addresses in a text that was written by somebody else."""

import re
from dataclasses import dataclass

LONGEST = 2000

_URL = re.compile(
    r"https?://[^\s<>\"“”„«»\\^`{|}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]+", re.IGNORECASE
)
_AFTER_URL = ".,;:!?)]}’'…*_"


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a text that can be activated, by position in it, in code points."""

    start: int
    end: int
    target: str


def find_links(text: str) -> tuple[Link, ...]:
    """Return the web addresses in `text`.

    Only http and https with a host and without a user name: a name before an @ is how an address
    pretends to lead somewhere else.
    """
    if "://" not in text:
        return ()
    found = []
    for match in _URL.finditer(text):
        address = match[0].rstrip(_AFTER_URL)
        host = address.split("://", 1)[1].partition("/")[0].partition("?")[0].partition("#")[0]
        if host and "@" not in host and len(address) <= LONGEST:
            found.append(Link(match.start(), match.start() + len(address), address))
    return tuple(found)
