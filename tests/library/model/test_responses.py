"""Every field of a response has one kept form."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert

from tests.support.any_response import RESPONSE
from undivided.library.errors import ResponseRefused
from undivided.library.model.parts import (
    ActiveTimes,
    Alternative,
    Attachment,
    Fact,
    Fill,
    Quote,
    SlotKind,
    Variant,
    Wording,
)
from undivided.library.model.responses import Response, cleaned


def test_title_defaults_to_the_first_words_of_the_text() -> None:
    assert cleaned(Response(title=" ", body="Hello\nthere")).title == "Hello there"


def test_long_first_line_is_cut_at_a_word_for_the_title() -> None:
    title = cleaned(Response(title="", body="word " * 40)).title

    assert title == "word " * 11 + "word…"


def test_shortcuts_lose_their_slash_and_their_doubles() -> None:
    response = cleaned(
        Response(title="t", body="b", shortcuts=("/hi", "HI hello", "#café", "cafe"))
    )

    assert response.shortcuts == ("hi", "hello", "café")
    assert response.shortcut == "/hi"


def test_response_without_shortcuts_shows_none() -> None:
    assert Response(title="t", body="b").shortcut == ""


def test_folders_and_tags_are_split_at_their_separators() -> None:
    response = cleaned(
        Response(title="t", body="b", folder=("A/ B ", ""), tags=("x, y", "late;  X"))
    )

    assert (response.folder, response.tags) == (("A", "B"), ("x", "y", "late"))


def test_body_keeps_its_lines_and_loses_control_characters() -> None:
    response = cleaned(Response(title="t", body=" one\r\ntwo\x00\u2028three\ud800 "))

    assert response.body == "one\ntwo\nthree"


def test_what_turns_letters_round_is_not_kept() -> None:
    """An operator would read another price in the card than the visitor gets."""
    response = cleaned(
        Response(title="\u202egift", body="Pay \u202e001\u202d, \u200f\u05d0\u200e.")
    )

    assert (response.title, response.body) == ("gift", "Pay 001, \u200f\u05d0\u200e.")


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        pytest.param(Response(title="t", body=" \n"), "cannot be empty", id="blank"),
        pytest.param(Response(title="t", body="x" * 16_001), "text has 16,001", id="body"),
        pytest.param(Response(title="t" * 201, body="x"), "title has 201", id="title"),
        pytest.param(Response(title="t", body="x", tags=("y" * 81,)), "tag has 81", id="tag"),
        pytest.param(
            Response(title="t", body="x", shortcuts=("y" * 61,)), "shortcut has 61", id="shortcut"
        ),
        pytest.param(
            Response(title="t", body="x", folder=("y" * 81,)), "folder's name has 81", id="folder"
        ),
    ],
)
def test_response_that_breaks_a_rule_is_refused_with_it(response: Response, reason: str) -> None:
    with pytest.raises(ResponseRefused, match=reason):
        cleaned(response)


@given(st.text(min_size=1, max_size=80), st.lists(st.text(max_size=20), max_size=4))
def test_kept_form_of_a_kept_form_is_the_same(text: str, words: list[str]) -> None:
    given_ = Response(title=text, body=f"x{text}", shortcuts=tuple(words), tags=tuple(words))

    once = cleaned(given_)

    assert cleaned(once) == once


DIGEST = "4111111111111111" * 4


def _part(**parts: object) -> Response:
    return cleaned(convert({"title": "t", "body": "b", "language": "de", **parts}, Response))


def test_variant_that_says_nothing_of_its_own_is_left_out() -> None:
    response = _part(
        variants=[
            {"body": " b\r\n"},
            {"body": "\x00"},
            {"body": "short", "wording": "short"},
            {"body": "short", "wording": "short", "language": "DE"},
            {"body": "b", "language": "en_gb", "wording": "same"},
        ]
    )

    assert response.variants == (
        Variant(body="short", wording=Wording.SHORT),
        Variant(body="b", wording=Wording.SAME, language="en-GB"),
    )
    assert response.languages == ("de", "en-GB")


def test_same_wording_in_the_same_language_is_another_one() -> None:
    assert _part(variants=[{"body": "x", "wording": "same"}]).variants == (Variant(body="x"),)


def test_first_word_about_a_blank_counts() -> None:
    response = _part(
        slots=[
            {"name": " Day ", "fill": "date", "default": "2026-01-02"},
            {"name": "day"},
            {"name": "{{|}}"},
            {"name": "price", "fill": "money", "currency": "eur", "choices": ["x"]},
        ]
    )

    assert response.slots == (
        SlotKind(name="Day", fill=Fill.DATE, default="2026-01-02"),
        SlotKind(name="price", fill=Fill.MONEY, currency="EUR"),
    )


def test_default_among_none_of_the_choices_is_the_first_of_them() -> None:
    response = _part(
        slots=[{"name": "size", "fill": "choice", "choices": ["S", " S", "M"], "default": "L"}]
    )

    assert response.slots[0].choices == ("L", "S", "M")


def test_choice_without_choices_is_text() -> None:
    assert _part(slots=[{"name": "size", "fill": "choice"}]).slots == (SlotKind(name="size"),)


def test_only_lines_keep_their_line_ends() -> None:
    response = _part(
        slots=[
            {"name": "a", "fill": "lines", "default": "one\r\ntwo"},
            {"name": "b", "default": "one\r\ntwo"},
        ]
    )

    assert [slot.default for slot in response.slots] == ["one\ntwo", "one two"]


def test_file_has_a_name_without_a_path_that_turns_no_text_around() -> None:
    file = {"name": "C:\\x/..\\\u202egnp.exe", "media_type": "?", "size": 1, "digest": DIGEST}

    response = _part(attachments=[file, file])

    assert response.attachments == (
        Attachment(name="gnp.exe", media_type="application/octet-stream", size=1, digest=DIGEST),
    )


def test_times_that_are_all_the_time_are_none() -> None:
    every = {"weekdays": [0, 1, 2, 3, 4, 5, 6], "opens": "09:00:00", "closes": "09:00:30"}

    assert _part(active=every).active is None


def test_times_are_kept_to_the_minute_with_days_in_order() -> None:
    active = _part(active={"weekdays": [4, 0, 4], "opens": "09:00:31", "closes": "17:30:00"}).active

    assert active == ActiveTimes(weekdays=(0, 4), opens=time(9), closes=time(17, 30))


def test_pages_and_owner_are_kept_as_single_lines() -> None:
    response = _part(pages=["*/cart*", " */cart*", "\n"], owner=" ann@example.com\n")

    assert (response.pages, response.owner) == (("*/cart*",), "ann@example.com")


def test_counts_stay_within_what_is_stored() -> None:
    response = _part(uses=-1, sent_untouched=2**40, sent_edited=3)

    assert (response.uses, response.sent_untouched, response.sent_edited) == (0, 2**31 - 1, 3)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"variants": [{"body": "x" * 16_001}]}, "text of a variant has 16,001"),
        ({"variants": [{"body": str(n)} for n in range(41)]}, "41 variants; at most 40"),
        ({"slots": [{"name": "n" * 61}]}, "name of a slot has 61"),
        ({"slots": [{"name": "n", "fill": "money", "currency": "Euro"}]}, "three letters"),
        (
            {"attachments": [{"name": "a", "media_type": "", "size": 1, "digest": "x"}]},
            "'a' has no",
        ),
        ({"pages": ["x" * 501]}, "page pattern has 501"),
        ({"owner": "x" * 255}, "owner has 255"),
        ({"active": {"weekdays": [7]}}, "from 0 for Monday"),
        ({"active": {"first_day": "2026-02-01", "last_day": "2026-01-01"}}, "is before the first"),
    ],
)
def test_part_that_makes_no_sense_is_refused_with_a_sentence(
    parts: dict[str, object], reason: str
) -> None:
    with pytest.raises(ResponseRefused, match=reason):
        _part(**parts)


def test_card_number_hides_in_no_part() -> None:
    number = "4111 1111 1111 1111"
    response = _part(
        variants=[{"body": f"Use {number}"}, {"body": "Use 4204 2222 3333 1111"}],
        slots=[
            {"name": "card", "fill": "choice", "default": number, "choices": [number, "none"]},
            {"name": "note", "default": number},
        ],
        owner=number,
        pages=[f"*{number}*"],
        attachments=[{"name": f"{number}.png", "media_type": "", "size": 1, "digest": DIGEST}],
    )

    kept = str(response).replace(DIGEST, "")
    assert "4111" not in kept
    assert kept.count("1111") == 7


def test_card_number_that_is_cut_into_shortcuts_tags_or_folders_is_masked_first() -> None:
    kept = cleaned(
        Response(
            id="r1",
            title="",
            body="Hello",
            shortcuts=("4111 1111", "1111 1111"),
            tags=("4111, 1111, 1111, 1111",),
            folder=("4111/1111", "1111/1111"),
        )
    )

    assert "4111" not in str(kept)


@given(RESPONSE)
def test_kept_form_with_every_part_is_kept_as_it_is(response: Response) -> None:
    assert cleaned(response) == response


def test_source_of_a_fact_is_one_line_and_hides_card_numbers() -> None:
    fact = Fact(source=" list\n4111 1111 1111 1111 ", valid_until=date(2026, 12, 31))

    kept = cleaned(Response(title="t", body="b", fact=fact)).fact

    hidden = "list " + "\u2022\u2022\u2022\u2022 " * 3 + "1111"
    assert kept == Fact(source=hidden, valid_until=date(2026, 12, 31))


def test_who_is_quoted_is_one_line_and_hides_card_numbers() -> None:
    quote = Quote(said_by=" Ana\n4111 1111 1111 1111 ", is_agreed=True)

    kept = cleaned(Response(title="t", body="b", quote=quote)).quote

    assert kept == Quote(said_by="Ana " + "\u2022\u2022\u2022\u2022 " * 3 + "1111", is_agreed=True)


@pytest.mark.parametrize("said_by", [" ", "x" * 201], ids=["nobody", "long"])
def test_quote_of_nobody_is_refused(said_by: str) -> None:
    with pytest.raises(ResponseRefused, match="who"):
        cleaned(Response(title="t", body="b", quote=Quote(said_by=said_by)))


def test_alternatives_are_kept_once_by_the_name_that_finds_them() -> None:
    names = (" /Green-Lamp", "green-lamp", "/#", "bulb ")
    given = tuple(Alternative(name=name, reason="Same\nlight ") for name in names)
    fact = Fact(source="stock", valid_until=date(2026, 12, 31), alternatives=given)

    kept = cleaned(Response(title="t", body="b", fact=fact)).fact

    assert kept is not None
    assert kept.alternatives == (
        Alternative(name="Green-Lamp", reason="Same light"),
        Alternative(name="bulb", reason="Same light"),
    )


def test_more_than_two_alternatives_are_refused() -> None:
    three = tuple(Alternative(name=name) for name in "abc")
    fact = Fact(source="stock", valid_until=date(2026, 12, 31), alternatives=three)

    with pytest.raises(ResponseRefused, match="3 alternatives; at most 2"):
        cleaned(Response(title="t", body="b", fact=fact))


@pytest.mark.parametrize("source", [" ", "x" * 501], ids=["none", "long"])
def test_fact_without_a_source_that_can_be_looked_up_is_refused(source: str) -> None:
    fact = Fact(source=source, valid_until=date(2026, 12, 31))

    with pytest.raises(ResponseRefused, match="source"):
        cleaned(Response(title="t", body="b", fact=fact))
