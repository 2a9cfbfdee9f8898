"""Operators add, change and delete what their team and their sites share.

The actions of RTM 3.7's configuration API. A change that names the version it is based on is
refused when somebody else was first; one that names none overwrites, as in 3.7. A change that
changes nothing is a success without a push, so that a repeated request does no harm.
"""

from typing import NoReturn

import msgspec
from msgspec.structs import replace

from undivided.library.errors import ResponseRefused
from undivided.library.sharing.form import content_of, foreign_in, response_from
from undivided.protocol.canned_responses import (
    REQUEST_KEY,
    RESPONSE_BYTES,
    SITE,
    TEAM,
    CannedChanged,
    CannedDesk,
    CannedResponse,
    CannedResponseCreated,
    CannedResponseDeleted,
    CannedVersion,
    CreateCannedResponse,
    DeleteCannedResponse,
    NewCannedDesk,
    Place,
    UpdateCannedResponse,
)
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.moments import EPOCH
from undivided.server.errors import forbidden, invalid, not_found
from undivided.server.hub.canned_rights import may_change, may_edit_places, may_read, readers
from undivided.server.hub.context import Context
from undivided.server.hub.pushing import Push
from undivided.server.hub.sessions import Session
from undivided.server.hub.telling import sessions_of
from undivided.server.store.canned_store import Kept

MOST_RESPONSES = 20_000
WHAT = "canned response"
ONLY_EDITORS = "Only owners and administrators add and delete what a team or a site shares."


def create(ctx: Context, caller: Session, request: CreateCannedResponse) -> CannedResponseCreated:
    """Share a new response; the same `request_key` again makes no second one."""
    desk = request.desk or NewCannedDesk()
    place = _place(ctx, caller, request, desk)
    if not may_edit_places(ctx, caller.caller):
        raise forbidden(ONLY_EDITORS)
    if desk.request_key and REQUEST_KEY.fullmatch(desk.request_key) is None:
        raise invalid("desk.request_key must be 32 hexadecimal digits.")
    fresh = _kept_form(
        CannedResponse(
            id=desk.request_key or ctx.new_id(),
            text=request.text,
            tags=request.tags,
            group_id=place.group_id,
            desk=CannedDesk(place=place, content=desk.content),
        )
    )
    if ctx.canned.get(fresh.id) is not None:
        known = _readable(ctx, caller, fresh.id)
        if not _says_the_same(known.response, fresh):
            _refuse_conflict(known)
        return _created(known.response)
    if ctx.canned.count() >= MOST_RESPONSES:
        sentence = f"A server shares {MOST_RESPONSES:,} responses at most; delete some first."
        raise ProtocolError(ErrorType.LIMIT_REACHED, sentence)
    return _created(_store(ctx, caller, fresh, "canned_response_created"))


def update(ctx: Context, caller: Session, request: UpdateCannedResponse) -> CannedChanged:
    """Change what is named; the rest stays."""
    known = _readable(ctx, caller, request.id)
    old = known.response
    assert old.desk is not None
    if not may_change(ctx, caller.caller, old):
        raise forbidden("Only owners, administrators and its owner change this response.")
    if request.is_private or request.group_id not in (None, old.group_id):
        raise invalid("A shared response keeps its place; add it elsewhere and delete it here.")
    content = None if request.desk is None else request.desk.content
    if content is not None:
        # A program that does not know a name must not take it away.
        content = foreign_in(old.desk.content) | content
    changed = _kept_form(
        replace(
            old,
            text=old.text if request.text is None else request.text,
            tags=old.tags if request.tags is None else request.tags,
            desk=replace(old.desk, content=old.desk.content if content is None else content),
        )
    )
    if _says_the_same(old, changed):
        return CannedChanged(desk=CannedVersion(version=known.version))
    _check_base(known, None if request.desk is None else request.desk.base_version)
    if _owner(old) != _owner(changed) and not may_edit_places(ctx, caller.caller):
        raise forbidden("Only owners and administrators say who answers for a response.")
    stored = _store(ctx, caller, changed, "canned_response_updated")
    assert stored.desk is not None
    return CannedChanged(desk=CannedVersion(version=stored.desk.version))


