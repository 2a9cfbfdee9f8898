"""Which rules an operator listens to: off, not this time, and how often one was dismissed."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from undivided.etiquette.coach.rule import Rule

ENOUGH = 10
"""Times a rule must have spoken before its dismissals mean anything."""
TOO_OFTEN = 0.6
"""Above this share of dismissals the app proposes to switch the rule off."""


class Habit(Struct, frozen=True):
    """What one operator made of one rule.

    Attributes:
        is_on: Chosen by the operator, or None for the rule's own beginning.
        followed: How often its advice was taken.
        dismissed: How often it was "not this time".
        was_asked: Whether switching it off was proposed; that is done once.
    """

    is_on: bool | None = None
    followed: int = 0
    dismissed: int = 0
    was_asked: bool = False

    def is_heard(self, rule: Rule) -> bool:
        """Whether the rule may speak."""
        return rule.is_on if self.is_on is None else self.is_on

    @property
    def should_ask(self) -> bool:
        """Whether to propose switching it off."""
        answered = self.followed + self.dismissed
        return (
            self.is_on is not False
            and not self.was_asked
            and answered >= ENOUGH
            and self.dismissed > TOO_OFTEN * answered
        )

    def took(self, *, advice: bool) -> "Habit":
        """Return the habit after advice was taken or dismissed."""
        if advice:
            return replace(self, followed=self.followed + 1)
        return replace(self, dismissed=self.dismissed + 1)


NO_HABIT = Habit()
Habits = Mapping[str, Habit]
"""By the rule's name."""
