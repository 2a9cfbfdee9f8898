"""All rules, the weightiest first: the coach says one thing at a time."""

from undivided.etiquette.coach.playbooks import FIRST_STEPS
from undivided.etiquette.coach.rule import Rule
from undivided.etiquette.coach.rules import (
    answer,
    cards,
    facts,
    length,
    person,
    phrasing,
    promise,
    selling,
    spelling,
    tone,
    topic,
)

RULES: tuple[Rule, ...] = (
    # Gates: the message waits for an answer.
    person.UNFILLED_SLOT,
    tone.HOSTILE,
    selling.SALES_AFTER_REFUSAL,
    facts.OLD_FACT,
    person.SAME_REPLY,
    # What the visitor would notice most.
    cards.CARD_NUMBER,
    tone.CALM_FIRST,
    answer.BARE_ANSWER,
    answer.OPEN_QUESTION,
    tone.CAPITALS,
    tone.REPEATED_MARKS,
    tone.SARCASM,
    tone.JARGON,
    selling.PRESSURE,
    selling.NO_SUMMARY,
    selling.NO_ALTERNATIVE,
    selling.EARLY_OFFER,
    facts.UNSOURCED_FACT,
    promise.UNDATED_PROMISE,
    length.TOO_LONG,
    spelling.MISSPELT,
    answer.ANSWER_FIRST,
    answer.TWO_QUESTIONS,
    answer.MANY_OPTIONS,
    answer.LITTLE_EFFORT,
    topic.OFF_TOPIC,
    phrasing.LETTER_FORMULA,
    phrasing.OPINION_OPENER,
    person.NO_NAME,
    person.NAME_TOO_OFTEN,
    person.ASK_NAME,
    person.UNTOUCHED_REPLY,
)

BY_NAME = {rule.name: rule for rule in (*RULES, FIRST_STEPS)}
"""With what is heard and passed over like a rule, and is no advice about a draft."""
