"""What the bars above and below the lists say: link, routing and counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from undivided.desk.chats import Chat, Place
from undivided.desk.facts import LinkChanged
from undivided.desk.focus import mark_at
from undivided.desk.marks import FocusMark, FocusState
from undivided.desk.values import Delivery, DeskStatus, LinkState, LinkStatus, Profile
from undivided.protocol.ids import ChatId

_NOTHING = FocusMark(FocusState.NOTHING_OWED)


@dataclass(frozen=True, slots=True)
class Account:
    """Who sits at the desk, and what the server was told."""

    profile: Profile | None = None
    is_accepting: bool = False
    can_hold: bool = True


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted over all chats; it stays true until one of them changes.

    Attributes:
        unsent: Messages that are still to be sent.
        queue_longest: Seconds of the longest wait in the queue.
        silence: The mark of the own visitor who waits longest; None when nobody waits.
    """

    chats: int = 0
    waiting: int = 0
    unsent: int = 0
    queue: int = 0
    queue_longest: int = 0
    silence: FocusMark | None = None
    silence_name: str = ""


def counted(chats: Iterable[Chat], marks: Mapping[ChatId, FocusMark]) -> Counts:
    """Count; a held chat, or one whose visitor types, is no silence."""
    own = waiting = unsent = queue = queue_longest = 0
    first: datetime | None = None
    silence, name = None, ""
    for chat in chats:
        if chat.unsent:
            unsent += sum(row.delivery is not Delivery.FAILED for row in chat.unsent)
        mark = marks.get(chat.id, _NOTHING)
        if chat.place is Place.QUEUED:
            queue += 1
            queue_longest = max(queue_longest, mark.seconds)
        elif chat.place is Place.MINE:
            own += 1
            waiting += chat.attention.since is not None
            if mark.wait is not None and (first is None or mark.wait.since <= first):
                first, silence, name = mark.wait.since, mark, chat.visitor.shown_name
    return Counts(own, waiting, unsent, queue, queue_longest, silence, name)


def status_of(account: Account, link: LinkStatus, counts: Counts, at: datetime) -> DeskStatus:
    """Return the status line's facts at `at`, on the server's clock."""
    return DeskStatus(
        link=link,
        profile=account.profile,
        is_accepting=account.is_accepting,
        can_hold=account.can_hold,
        chats=counts.chats,
        waiting=counts.waiting,
        queue=counts.queue,
        queue_longest=counts.queue_longest,
        longest_silence=0 if counts.silence is None else mark_at(counts.silence, at).seconds,
        longest_silence_name=counts.silence_name,
    )


def link_status(
    link: LinkChanged, since: datetime | None, unsent: int, view_ticks: float
) -> LinkStatus:
    """Return the connection with its age and the seconds to the next attempt."""
    next_try_in = None
    if link.state is LinkState.OFFLINE and link.next_try is not None:
        next_try_in = max(ceil(link.next_try.ticks - view_ticks), 0)
    return LinkStatus(
        state=link.state,
        since=since,
        next_try_in=next_try_in,
        behind=len(link.behind),
        unsent=unsent,
        reason=link.reason,
    )
