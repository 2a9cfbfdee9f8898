"""Who may read and who may edit shared canned responses.

Everybody of a group reads what its team shares, and what the sites share whose visitors the
group answers. Owners and administrators edit. Whoever a response names as its owner edits that
one too, because he answers for it; adding and deleting stay with the others. Source: practice 48.
"""

from undivided.protocol.canned_responses import SITE, TEAM, CannedResponse, OpenPlace, Place
from undivided.protocol.ids import UserId
from undivided.server.directory import Role
from undivided.server.hub.context import Context


def open_places(ctx: Context, email: UserId) -> tuple[OpenPlace, ...]:
    """Return everywhere the operator may read, and whether he may edit there: teams, then sites."""
    may_edit = may_edit_places(ctx, email)
    teams = (
        OpenPlace(place=Place(scope=TEAM, group_id=group), may_edit=may_edit)
        for group in ctx.people.groups()
        if ctx.people.may_see(email, (group,))
    )
    sites = (
        OpenPlace(
            place=Place(scope=SITE, organization_id=site.organization_id),
            name=site.name,
            may_edit=may_edit,
        )
        for site in ctx.directory.sites()
        if ctx.people.may_see(email, (site.group_id,))
    )
    return (*teams, *sites)


def may_read(ctx: Context, email: UserId, place: Place) -> bool:
    """Return whether what is shared there is the operator's business."""
    if place.scope == TEAM:
        return ctx.people.may_see(email, (place.group_id,))
    site = ctx.directory.site(place.organization_id)
    return site is not None and ctx.people.may_see(email, (site.group_id,))


def may_edit_places(ctx: Context, email: UserId) -> bool:
    """Return whether the operator adds, changes and deletes, wherever he may read."""
    return ctx.people.operator(email).role in (Role.OWNER, Role.ADMINISTRATOR)


def may_change(ctx: Context, email: UserId, canned: CannedResponse) -> bool:
    """Return whether the operator may change this response, which he may read."""
    if may_edit_places(ctx, email):
        return True
    owner = None if canned.desk is None else canned.desk.content.get("owner")
    return isinstance(owner, str) and owner.casefold() == email.casefold()


def readers(ctx: Context, place: Place) -> frozenset[UserId]:
    """Return every operator who may read what is shared there."""
    return frozenset(
        operator.email
        for operator in ctx.directory.operators()
        if may_read(ctx, operator.email, place)
    )
