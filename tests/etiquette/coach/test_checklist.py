"""Questions are ticked when they are answered, and the operator has the last word."""

from datetime import UTC, datetime, timedelta

import pytest

from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.checklist import (
    MOST_SHOWN,
    Asked,
    Ticks,
    answered_by,
    checklist_of,
    mark_of,
    shown_of,
)
from undivided.etiquette.coach.reading import Reader
from undivided.storage.coach_words import load_coach_words

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
READER = Reader(load_coach_words("en").phrases)
SIDES = {"v": Author.VISITOR, "o": Author.OPERATOR}
THREE = "v Is the lamp brass? How long is delivery? Do you take PayPal?"


def asked(*said: str, ticks: Ticks = Ticks()) -> tuple[Asked, ...]:  # noqa: B008 - it is frozen
    lines = [
        Line(SIDES[text[0]], text[2:], START + timedelta(minutes=place))
        for place, text in enumerate(said)
    ]
    return checklist_of(lines, READER, ticks)


def states(*said: str, ticks: Ticks = Ticks()) -> list[bool]:  # noqa: B008 - it is frozen
    return [each.is_answered for each in asked(*said, ticks=ticks)]


def test_questions_are_open_until_a_reply_takes_them_up() -> None:
    assert states(THREE) == [False, False, False]
    assert states(THREE, "o The lamp is all brass, and PayPal works.") == [True, False, True]


def test_what_the_operator_says_counts_over_the_coach() -> None:
    reply = "o The lamp is all brass, and PayPal works."
    brass, delivery, _ = (each.mark for each in asked(THREE))

    assert states(THREE, reply, ticks=Ticks(answered={delivery})) == [True, True, True]
    assert states(THREE, reply, ticks=Ticks(reopened={brass})) == [False, False, True]


def test_a_question_that_is_asked_again_is_open_again() -> None:
    said = ("v Where is my parcel?", "o With the carrier, says the page.", "v Where is my parcel?")
    first = asked(*said[:1])[0]

    assert states(*said) == [True, False]
    assert states(*said, ticks=Ticks(answered={first.mark})) == [True, False]


def test_a_mark_gives_nothing_away_and_outlives_spaces_and_case() -> None:
    assert mark_of("Is it  Brass?") == mark_of("is it brass?")
    assert mark_of("Is it brass?", START) == mark_of("Is it brass?", START.astimezone())
    assert mark_of("Is it brass?") != mark_of("Is it brass?", START)
    assert len(mark_of("Is it brass?\ud800" * 900)) == 16


def test_open_ones_come_first_and_older_ticked_ones_go() -> None:
    said = (
        "v Is it brass?",
        "o Yes, all brass.",
        "v And when is delivery? Any PayPal?",
        "o PayPal works.",
    )
    found = asked(*said)

    assert [each.text for each in shown_of(found)] == ["And when is delivery?", "Any PayPal?"]
    kept = shown_of(found, {found[0].mark})
    assert [each.text for each in kept] == ["And when is delivery?", "Is it brass?", "Any PayPal?"]


def test_no_more_is_shown_than_fits() -> None:
    found = asked(f"v {' '.join(f'Is it number {n}?' for n in range(20))}")

    assert [each.text for each in shown_of(found)] == [f"Is it number {n}?" for n in range(14, 20)]
    assert len(shown_of(found)) == MOST_SHOWN


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("It takes three days for delivery", "How long is delivery?"),
        ("We accept PayPal", "Do you take PayPal?"),
        ("Of course", "Is the lamp brass?"),
        ("", "Is the lamp brass?"),
    ],
)
def test_selected_words_tick_the_question_that_is_likest(said: str, text: str) -> None:
    found = answered_by(said, asked(THREE), READER)

    assert found is not None
    assert found.text == text


def test_nothing_open_is_nothing_to_tick() -> None:
    assert answered_by("Yes", asked("v Is it brass?", "o Yes, brass."), READER) is None
    assert asked() == ()
