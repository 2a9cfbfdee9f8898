"""What a card says quietly: why it was found, what is due, its fact, its quote, its files."""

from datetime import date

import pytest
from msgspec import structs

from undivided.library.filling.slots import Filled
from undivided.library.finding.search import Match, Why
from undivided.library.model.parts import Alternative, Attachment, Fact, Quote
from undivided.library.model.responses import Response
from undivided.qtmodels.card_facts import (
    ended_words,
    fact_words,
    files_words,
    quote_words,
    review_words,
    why_words,
)
from undivided.qtmodels.cards import Card, spoken

TODAY = date(2026, 11, 22)


def file(name: str, size: int) -> Attachment:
    return Attachment(name=name, media_type="a/b", size=size, digest="0" * 64)


@pytest.mark.parametrize(
    "why",
    [None, Why.SHORTCUT, Why.SHORTCUT_START, Why.TITLE_START, Why.TITLE_WORD, Why.CLOSEST],
)
def test_what_title_or_heading_shows_is_not_said_again(why: Why | None) -> None:
    assert why_words(Match(Response(title="Post", body="b"), why, ("post",))) == ""


@pytest.mark.parametrize("why", [Why.LABEL, Why.BODY, Why.MIDDLE, Why.SPELLING])
def test_what_the_title_does_not_show_is_said(why: Why) -> None:
    match = Match(Response(title="a", body="b", tags=("post",)), why, ("post",))

    assert why_words(match) == match.reason != ""


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (None, ""),
        (date(2026, 11, 23), ""),
        (date(2026, 11, 22), "review due today"),
        (date(2026, 11, 21), "review due since yesterday"),
        (date(2026, 10, 13), "review due 40 days ago"),
    ],
    ids=str,
)
def test_a_review_is_due_from_its_day_on(due: date | None, expected: str) -> None:
    assert review_words(Response(title="a", body="b", review_by=due), TODAY) == expected


def test_without_a_date_nothing_is_due() -> None:
    assert review_words(Response(title="a", body="b", review_by=TODAY), None) == ""


@pytest.mark.parametrize(
    ("today", "whole", "ended"),
    [
        (None, "Fact, until 2026-11-21, source: list", ""),
        (date(2026, 11, 21), "Fact, until 2026-11-21, source: list", ""),
        (
            TODAY,
            "Out of date, until 2026-11-21, source: list",
            "Out of date, until 2026-11-21",
        ),
    ],
    ids=str,
)
def test_a_fact_says_its_source_and_how_long_it_is_true(
    today: date | None, whole: str, ended: str
) -> None:
    fact = Fact(source="list", valid_until=date(2026, 11, 21))
    response = Response(title="a", body="b", fact=fact)

    assert (fact_words(response, today), ended_words(response, today)) == (whole, ended)


def test_what_cannot_be_had_says_what_would_do_instead() -> None:
    instead = (Alternative(name="lamp", reason="Same light"), Alternative(name="bulb"))
    day = date(2026, 11, 1)
    gone = Fact(source="list", valid_until=day, is_available=False, alternatives=instead)
    response = Response(title="a", body="b", fact=gone)
    alone = Response(title="a", body="b", fact=structs.replace(gone, alternatives=()))

    assert ended_words(response, None) == "Not available, instead /lamp or /bulb"
    assert fact_words(alone, TODAY) == "Not available, source: list"


def test_without_a_fact_nothing_vouches() -> None:
    response = Response(title="a", body="b")

    assert (fact_words(response, TODAY), ended_words(response, TODAY)) == ("", "")


def test_who_is_quoted_is_named_with_whether_they_agreed() -> None:
    asked = Response(title="a", body="b", quote=Quote(said_by="Ana K.", is_agreed=True))
    unasked = Response(title="a", body="b", quote=Quote(said_by="Ana K."))

    assert quote_words(asked) == "May be quoted: Ana K."
    assert quote_words(unasked) == "Not agreed to be quoted: Ana K."
    assert quote_words(Response(title="a", body="b")) == ""
    assert "Not agreed to be quoted: Ana K." in spoken(Card(Match(unasked)), Filled("b"))
    assert Card(Match(unasked)).has_facts


def test_one_file_is_named_and_several_are_counted() -> None:
    assert files_words(()) == ""
    assert files_words((file("list.pdf", 240_000),)) == "list.pdf, 240 KB"
    assert files_words((file("a", 1), file("b", 1_500_000))) == "2 files, 1.5 MB"
