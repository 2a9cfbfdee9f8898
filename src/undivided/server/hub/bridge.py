"""What versions before 3.6 call things (RTM's list of version differences)."""

from msgspec import Struct, structs

from undivided.protocol.pushes import GroupsStatusUpdated, IncomingMulticast
from undivided.protocol.users import User
from undivided.protocol.versions import BASE, Version

SINCE_3_6 = frozenset(
    {
        "canned_response_created", "canned_response_deleted", "canned_response_updated",
        "customer_statistics_updated", "event_deleted", "incoming_event_preview",
    }
)  # fmt: skip
"""Pushes that older versions do not know."""


def bridged_push(action: str, payload: object, version: Version) -> tuple[str, object] | None:
    """Return a push's name and payload in an older `version`, or None when it has none such."""
    if action in SINCE_3_6:
        return None
    if version == Version.V3_4 and isinstance(payload, GroupsStatusUpdated):
        content = {"name": action, "groups": payload.groups}
        return "incoming_multicast", IncomingMulticast(content=content)
    return action, bridged(payload, version)


def bridged(value: object, version: Version) -> object:
    """Return an answer or a push as `version` writes it: `visit` was `last_visit`."""
    return value if version is BASE else _older(value)


def _older(value: object) -> object:
    if isinstance(value, User):
        return structs.replace(value, visit=None, last_visit=value.visit)
    if isinstance(value, tuple):
        return tuple(_older(each) for each in value)
    if isinstance(value, Struct):
        changed = {
            name: older
            for name in value.__struct_fields__
            if (older := _older(before := getattr(value, name))) is not before
        }
        return structs.replace(value, **changed) if changed else value
    return value
