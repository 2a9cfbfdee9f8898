"""What an operator makes of the coach's advice: taken, not this time, not in this chat, off."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from msgspec.structs import replace

from undivided.etiquette.coach.habits import NO_HABIT, Habit, Habits


class Listening:
    """Which rules are heard in which chat, and how often each was followed or dismissed.

    Args:
        habits: As they were kept.
    """

    def __init__(self, habits: Habits | None = None) -> None:
        self._habits = dict(habits or {})
        self._not_now: defaultdict[str, set[str]] = defaultdict(set)
        self._not_here: defaultdict[str, set[str]] = defaultdict(set)
        self._shown: defaultdict[str, set[str]] = defaultdict(set)

    @property
    def habits(self) -> Mapping[str, Habit]:
        """What is to be kept, by the rule's name."""
        return self._habits

    def recall(self, habits: Habits) -> None:
        """Take in what was kept; what the operator has chosen since counts over it."""
        self._habits = {**habits, **self._habits}

    def habit(self, rule: str) -> Habit:
        """Return what is known of one rule."""
        return self._habits.get(rule, NO_HABIT)

    def snoozed(self, chat: str) -> frozenset[str]:
        """Return the rules that are not to speak about this chat's draft."""
        return frozenset(self._not_now[chat] | self._not_here[chat])

    def show(self, chat: str, rule: str) -> None:
        """Remember that a rule's advice was in view."""
        self._shown[chat].add(rule)

    def take(self, chat: str, rule: str) -> None:
        """Count advice that was followed, once for each draft."""
        self._shown[chat].discard(rule)
        self._count(rule, advice=True)

    def dismiss(self, chat: str, rule: str, *, in_this_chat: bool = False) -> bool:
        """Let a rule be silent about this draft, or this whole chat.

        Returns:
            Whether to propose switching the rule off; that is said once.
        """
        (self._not_here if in_this_chat else self._not_now)[chat].add(rule)
        self._shown[chat].discard(rule)
        self._count(rule, advice=False)
        return self._habits[rule].should_ask

    def sent(self, chat: str, ignored: Collection[str]) -> bool:
        """Begin the next draft of a chat.

        Advice that was in view and no longer fitted what was sent was followed by hand.

        Args:
            chat: Whose draft was sent.
            ignored: Rules that still had something to say about it.

        Returns:
            Whether there is something new to keep.
        """
        followed = self._shown.pop(chat, set()).difference(ignored)
        for rule in followed:
            self._count(rule, advice=True)
        self._not_now.pop(chat, None)
        return bool(followed)

    def forget(self, chat: str) -> None:
        """Forget a chat that is gone."""
        for kept in (self._shown, self._not_now, self._not_here):
            kept.pop(chat, None)

    def switch(self, rule: str, *, is_on: bool) -> None:
        """Hear a rule from now on, or never again."""
        self._habits[rule] = replace(self.habit(rule), is_on=is_on)

    def keep(self, rule: str) -> None:
        """Keep a rule whose end was proposed; that is not proposed again."""
        self._habits[rule] = replace(self.habit(rule), was_asked=True)

    def _count(self, rule: str, *, advice: bool) -> None:
        self._habits[rule] = self.habit(rule).took(advice=advice)
