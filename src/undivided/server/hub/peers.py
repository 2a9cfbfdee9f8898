"""The other end of one socket, as the driver names it."""

from dataclasses import dataclass
from enum import StrEnum

from undivided.protocol.ids import OrganizationId
from undivided.protocol.versions import Version


class Side(StrEnum):
    """Which of the two protocols a socket speaks; the words stand in its path."""

    AGENT = "agent"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A connected socket.

    Attributes:
        id: The driver's number; never used again within one process.
        organization_id: From the socket's query; required for customers.
        origin: The page's origin, None outside browsers.
        address: The network address, for limits and for the visitor panel.
        user_agent: The browser's own description.
    """

    id: int
    side: Side
    version: Version
    organization_id: OrganizationId | None = None
    origin: str | None = None
    address: str = ""
    user_agent: str = ""
