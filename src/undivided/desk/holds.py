"""Holds: the question, the visitor's answer, the promise and its end. Source: practices 8, 9.

Everything is read from the chat's events and properties, so that a hold survives a restart
and no line of it is ever sent twice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from undivided.desk.chats import Chat, Viewpoint
from undivided.desk.intents import Intent, KeepHold, Say, automatic_id, is_automatic
from undivided.desk.lines import Line
from undivided.desk.marks import Hold, HoldState
from undivided.protocol.desk_extensions import (
    HOLD_AGREED,
    HOLD_ENDED,
    HOLD_HURRY,
    HOLD_MINUTES_VAR,
    HOLD_STARTED,
)
from undivided.protocol.events import Button, Element, Event, Kind, Visibility
from undivided.protocol.ids import CustomId, UserId

WARN_AT = 0.8
"""Part of the promised time after which the operator is warned. Source: practice 9."""
SHORTEST, LONGEST = 1, 30
"""Minutes that may be promised."""
NO_ANSWER = timedelta(minutes=3)
"""A question without an answer for so long is no longer shown as asked."""
WORD_AT_THE_END = "Thank you for waiting. I need a little longer, and I am still on it."
"""What the visitor is told, once, when a promise runs out. Source: practice 9."""
TOLERANCE = timedelta(seconds=2)
"""Two writings of one promise may differ by so much."""

_MINUTES = re.compile(r"(\d{1,2}) minute")


def hold_question(minutes: int) -> Event:
    """Return the question to the visitor, with its two buttons. Source: practice 8."""
    minutes = min(max(minutes, SHORTEST), LONGEST)
    element = Element(
        title=f"May I put you on hold for {_spoken(minutes)}?",
        subtitle="I would like to look into this properly for you.",
        buttons=(
            Button(text="Yes, I\u2019ll wait", postback_id=HOLD_AGREED, type="message"),
            Button(text="I\u2019m in a hurry", postback_id=HOLD_HURRY, type="message"),
        ),
    )
    return Event(
        type=Kind.RICH_MESSAGE,
        template_id="quick_replies",
        elements=(element,),
        visibility=Visibility.ALL,
    )


def is_question(event: Event) -> bool:
    """Return whether `event` asks a visitor to hold."""
    return event.type == Kind.RICH_MESSAGE and any(_answers_of(event, HOLD_AGREED))


def is_reply(line: Line, visitor: UserId) -> bool:
    """Return whether an operator answered the visitor with this line.

    A question to hold and the desk's own word are no answers: the visitor still waits.
    """
    event = line.event
    return (
        event.author_id != visitor  # most of the lines that are asked about end here
        and event.author_id is not None
        and line.is_said
        and not is_question(event)
        and not is_automatic(event.custom_id)
    )


@dataclass(frozen=True, slots=True)
class Question:
    """A hold question of the current thread and what became of it.

    Attributes:
        cause: What the automatic lines of this hold are named after.
        agreed_at: When the visitor agreed; None for no answer or a hurry.
    """

    line: Line
    cause: str
    promised: timedelta
    is_mine: bool
    agreed_at: datetime | None = None
    is_hurried: bool = False
    is_over: bool = False


def question_of(chat: Chat, view: Viewpoint) -> Question | None:
    """Return the newest hold question of the current thread."""
    current = chat.current
    kind = Kind.RICH_MESSAGE  # asked here already, because most lines are no such messages
    place = next(
        (
            place
            for place in reversed(range(len(current)))
            if current[place].event.type == kind and is_question(current[place].event)
        ),
        None,
    )
    if place is None:
        return None
    line, later = current[place], current[place + 1 :]
    event = line.event
    question = Question(
        line=line,
        cause=event.custom_id or event.id or "",
        promised=_promised(event),
        is_mine=event.author_id == view.me,
        is_over=any(is_reply(each, chat.visitor.id) for each in later),
    )
    return _answered(question, later, chat, view)


def hold_of(chat: Chat, view: Viewpoint) -> Hold | None:
    """Return how far the chat's hold has come, or None without one."""
    question = question_of(chat, view)
    if question is not None and question.is_over:
        return None
    until = _until(chat, question)
    if until is not None:
        return _running(chat, question, until, view)
    if question is None:
        return None
    hold = Hold(HoldState.ASKED, question.promised, question.line.at, is_mine=question.is_mine)
    if question.is_hurried:
        return replace(hold, state=HoldState.HURRY)
    return hold if view.at - question.line.at < NO_ANSWER else None


def owed(chat: Chat, view: Viewpoint) -> tuple[Intent, ...]:
    """Return what this operator's promise now demands: start it, say a word, end it.

    The same intents come back until the chat shows that they were carried out.
    """
    question = question_of(chat, view)
    if question is not None and question.is_over:
        return tuple(_ending(chat, question, view))
    return (*_starting(chat, question), *_word(chat, question, view))


def with_answer_time(chat: Chat, view: Viewpoint) -> Chat:
    """Return `chat` remembering when the visitor's answer was learnt.

    A pressed button carries no time, and a promise must not start anew each second.
    """
    question = question_of(chat, view)
    if question is None or not (question.is_hurried or question.agreed_at is not None):
        return chat
    event_id = question.line.event.id
    if event_id is None or (chat.answered is not None and chat.answered[0] == event_id):
        return chat
    return replace(chat, answered=(event_id, question.agreed_at or view.at))


