"""The coach of one chat: asks the rules about a draft and puts what they say in order."""

from collections.abc import Callable, Iterable, Mapping

from undivided.etiquette.coach.advice import Advice
from undivided.etiquette.coach.chat_view import ChatView, Draft, Line
from undivided.etiquette.coach.habits import NO_HABIT, Habits
from undivided.etiquette.coach.history import History
from undivided.etiquette.coach.phrases import Phrases
from undivided.etiquette.coach.reading import Reader
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.rules.every import RULES


class Coach:
    """Looks at drafts of a chat.

    Attributes:
        reader: Reads texts of the chat's language; what it read once is at hand.

    Args:
        phrases: Of the chat's language, or `NO_PHRASES`.
        glossary: Jargon in folded words -> what to say instead.
        habits: Which rules the operator listens to.
        rules: The weightiest first.
        broken: Told of a rule that raised, with its name; the others are still asked.
    """

    def __init__(
        self,
        phrases: Phrases,
        *,
        glossary: Mapping[str, str] | None = None,
        habits: Habits | None = None,
        rules: Iterable[Rule] = RULES,
        broken: Callable[[str, Exception], None] | None = None,
    ) -> None:
        phrases = phrases.with_list("jargon", glossary or {})
        self.reader = Reader(phrases)
        self._habits = dict(habits or {})
        self._broken = broken
        self._rules = tuple(rule for rule in rules if rule.needs <= phrases.kinds)
        self._lines: tuple[Line, ...] = ()
        self._history = self.begin()

    def begin(self) -> History:
        """Return a chat in which nothing was said yet; add its lines as they come."""
        return History(self.reader)

    def advice(
        self,
        chat: ChatView,
        draft: Draft,
        snoozed: Iterable[str] = (),
        *,
        history: History | None = None,
    ) -> list[Advice]:
        """Return all advice about a draft, the weightiest first.

        Args:
            chat: What was said so far. Lines that were there the last time are not read again.
            draft: What is about to be sent; a blank one needs no advice.
            snoozed: Rules that the operator does not want to hear about this draft.
            history: The chat so far, if it is at hand; then the lines of `chat` are not looked at.
        """
        if not draft.text.strip():
            return []
        known = history or self._caught_up(chat.lines)
        context = Context(chat, draft, self.reader, known)
        silent = frozenset(snoozed)
        return [
            said
            for rule in self._rules
            if rule.name not in silent and self._habits.get(rule.name, NO_HABIT).is_heard(rule)
            for said in self._ask(rule, context)
        ]

    def _caught_up(self, lines: tuple[Line, ...]) -> History:
        known = len(self._lines)
        if lines[:known] != self._lines:
            self._history, known = self.begin(), 0
        for line in lines[known:]:
            self._history.add(line)
        self._lines = lines
        return self._history

    def _ask(self, rule: Rule, context: Context) -> list[Advice]:
        try:
            return list(rule.check(context))
        except Exception as error:
            # One broken rule must not cost the operator the others, nor a message.
            if self._broken is None:
                raise
            self._broken(rule.name, error)
            return []