def delete(ctx: Context, caller: Session, request: DeleteCannedResponse) -> CannedChanged:
    """Take a response away from everybody."""
    known = _readable(ctx, caller, request.id)
    if not may_edit_places(ctx, caller.caller):
        raise forbidden(ONLY_EDITORS)
    _check_base(known, None if request.desk is None else request.desk.base_version)
    assert known.response.desk is not None
    version = CannedVersion(version=ctx.canned.head + 1)
    ctx.canned.delete(known.response, version.version)
    push = CannedResponseDeleted(id=request.id, desk=version)
    _tell(ctx, known.response.desk.place, "canned_response_deleted", push)
    return CannedChanged(desk=version)


def _place(
    ctx: Context, caller: Session, request: CreateCannedResponse, desk: NewCannedDesk
) -> Place:
    """Return where the new response is to live; absent and foreign places are one."""
    if request.is_private:
        raise invalid("Personal responses stay on the operator's own computer.")
    if desk.scope not in (TEAM, SITE):
        raise invalid(f"desk.scope must be {TEAM} or {SITE}.")
    if desk.scope == TEAM:
        place = Place(scope=TEAM, group_id=request.group_id)
        is_there = request.group_id in ctx.people.groups()
    else:
        place = Place(scope=SITE, organization_id=desk.organization_id)
        is_there = True
    if not is_there or not may_read(ctx, caller.caller, place):
        raise not_found("team or site")
    return place


def _readable(ctx: Context, caller: Session, response_id: str) -> Kept:
    known = ctx.canned.get(response_id)
    if known is None or known.is_deleted:
        raise not_found(WHAT)
    assert known.response.desk is not None
    if not may_read(ctx, caller.caller, known.response.desk.place):
        raise not_found(WHAT)
    return known


def _kept_form(canned: CannedResponse) -> CannedResponse:
    """Return the response as it is stored: in the library's own form, without card numbers."""
    assert canned.desk is not None
    try:
        response = response_from(canned)
    except ResponseRefused as error:
        raise invalid(error.sentence) from error
    content = content_of(response, canned.desk.content)
    kept = replace(
        canned,
        text=response.body,
        tags=response.tags,
        desk=replace(canned.desk, content=content),
    )
    if len(msgspec.json.encode(kept)) > RESPONSE_BYTES:
        sentence = f"A shared response has at most {RESPONSE_BYTES // 1024} KB with all its parts."
        raise ProtocolError(ErrorType.ENTITY_TOO_LARGE, sentence)
    return kept


def _says_the_same(one: CannedResponse, other: CannedResponse) -> bool:
    assert one.desk is not None
    assert other.desk is not None
    return (one.text, one.tags, one.desk.place, one.desk.content) == (
        other.text, other.tags, other.desk.place, other.desk.content,
    )  # fmt: skip


def _check_base(known: Kept, base_version: int | None) -> None:
    if base_version not in (None, known.version):
        _refuse_conflict(known)


def _refuse_conflict(known: Kept) -> NoReturn:
    raise ProtocolError(
        ErrorType.CONFLICT,
        "Somebody else changed this response first; this is how it is now.",
        {"canned_response": known.response},
    )


def _owner(canned: CannedResponse) -> object:
    return None if canned.desk is None else canned.desk.content.get("owner")


def _store(ctx: Context, caller: Session, canned: CannedResponse, action: str) -> CannedResponse:
    """Store a response as the newest change, and tell everybody who reads it."""
    assert canned.desk is not None
    at = ctx.stamp(canned.updated_at or EPOCH)
    stored = replace(
        canned,
        created_at=canned.created_at or at,
        updated_at=at,
        desk=replace(canned.desk, version=ctx.canned.head + 1, updated_by=caller.caller),
    )
    ctx.canned.keep(stored)
    _tell(ctx, canned.desk.place, action, stored)
    return stored


def _tell(ctx: Context, place: Place, action: str, payload: msgspec.Struct) -> None:
    # Not stored for replays: whoever comes back lists the changes after the last version he saw.
    sessions = sessions_of(ctx, readers(ctx, place), None)
    ctx.leaving.append(Push(action=action, payload=payload, sessions=sessions))


def _created(canned: CannedResponse) -> CannedResponseCreated:
    assert canned.desk is not None
    return CannedResponseCreated(id=canned.id, desk=CannedVersion(version=canned.desk.version))
