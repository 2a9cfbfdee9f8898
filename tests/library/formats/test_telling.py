"""Losses name their rows, unknown placeholders are listed once, fields are checked."""

import pytest

from undivided.library.errors import FileRefused, ResponseRefused
from undivided.library.formats import fields
from undivided.library.formats.fields import Fields, Unread
from undivided.library.formats.json_text import read_json
from undivided.library.formats.placeholders import FILTER, double_braces, slot, slot_name
from undivided.library.formats.told import Told, read_rows
from undivided.library.model.responses import Response

BRACES = double_braces({"a.name": "visitor.name"})


def test_many_rows_are_counted_and_the_first_named() -> None:
    told = Told()
    for row in range(1, 9):
        told.begin(row)
        told.lost("Gone")
        told.lost("Gone")

    assert told.losses() == ("Gone (8 rows: 1, 2, 3, 4, 5 and 3 more).",)
    assert told.losses(left_out=range(1, 8)) == ("Gone (row 8).",)
    assert told.losses(left_out=range(1, 9)) == ()


def test_what_refused_rows_told_is_not_told() -> None:
    def to_response(item: object, told: Told) -> Response:
        told.lost("Gone")
        told.unknown("x.y")
        return Response(title="", body=str(item))

    parsed = read_rows([(1, ""), (2, "text")], to_response, frozenset({"body"}), "A note.")

    assert parsed.losses == ("A note.", "Gone (row 2).")
    assert [refusal.row for refusal in parsed.refused] == [1]
    assert parsed.unknown_placeholders == ("x.y",)


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("{{a.name}}", "{{visitor.name}}"),
        ("{{ A . Name }}", "{{visitor.name}}"),
        ('{{a.name | default: "there"}}', "{{visitor.name|there}}"),
        ("{{a.name|fallback:'you' }}", "{{visitor.name|you}}"),
        ("{{ a.name | default(“all”) }}", "{{visitor.name|all}}"),
        ("{{- a.name -}}", "{{visitor.name}}"),
        ("{{unknown}}", "{{unknown}}"),
        ("{{> other}}", "{{other}}"),
        ("{{today}}", "{{today}}"),
        ("{{{a.name}}}", "{{{visitor.name}}}"),
        ("{{}} {{ }} {a.name}", "{{}} {{blank}} {a.name}"),
        ("{{a\nb}}", "{{a\nb}}"),
    ],
)
def test_placeholders_are_translated(text: str, ours: str) -> None:
    assert BRACES.translated(text, Told()) == ours


def test_filter_that_gives_no_words_is_told() -> None:
    told = Told()

    assert BRACES.translated("{{a.name | upcase}}", told) == "{{visitor.name}}"
    assert told.losses() == (f"{FILTER} (row 0).",)


def test_slot_is_one_whatever_it_is_made_of() -> None:
    assert slot_name("  a{b}|c\nd ") == "a b c d"
    assert slot_name("{}|") == "blank"
    assert len(slot_name("x" * 100)) == 60
    assert slot("a", "x}}y\nz") == "{{a|x y z}}"


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ([], "not an object"),
        (Unread("odd"), "holds odd"),
        (fields.from_pairs([("a", 1), ("a", 2)]), "'a' is there twice"),
    ],
)
def test_row_is_fields_or_refused(item: object, reason: str) -> None:
    with pytest.raises(ResponseRefused, match=reason):
        fields.row(item)


def test_value_of_the_wrong_type_is_refused() -> None:
    given = Fields(a=1, b=[1], c="x" * 65_000, d=Unread("odd"))

    for name, reason in (("a", "not text"), ("c", "at most 64,000"), ("d", "holds odd")):
        with pytest.raises(ResponseRefused, match=reason):
            fields.text(given, name)
    for name in ("a", "b"):
        with pytest.raises(ResponseRefused, match="not a list of words"):
            fields.words(given, name)
    with pytest.raises(ResponseRefused, match="not a list"):
        fields.items(given, "a")


def test_list_that_is_absent_is_empty() -> None:
    assert fields.items(Fields(), "a") == []
    assert fields.words(Fields(a="", b="x"), "a") == ()
    assert fields.words(Fields(a="", b="x"), "b") == ("x",)


def test_json_nested_without_end_is_one_sentence() -> None:
    with pytest.raises(FileRefused, match="nested too deep"):
        read_json("[" * 100_000)


def test_ids_are_texts_or_numbers() -> None:
    given = Fields(a=7, b="x", c=True, d=[1])

    assert [fields.identifier(given, name) for name in "abcde"] == ["7", "x", "", "", ""]


def test_number_without_measure_refuses_its_row_only() -> None:
    found = read_json(f'[{{"a": {"9" * 5_000}}}, {{"a": 1e999, "b": -Infinity}}]')

    assert isinstance(found, list)
    assert isinstance(found[0]["a"], Unread)
    assert isinstance(found[1]["b"], Unread)
    assert fields.shown("x" * 100) == repr("x" * 59 + "…")
