"""All rules, the weightiest first: the coach says one thing at a time."""

from undivided.etiquette.coach.rule import Rule
from undivided.etiquette.coach.rules import length

RULES: tuple[Rule, ...] = (length.TOO_LONG,)

BY_NAME = {rule.name: rule for rule in RULES}
