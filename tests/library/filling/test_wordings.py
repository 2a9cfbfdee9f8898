"""The right language, and another wording for somebody who did not understand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.any_response import RESPONSE
from undivided.library.filling.wordings import (
    body_in,
    language_of_wording,
    next_wording,
    rotation,
    wording_mark,
)
from undivided.library.model.parts import Variant, Wording
from undivided.library.model.responses import Response

RESPONSE_EN = Response(
    title="t",
    body="hello",
    language="en",
    variants=(
        Variant(body="other", wording=Wording.OTHER),
        Variant(body="short", wording=Wording.SHORT),
        Variant(body="kurz", wording=Wording.SHORT, language="de"),
        Variant(body="hallo", wording=Wording.SAME, language="de"),
        Variant(body="grüezi", wording=Wording.SAME, language="de-CH"),
        Variant(body="bref", wording=Wording.SHORT, language="fr-BE"),
    ),
)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("", "hello"),
        ("en", "hello"),
        ("en-GB", "hello"),
        ("de", "hallo"),
        ("de_at", "hallo"),
        ("de-CH", "grüezi"),
        ("de-Latn-CH", "hallo"),
        ("fr", "bref"),
        ("es", "hello"),
        ("??", "hello"),
    ],
)
def test_language_falls_back_to_a_wider_one_and_to_the_body(language: str, body: str) -> None:
    assert body_in(RESPONSE_EN, language) == body


def test_body_of_unknown_language_is_used_for_every_language() -> None:
    assert body_in(Response(title="t", body="b"), "de") == "b"


@pytest.mark.parametrize(
    ("body", "language"),
    [("hello", "en"), ("short", "en"), ("kurz", "de"), ("gr\u00fcezi", "de-CH"), ("gone", "")],
)
def test_each_wording_has_its_language(body: str, language: str) -> None:
    assert language_of_wording(RESPONSE_EN, body) == language


def test_other_wordings_come_one_after_the_other() -> None:
    used = ["hello"]
    while (wording := next_wording(RESPONSE_EN, used)) is not None:
        used.append(wording.body)

    assert used == ["hello", "short", "other"]


def test_other_wordings_stay_in_the_language_of_the_chat() -> None:
    assert [each.body for each in rotation(RESPONSE_EN, "de-AT")] == ["kurz"]
    assert rotation(RESPONSE_EN, "de-CH") == ()


def test_first_wording_in_a_language_is_not_offered_as_another_one() -> None:
    assert rotation(RESPONSE_EN, "fr") == ()


@settings(max_examples=25)
@given(RESPONSE, st.sampled_from(["", "en", "de", "de-AT"]))
def test_rotation_ends_and_says_something_else_each_time(response: Response, language: str) -> None:
    bodies = [each.body for each in rotation(response, language)]

    assert next_wording(response, bodies, language) is None
    assert {*bodies} <= {each.body for each in response.variants}
    assert body_in(response, language) in {
        response.body,
        *(each.body for each in response.variants),
    }


def test_a_mark_tells_one_text_of_a_response_from_all_others() -> None:
    one, other = Response(id="1", title="T", body="b"), Response(id="2", title="T", body="b")
    marks = {wording_mark(one, "b"), wording_mark(one, "c"), wording_mark(other, "b")}

    assert len(marks) == 3
    assert wording_mark(one, "b") in marks
