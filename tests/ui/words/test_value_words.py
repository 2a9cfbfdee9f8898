"""Every value has a name that an operator understands, in the program and in its help."""

import re

import pytest

from undivided.library.filling.day_words import EXAMPLES
from undivided.library.filling.nesting import name_of_nested
from undivided.library.filling.slots import KNOWN_VALUES, slots
from undivided.resources import resource_path
from undivided.ui.words.value_words import value_words
from undivided.ui.words.wording import values_filled

HELP = resource_path("help", "placeholders.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(KNOWN_VALUES))
def test_every_value_has_words(name: str) -> None:
    assert value_words(name) != name
    assert value_words(name.upper()) == value_words(name)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("today+3d", "Date 3 days later"),
        ("today - 1 workday", "Date 1 workday earlier"),
        ("tomorrow+2w", "Date from tomorrow 2 weeks later"),
        ("time+30min", "Time 30 minutes later"),
        ("weekday+1d", "Day of the week 1 day later"),
        ("delivery day", "delivery day"),
    ],
)
def test_sum_of_days_is_said_in_words(name: str, words: str) -> None:
    assert value_words(name) == words


def test_help_describes_every_value() -> None:
    described = {slot.name for slot in slots(HELP)}

    assert described >= KNOWN_VALUES | {*EXAMPLES}


def test_every_placeholder_in_the_help_means_what_it_says() -> None:
    table = re.findall(r"^\| (.*?) \|", HELP, re.MULTILINE)
    examples = [slot for row in table for slot in slots(row)]
    rest = [slot for slot in slots(HELP) if not slot.is_known]

    assert [slot.name for slot in examples if not slot.is_known] == []
    assert {name_of_nested(slot) or slot.name for slot in rest} == {
        "delivery-times",
        "delivery day",
    }


def test_what_was_filled_is_said_in_words_once_each() -> None:
    said = values_filled(("visitor.first_name", "Today+3d", "visitor.phone", "visitor.name"))

    assert said == ("Name, date 3 days later and visitor’s phone number filled from this chat")
