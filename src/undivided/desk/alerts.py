"""What may interrupt an operator: a new chat, a red timer, a promise. Nothing else does."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from undivided.desk.chats import Chat, Place, Viewpoint
from undivided.desk.focus import queued_seconds, waiting_time
from undivided.desk.lines import Line
from undivided.desk.marks import FocusMark, FocusState, Hold, HoldState
from undivided.desk.values import Alert, AlertKind
from undivided.etiquette.calm_text import one_line
from undivided.protocol.ids import ChatId
from undivided.protocol.limits import TITLE_CHARACTERS

REPEAT = timedelta(seconds=15)
"""A new chat calls again after so long, until somebody takes it."""
FIRST_LINE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class _Call:
    count: int
    next_ticks: float


@dataclass(slots=True)
class Alarm:
    """Remembers who calls, and what was already said once."""

    _calls: dict[ChatId, _Call] = field(default_factory=dict)
    _muted: set[tuple[ChatId, Place]] = field(default_factory=set)
    _said: dict[tuple[ChatId, AlertKind], datetime] = field(default_factory=dict)

    def is_calling(self, chat_id: ChatId) -> bool:
        """Return whether a chat wants to be taken."""
        return chat_id in self._calls

    def due(self, chat: Chat, mark: FocusMark, hold: Hold | None, view: Viewpoint) -> list[Alert]:
        """Return the alerts of a chat that are due now."""
        return [
            *self._waited(chat, mark),
            *self._promised(chat, hold, view),
        ]

    def called(self, chat: Chat, view: Viewpoint, *, wants_taking: bool) -> Iterator[Alert]:
        """Yield the call of a chat that wants to be taken, or the end of its calls.

        The first call is due at once, further ones every `REPEAT`.
        """
        call = self._calls.get(chat.id)
        if not wants_taking:
            self._muted.discard((chat.id, chat.place))
        if not wants_taking or (chat.id, chat.place) in self._muted:
            if self._calls.pop(chat.id, None) is not None:
                yield _alert(AlertKind.ALERT_ENDED, chat)
            return
        if call is not None and view.ticks < call.next_ticks:
            return
        count = 1 if call is None else call.count + 1
        self._calls[chat.id] = _Call(count, view.ticks + REPEAT.total_seconds())
        is_queued = chat.place is Place.QUEUED
        yield replace(
            _alert(AlertKind.NEW_CHAT, chat),
            call=count,
            seconds=queued_seconds(chat, view.at) if is_queued else _seconds_waited(chat, view),
            is_queued=is_queued,
        )

    def mute(self, chat: Chat) -> None:
        """Call no more for this chat where it is now; when it is routed anew, it calls again."""
        self._muted.add((chat.id, chat.place))

    def forget(self, chat_id: ChatId) -> None:
        """Keep nothing of a chat that is gone."""
        self._muted = {key for key in self._muted if key[0] != chat_id}
        for kind in AlertKind:
            self._said.pop((chat_id, kind), None)

    def _waited(self, chat: Chat, mark: FocusMark) -> Iterator[Alert]:
        """Yield a red timer's alert, once per wait. Source: practice 1."""
        since = chat.attention.since
        if mark.state is FocusState.LATE and since and self._first(chat, AlertKind.LATE, since):
            yield replace(_alert(AlertKind.LATE, chat), seconds=mark.seconds)

    def _promised(self, chat: Chat, hold: Hold | None, view: Viewpoint) -> Iterator[Alert]:
        """Yield the warning before a promise ends and the alert after, once each. Practice 9."""
        if hold is None or hold.until is None or not hold.is_mine:
            return
        kind = _HOLD_ALERTS.get(hold.state)
        if kind is not None and self._first(chat, kind, hold.until):
            left = abs(int((hold.until - view.at).total_seconds()))
            yield replace(_alert(kind, chat), seconds=left)

    def _first(self, chat: Chat, kind: AlertKind, cause: datetime) -> bool:
        is_first = self._said.get((chat.id, kind)) != cause
        self._said[chat.id, kind] = cause
        return is_first


_HOLD_ALERTS = {
    HoldState.WARNING: AlertKind.HOLD_WARNING,
    HoldState.OVER: AlertKind.HOLD_OVER,
}


def _alert(kind: AlertKind, chat: Chat) -> Alert:
    page = chat.visitor.pages[0] if chat.visitor.pages else None
    return Alert(
        kind,
        chat.id,
        name=chat.visitor.shown_name,
        text=_first_words(chat.current, chat),
        page="" if page is None else one_line(page.title or page.url, TITLE_CHARACTERS),
    )


def _first_words(lines: tuple[Line, ...], chat: Chat) -> str:
    said = (
        line.event.text
        for line in lines
        if line.is_said and line.event.author_id == chat.visitor.id and line.event.text
    )
    return one_line(next(said, ""), FIRST_LINE_CHARACTERS)


def _seconds_waited(chat: Chat, view: Viewpoint) -> int:
    return int(waiting_time(chat.attention, view.at).total_seconds())