def _starting(chat: Chat, question: Question | None) -> Iterator[Intent]:
    if question is None or not question.is_mine or question.agreed_at is None:
        return
    started = automatic_id("hold-started", question.cause)
    if not _is_known(chat, started):
        minutes = round(question.promised.total_seconds() / 60)
        text = f"On hold for {_spoken(minutes)}."
        variables = {HOLD_MINUTES_VAR: str(minutes)}
        yield Say(chat.id, _notice(HOLD_STARTED, text, started, variables))
    until = question.agreed_at + question.promised
    if chat.hold_until is None or chat.hold_until < until - TOLERANCE:
        yield KeepHold(chat.id, until, question.promised)


def _word(chat: Chat, question: Question | None, view: Viewpoint) -> Iterator[Intent]:
    until = _until(chat, question)
    if until is None or view.at < until or not _is_mine(chat, question, view):
        return
    cause = f"{chat.id}-{until.isoformat()}" if question is None else question.cause
    said = automatic_id("hold-over", cause)
    if not _is_known(chat, said):
        yield Say(
            chat.id,
            Event(
                type=Kind.MESSAGE,
                text=WORD_AT_THE_END,
                custom_id=said,
                visibility=Visibility.ALL,
            ),
        )


def _ending(chat: Chat, question: Question, view: Viewpoint) -> Iterator[Intent]:
    if not question.is_mine:
        return
    ended = automatic_id("hold-ended", question.cause)
    was_started = _is_known(chat, automatic_id("hold-started", question.cause))
    if was_started and not _is_known(chat, ended):
        yield Say(chat.id, _notice(HOLD_ENDED, "Back from hold.", ended, None))
    if chat.hold_until is not None and chat.hold_by == view.me:
        yield KeepHold(chat.id, None)


def _answered(question: Question, later: tuple[Line, ...], chat: Chat, view: Viewpoint) -> Question:
    event = question.line.event
    visitor = chat.visitor.id
    answers = [
        (line.event.postback.id, line.at)
        for line in later
        if line.event.postback is not None
        and line.event.author_id == visitor
        and line.event.postback.event_id in {None, event.id}
    ]
    learnt = view.at
    if chat.answered is not None and chat.answered[0] == event.id:
        learnt = chat.answered[1]
    started = automatic_id("hold-started", question.cause)
    learnt = next((line.at for line in later if line.event.custom_id == started), learnt)
    answers += [
        (postback_id, learnt)
        for postback_id in (HOLD_AGREED, HOLD_HURRY)
        if any(visitor in button.user_ids for button in _answers_of(event, postback_id))
    ]
    for postback_id, at in answers:
        if postback_id == HOLD_AGREED:
            return replace(question, agreed_at=at)
        if postback_id == HOLD_HURRY:
            return replace(question, is_hurried=True)
    return question


def _until(chat: Chat, question: Question | None) -> datetime | None:
    if question is None or question.agreed_at is None:
        return chat.hold_until
    until = question.agreed_at + question.promised
    return until if chat.hold_until is None else max(until, chat.hold_until)


def _running(chat: Chat, question: Question | None, until: datetime, view: Viewpoint) -> Hold:
    if question is not None and question.agreed_at is not None:
        asked_at, promised = question.line.at, question.promised
    else:
        asked_at, promised = _last_start(chat, until)
    left = until - view.at
    if left <= timedelta():
        state = HoldState.OVER
    else:
        is_late = left <= promised * (1 - WARN_AT)
        state = HoldState.WARNING if is_late else HoldState.AGREED
    return Hold(state, promised, asked_at, until, _is_mine(chat, question, view))


def _is_mine(chat: Chat, question: Question | None, view: Viewpoint) -> bool:
    """Return whether this operator made the running promise."""
    if chat.hold_by is not None:
        return chat.hold_by == view.me
    return question is not None and question.is_mine


def _last_start(chat: Chat, until: datetime) -> tuple[datetime, timedelta]:
    for line in reversed(chat.current):
        if line.event.system_message_type == HOLD_STARTED:
            return line.at, max(until - line.at, timedelta())
    return until, timedelta(minutes=SHORTEST)


def _answers_of(event: Event, postback_id: str) -> Iterator[Button]:
    for element in event.elements or ():
        for button in element.buttons:
            if button.postback_id == postback_id:
                yield button


def _promised(event: Event) -> timedelta:
    titles = " ".join(element.title or "" for element in event.elements or ())
    found = _MINUTES.search(titles)
    return timedelta(minutes=int(found[1]) if found else SHORTEST)


def _is_known(chat: Chat, custom_id: CustomId) -> bool:
    visitor = chat.visitor.id
    return any(
        line.event.custom_id == custom_id and line.event.author_id != visitor for line in chat.lines
    ) or any(unsent.custom_id == custom_id for unsent in chat.unsent)


def _notice(kind: str, text: str, custom_id: CustomId, variables: dict[str, str] | None) -> Event:
    return Event(
        type=Kind.SYSTEM_MESSAGE,
        system_message_type=kind,
        text=text,
        text_vars=variables,
        custom_id=custom_id,
        visibility=Visibility.ALL,
    )


def _spoken(minutes: int) -> str:
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
