"""Which parts of a text are words to spell-check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.etiquette.spelling_marks import as_written, word_at, words_to_check


def checked(text: str) -> list[str]:
    return [word.text for word in words_to_check(text)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("https://shop.exmple/delvery?x=teh", id="link"),
        pytest.param("www.delvery.exmple", id="host"),
        pytest.param("elena.voss@exmple.org", id="mail"),
        pytest.param("{{visitor.frst_name|thre}}", id="slot"),
        pytest.param("{{> delvery-tmes}}", id="nested"),
        pytest.param("/delvery", id="shortcut"),
        pytest.param("#delvery", id="hashtag"),
        pytest.param("@elna", id="mention"),
        pytest.param("A4 3rd AB-1200 1200-xy x2", id="numbers"),
        pytest.param("invoce.pdf my_file", id="file"),
        pytest.param("VAT DHL", id="short forms"),
        pytest.param("PayPal iPhone eBay", id="names of things"),
        pytest.param("a I", id="letters"),
        pytest.param("😀 … – 12", id="signs"),
        pytest.param("`delvry --chek`", id="code"),
    ],
)
def test_what_is_no_word_is_not_checked(text: str) -> None:
    assert [] == checked(text)
    assert ["before", "after"] == checked(f"before {text} after")


def test_apostrophes_hyphens_and_loose_accents_belong_to_the_word() -> None:
    assert ["don't", "e-mail", "café"] == checked("don’t e-mail: “cafe\u0301”")


def test_positions_count_code_points() -> None:
    (word,) = words_to_check("😀 delvery")

    assert (2, 9) == (word.start, word.end)


def test_known_words_are_left_out_whatever_their_case() -> None:
    assert [] == [word.text for word in words_to_check("Elena ELENA elena", {"elena"})]


def test_parts_that_are_skipped_hold_no_words() -> None:
    text = "Dear Elna Vos, teh delvery"

    words = words_to_check(text, skipped=[(5, 13)])

    assert ["Dear", "teh", "delvery"] == [word.text for word in words]


def test_the_end_of_a_word_still_touches_it() -> None:
    found = word_at("see delvery now", 11)

    assert found is not None
    assert "delvery" == found.text
    assert word_at("see  now", 4) is None


def test_a_suggestion_keeps_the_curved_apostrophe() -> None:
    assert ("don’t", "don't") == (as_written("don't", "dno’t"), as_written("don't", "dno't"))


def test_nothing_longer_than_a_word_is_checked() -> None:
    assert [] == checked("x" * 5_000)


@pytest.mark.parametrize(
    "piece", ["x", "x.", "x1", "{{", "1-", "_", "@", "/x", "x-", "’x", "`", "`x"]
)
def test_a_text_without_a_space_is_read_once(piece: str) -> None:
    # Quadratic work on this many letters would run into the suite's time limit.
    words_to_check(piece * 200_000)


@given(st.text(max_size=80))
def test_every_word_lies_where_it_is_said_to_be(text: str) -> None:
    words = words_to_check(text)

    assert all(0 <= word.start < word.end <= len(text) for word in words)
    ends = [word.end for word in words[:-1]]
    assert all(end <= word.start for end, word in zip(ends, words[1:], strict=True))
