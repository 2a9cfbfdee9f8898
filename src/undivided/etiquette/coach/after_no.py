"""Why something is offered to a visitor who said no: the reasons that an operator chooses from.

Each is kept with the message and read by a reviewer. Source: B9 of the list of practices.
"""

from collections.abc import Mapping
from types import MappingProxyType

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "asked": "They asked for it",
        "instead": "It replaces what they can’t have",
        "other": "Another reason",
    }
)
"""What is kept with the message -> its words, in the order in which they are offered."""


def known_reason(value: object) -> str:
    """Return a value that is one of the reasons, or "" for whatever else a program wrote."""
    return value if isinstance(value, str) and value in REASONS else ""


def told_reason(reason: str) -> str:
    """Return a reason of `REASONS` as the end of a sentence: "they asked for it"."""
    words = REASONS[reason]
    return f"{words[0].lower()}{words[1:]}"
