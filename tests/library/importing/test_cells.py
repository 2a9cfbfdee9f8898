"""Cells that no spreadsheet takes for a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.library.importing.cells import guarded, unguarded


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "\uff1d1", "'=1"]
)
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "1=1", " =1", "'quoted'", "a-b", "don't"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert guarded(text) == text


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n'\"a,; \uff1d\uff20")))
def test_every_text_comes_back_through_a_real_parser(text: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([guarded(text), "end"])
    (cells,) = csv.reader(io.StringIO(out.getvalue(), newline=""))

    assert unguarded(cells[0]) == text
    assert cells[0][:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff20"}
