"""Sends what was changed in the library, one change after the other, and the whole story of it."""

from msgspec import Raw, Struct, ValidationError, convert

from undivided.library.sharing.copies import LAST_VERSION, Rights
from undivided.library.sharing.form import content_of
from undivided.library.sharing.news import Wish
from undivided.library.sharing.outcomes import Sharing
from undivided.protocol.canned_responses import (
    RESPONSE_BYTES,
    CannedChanged,
    CannedEditDesk,
    CannedResponse,
    CreateCannedResponse,
    DeleteCannedResponse,
    NewCannedDesk,
    UpdateCannedResponse,
)
from undivided.protocol.codec import decode_payload, encode
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.session.sentences import sentence_for
from undivided.session.sharing import (
    AGAIN_S,
    Inbox,
    Pause,
    Story,
    Wait,
    answer,
    caught_up,
    readable,
    ruled,
    taken_in,
    worked,
)

BETWEEN_S = 0.1
"""Between two changes that are sent: what visitors wait for goes first."""
TOO_LARGE = (
    f"With all its parts it has more than {RESPONSE_BYTES // 1024} KB. "
    "It stays on this computer; make it shorter to share it."
)
_FORBIDDEN = frozenset({ErrorType.AUTHORIZATION, ErrorType.MISSING_ACCESS})


def sharing(inbox: Inbox, me: str) -> Story[None]:
    """Follow the server for as long as the connection holds; never ends by itself.

    Args:
        inbox: Filled by whoever runs the story.
        me: The operator's e-mail address.
    """
    while not (yield from caught_up(me)):
        yield Pause(AGAIN_S)
    inbox.has_changed = True
    while True:
        if inbox.is_empty:
            yield Wait()
        while inbox.pushes:
            yield from taken_in(inbox.pushes.popleft())
        if inbox.has_changed:
            inbox.has_changed = False
            if not (yield from _sent(inbox)):
                inbox.has_changed = True
                yield Pause(AGAIN_S)


def _sent(inbox: Inbox) -> Story[bool]:
    """Send what was changed here; return whether all of it was answered."""
    known = yield from worked(lambda shelf: shelf.known())
    rights = known.rights
    yield from ruled(rights, Sharing.look)
    wishes = yield from ruled(rights, Sharing.due)
    for wish in wishes:
        while inbox.pushes:
            yield from taken_in(inbox.pushes.popleft())
        if not (yield from _sent_one(wish, rights)):
            return False
        yield Pause(BETWEEN_S)
    # An edit may have waited for the answer about an older one.
    inbox.has_changed |= bool(wishes)
    return True


def _sent_one(wish: Wish, rights: Rights) -> Story[bool]:
    action, payload = _request(wish)
    if len(encode(payload)) > RESPONSE_BYTES:
        yield from ruled(rights, lambda rules: rules.refused(wish, TOO_LARGE, is_forbidden=False))
        return True
    found = yield from answer(action, payload)
    if isinstance(found, ProtocolError):
        return (yield from _refused(wish, rights, found))
    version = _version_in(found)
    if version is None:
        return False
    yield from ruled(rights, lambda rules: rules.confirmed(wish, version))
    return True


def _request(wish: Wish) -> tuple[str, Struct]:
    copy, response = wish.copy, wish.response
    edit = CannedEditDesk(base_version=copy.version)
    if response is None:
        # Whether it ever came to the server is not known when there is no version.
        payload = DeleteCannedResponse(id=copy.server_id, desk=edit if copy.version else None)
        return "delete_canned_response", payload
    content = content_of(response)
    if copy.version:
        edit = CannedEditDesk(base_version=copy.version, content=content)
        return "update_canned_response", UpdateCannedResponse(
            id=copy.server_id, text=response.body, tags=response.tags, desk=edit
        )
    desk = NewCannedDesk(
        request_key=copy.server_id,
        scope=copy.place.scope,
        organization_id=copy.place.organization_id,
        content=content,
    )
    return "create_canned_response", CreateCannedResponse(
        text=response.body, tags=response.tags, group_id=copy.place.group_id, desk=desk
    )


def _version_in(found: Raw | None) -> int | None:
    """Return the version that a change led to; None when it is not known."""
    if found is None:
        return None
    try:
        # The answer to a new response has its id besides.
        version = decode_payload(found, CannedChanged).desk.version
    except ProtocolError:
        return None
    return version if 1 <= version <= LAST_VERSION else None


def _refused(wish: Wish, rights: Rights, error: ProtocolError) -> Story[bool]:
    """Take in a refusal; return whether to go on with the next change."""
    if error.is_transient:
        return False
    copy = wish.copy
    if error.type == ErrorType.NOT_FOUND:
        yield from ruled(rights, lambda rules: rules.receive_deletion(copy.server_id, copy.version))
        return True
    if error.type == ErrorType.CONFLICT:
        news = _theirs(error)
        if news is None or news.id != copy.server_id:
            return False
        theirs = readable(news)
        if theirs is None or theirs.version <= copy.version:
            return False
        yield from ruled(rights, lambda rules: rules.receive(theirs))
        return True
    is_too_large = error.type == ErrorType.ENTITY_TOO_LARGE
    reason = TOO_LARGE if is_too_large else sentence_for(error)
    is_forbidden = error.type in _FORBIDDEN
    yield from ruled(rights, lambda rules: rules.refused(wish, reason, is_forbidden=is_forbidden))
    return True


def _theirs(error: ProtocolError) -> CannedResponse | None:
    try:
        return convert((error.data or {}).get("canned_response"), CannedResponse)
    except ValidationError:
        return None
