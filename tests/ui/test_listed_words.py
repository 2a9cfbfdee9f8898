"""Values in one line are read as they were shown, whatever signs they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.etiquette.calm_text import one_line
from undivided.ui.responses.editor.listed_words import as_list, listed

VALUES = st.text("ab ,;\"'/*{}", min_size=1, max_size=6).map(one_line).filter(bool)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("red, green,blue", ("red", "green", "blue")),
        ("Yes, please; No", ("Yes, please", "No")),
        ("Yes, please;", ("Yes, please",)),
        ('"Yes, please", No', ("Yes, please", "No")),
        ('"a; b"; "c, d"', ("a; b", "c, d")),
        ("red,, red ,", ("red",)),
        ('"half', ("half",)),
        ("", ()),
    ],
)
def test_values_are_read_from_a_line(text: str, values: tuple[str, ...]) -> None:
    assert listed(text) == values


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (("red", "green"), "red, green"),
        (("Yes, please", "No"), "Yes, please; No"),
        (("*/s?q=a,b*",), "*/s?q=a,b*;"),
        (("a;b", "c"), '"a;b", c'),
    ],
)
def test_a_line_needs_no_more_signs_than_it_has_to(values: tuple[str, ...], line: str) -> None:
    assert as_list(values) == line


@given(st.lists(VALUES, max_size=4, unique=True).map(tuple))
def test_what_is_shown_is_read_again_as_it_was(values: tuple[str, ...]) -> None:
    assert listed(as_list(values)) == values
