"""What goes back and forth on an open socket: answers, pushes, pings, own events."""

from collections.abc import Callable, Iterable
from typing import assert_never

from msgspec import Raw

from undivided.desk import facts
from undivided.desk.pushes import chat_of
from undivided.protocol.canned_responses import CannedResponse, CannedResponseDeleted
from undivided.protocol.chats import Chat
from undivided.protocol.codec import decode_incoming, decode_payload, decode_push, failure_of
from undivided.protocol.desk_extensions import Feature
from undivided.protocol.envelope import Incoming
from undivided.protocol.errors import ProtocolError
from undivided.protocol.events import Event
from undivided.protocol.help_calls import help_word_in
from undivided.protocol.ids import ChatId
from undivided.protocol.limits import LARGEST_FRAME_BYTES
from undivided.protocol.logins import AgentLogin, AgentLoginAnswer
from undivided.protocol.moments import Moment
from undivided.protocol.pushes import Disconnected, IncomingChat, IncomingEvent, IncomingMulticast
from undivided.protocol.requests import EventSent, Nothing
from undivided.session import commands, sentences
from undivided.session.answers import ChatsPage, ThreadsPage, page_after, result_of
from undivided.session.carrying import SILENT, next_page, request_for
from undivided.session.effects import SendFrame
from undivided.session.facts import (
    CommandFailed,
    Configured,
    HelpHeard,
    HistoryReplaced,
    LeftOut,
    LibraryPushed,
    SharingOffered,
    Unreadable,
)
from undivided.session.heartbeat import Heartbeat, Pulse
from undivided.session.left_out import LeftOutBook, sentence_on
from undivided.session.outbox import Conditions, Outbox
from undivided.session.requests import (
    Ask,
    Beat,
    Deliver,
    Do,
    Fetch,
    ListPage,
    Look,
    Purpose,
    Requests,
    SignIn,
)
from undivided.session.results import Loss, Out
from undivided.session.resync import Resync
from undivided.session.signin import (
    Verdict,
    signed_in,
    verdict_on,
    verdict_on_farewell,
    visitors_in,
)
from undivided.session.watch import Watch

UNREADABLE_FRAMES = 50
"""So many unreadable frames on one connection, and it is given up."""


