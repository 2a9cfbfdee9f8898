"""The first steps of a new chat: found by the visitor's first words, and ticked as they are done.

Nothing of it is counted for anybody, and no visitor sees it. Source: practice 79.
"""

from itertools import takewhile

from PySide6.QtCore import QObject

from undivided.app.chat_facts import ChatFacts
from undivided.app.coach.after_paint import AfterPaint
from undivided.app.coach.chat_lines import lines_of
from undivided.app.coach.chat_topics import sitting_of
from undivided.app.coach.coach_control import CoachControl
from undivided.app.session_context import SessionContext
from undivided.desk.values import ChatRow
from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.playbooks import (
    FIRST_STEPS,
    Playbook,
    done_in,
    playbook_of,
    reason_of,
)
from undivided.library.filling.values import first_name
from undivided.protocol.ids import ChatId

REPLIES = 6
"""After so many replies of ours a chat is new no more."""


class PlaybookControl(QObject):
    """Shows the steps beside the chosen chat while it is new."""

    def __init__(self, context: SessionContext, facts: ChatFacts, coach: CoachControl) -> None:
        super().__init__(context.window)
        self._context = context
        self._facts = facts
        self._coach = coach
        self._book = coach.book
        self._conversation = context.window.desk.conversation
        self._card = context.window.desk.panel.first_steps
        self._ticks: dict[ChatId, dict[str, bool]] = {}
        self._finished: set[ChatId] = set()
        self._card.ticked.connect(self._tick)
        self._card.put_away.connect(self._put_away)
        self._later = AfterPaint(self.show, self)
        self._conversation.chat_shown.connect(self.show)
        context.bridge.transcripts.changed.connect(lambda change: self._look_at(change.chat_id))
        context.bridge.rows_changed.connect(lambda chats: self._look_at(*chats))
        context.bridge.chats_removed.connect(self._forget)
        self._book.changed.connect(self.show)
        facts.writing.changed.connect(lambda _chat: self.show())

    def show(self) -> None:
        """Show the steps of the chosen chat as they stand now, or none."""
        chat_id = self._conversation.chat_id
        row = None if chat_id is None else self._context.bridge.chats.row_of(chat_id)
        if row is None or not row.is_active or not self._is_wanted(row.id):
            self._card.show_steps(None)
            return
        first, replies = self._said(row)
        if not first or len(replies) > REPLIES:
            self._card.show_steps(None)
            return
        self._show(row, first, replies)

    def _look_at(self, *chats: ChatId) -> None:
        if self._conversation.chat_id in chats:
            self._later.ask()

    def _show(self, row: ChatRow, first: list[str], replies: list[str]) -> None:
        reader = self._book.reader(self._facts.writing.likely(row.id))
        playbook = playbook_of(reason_of(first, reader), reader.phrases)
        seen = done_in(
            [reader.read(text) for text in first],
            [reader.read(text) for text in replies],
            first_name(row.visitor.name),
        )
        ticks = self._ticks.get(row.id, {})
        done = [mark for mark in _marks(playbook) if ticks.get(mark, mark in seen)]
        is_over = len(done) == len(playbook.steps)
        self._card.show_steps(None if is_over else playbook, done)
        if is_over and playbook.steps and row.id not in self._finished:
            self._finished.add(row.id)
            self._book.listening.take(row.id, FIRST_STEPS.name)
            self._book.keep()

    def _said(self, row: ChatRow) -> tuple[list[str], list[str]]:
        """Return the visitor's first lines in a row, and all of ours since."""
        messages = self._context.bridge.transcripts.messages(row.id)
        lines = lines_of(sitting_of(messages, row))
        start = next((at for at, each in enumerate(lines) if _is_visitors(each)), len(lines))
        first = [each.text for each in takewhile(_is_visitors, lines[start:])]
        # What was said before they wrote, such as a greeting of ours, counts too.
        return first, [each.text for each in lines if not _is_visitors(each)]

    def _is_wanted(self, chat_id: ChatId) -> bool:
        listening = self._book.listening
        is_on = listening.habit(FIRST_STEPS.name).is_heard(FIRST_STEPS)
        return is_on and FIRST_STEPS.name not in listening.snoozed(chat_id)

    def _tick(self, mark: str, is_done: bool) -> None:  # noqa: FBT001 - a Qt slot
        if self._conversation.chat_id is not None:
            self._ticks.setdefault(self._conversation.chat_id, {})[mark] = is_done
            self.show()

    def _put_away(self) -> None:
        if self._conversation.chat_id is not None:
            self._coach.pass_over(FIRST_STEPS.name)
            self.show()
            self._conversation.composer.focus_text()

    def _forget(self, chats: tuple[ChatId, ...]) -> None:
        self._finished.difference_update(chats)
        for chat_id in chats:
            self._ticks.pop(chat_id, None)


def _is_visitors(line: Line) -> bool:
    return line.author is Author.VISITOR


def _marks(playbook: Playbook) -> tuple[str, ...]:
    return tuple(str(step.mark) for step in playbook.steps)
