"""The desk: owns the truth about all chats; only `apply` and `ticked` change it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from undivided.desk import facts, focus, holds
from undivided.desk.agenda import EACH_SECOND, NEVER, Agenda
from undivided.desk.alerts import Alarm
from undivided.desk.book import Book
from undivided.desk.call_book import CallBook
from undivided.desk.call_request import OpenCall
from undivided.desk.chats import Chat, Place, Viewpoint
from undivided.desk.intents import Intent, IntentKey, TellSeen, key_of
from undivided.desk.marks import FocusLimits, FocusMark
from undivided.desk.rows import last_of_visitor, last_own_messages
from undivided.desk.rules import touched_by
from undivided.desk.showing import Collected, Showing
from undivided.desk.status import Account, Counts, counted, link_status, status_of
from undivided.desk.unseen import LINKED, Unseen, reach_of, words_since_reply
from undivided.desk.values import Alert, AlertKind, Changes, DeskStatus, LinkState
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, ThreadId, UserId
from undivided.protocol.moments import Moment
from undivided.protocol.pushes import RoutingStatusSet

ACCEPTING = "accepting_chats"


class Desk:
    """All chats of one operator, and what the window should show of them.

    Facts come in through `apply`, the seconds through `ticked`; both return what changed.
    The window never reads the desk.

    Args:
        limits: When waiting turns amber and red.
        is_goodbye: Tells whether a visitor's message closes the conversation; asked whenever
            the chat is looked at.
    """

    def __init__(
        self,
        limits: FocusLimits | None = None,
        is_goodbye: Callable[[str], bool] = lambda _text: False,
    ) -> None:
        self._limits = limits or FocusLimits()
        self._is_goodbye = is_goodbye
        self._book = Book()
        self._alarm = Alarm()
        self._calls = CallBook()
        self._showing = Showing()
        self._agenda = Agenda()
        self._counts: Counts | None = None
        self._unseen = Unseen()
        self._account = Account()
        self._link = facts.LinkChanged(LinkState.SIGNED_OUT)
        self._link_since: datetime | None = None
        self._offset = timedelta()
        self._asked: set[IntentKey] = set()
        self._told: dict[ChatId, datetime] = {}

    def apply(self, fact: facts.Fact, now: Moment) -> Changes:
        """Take in what happened; return what the window has to show differently."""
        before = self._viewpoint(now)
        touched = dict.fromkeys((*self._noted(fact, now), *touched_by(self._book, fact, before)))
        self._calls.take(fact)
        # A sign-in names the operator and may move the server's clock.
        view = self._viewpoint(now)
        collected = Collected()
        self._counts = None
        for chat_id in touched:
            if chat_id in self._book.chats:
                self._note_unseen(fact, chat_id)
                self._refresh(chat_id, view, collected)
        return self._changes(collected, view, touched)

    def ticked(self, now: Moment) -> Changes:
        """Let a second pass: running marks, calls, warnings and promises that run out."""
        view = self._viewpoint(now)
        collected = Collected()
        for chat_id in self._unseen.glanced(self._open_chat, view.ticks):
            self._show_row(self._book.chats[chat_id], view, collected)
        for chat_id in self._agenda.due(view.at):
            self._counts = None
            self._tick(self._book.chats[chat_id], view, collected)
        return replace(self._changes(collected, view, tuple(self._book.holds)), at=view.at)

    def longest_waiting(self, now: Moment) -> ChatId | None:
        """Return the own chat whose visitor has waited longest; None when nobody waits."""
        at = self._viewpoint(now).at
        waiting = [
            (focus.waiting_time(chat.attention, at), chat.id)
            for chat in self._book.chats.values()
            if chat.place is Place.MINE
            and chat.attention.since is not None
            and chat.attention.paused_from is None
        ]
        return max(waiting)[1] if waiting else None

    def older_thread(self, chat_id: ChatId) -> ThreadId | None:
        """Return the thread to fetch when the operator scrolls above the oldest line."""
        chat = self._book.known(chat_id)
        return chat.lines[0].thread_id if chat.is_trimmed else chat.previous_thread_id

    def oldest_number(self, chat_id: ChatId) -> int | None:
        """Return the running number before which that thread is missing; None for all of it."""
        chat = self._book.known(chat_id)
        return chat.lines[0].event.desk_seq if chat.is_trimmed else None

    def last_own_messages(self, chat_id: ChatId) -> list[Event]:
        """Return what the operator said last in a chat; a card number may have begun there."""
        return last_own_messages(self._book.known(chat_id), self._me)

    def server_time(self, now: Moment) -> datetime:
        """Return what the server's clock shows."""
        return now.wall + self._offset

    # Facts about the desk itself

    def _noted(self, fact: facts.Fact, now: Moment) -> Iterable[ChatId]:
        touched: Iterable[ChatId] = ()
        match fact:
            case facts.SignedIn():
                touched = self._signed_in(fact)
            case facts.LinkChanged():
                touched = self._link_changed(fact, now)
            case facts.RoutingSet(is_accepting):
                touched = self._routed(is_accepting=is_accepting)
            case facts.Pushed(_, RoutingStatusSet(agent_id=self._me, status=status)):
                touched = self._routed(is_accepting=status == ACCEPTING)
            case facts.AlertDismissed(chat_id):
                self._alarm.mute(self._book.known(chat_id))
                touched = (chat_id,)
            case facts.ChatPicked(picked):
                touched = self._book.pick(picked)
            case facts.LimitsSet(limits):
                self._limits = limits
                touched = tuple(self._book.chats)
            case facts.WindowSeen(is_visible):
                touched = self._book.see(is_visible=is_visible)
            case _:
                pass
        return touched

    def _signed_in(self, fact: facts.SignedIn) -> Iterable[ChatId]:
        self._account = Account(fact.profile, fact.is_accepting, fact.can_hold)
        self._offset = fact.server_offset
        # What was asked of the last connection may never have arrived.
        self._asked.clear()
        self._told.clear()
        return tuple(self._book.chats)

    def _link_changed(self, fact: facts.LinkChanged, now: Moment) -> Iterable[ChatId]:
        before, self._link = self._link, fact
        if before.state is fact.state:
            return before.behind ^ fact.behind
        self._link_since = now.wall
        return tuple(self._book.chats)

    def _routed(self, *, is_accepting: bool) -> Iterable[ChatId]:
        self._account = replace(self._account, is_accepting=is_accepting)
        return tuple(chat.id for chat in self._book.queued())

    # What came while the operator was away

    @property
    def _open_chat(self) -> ChatId | None:
        """The chat that is before the operator's eyes with everything that is known."""
        picked = self._book.picked
        is_complete = self._link.state in LINKED and picked not in self._link.behind
        return picked if is_complete and self._book.is_visible else None

    def _note_unseen(self, fact: facts.Fact, chat_id: ChatId) -> None:
        chat = self._book.chats[chat_id]
        if chat.place is not Place.MINE or isinstance(fact, facts.Submitted):
            self._unseen.forget(chat_id)
        elif self._link.state is LinkState.CATCHING_UP and isinstance(
            fact, facts.ChatSnapshot | facts.Pushed
        ):
            words = words_since_reply(chat, self._me)
            self._unseen.caught_up(chat_id, words, is_open=self._book.is_read(chat_id))

    # What follows for one chat

    def _refresh(self, chat_id: ChatId, view: Viewpoint, collected: Collected) -> None:
        chat = self._book.settle(chat_id, view)
        if chat.is_shown or chat.place is Place.QUEUED:
            collected.transcripts += self._showing.transcript(chat, view)
        # Who calls is settled before the rows, because a calling visitor has another mark.
        wants_taking = chat.is_new or (chat.place is Place.QUEUED and self._account.is_accepting)
        wants_taking &= chat_id not in self._book.taken
        collected.alerts += self._alarm.called(chat, view, wants_taking=wants_taking)
        if chat.is_shown:
            self._show_row(chat, view, collected)
        elif self._showing.remove(chat_id):
            collected.removed.append(chat_id)
        if chat.is_shown or chat.place is Place.QUEUED:
            self._plan(chat, view)
        else:
            self._forget(chat_id)

    def _tick(self, chat: Chat, view: Viewpoint, collected: Collected) -> None:
        hold = self._book.holds.get(chat.id)
        may_differ = hold is not None or chat.typing_until is not None
        if may_differ:
            chat = self._book.settle(chat.id, view)
        if self._alarm.is_calling(chat.id):
            collected.alerts += self._alarm.called(chat, view, wants_taking=True)
        mark = self._mark(chat, view)
        is_changed, is_other_state = self._showing.mark(chat.id, mark)
        if is_changed:
            collected.marks[chat.id] = mark
        if chat.is_shown and may_differ:
            if is_other_state or hold != self._book.holds.get(chat.id):
                self._show_row(chat, view, collected)
        elif chat.is_shown and is_other_state:
            collected.rows.append(self._showing.turned(chat.id, mark))
            collected.alerts += self._due(chat, mark, view)
        self._plan(chat, view)

    def _plan(self, chat: Chat, view: Viewpoint) -> None:
        """Look at the chat again when time alone changes it; a mark's seconds run without us."""
        is_restless = (
            chat.place is Place.QUEUED
            or chat.typing_until is not None
            or chat.id in self._book.holds
            or self._alarm.is_calling(chat.id)
        )
        turn = focus.turns_at(chat.attention, self._limits, view.at) or NEVER
        self._agenda.plan(chat.id, EACH_SECOND if is_restless else turn)

    def _show_row(self, chat: Chat, view: Viewpoint, collected: Collected) -> None:
        mark = self._mark(chat, view)
        hold = self._book.holds.get(chat.id)
        is_behind = chat.id in self._link.behind
        unseen = self._unseen.count(chat.id)
        reach = reach_of(self._link.state, is_behind=is_behind, unseen=unseen)
        row = self._showing.row(chat, mark, hold, reach=reach, unseen=unseen)
        if row is not None:
            collected.rows.append(row)
        collected.alerts += self._due(chat, mark, view)

    def _due(self, chat: Chat, mark: FocusMark, view: Viewpoint) -> Iterable[Alert]:
        if chat.place is not Place.MINE:
            return ()
        return self._alarm.due(chat, mark, self._book.holds.get(chat.id), view)

    def _mark(self, chat: Chat, view: Viewpoint) -> FocusMark:
        is_offline = self._link.state not in LINKED
        if chat.place is Place.QUEUED:
            is_calling = self._alarm.is_calling(chat.id)
            return focus.queue_mark(chat, view, is_calling=is_calling, is_offline=is_offline)
        hold = self._book.holds.get(chat.id)
        return focus.mark_of(chat, view, hold, self._limits, is_offline=is_offline)

    def _forget(self, chat_id: ChatId) -> None:
        self._book.forget(chat_id)
        self._showing.forget(chat_id)
        self._agenda.forget(chat_id)
        self._alarm.forget(chat_id)
        self._unseen.forget(chat_id)
        self._told.pop(chat_id, None)

    # What follows for all

    def _changes(self, collected: Collected, view: Viewpoint, touched: Iterable[ChatId]) -> Changes:
        queued = tuple((chat, self._mark(chat, view)) for chat in self._book.queued())
        calls = self._calls.changed(view, self._book.chats.get)
        # The queue's marks come before the status, which counts by them.
        queue = self._showing.queue(queued)
        return Changes(
            rows=tuple(collected.rows),
            removed=tuple(collected.removed),
            order=self._showing.order(tuple(chat.id for chat in self._book.shown())),
            queue=queue,
            transcripts=tuple(collected.transcripts),
            marks=collected.marks,
            alerts=(*collected.alerts, *self._call_alerts(calls)),
            calls=calls,
            status=self._showing.status(self._status(view)),
            intents=tuple(self._intents(touched, view)),
        )

    def _call_alerts(self, calls: tuple[OpenCall, ...] | None) -> Iterable[Alert]:
        """Return what changed calls say; nothing ends that a new chat says by the same way."""
        if calls is None:
            return ()
        ended = AlertKind.ALERT_ENDED
        return (
            alert
            for alert in self._calls.alerts()
            if alert.kind is not ended or not self._alarm.is_calling(alert.chat_id)
        )

    def _status(self, view: Viewpoint) -> DeskStatus:
        if self._counts is None:
            self._counts = counted(self._book.chats.values(), self._showing.marks)
        link = link_status(self._link, self._link_since, self._counts.unsent, view.ticks)
        return status_of(self._account, link, self._counts, view.at)

    def _intents(self, touched: Iterable[ChatId], view: Viewpoint) -> Iterator[Intent]:
        """Yield what the desk wants to be sent, each once for a connection.

        Nothing is promised or ended on the strength of what may be old news.
        """
        if self._link.state is not LinkState.LIVE:
            return
        for chat_id in touched:
            chat = self._book.chats.get(chat_id)
            if chat is None or chat.place is not Place.MINE or chat_id in self._link.behind:
                continue
            for intent in holds.owed(chat, view):
                if key_of(intent) not in self._asked:
                    self._asked.add(key_of(intent))
                    yield intent
            yield from self._seen(chat)

    def _seen(self, chat: Chat) -> Iterator[Intent]:
        last = last_of_visitor(chat)
        if last is None or not self._book.is_read(chat.id) or self._told.get(chat.id) == last.at:
            return
        self._told[chat.id] = last.at
        yield TellSeen(chat.id, last.at)

    @property
    def _me(self) -> UserId:
        profile = self._account.profile
        return UserId("") if profile is None else profile.id

    def _viewpoint(self, now: Moment) -> Viewpoint:
        return Viewpoint(self._me, now.wall + self._offset, now.ticks, self._is_goodbye)
