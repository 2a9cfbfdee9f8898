"""What the editor colours in a response's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.library.filling.body_marks import Mark, Part, blank_names, body_marks


@pytest.mark.parametrize(
    ("body", "part", "name"),
    [
        pytest.param("{{visitor.first_name|there}}", Part.VALUE, "visitor.first_name", id="value"),
        pytest.param("{{ day }}", Part.BLANK, "day", id="blank"),
        pytest.param("{{ticket.id}}", Part.ODD, "ticket.id", id="other-program"),
        pytest.param("{{> delivery-times}}", Part.NESTED, "> delivery-times", id="nested"),
    ],
)
def test_every_slot_is_marked_with_its_braces(body: str, part: Part, name: str) -> None:
    assert (Mark(3, 3 + len(body), part, name),) == body_marks(f"Hi {body}.")


@pytest.mark.parametrize("body", ["a {{ b", "a }} b", "{{}}", "{{ {{a}} }}"])
def test_braces_that_would_be_sent_as_they_are_are_marked_as_broken(body: str) -> None:
    assert Part.BROKEN in {mark.part for mark in body_marks(body)}


def test_neighbouring_slots_are_marked_each_for_itself() -> None:
    assert [(0, 5), (5, 10)] == [(mark.start, mark.end) for mark in body_marks("{{a}}{{b}}")]


def test_blanks_of_all_wordings_are_named_once_whatever_their_case() -> None:
    assert ("day", "place") == blank_names(("{{day}} {{visitor.name}}", "{{Day}} {{place}}"))


@given(st.lists(st.sampled_from(["{{", "}}", "{", "}", "a", " ", "|", "{{a}}", "😀"])).map("".join))
def test_marks_never_overlap_and_lie_in_the_text(body: str) -> None:
    marks = body_marks(body)

    ends = [0, *(mark.end for mark in marks)]
    assert all(mark.start >= end for mark, end in zip(marks, ends, strict=False))
    assert ends[-1] <= len(body)
