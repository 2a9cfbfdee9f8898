"""Signing in: what is said first, and what each refusal or farewell means."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto

from undivided.desk.facts import SignedIn
from undivided.desk.values import Profile
from undivided.etiquette.calm_text import named
from undivided.protocol.desk_extensions import Feature, Resume
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.limits import NAME_CHARACTERS
from undivided.protocol.logins import AgentLogin, AgentLoginAnswer, Application
from undivided.protocol.moments import Moment, from_wire
from undivided.protocol.users import User
from undivided.protocol.versions import BASE

FURTHEST_CLOCK = timedelta(days=36_525)
"""A server's clock that is further from ours is not believed: no calendar could show its times."""
ACCEPTING = "accepting_chats"
NOT_ACCEPTING = "not_accepting_chats"
LONGEST_LIST = 1_000
"""Chats of one answer that are looked at; a hostile server may send more."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What proves who the operator is.

    Attributes:
        token: With its scheme: `Bearer ...` or `Basic ...`; stays in memory only.
        is_away: Start without accepting chats.
    """

    token: str = field(repr=False)
    is_away: bool = False


class Verdict(Enum):
    """What to do after a refusal or a farewell."""

    AGAIN = auto()
    NEW_TOKEN = auto()
    FINAL = auto()


_BAD_TOKEN = frozenset({ErrorType.AUTHENTICATION, ErrorType.AUTHORIZATION})
_AFTER_FAREWELL = {
    "access_token_expired": Verdict.NEW_TOKEN,
    "access_token_revoked": Verdict.NEW_TOKEN,
    "agent_disconnected_by_server": Verdict.FINAL,
    "agent_logged_out_remotely": Verdict.FINAL,
    "connection_evicted": Verdict.FINAL,
    "license_expired": Verdict.FINAL,
    "license_not_found": Verdict.FINAL,
    "misdirected_connection": Verdict.FINAL,
    "too_many_connections": Verdict.FINAL,
    "unsupported_version": Verdict.FINAL,
}


def login_request(
    credentials: Credentials, application: Application, resume: Resume | None, *, is_again: bool
) -> AgentLogin:
    """Return the first request on a socket; it also subscribes, before anything is read."""
    return AgentLogin(
        token=credentials.token,
        reconnect=is_again,
        application=application,
        away=credentials.is_away and not is_again,
        pushes={BASE.value: ["all"]},
        desk=resume,
    )


def verdict_on(error: ProtocolError) -> Verdict:
    """Return what a refused sign-in calls for."""
    if error.is_transient:
        return Verdict.AGAIN
    return Verdict.NEW_TOKEN if error.type in _BAD_TOKEN else Verdict.FINAL


def verdict_on_farewell(reason: str) -> Verdict:
    """Return what the server's reason for closing calls for; unknown ones: dial again."""
    return _AFTER_FAREWELL.get(reason, Verdict.AGAIN)


def signed_in(answer: AgentLoginAnswer, now: Moment) -> SignedIn:
    """Return who signed in, how far the server's clock is from ours, and what it can do."""
    me = answer.my_profile
    profile = Profile(
        id=me.id,
        name=named(me.name or me.id, NAME_CHARACTERS),
        title=named(me.job_title or "", NAME_CHARACTERS),
        photo_url=me.avatar or "",
        permission=me.permission or "normal",
    )
    can_hold = answer.desk is not None and Feature.HOLD in answer.desk.features
    is_accepting = me.routing_status == ACCEPTING
    return SignedIn(profile, is_accepting, _offset(answer, now), can_hold=can_hold)


def visitors_in(answer: AgentLoginAnswer) -> tuple[User, ...]:
    """Return the visitors of the chats that the sign-in lists."""
    return tuple(
        user
        for chat in answer.chats_summary[:LONGEST_LIST]
        for user in chat.users
        if user.type == "customer"
    )


def _offset(answer: AgentLoginAnswer, now: Moment) -> timedelta:
    if answer.desk is None or answer.desk.server_time is None:
        return timedelta()
    try:
        offset = from_wire(answer.desk.server_time) - now.wall
    except (ValueError, OverflowError):
        return timedelta()
    return offset if abs(offset) <= FURTHEST_CLOCK else timedelta()
