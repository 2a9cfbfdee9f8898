"""Every field of a response has one kept form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.library.errors import ResponseRefused
from undivided.library.responses import Response, cleaned


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
