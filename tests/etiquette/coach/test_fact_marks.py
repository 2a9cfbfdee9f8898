"""Marks of facts and of offers come back as they were kept, whatever a program wrote there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.etiquette.coach.after_no import REASONS
from undivided.etiquette.coach.fact_marks import (
    MOST,
    NO_MARKS,
    FactMarks,
    kept_words,
    marks_of,
    properties_of,
)
from undivided.protocol.events import Event, Kind, Properties

WORDS = st.lists(st.text(max_size=100), max_size=12).map(tuple)


def event(properties: Properties | None) -> Event:
    return Event(type=Kind.MESSAGE, text="x", properties=properties)


@given(WORDS, WORDS, WORDS, st.sampled_from(["", *REASONS]))
def test_marks_come_back_as_they_are_kept(
    unsourced: tuple[str, ...], sources: tuple[str, ...], cards: tuple[str, ...], after_no: str
) -> None:
    given_ = FactMarks(unsourced, sources, cards, after_no)

    back = marks_of(event(properties_of(given_)))

    assert back == FactMarks(
        kept_words(unsourced), kept_words(sources), kept_words(cards), after_no
    )
    assert all(len(words) <= MOST for words in (back.unsourced, back.sources, back.cards))


def test_message_that_states_nothing_carries_nothing() -> None:
    assert properties_of(NO_MARKS) is None
    assert marks_of(event({"desk": {"written_at": "x"}, "other": {"unsourced": "y"}})) == NO_MARKS


def test_what_is_no_text_is_left_out_and_card_numbers_are_hidden() -> None:
    told: Properties = {"desk": {"unsourced": True, "fact_sources": "4111 1111 1111 1111\n\u202ea"}}

    assert marks_of(event(told)) == FactMarks((), ("•••• •••• •••• 1111", "a"))


@pytest.mark.parametrize("value", ["because I say so", "Asked", "asked\n", "", True, 7])
def test_a_reason_that_nobody_could_choose_is_left_out(value: str | int | bool) -> None:
    assert marks_of(event({"desk": {"offered_after_no": value}})) == NO_MARKS
    assert properties_of(FactMarks(after_no=str(value))) is None
