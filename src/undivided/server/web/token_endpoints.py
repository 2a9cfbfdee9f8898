"""Web endpoints that exchange what people have for tokens: passwords, codes, page tickets."""

from functools import partial

import msgspec
from aiohttp import web

from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.ids import ENTROPY_BYTES, UserId, opaque_id
from undivided.protocol.limits import VISITOR_TOKEN_LIFE
from undivided.server import log
from undivided.server.accounts.account_errors import (
    AdministrationError,
    SignInRefused,
    TooManyTries,
)
from undivided.server.accounts.allowance import Allowance
from undivided.server.accounts.identity import wire_error
from undivided.server.directory import Role, Site, Visitor
from undivided.server.errors import DatabaseUnusable, forbidden, not_found
from undivided.server.hub.flood import Rate
from undivided.server.web.answers import answered, json_body, refusal
from undivided.server.web.services import Services, services

# Many visitors may share an office's address.
_VISITOR_TOKENS = Rate(burst=5_000, per_second=100)
_KNOWN = (SignInRefused, TooManyTries, DatabaseUnusable)


class PasswordExchange(msgspec.Struct, frozen=True, kw_only=True):
    """`POST /v2/agent/token`."""

    email: str
    password: str
    device: str = "device"


class InvitationUse(msgspec.Struct, frozen=True, kw_only=True):
    """`POST /v2/agent/invitation`."""

    code: str
    password: str


class AgentToken(msgspec.Struct, frozen=True, kw_only=True):
    """A device token, shown once."""

    access_token: str
    entity_id: str
    token_type: str = "Bearer"  # noqa: S105 - the scheme's name


class VisitorTokenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`POST /v2/customer/token`, RTM's fields and three of ours.

    Attributes:
        entity_id: Who the visitor was before; believed only with `entity_secret`.
        entity_secret: What an earlier answer gave for that.
        ticket: From the widget's frame document.
    """

    organization_id: str
    grant_type: str = "cookie"
    client_id: str = ""
    response_type: str = "token"
    redirect_uri: str = ""
    entity_id: str | None = None
    entity_secret: str | None = None
    ticket: str | None = None


class VisitorToken(msgspec.Struct, frozen=True, kw_only=True):
    """The answer; `entity_secret` keeps the identity without a cookie."""

    access_token: str
    entity_id: str
    entity_secret: str
    organization_id: str
    expires_in: int
    token_type: str = "Bearer"  # noqa: S105 - the scheme's name


class TokenEndpoints:
    """The endpoints under `/v2/`."""

    def __init__(self) -> None:
        self._visitors = Allowance(_VISITOR_TOKENS)

    def routes(self) -> list[web.RouteDef]:
        """Return the paths."""
        return [
            web.post("/v2/agent/token", exchange_password),
            web.delete("/v2/agent/token", end_token),
            web.post("/v2/agent/invitation", use_invitation),
            web.post("/v2/customer/token", self.visitor_token),
            web.options("/v2/customer/token", allow_token_request),
        ]

    async def visitor_token(self, request: web.Request) -> web.Response:
        """Give a visitor a token for 8 hours; a new identity unless he proves an old one.

        Source: RTM v3.6, customer authorization.
        """
        parts = services(request)
        origin = request.headers.get("Origin", "")
        site: Site | None = None
        try:
            self._visitors.take(parts.address_of(request), parts.clock())
            asked = await json_body(request, VisitorTokenRequest)
            site = parts.site(asked.organization_id)
            if site is None:
                raise not_found("site")
            is_vouched = await _vouched(request, parts, site, asked)
            visitor = _identity(parts, site, asked, is_vouched=is_vouched)
            response = answered(_visitor_answer(parts, visitor))
        except ProtocolError as error:
            response = refusal(error)
        return _shared_with(response, site, origin)


async def exchange_password(request: web.Request) -> web.Response:
    """Give a device token for an e-mail address and a password."""
    parts = services(request)
    address = parts.address_of(request)
    try:
        asked = await json_body(request, PasswordExchange)
        work = partial(
            parts.sign_in.by_password,
            asked.email, asked.password, asked.device, address, parts.clock(),
        )  # fmt: skip
        token, email = await parts.away(work)
    except ProtocolError as error:
        return refusal(error)
    except _KNOWN as error:
        log.note("password_refused", address=address, type=type(error).__name__)
        return refusal(wire_error(error))
    return answered(AgentToken(access_token=token, entity_id=email))


async def end_token(request: web.Request) -> web.Response:
    """Revoke the token that is shown."""
    parts = services(request)
    credential = request.headers.get("Authorization", "")
    try:
        address = parts.address_of(request)
        _, signed_in = await parts.identities.operator(credential, address, parts.clock())
        await parts.away(partial(parts.sign_in.end_token, signed_in))
    except ProtocolError as error:
        return refusal(error)
    except DatabaseUnusable as error:
        return refusal(wire_error(error))
    except AdministrationError:
        pass  # somebody else revoked it meanwhile
    return answered({})


async def use_invitation(request: web.Request) -> web.Response:
    """Set the first password of whoever was invited."""
    parts = services(request)
    address = parts.address_of(request)
    try:
        asked = await json_body(request, InvitationUse)
        work = partial(
            parts.sign_in.by_invitation, asked.code, asked.password, address, parts.clock()
        )
        email = await parts.away(work)
    except ProtocolError as error:
        return refusal(error)
    except AdministrationError as error:
        return refusal(ProtocolError(ErrorType.VALIDATION, error.sentence))
    except _KNOWN as error:
        log.note("invitation_refused", address=address, type=type(error).__name__)
        return refusal(wire_error(error))
    return answered({"entity_id": email})


async def allow_token_request(request: web.Request) -> web.Response:
    """Answer a browser's question before a token request from another origin.

    The question does not name the site, so any site's origin is told yes.
    """
    origin = request.headers.get("Origin", "")
    if all(origin not in site.origins for site in services(request).directory.sites()):
        return web.Response(status=403)
    return web.Response(
        status=204,
        headers={
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "POST",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Max-Age": "600",
            "Vary": "Origin",
        },
    )


async def _vouched(
    request: web.Request, parts: Services, site: Site, asked: VisitorTokenRequest
) -> bool:
    """Return whether an operator vouches for the visitor's identity.

    Raises:
        ProtocolError: The request comes neither from a page of the site, nor from our frame in
            one, nor from an operator.
    """
    now = parts.clock()
    if asked.grant_type == "agent_token":
        credential = request.headers.get("Authorization", "")
        operator, _ = await parts.identities.operator(credential, parts.address_of(request), now)
        if asked.entity_id and operator.role == Role.NORMAL:
            # In a visitor's name he would read chats of groups that he is not in.
            raise forbidden("Only an administrator may name the visitor whom a token is for.")
        return True
    origin = request.headers.get("Origin", "")
    parent = parts.signer.parent_of(asked.ticket or "", site.organization_id, now)
    # The site's own list again: an origin may have been removed since the ticket was given.
    if origin not in site.origins and parent not in site.origins:
        log.note("visitor_token_refused", origin=origin[:200], site=site.organization_id)
        raise forbidden("This page does not belong to the site, or was open for too long.")
    return False


def _identity(
    parts: Services, site: Site, asked: VisitorTokenRequest, *, is_vouched: bool
) -> Visitor:
    # Operators' ids are e-mail addresses, so no visitor may have one for his id.
    if asked.entity_id and len(asked.entity_id) <= 64 and "@" not in asked.entity_id:
        known = Visitor(id=UserId(asked.entity_id), organization_id=site.organization_id)
        if is_vouched or parts.signer.is_identity_secret(known, asked.entity_secret or ""):
            return known
    new = UserId(opaque_id(parts.entropy(ENTROPY_BYTES)).lower())
    return Visitor(id=new, organization_id=site.organization_id)


def _visitor_answer(parts: Services, visitor: Visitor) -> VisitorToken:
    return VisitorToken(
        access_token=parts.signer.visitor_token(visitor, parts.clock()),
        entity_id=visitor.id,
        entity_secret=parts.signer.identity_secret(visitor),
        organization_id=visitor.organization_id,
        expires_in=int(VISITOR_TOKEN_LIFE.total_seconds()),
    )


def _shared_with(response: web.Response, site: Site | None, origin: str) -> web.Response:
    """Let a page of the site read the answer."""
    if site is not None and origin in site.origins:
        response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Vary"] = "Origin"
    return response
