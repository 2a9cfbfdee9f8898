"""Prefix beats word beats middle, and the letters found are marked."""

import pytest

from undivided.library.finding.search import Match, Why, marks, query, rank, searchable, why
from undivided.library.model.responses import Response

DELIVERY = Response(
    title="Delivery by a date",
    body="It reaches you soon.",
    shortcuts=("when", "eta-day"),
    tags=("post",),
    folder=("Parcels",),
)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("/when", Why.SHORTCUT),
        ("eta-day", Why.SHORTCUT),
        ("/wh", Why.SHORTCUT_START),
        ("del", Why.TITLE_START),
        ("Délivery  BY", Why.TITLE_START),
        ("date", Why.TITLE_WORD),
        ("by del", Why.TITLE_WORD),
        ("post", Why.LABEL),
        ("parc del", Why.LABEL),
        ("reach", Why.BODY),
        ("del reach day", Why.BODY),
        ("elivery", Why.MIDDLE),
        ("xyz", None),
        ("del xyz", None),
    ],
)
def test_reason_is_the_best_place_of_the_words(typed: str, reason: Why | None) -> None:
    assert why(query(typed), searchable(DELIVERY)) == reason


def test_better_reasons_come_first_and_equals_keep_their_order() -> None:
    responses = [
        Response(title="Undelivered", body="x"),
        Response(title="Second", body="delivered"),
        Response(title="Third", body="the delivery"),
        Response(title="Late delivery", body="x"),
        Response(title="Delivery", body="x"),
        Response(title="Other", body="x"),
    ]

    found = rank(query("deliv"), map(searchable, responses), limit=4)

    assert [match.response.title for match in found] == [
        "Delivery",
        "Late delivery",
        "Second",
        "Third",
    ]


def test_candidates_of_an_index_need_no_second_look_at_their_body() -> None:
    found = rank(query("q"), [searchable(DELIVERY)], limit=5, otherwise=Why.BODY)

    assert found == [Match(DELIVERY, Why.BODY, ("q",))]


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Delivery to the deli", "del", ["Del", "del"]),
        ("Undelivered", "deliv", ["deliv"]),
        ("Delivery by a date", "by da", ["by", "da"]),
        ("Crème brûlée", "brule", ["brûlé"]),
        ("😀 Hi", "hi", ["Hi"]),
        ("Hello", "", []),
        ("Hello", "zz", []),
        ("dede", "de ede", ["dede"]),
    ],
)
def test_marks_are_the_letters_that_were_typed(text: str, typed: str, marked: list[str]) -> None:
    spans = marks(text, query(typed).terms)

    assert [text[start : start + length] for start, length in spans] == marked
