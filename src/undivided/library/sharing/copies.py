"""The copy that a library has of a shared response, and what it knows about the shared one.

Nothing is remembered about what an operator did: an edit is a difference between the library's
row and what the server had, so that it is found again after any crash, whoever made it.
"""

import re
from enum import StrEnum
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from undivided.library.errors import ResponseRefused
from undivided.library.model.responses import Response
from undivided.library.sharing.form import response_from, says_the_same
from undivided.protocol.canned_responses import CannedResponse, OpenPlace, Place

LAST_VERSION = 2**53
"""No honest server comes there; a larger number fits into no file."""
_SERVER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Standing(StrEnum):
    """How the row in this library stands to the shared response."""

    SAME = "same"
    EDITED = "edited"
    """Changed by somebody who may, and on its way to the server."""
    OVERRIDE = "override"
    """Changed for this operator alone."""


class Copy(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is kept beside a row of the library that is a copy of a shared response.

    Attributes:
        server_id: The server's id of the response, chosen here when it was begun here.
        response_id: The row's id in this library.
        place: Whose it is.
        version: The server's version that `base` is; 0 while the server has none.
        base: What the row was made from; None when the server is not known to have any.
        standing: How the row differs from `base`.
        theirs: A newer one of the server that could not be put together with the row, or that
            an override has not taken over; the operator decides.
        theirs_version: Of `theirs`.
        left_out: Shortcuts of it that another response of this library had already.
        refused: What the server refused to take, so that it is not sent over and over.
        reason: Why, as a sentence.
        is_leaving: Its deletion was sent: until the server has answered, it may have none.
    """

    server_id: str
    response_id: str
    place: Place
    version: int = 0
    base: Response | None = None
    standing: Standing = Standing.SAME
    theirs: Response | None = None
    theirs_version: int = 0
    left_out: tuple[str, ...] = ()
    refused: Response | None = None
    reason: str = ""
    is_leaving: bool = False

    @property
    def needs_choice(self) -> bool:
        """Whether both sides changed it and the operator has to decide before it can go on."""
        return self.theirs is not None and self.standing is Standing.EDITED

    @property
    def newest(self) -> Response | None:
        """What the server has, as far as it is known here."""
        return self.theirs or self.base

    def is_as_shared(self, mine: Response) -> bool:
        """Return whether the row says what it was made from."""
        return self.base is not None and says_the_same(mine, self.base)


class Rights(Struct, frozen=True, kw_only=True):
    """What the server let this operator do when it was last asked.

    Attributes:
        me: The operator's e-mail address.
        places: Everywhere he may read.
        keeps_files: The server keeps the files of responses too.
    """

    me: str = ""
    places: tuple[OpenPlace, ...] = ()
    keeps_files: bool = False

    @property
    def readable(self) -> frozenset[Place]:
        """Where he may read."""
        return frozenset(each.place for each in self.places)

    def may_edit(self, place: Place) -> bool:
        """Return whether the operator adds, changes and deletes there."""
        return any(each.may_edit for each in self.places if each.place == place)

    def may_change(self, copy: Copy) -> bool:
        """Return whether the operator may change this response."""
        owner = copy.base.owner if copy.base is not None else ""
        is_mine = bool(owner) and owner.casefold() == self.me.casefold()
        return is_mine or self.may_edit(copy.place)

    def place_for(self, scope: str) -> Place | None:
        """Return where a new response of this scope goes unless somebody says where, or None."""
        return next((each.place for each in self.open_to(scope)), None)

    def open_to(self, scope: str) -> tuple[OpenPlace, ...]:
        """Return everywhere that the operator may add responses of this scope."""
        return tuple(each for each in self.places if each.may_edit and each.place.scope == scope)


class Known(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far this library has followed a server.

    Attributes:
        version: The newest change that was taken in; 0 before the first whole list.
        epoch: Of the server's history in which that was.
        rights: As of then, so that an edit is known for an override offline too.
    """

    version: int = 0
    epoch: str = ""
    rights: Rights = Rights()


class Counts(Struct, frozen=True, kw_only=True):
    """How the shared responses of one server stand, in numbers.

    Attributes:
        shared: Copies that the server knows.
        waiting: Changes that are still to be sent.
        choices: Responses that both sides changed, so that the operator has to decide.
        overrides: Copies that were changed for this operator alone.
        behind: Overrides whose shared response has changed since.
        refused: Changes that the server does not take.
    """

    shared: int = 0
    waiting: int = 0
    choices: int = 0
    overrides: int = 0
    behind: int = 0
    refused: int = 0


class Incoming(Struct, frozen=True, kw_only=True):
    """A shared response as the server has it now.

    Attributes:
        response: In its kept form, under the server's id.
    """

    response: Response
    place: Place
    version: int


class Shelf(Protocol):
    """A library's rows and copies of one server, within one transaction."""

    def copies(self) -> list[Copy]:
        """Return every copy."""
        ...

    def copy(self, server_id: str) -> Copy | None:
        """Return one copy, or None."""
        ...

    def copy_of(self, response_id: str) -> Copy | None:
        """Return the copy that a row is, or None."""
        ...

    def keep(self, copy: Copy) -> None:
        """Write a copy, under its server's id."""
        ...

    def drop(self, server_id: str) -> None:
        """Forget a copy; the row stays."""
        ...

    def row(self, response_id: str) -> Response | None:
        """Return a row of the library, or None."""
        ...

    def put(self, response: Response) -> Response:
        """Add or change a row; return it as it is kept, without shortcuts that others have."""
        ...

    def remove(self, response_id: str) -> None:
        """Take a row out of the library."""
        ...

    def unlinked(self) -> list[Response]:
        """Return the rows for team or site that are copies of no server's response."""
        ...

    def known(self) -> Known:
        """Return how far this server was followed."""
        ...

    def note(self, known: Known) -> None:
        """Write how far this server was followed."""
        ...

    def new_id(self) -> str:
        """Return an id of chance alone."""
        ...


def own_text(row: Response, copy: Copy) -> Response:
    """Return the row with the shortcuts that it only lacks because another row has them."""
    if not copy.left_out or copy.base is None:
        return row
    wanted = (*copy.base.shortcuts, *row.shortcuts)
    kept = dict.fromkeys(each for each in wanted if each in (*row.shortcuts, *copy.left_out))
    return replace(row, shortcuts=tuple(kept))


def incoming(canned: CannedResponse) -> Incoming:
    """Return a response off the wire.

    Raises:
        ResponseRefused: It breaks a rule of the library, or is of nobody's place.
    """
    if canned.desk is None or not 1 <= canned.desk.version <= LAST_VERSION:
        raise ResponseRefused("The response says neither whose it is nor its version.")
    if _SERVER_ID.fullmatch(canned.id) is None:
        raise ResponseRefused("The response has an id that no server of ours gives.")
    return Incoming(
        response=response_from(canned), place=canned.desk.place, version=canned.desk.version
    )
