"""What the bars above and below the lists say: link, routing and counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from undivided.desk.chats import Chat, Place
from undivided.desk.facts import LinkChanged
from undivided.desk.focus import RUNNING
from undivided.desk.values import DeskStatus, FocusMark, FocusState, LinkState, LinkStatus, Profile
from undivided.protocol.ids import ChatId

_NOTHING = FocusMark(FocusState.NOTHING_OWED)


@dataclass(frozen=True, slots=True)
class Account:
    """Who sits at the desk, and what the server was told."""

    profile: Profile | None = None
    is_accepting: bool = False
    can_hold: bool = True


def status_of(
    account: Account,
    link: LinkStatus,
    chats: Iterable[Chat],
    marks: Mapping[ChatId, FocusMark],
) -> DeskStatus:
    """Return the status line's facts; a held chat, or one whose visitor types, is no silence."""
    own = waiting = queue = queue_longest = longest = 0
    longest_name = ""
    for chat in chats:
        mark = marks.get(chat.id, _NOTHING)
        if chat.place is Place.QUEUED:
            queue += 1
            queue_longest = max(queue_longest, mark.seconds)
        elif chat.place is Place.MINE:
            own += 1
            waiting += chat.attention.since is not None
            if mark.state in RUNNING and mark.seconds >= longest:
                longest, longest_name = mark.seconds, chat.visitor.shown_name
    return DeskStatus(
        link=link,
        profile=account.profile,
        is_accepting=account.is_accepting,
        can_hold=account.can_hold,
        chats=own,
        waiting=waiting,
        queue=queue,
        queue_longest=queue_longest,
        longest_silence=longest,
        longest_silence_name=longest_name,
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
