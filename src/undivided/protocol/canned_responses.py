"""Canned responses on the wire: RTM 3.7's shape, and under `desk` what only ours have.

A client of 3.7 reads and writes `text`, `tags` and `group_id` and leaves `desk` alone; what it
does not send stays as it is. Nothing personal is ever sent, so `is_private` is always false.
"""

import re

from msgspec import Struct

from undivided.protocol.ids import EVERYBODY, GroupId, OrganizationId, UserId
from undivided.protocol.moments import Instant

TEAM = "team"
SITE = "site"
RESPONSE_BYTES = 48 * 1024
"""Of one response as JSON; with its envelope it fits into a frame."""
REQUEST_KEY = re.compile(r"[0-9a-f]{32}")
"""What a client may choose as the id of a new response: chance alone, so that nobody guesses it."""


class Place(Struct, frozen=True, kw_only=True):
    """Where shared responses live: a team's by its group, a site's by its organization.

    Attributes:
        scope: `team` or `site`.
        group_id: Of a team; 0 is every operator.
        organization_id: Of a site; empty for a team.
    """

    scope: str = TEAM
    group_id: GroupId = EVERYBODY
    organization_id: OrganizationId = OrganizationId("")


class OpenPlace(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A place that an operator may read.

    Attributes:
        name: Of the site; empty for a team.
        may_edit: Whether the operator may add, change and delete what is there.
    """

    place: Place
    name: str = ""
    may_edit: bool = False


class CannedDesk(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a stored response of ours has besides 3.7's fields.

    Attributes:
        version: Number of its last change; all responses of a server share one count.
        updated_by: The operator who made that change.
        content: Every other field, as `library.sharing.form` writes it. A server keeps the names
            that it does not know, so that an older one takes nothing away.
    """

    place: Place
    version: int = 0
    updated_by: UserId = UserId("")
    content: dict[str, object] = {}


class CannedResponse(Struct, frozen=True, kw_only=True):
    """A shared response; also the payload of `canned_response_created` and `_updated`."""

    id: str
    text: str
    tags: tuple[str, ...] = ()
    group_id: GroupId = EVERYBODY
    is_private: bool = False
    created_at: Instant | None = None
    updated_at: Instant | None = None
    desk: CannedDesk | None = None


class NewCannedDesk(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The `desk` key of `create_canned_response`.

    Attributes:
        request_key: As `REQUEST_KEY`. Becomes the response's id, so that a repeated request
            makes one response; repeated with another content it is refused with `conflict`.
    """

    request_key: str = ""
    scope: str = TEAM
    organization_id: OrganizationId = OrganizationId("")
    content: dict[str, object] = {}


class CreateCannedResponse(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`create_canned_response`."""

    text: str
    tags: tuple[str, ...] = ()
    group_id: GroupId = EVERYBODY
    is_private: bool = False
    desk: NewCannedDesk | None = None


class CannedVersion(Struct, frozen=True, kw_only=True):
    """The `desk` key of answers and pushes about one change."""

    version: int


class CannedResponseCreated(Struct, frozen=True, kw_only=True):
    """The answer to `create_canned_response`."""

    id: str
    desk: CannedVersion


class CannedEditDesk(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The `desk` key of a change.

    Attributes:
        base_version: The version that was changed; another one on the server refuses the change
            with `conflict`, and `data.canned_response` holds the server's. Absent: no check.
        content: As in `CannedDesk`; absent leaves everything but text and tags as it is.
    """

    base_version: int | None = None
    content: dict[str, object] | None = None


class UpdateCannedResponse(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`update_canned_response`; what is absent stays. A response keeps its place."""

    id: str
    text: str | None = None
    tags: tuple[str, ...] | None = None
    group_id: GroupId | None = None
    is_private: bool | None = None
    desk: CannedEditDesk | None = None


class DeleteCannedResponse(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`delete_canned_response`."""

    id: str
    desk: CannedEditDesk | None = None


class CannedChanged(Struct, frozen=True, kw_only=True):
    """The answer to a change."""

    desk: CannedVersion


class CannedResponseDeleted(Struct, frozen=True, kw_only=True):
    """The push `canned_response_deleted`, and a deleted response in a list of changes."""

    id: str
    desk: CannedVersion


class CannedFilters(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Only the responses of these groups."""

    group_ids: tuple[GroupId, ...] | None = None


class CannedSince(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The `desk` key of `list_canned_responses`: only what changed after a version.

    Attributes:
        epoch: Of the server's history in which that version was seen.
    """

    version: int = 0
    epoch: str = ""


class ListCannedResponses(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`list_canned_responses`; a page follows by its `page_id` alone."""

    filters: CannedFilters | None = None
    limit: int | None = None
    page_id: str | None = None
    desk: CannedSince | None = None


class CannedPageDesk(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The `desk` key of a page.

    Attributes:
        version: After the last page, what the next list of changes starts from.
        gap: The changes asked for are not to be had; these pages list everything instead.
        deleted: Responses that were deleted since.
        places: Everywhere the operator may read.
        keeps_files: The server keeps the files of responses too, as `response_files` says.
    """

    version: int
    epoch: str = ""
    gap: bool = False
    deleted: tuple[CannedResponseDeleted, ...] = ()
    places: tuple[OpenPlace, ...] = ()
    keeps_files: bool = False


class CannedPage(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The answer to `list_canned_responses`, in the order of the last change."""

    canned_responses: tuple[CannedResponse, ...]
    next_page_id: str | None = None
    desk: CannedPageDesk | None = None


CANNED_REQUESTS: dict[str, type[Struct]] = {
    "create_canned_response": CreateCannedResponse,
    "delete_canned_response": DeleteCannedResponse,
    "list_canned_responses": ListCannedResponses,
    "update_canned_response": UpdateCannedResponse,
}
"""The configuration actions: over HTTP as in 3.7, and on an operator's socket as well."""
