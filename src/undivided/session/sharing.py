"""Follows a server's shared responses: what to ask after a sign-in, and what to send, in order.

Written as one story that stops wherever it needs something: a request answered, work done in the
library's file, some time, or news. It reads no clock and no socket; whoever runs it gives it
what it asked for. It may be dropped at any point and begun again: nothing is remembered here.
"""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar, cast

from msgspec import Raw, Struct
from msgspec.structs import replace

from undivided.library.errors import ResponseRefused
from undivided.library.sharing.copies import (
    LAST_VERSION,
    Incoming,
    Known,
    Rights,
    Shelf,
    incoming,
)
from undivided.library.sharing.news import Told
from undivided.library.sharing.outcomes import Sharing
from undivided.protocol.canned_responses import (
    CannedPage,
    CannedPageDesk,
    CannedResponse,
    CannedResponseDeleted,
    CannedSince,
    ListCannedResponses,
)
from undivided.protocol.codec import decode_payload
from undivided.protocol.errors import ProtocolError

T = TypeVar("T")

AGAIN_S = 30.0
"""After which what went unanswered, or could not be done just then, is tried again."""
MOST_PAGES = 1_000
MOST_RESPONSES = 20_000
"""A list has an end, whatever a server says."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """Ask the server; goes on with the payload of the answer, a `ProtocolError`, or None.

    None is an answer that did not come: whether the server did it is not known.
    """

    action: str
    payload: Struct


@dataclass(frozen=True, slots=True)
class Work:
    """Do this with the server's shelf, in one transaction; goes on with what it returns."""

    rules: Callable[[Shelf], object]


@dataclass(frozen=True, slots=True)
class Pause:
    """Go on after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Wait:
    """Go on when there is something in the inbox."""


@dataclass(frozen=True, slots=True)
class Say:
    """Show the library anew, and tell the operator this; goes on at once."""

    told: tuple[Told, ...]


Want: TypeAlias = Fetch | Work | Pause | Wait | Say
Story: TypeAlias = Generator[Want, object, T]
Push: TypeAlias = CannedResponse | CannedResponseDeleted
Answer: TypeAlias = Raw | ProtocolError | None


@dataclass(slots=True)
class Inbox:
    """What has come up since the story last looked.

    Attributes:
        pushes: Of the server, in their order.
        has_changed: The library was changed on this computer.
    """

    pushes: deque[Push] = field(default_factory=deque)
    has_changed: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look at."""
        return not self.pushes and not self.has_changed


def worked(rules: Callable[[Shelf], T]) -> Story[T]:
    """Return what `rules` return for the shelf."""
    return cast("T", (yield Work(rules)))


def answer(action: str, payload: Struct) -> Story[Answer]:
    """Return the server's answer."""
    return cast("Answer", (yield Fetch(action, payload)))


def ruled(rights: Rights, rules: Callable[[Sharing], T]) -> Story[T]:
    """Return what `rules` return, and say what came up."""

    def work(shelf: Shelf) -> tuple[T, tuple[Told, ...]]:
        sharing = Sharing(shelf, rights)
        found = rules(sharing)
        return found, tuple(sharing.told)

    found, told = yield from worked(work)
    yield Say(told)
    return found


def readable(canned: CannedResponse) -> Incoming | None:
    """Return a response off the wire, or None for one that no library can keep."""
    try:
        return incoming(canned)
    except ResponseRefused:
        return None


def caught_up(me: str) -> Story[bool]:
    """Take in everything since the last time, or everything; return whether that was possible.

    Args:
        me: The operator's e-mail address.
    """
    known = yield from worked(lambda shelf: shelf.known())
    is_follower = known.version > 0 and known.rights.me == me
    since = CannedSince(version=known.version, epoch=known.epoch) if is_follower else None
    request = ListCannedResponses(desk=since)
    present: set[str] = set()
    for number in range(MOST_PAGES):
        page = yield from _page(request)
        if page is None or page.desk is None:
            return False
        rights = Rights(me=me, places=page.desk.places, keeps_files=page.desk.keeps_files)
        if number == 0 and known.epoch not in {"", page.desk.epoch}:
            yield from ruled(rights, Sharing.restart_versions)
        if since is not None and page.desk.gap:
            since = None
        if since is not None and known.rights.readable != rights.readable:
            # Somebody came to a group or left one: what changed is not all that is new.
            since, request = None, ListCannedResponses()
            continue
        present.update(each.id for each in page.canned_responses)
        if len(present) > MOST_RESPONSES:
            return False
        yield from _received(rights, page)
        if page.next_page_id is None:
            whole = present if since is None else None
            yield from _finished(rights, page.desk, whole)
            return True
        request = ListCannedResponses(page_id=page.next_page_id)
    return False


def taken_in(push: Push) -> Story[None]:
    """Take in what the server tells unasked."""
    known = yield from worked(lambda shelf: shelf.known())

    def apply(sharing: Sharing) -> None:
        if isinstance(push, CannedResponseDeleted):
            version = min(push.desk.version, LAST_VERSION)
            sharing.receive_deletion(push.id, version)
        else:
            news = readable(push)
            if news is None:
                return
            sharing.receive(news)
            version = news.version
        sharing.shelf.note(replace(known, version=max(version, known.version)))

    yield from ruled(known.rights, apply)


def _page(request: ListCannedResponses) -> Story[CannedPage | None]:
    found = yield from answer("list_canned_responses", request)
    if not isinstance(found, Raw):
        return None
    try:
        return decode_payload(found, CannedPage)
    except ProtocolError:
        return None


def _received(rights: Rights, page: CannedPage) -> Story[None]:
    def apply(sharing: Sharing) -> None:
        for canned in page.canned_responses:
            news = readable(canned)
            if news is not None:
                sharing.receive(news)
        for gone in page.desk.deleted if page.desk is not None else ():
            sharing.receive_deletion(gone.id, gone.desk.version)

    yield from ruled(rights, apply)


def _finished(rights: Rights, desk: CannedPageDesk, present: set[str] | None) -> Story[None]:
    def apply(sharing: Sharing) -> None:
        if present is not None:
            sharing.receive_absence(present)
        known = Known(version=desk.version, epoch=desk.epoch, rights=rights)
        sharing.shelf.note(known)

    yield from ruled(rights, apply)
