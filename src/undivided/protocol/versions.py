"""Which protocol versions a socket path may name, and what they rename."""

from enum import StrEnum


class Version(StrEnum):
    """Versions we answer; 3.6 is the base, the older two bridge public SDKs."""

    V3_4 = "3.4"
    V3_5 = "3.5"
    V3_6 = "3.6"


BASE = Version.V3_6


def parse_version(text: str) -> Version | None:
    """Return the version named by `text` (`3.6`), or None when we do not speak it."""
    return Version(text) if text in set(Version) else None
