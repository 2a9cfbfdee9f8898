"""Moves what sockets bring to the hub, commits, and carries out what the hub wants done.

One pump takes everything in the order of its arrival, at one reading of the clock, and commits a
whole batch at once: commit, then responses, then pushes (promise G17). Knows no HTTP; a socket is
a `Link`.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial

from undivided.protocol.codec import encode_push
from undivided.protocol.envelope import Request
from undivided.protocol.errors import ProtocolError
from undivided.protocol.ids import UserId
from undivided.protocol.limits import HEARTBEAT
from undivided.protocol.moments import Moment
from undivided.server import log
from undivided.server.directory import Directory, Operator, Visitor
from undivided.server.hub.effects import Effect, Send, Verify
from undivided.server.hub.hub import Hub
from undivided.server.hub.peers import Peer, Side
from undivided.server.store.archive import Archive
from undivided.server.web.links import Judge, Link, Verdict, look_at

BATCH = 256
"""Most arrivals in one commit, so that the first of them is not kept waiting."""
FRAMES_AHEAD = 32
"""Frames of one socket that may wait; beyond, its sender is held back by the network."""
# Half a heartbeat: looked at, pinged, pinged again, dropped before the second one is over.
_LOOK_EVERY_TICKS = int(HEARTBEAT.total_seconds()) // 2
_GOING_AWAY = 1001
_BUG = 1011
_REVOKED = "access_token_revoked"
_EXPIRED = "access_token_expired"

_Arrival = Callable[[Moment], None]


@dataclass(slots=True)
class Driver:
    """Runs one hub.

    Args:
        hub: Touched by this driver only.
        archive: The hub's; says whether a commit has to wait for the disk.
        directory: The hub's.
        clock: Reads both clocks.
        judge: Checks tokens without holding up the loop.
        is_live: Says of a link whether its sign-in still holds (`lookup`, site).
        committer: One thread; SQLite waits for the disk there.
        tasks: Starts token checks and closings.
    """

    hub: Hub
    archive: Archive
    directory: Directory
    clock: Callable[[], Moment]
    judge: Judge
    is_live: Callable[[Link], bool]
    committer: Executor
    tasks: asyncio.TaskGroup
    links: dict[int, Link] = field(default_factory=dict)
    _inbox: deque[_Arrival] = field(default_factory=deque)
    _replies: dict[int, asyncio.Future[bytes]] = field(default_factory=dict)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _opened: int = 0
    _ticks: int = 0
    _idle: asyncio.Event = field(default_factory=lambda: _set(asyncio.Event()))

    def next_peer_id(self) -> int:
        """Return a number that no socket of this process had."""
        self._opened += 1
        return self._opened

    def opened(self, link: Link) -> None:
        """Take in a new socket."""
        self.links[link.peer.id] = link
        self._arrived(partial(self.hub.opened, link.peer))

    async def received(self, link: Link, frame: bytes) -> None:
        """Take in a frame; waits while the hub is far behind this socket."""
        link.waiting += 1
        self._arrived(partial(self._hand_over, link, frame))
        if link.waiting >= FRAMES_AHEAD:
            link.room = asyncio.Event()
            await link.room.wait()

    async def configure(self, peer: Peer, operator: UserId, frame: bytes) -> bytes:
        """Return the answer to a configuration request that came over HTTP, once committed."""
        reply: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._replies[peer.id] = reply
        self._arrived(partial(self.hub.configured, peer, operator, frame))
        try:
            return await reply
        finally:
            del self._replies[peer.id]

    def closed(self, link: Link) -> None:
        """Take note that a socket is gone."""
        link.is_closing = True
        del self.links[link.peer.id]
        self._arrived(partial(self.hub.closed, link.peer.id))

    def heard(self, link: Link) -> None:
        """Take note of any sign of life."""
        link.quiet = 0

    def tick(self) -> None:
        """Let the hub look at its deadlines, and some links show that they live; once a second.

        A link that answers nothing is dropped within two heartbeats (promise G7). Each tick
        looks at a part of the links, so that ten thousand pings never leave at once.
        """
        self._arrived(self.hub.ticked)
        self._ticks += 1
        ticks = self.clock().ticks
        for link in self._open_links():
            if link.ends_at is not None and ticks >= link.ends_at:
                link.ends_at = None
                self._start(self._turn_out(link, _EXPIRED))
            if (link.peer.id + self._ticks) % _LOOK_EVERY_TICKS == 0:
                look_at(link)

    def directory_changed(self) -> None:
        """Let the hub look at operators and sites anew, and end sign-ins that were revoked."""
        self._arrived(self.hub.directory_changed)
        ended = [link for link in self._open_links() if not self.is_live(link)]
        gone = {link.email for link in ended if link.email} - {
            operator.email for operator in self.directory.operators()
        }
        for email in sorted(gone):
            self._arrived(partial(self.hub.dismissed, email, _REVOKED))
        # A revoked device; its operator may have others, which stay.
        for link in ended:
            if link.email not in gone:
                # RTM v3.6: reasons after which clients do not come back with the same token.
                is_operator = link.peer.side is Side.AGENT
                reason = _REVOKED if is_operator else "license_not_found"
                self._start(self._turn_out(link, reason))

    async def run(self) -> None:
        """Pump until cancelled."""
        while True:
            await self._wake.wait()
            await self._work_off()

    async def close_all(self) -> None:
        """Say goodbye to every socket."""
        goodbyes = (self._close(link, _GOING_AWAY, "server stops") for link in self._open_links())
        await asyncio.gather(*goodbyes, return_exceptions=True)

    async def finish(self) -> None:
        """Return when everything that arrived is committed."""
        await self._idle.wait()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        self.tasks.create_task(_watched(work))

    def _arrived(self, arrival: _Arrival) -> None:
        if not self._inbox:
            self._idle.clear()
            self._wake.set()
        self._inbox.append(arrival)

    async def _work_off(self) -> None:
        now = self.clock()
        for _ in range(min(BATCH, len(self._inbox))):
            self._apply(self._inbox.popleft(), now)
        if not self._inbox:
            self._wake.clear()
        if self.archive.is_open:
            loop = asyncio.get_running_loop()
            effects = await loop.run_in_executor(self.committer, self.hub.commit)
        else:
            effects = self.hub.commit()
        self._perform(effects)
        if not self._inbox:
            self._idle.set()

    def _apply(self, arrival: _Arrival, now: Moment) -> None:
        try:
            arrival(now)
        except Exception as error:  # noqa: BLE001 - one peer's trouble must not stop the others
            log.fault("hub_failed", error)
            peer = _peer_of(arrival)
            link = self.links.get(peer) if peer is not None else None
            if link is not None:
                self._start(self._close(link, _BUG, "internal error"))

    def _perform(self, effects: Sequence[Effect]) -> None:
        # In order for each peer; what one peer gets leaves together.
        texts: dict[int, list[bytes]] = {}
        for effect in effects:
            if isinstance(effect, Send):
                texts.setdefault(effect.peer_id, []).append(effect.frame)
            elif isinstance(effect, Verify):
                self._start(self._judge(effect))
            else:
                self._send(effect.peer_id, texts.pop(effect.peer_id, ()))
                link = self.links.get(effect.peer_id)
                if link is not None:
                    self._start(self._close(link, effect.code, effect.reason))
        for peer_id, waiting in texts.items():
            self._send(peer_id, waiting)

    def _send(self, peer_id: int, texts: Sequence[bytes]) -> None:
        reply = self._replies.get(peer_id)
        if reply is not None and not reply.done():
            reply.set_result(texts[0])
        link = self.links.get(peer_id)
        if link is not None and texts and not link.is_closing:
            link.transport.send(texts)

    def _hand_over(self, link: Link, frame: bytes, now: Moment) -> None:
        link.waiting -= 1
        if link.room is not None:
            link.room.set()
            link.room = None
        self.hub.received(link.peer.id, frame, now)

    async def _judge(self, effect: Verify) -> None:
        verdict = await self.judge(effect, self.clock())
        self._arrived(partial(self._judged, effect.peer, effect.request, verdict))

    def _judged(self, peer: Peer, request: Request, verdict: Verdict, now: Moment) -> None:
        link = self.links.get(peer.id)
        if link is None:
            return
        if not isinstance(verdict.identity, ProtocolError):
            _note_token(link, verdict.identity, verdict)
        self.hub.verified(peer.id, request, verdict.identity, now)

    async def _turn_out(self, link: Link, reason: str) -> None:
        if link.is_closing:
            return
        action = f"{link.peer.side}_disconnected"
        frame = encode_push(action, {"reason": reason}, version=link.peer.version)
        link.transport.send((frame,))
        await self._close(link, 1000, reason)

    async def _close(self, link: Link, code: int, reason: str) -> None:
        link.is_closing = True
        await link.transport.close(code, reason)

    def _open_links(self) -> list[Link]:
        return [link for link in self.links.values() if not link.is_closing]


def _note_token(link: Link, who: Operator | Visitor, verdict: Verdict) -> None:
    """Remember what the socket's sign-in rests on, so that its end can be noticed."""
    user = who.email if isinstance(who, Operator) else who.id
    if link.user not in {None, user}:
        return  # somebody else's token, which the hub is about to refuse
    link.user = user
    link.lookup = verdict.lookup
    link.ends_at = verdict.ends_at
    if isinstance(who, Operator):
        link.email = who.email
    if not link.is_signed_in:
        link.is_signed_in = True
        link.signed_in(link)


def _set(event: asyncio.Event) -> asyncio.Event:
    event.set()
    return event


async def _watched(work: Coroutine[None, None, None]) -> None:
    """Keep a failure beside the pump from ending the whole server."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - logged; the others go on
        log.fault("task_failed", error)


def _peer_of(arrival: _Arrival) -> int | None:
    """Return the number of the peer that an arrival is about, for closing it after a bug."""
    first = arrival.args[0] if isinstance(arrival, partial) and arrival.args else None
    if isinstance(first, Link):
        return first.peer.id
    if isinstance(first, Peer):
        return first.id
    return first if isinstance(first, int) else None