class Exchange:
    """Everything above the socket that is not about opening or losing it.

    Its methods note what is to leave in `out`, and return a `Loss` when the link has to go.
    """

    def __init__(self, jitter: Callable[[], float], rows: Iterable[commands.OutboxRow]) -> None:
        self.out = Out()
        self.resync = Resync(Watch())
        self._outbox = Outbox(jitter, rows)
        self._requests = Requests()
        self._heartbeat: Heartbeat | None = None
        self._unreadable = 0
        self._left_out = LeftOutBook()

    @property
    def is_signed_in(self) -> bool:
        """Whether the server knows this operator on this connection."""
        return self._heartbeat is not None

    @property
    def wake_at(self) -> float | None:
        """When `ticked` or `flush` has something to do on this connection."""
        times = [self._requests.wake_at]
        if self._heartbeat is not None:
            times.append(self._heartbeat.wake_at)
        if self._heartbeat is not None and not self.resync.is_replaying:
            times.append(self._outbox.wake_at(self.resync.behind))
        return min((each for each in times if each is not None), default=None)

    def sign_in(self, login: AgentLogin) -> None:
        """Say who the operator is, as the first request of a connection."""
        self._unreadable = 0
        self._requests.ask(Ask("login", login, SignIn()))

    def disconnected(self) -> None:
        """Give up what the old connection had under way; nothing of the outbox is lost."""
        self._heartbeat = None
        for purpose in self._requests.drop():
            if isinstance(purpose, Do):
                self._fail(purpose.command, sentences.CUT)
        self._outbox.disconnected()
        self.resync.disconnected()

    def command(self, command: commands.Command) -> None:
        """Take in what the operator asks for; own events wait for a link, the rest does not."""
        match command:
            case commands.Submit(row):
                self._outbox.submit(row)
            case commands.Retry(custom_id):
                self._outbox.retry(custom_id)
            case commands.Discard(custom_id):
                self._outbox.discard(custom_id)
            case _ if not self.is_signed_in:
                self._fail(command, sentences.OFFLINE)
            case _:
                self._ask_all((request_for(command, self.resync.watch.me),))

    def was_too_large(self) -> None:
        """Ask no more for what was larger than the link takes in."""
        purpose = self._left_out.take_from(self._requests)
        # What it was is not known if it was none of these; a replay could bring it again.
        if purpose is None:
            self.resync.start_anew()
            return
        self._leave_out(purpose)
        sentence = sentence_on(purpose)
        if sentence:
            self.out.notices.append(LeftOut(sentence))

    def uploaded(self, row: commands.OutboxRow, url: str) -> None:
        """Let a file's event leave when its turn comes."""
        self._outbox.uploaded(row, url)

    def upload_failed(
        self, row: commands.OutboxRow, error: ProtocolError | None, now: Moment
    ) -> None:
        """Try an upload again later, or park its row."""
        self._outbox.upload_failed(row, error, now)

    def ticked(self, now: Moment) -> Loss | None:
        """Let time pass: pings, and answers that do not come."""
        losses = [self._overdue(purpose, now) for purpose in self._requests.overdue(now)]
        loss = next((each for each in losses if each is not None), None)
        if loss is not None or self._heartbeat is None:
            return loss
        pulse = self._heartbeat.ticked(now)
        if pulse is Pulse.DEAD:
            return Loss(sentences.NO_LIFE)
        if pulse is Pulse.PING:
            self._requests.ask(Ask("ping", Nothing(), Beat()), is_urgent=True)
        return None

    def flush(self, now: Moment) -> None:
        """Move everything that may leave now into `out`."""
        # In the middle of a replay a chat may seem to be lost that was given back since.
        if self.is_signed_in and not self.resync.is_replaying:
            conditions = Conditions(
                has_extensions=self.resync.has_extensions,
                has_dedupe=Feature.DEDUPE in self.resync.features,
                behind=self.resync.behind,
                over=self.resync.watch.over.keys(),
            )
            self._outbox.due(now, conditions)
        own = self._outbox.take()
        self.out.facts += own.facts
        self.out.effects += own.effects
        self._ask_all(own.asks)
        self.out.effects += (SendFrame(frame) for frame in self._requests.frames(now))

    def received(self, frame: bytes, now: Moment) -> Loss | None:
        """Take in one frame; one that cannot be read is passed over and counted."""
        if len(frame) > LARGEST_FRAME_BYTES:
            return self._passed_over()
        try:
            incoming = decode_incoming(frame)
            if incoming.is_push:
                return self._pushed(incoming)
        except ProtocolError:
            lost = self._passed_over()
            # No server of ours answers a sign-in like this, so waiting for more is of no use.
            return lost if self.is_signed_in else Loss(sentences.FOREIGN)
        return self._answered(incoming, now)

    # Pushes

    def _pushed(self, incoming: Incoming) -> Loss | None:
        payload = decode_push(incoming)
        if isinstance(payload, Disconnected):
            verdict = verdict_on_farewell(payload.reason)
            return Loss(sentences.sentence_for_close(payload.reason), verdict)
        if isinstance(payload, CannedResponse | CannedResponseDeleted):
            self.out.notices.append(LibraryPushed(payload))
            return None
        if isinstance(payload, IncomingMulticast):
            word = help_word_in(payload)
            if word is not None and payload.author_id != self.resync.watch.me:
                self.out.notices.append(HelpHeard(word))
            return None
        watch = self.resync.watch
        wanted = watch.fetch_for(payload)
        if wanted is not None:
            self._ask_all(self.resync.fetch(wanted))
        else:
            watch.saw_push(payload)
        self.resync.saw_push(chat_of(payload), incoming.desk_seq)
        if payload is not None:
            self.out.facts.append(facts.Pushed(incoming.action, payload))
        if isinstance(payload, IncomingEvent):
            self._sighted(payload.chat_id, (payload.event,))
        elif isinstance(payload, IncomingChat) and payload.chat.thread is not None:
            # It is as complete as an answer to `get_chat`.
            self.resync.fetched(payload.chat.id)
            self._left_out.came(payload.chat.id)
            self._sighted(payload.chat.id, payload.chat.thread.events)
        return None

    def _sighted(self, chat_id: ChatId, events: Iterable[Event]) -> None:
        self._outbox.sighted(chat_id, events, self.resync.watch.me)
        self._own_facts()

    def _own_facts(self) -> None:
        """Keep the order: what the outbox says of an event comes after the event itself."""
        own = self._outbox.take()
        self.out.facts += own.facts
        self.out.effects += own.effects

    # Answers

    def _answered(self, incoming: Incoming, now: Moment) -> Loss | None:
        purpose = self._requests.answered(incoming)
        if purpose is None:
            return None
        try:
            if not incoming.success:
                return self._refused(purpose, failure_of(incoming), now)
            return self._succeeded(purpose, incoming.payload, now)
        except ProtocolError:
            lost = self._passed_over()
            return lost or self._unread(purpose, now)

    def _succeeded(self, purpose: Purpose, payload: Raw, now: Moment) -> Loss | None:
        match purpose:
            case SignIn():
                self._welcome(decode_payload(payload, AgentLoginAnswer), now)
            case Beat(ends_replay):
                self._alive(now)
                if ends_replay:
                    self._ask_all(self.resync.replayed())
            case Deliver(chat_id, custom_id):
                event_id = decode_payload(payload, EventSent).event_id
                self._outbox.confirmed(chat_id, custom_id, event_id)
            case Look(chat_id):
                for thread in decode_payload(payload, ThreadsPage).threads:
                    self._sighted(chat_id, thread.events)
                self._outbox.looked(chat_id)
            case Fetch(chat_id):
                self._fetched(chat_id, decode_payload(payload, Chat))
            case ListPage():
                page = decode_payload(payload, ChatsPage)
                self._ask_all(self.resync.listed(page.chats_summary, page.next_page_id))
            case Do(command):
                self._done(command, payload)
            case _:
                assert_never(purpose)
        return None

    def _done(self, command: commands.Command, payload: Raw) -> None:
        fact, notice = result_of(command, payload)
        self.out.facts += () if fact is None else (fact,)
        self.out.notices.append(notice)
        goes_on = next_page(command, page_after(command, payload))
        if goes_on is not None:
            self._ask_all((request_for(goes_on, self.resync.watch.me),))

    def _welcome(self, answer: AgentLoginAnswer, now: Moment) -> None:
        if self.resync.is_replaced(answer.desk):
            self.out.notices.append(HistoryReplaced(sentences.HISTORY_REPLACED))
        self._heartbeat = Heartbeat.started(now)
        self.out.facts.append(signed_in(answer, now))
        self.out.facts.append(facts.VisitorsListed(visitors_in(answer)))
        self._ask_all(self.resync.signed_in(answer, sorted(self._outbox.chats())))
        is_offered = Feature.CANNED in self.resync.features
        self.out.notices.append(SharingOffered(answer.my_profile.id, is_offered))

    def _alive(self, now: Moment) -> None:
        assert self._heartbeat is not None, "a ping was answered before the sign-in"
        self._heartbeat.answered(now)

    def _fetched(self, chat_id: ChatId, chat: Chat) -> None:
        self.resync.watch.saw_chat(chat)
        self.resync.fetched(chat_id)
        self.out.facts.append(facts.ChatSnapshot(chat))
        if chat.thread is not None:
            self._sighted(chat.id, chat.thread.events)

    def _refused(self, purpose: Purpose, error: ProtocolError, now: Moment) -> Loss | None:
        sentence = sentences.sentence_for(error)
        match purpose:
            case SignIn():
                return Loss(sentence, verdict_on(error))
            case Deliver(chat_id, custom_id):
                self._outbox.failed(chat_id, custom_id, error, now)
            case Look(chat_id) if error.is_transient:
                self._outbox.unlooked(chat_id, now)
            case Look(chat_id):
                # Nothing of it is to be seen: the answer to the row itself will say why.
                self._outbox.looked(chat_id)
            case Fetch(chat_id) if not error.is_transient:
                self._gone(chat_id)
            case Do(commands.Configure(number)):
                self.out.notices.append(Configured(number, error))
            case Do(command):
                self._fail(command, sentence)
            case Beat():
                self._alive(now)
            case _:
                return Loss(sentence)
        return None

    def _unread(self, purpose: Purpose, now: Moment) -> Loss | None:
        """Decide on an answer that came and cannot be read."""
        match purpose:
            case SignIn():
                return Loss(sentences.FOREIGN, Verdict.FINAL)
            case Fetch() | ListPage():
                return Loss(sentences.UNREADABLE)
            case _:
                return self._overdue(purpose, now)

    def _overdue(self, purpose: Purpose, now: Moment) -> Loss | None:
        """Decide on an answer that did not come."""
        match purpose:
            case Deliver(chat_id, custom_id):
                self._outbox.unanswered(chat_id, custom_id, now)
            case Look(chat_id):
                self._outbox.unlooked(chat_id, now)
            case Do(command):
                self._fail(command, sentences.NO_ANSWER)
            case _:
                # Without these the session cannot go on; a new connection asks again.
                return Loss(sentences.NO_ANSWER)
        return None

    def _ask_all(self, asks: Iterable[Ask]) -> None:
        for ask in asks:
            if ask.purpose in self._left_out:
                self._leave_out(ask.purpose)
            else:
                self._requests.ask(ask)

    def _leave_out(self, purpose: Purpose) -> None:
        """Go on without what is too large."""
        match purpose:
            case Fetch(chat_id):
                self._gone(chat_id)
            case ListPage():
                self.resync.listed((), None)
            case Look(chat_id):
                self._outbox.unlookable(chat_id)
            case Do(command):
                self._fail(command, sentences.TOO_LARGE)

    def _gone(self, chat_id: ChatId) -> None:
        self.resync.watch.saw_gone(chat_id)
        self.resync.fetched(chat_id)
        self.out.facts.append(facts.ChatGone(chat_id))

    def _fail(self, command: commands.Command, sentence: str) -> None:
        if isinstance(command, commands.Configure):
            self.out.notices.append(Configured(command.number, None))
        elif not isinstance(command, SILENT):
            self.out.notices.append(CommandFailed(command, sentence))

    def _passed_over(self) -> Loss | None:
        self._unreadable += 1
        self.out.notices.append(Unreadable(sentences.UNREADABLE, self._unreadable))
        return Loss(sentences.UNREADABLE) if self._unreadable >= UNREADABLE_FRAMES else None
