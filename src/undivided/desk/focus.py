"""The focus timer: since when a visitor waits, what pauses it, and the ring that shows it."""

from dataclasses import replace
from datetime import datetime, timedelta

from undivided.desk.chats import Attention, Chat, Place, Viewpoint
from undivided.desk.holds import hold_of, is_reply
from undivided.desk.lines import Line
from undivided.desk.marks import FocusLimits, FocusMark, FocusState, Hold, HoldState
from undivided.desk.wait import Wait
from undivided.protocol.desk_extensions import HOLD_AGREED
from undivided.protocol.ids import UserId

HELD = frozenset({HoldState.AGREED, HoldState.WARNING, HoldState.OVER})
"""While a promise runs, or is broken, it is the promise that counts and not the message."""


def level_at(waiting: timedelta, limits: FocusLimits) -> FocusState:
    """Return how urgent a chat is after the visitor has waited.

    Args:
        waiting: Since the visitor's first unanswered message, on the server's
            clock. Negative values (clock skew) count as zero.
        limits: When waiting turns amber and red.

    Source: practice 1.
    """
    if waiting >= limits.late:
        return FocusState.LATE
    return FocusState.SOON if waiting >= limits.soon else FocusState.CALM


def unanswered(lines: tuple[Line, ...], visitor: UserId) -> tuple[Line, ...]:
    """Return the visitor's messages since the last reply that the server accepted.

    The tap on "Yes, I'll wait" wants no answer, so it is none of them.
    """
    waiting: list[Line] = []
    for line in reversed(lines):
        if is_reply(line, visitor):
            break
        if _wants_answer(line, visitor):
            waiting.append(line)
    return tuple(reversed(waiting))


def settled(chat: Chat, view: Viewpoint, hold: Hold | None) -> Attention:
    """Return what the visitor is owed now; called after each change and each second.

    A second message does not restart the waiting time; typing and an agreed hold pause it.
    """
    before = chat.attention
    since, says_goodbye = _owed_since(chat, view)
    if since is None or chat.place is Place.CLOSED:
        return Attention(is_goodbye=says_goodbye)
    is_paused = is_typing(chat, view) or (hold is not None and hold.state in HELD)
    if since != before.since:
        return Attention(since, paused_from=view.at if is_paused else None)
    if is_paused:
        return replace(before, paused_from=before.paused_from or view.at)
    if before.paused_from is None:
        return before
    pause = max(view.at - before.paused_from, timedelta())
    return replace(before, paused=before.paused + pause, paused_from=None)


def waiting_time(attention: Attention, at: datetime) -> timedelta:
    """Return how long the visitor has waited at `at`, without pauses; never negative."""
    if attention.since is None:
        return timedelta()
    until = attention.paused_from or at
    return max(until - attention.since - attention.paused, timedelta())


def is_typing(chat: Chat, view: Viewpoint) -> bool:
    """Return whether the visitor types now."""
    return chat.typing_until is not None and view.ticks < chat.typing_until


def mark_of(
    chat: Chat,
    view: Viewpoint,
    hold: Hold | None,
    limits: FocusLimits,
    *,
    is_offline: bool = False,
) -> FocusMark:
    """Return the ring of an own chat."""
    initial = chat.visitor.shown_name[:1].upper()
    if hold is not None and hold.until is not None and hold.state in HELD:
        return _held(hold, hold.until, view, initial, is_offline=is_offline)
    if is_typing(chat, view):
        return FocusMark(FocusState.TYPING, initial=initial, is_offline=is_offline)
    attention = chat.attention
    if attention.since is None:
        state = FocusState.GOODBYE if attention.is_goodbye else FocusState.NOTHING_OWED
        return FocusMark(state, initial=initial, is_offline=is_offline)
    wait = Wait(attention.since + attention.paused, limits.late)
    seconds, fraction = wait.at(attention.paused_from or view.at)
    state = level_at(waiting_time(attention, view.at), limits)
    return FocusMark(state, seconds, fraction, initial, is_offline=is_offline, wait=wait)


def mark_at(mark: FocusMark, at: datetime) -> FocusMark:
    """Return what a mark shows at `at` while nothing but time goes by; never less than it did."""
    if mark.wait is None:
        return mark
    seconds, fraction = mark.wait.at(at)
    if seconds <= mark.seconds:
        return mark
    initial, is_offline = mark.initial, mark.is_offline
    return FocusMark(mark.state, seconds, fraction, initial, is_offline=is_offline, wait=mark.wait)


def turns_at(attention: Attention, limits: FocusLimits, at: datetime) -> datetime | None:
    """Return when a waiting time turns amber or red next, or None when it does not by itself."""
    if attention.since is None or attention.paused_from is not None:
        return None
    start = attention.since + attention.paused
    turns = (start + limit for limit in (limits.soon, limits.late))
    return min((turn for turn in turns if turn > at), default=None)


def queue_mark(chat: Chat, view: Viewpoint, *, is_calling: bool, is_offline: bool) -> FocusMark:
    """Return the disc of a visitor whom nobody has taken."""
    return FocusMark(
        FocusState.CALLING if is_calling else FocusState.QUEUED,
        seconds=queued_seconds(chat, view.at),
        initial=chat.visitor.shown_name[:1].upper(),
        is_offline=is_offline,
    )


def queued_seconds(chat: Chat, at: datetime) -> int:
    """Return how long a visitor has been in the queue."""
    since = chat.queued_at or chat.started_at or at
    return max(int((at - since).total_seconds()), 0)


def _held(
    hold: Hold, until: datetime, view: Viewpoint, initial: str, *, is_offline: bool
) -> FocusMark:
    left = until - view.at
    if hold.state is HoldState.OVER:
        over = int(-left.total_seconds())
        return FocusMark(FocusState.HOLD_OVER, over, 1.0, initial, is_offline=is_offline)
    fraction = min(left / hold.promised, 1.0) if hold.promised else 0.0
    seconds = int(left.total_seconds())
    return FocusMark(FocusState.HELD, seconds, fraction, initial, is_offline=is_offline)


def _wants_answer(line: Line, visitor: UserId) -> bool:
    event = line.event
    is_agreement = event.postback is not None and event.postback.id == HOLD_AGREED
    return event.author_id == visitor and line.is_said and not is_agreement


def _owed_since(chat: Chat, view: Viewpoint) -> tuple[datetime | None, bool]:
    """Return since when an answer is owed, and whether the visitor has said goodbye."""
    visitor = chat.visitor.id
    current = chat.current
    open_lines = unanswered(current, visitor)
    last = next((line for line in reversed(current) if _wants_answer(line, visitor)), None)
    says_goodbye = last is not None and view.is_goodbye(last.event.text or "")
    if not open_lines or (says_goodbye and len(open_lines) == 1):
        return None, says_goodbye
    first = open_lines[0].at
    earlier = chat.attention.since
    if chat.is_trimmed and len(current) == len(chat.lines) and earlier is not None:
        # The first unanswered message may be among the lines that were put away.
        has_reply = any(is_reply(line, visitor) for line in current)
        first = first if has_reply else min(first, earlier)
    return first, False


def hold_and_attention(chat: Chat, view: Viewpoint) -> tuple[Chat, Hold | None]:
    """Return `chat` with its waiting time settled, and its hold."""
    hold = hold_of(chat, view)
    attention = settled(chat, view, hold)
    return chat if attention == chat.attention else replace(chat, attention=attention), hold
