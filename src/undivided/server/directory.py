"""Operators, visitors, sites and files, as the hub asks for them.

Values and protocols only: where accounts live and how tokens are checked is unknown here.
"""

from dataclasses import dataclass
from typing import Protocol

from undivided.protocol.ids import EVERYBODY, GroupId, OrganizationId, UserId


class Role:
    """What an operator may do; the words of RTM's `permission`."""

    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A person at the desk.

    Attributes:
        email: The id that other operators see; visitors see an opaque one.
        photo_url: Absolute, or empty when there is none.
        max_chats: How many chats the router gives him at once.
        may_accept: Has a real name and a photo, so visitors may be given to him.
    """

    email: UserId
    name: str
    title: str = ""
    photo_url: str = ""
    role: str = Role.NORMAL
    max_chats: int = 3
    group_ids: tuple[GroupId, ...] = (EVERYBODY,)
    may_accept: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who a verified visitor token belongs to; all else about a visitor is the hub's."""

    id: UserId
    organization_id: OrganizationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A web site whose visitors this server answers; RTM calls it an organization."""

    organization_id: OrganizationId
    name: str
    origins: tuple[str, ...] = ()
    group_id: GroupId = EVERYBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """What is known of an upload; `width` and `height` in pixels, for pictures only."""

    url: str
    name: str
    content_type: str
    size: int
    width: int | None = None
    height: int | None = None


class Directory(Protocol):
    """The accounts and sites; calls must be cheap (the hub asks for every chat it shows)."""

    def operator(self, email: UserId) -> Operator | None:
        """Return the operator, or None when unknown or removed."""
        ...

    def operators(self) -> tuple[Operator, ...]:
        """Return all operators that may sign in."""
        ...

    def site(self, organization_id: OrganizationId) -> Site | None:
        """Return the site, or None when unknown."""
        ...

    def sites(self) -> tuple[Site, ...]:
        """Return all sites, the oldest first."""
        ...


class FileCatalog(Protocol):
    """Finds what was uploaded to this server."""

    def __call__(self, url: str) -> StoredFile | None:
        """Return the upload behind `url`, or None when the address is not one of ours."""
        ...
