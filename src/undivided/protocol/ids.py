"""Identifiers as types of their own, and how new ones are written."""

from base64 import b32encode
from typing import NewType

OrganizationId = NewType("OrganizationId", str)
ChatId = NewType("ChatId", str)
ThreadId = NewType("ThreadId", str)
EventId = NewType("EventId", str)
CustomId = NewType("CustomId", str)
UserId = NewType("UserId", str)
"""An operator's e-mail address or a visitor's opaque id."""
GroupId = NewType("GroupId", int)

EVERYBODY = GroupId(0)
"""The group that every operator belongs to."""

ENTROPY_BYTES = 10
"""Random bytes behind an id that a stranger must not guess (80 bits)."""


def opaque_id(entropy: bytes) -> str:
    """Return `entropy` as capital letters and digits, the shape RTM ids have."""
    return b32encode(entropy).decode("ascii").rstrip("=")


def event_id(thread: ThreadId, number: int) -> EventId:
    """Return the id of a thread's event: the thread and the chat's own running number."""
    return EventId(f"{thread}_{number}")


def custom_id(entropy: bytes) -> CustomId:
    """Return the label that stays with one message through every retry (promise G1)."""
    return CustomId(f"u-{opaque_id(entropy).lower()}")
