"""Files of responses: read row by row, written so that they come back the same."""

import codecs
import json
from hashlib import sha256

import pytest
from hypothesis import given
from msgspec.structs import replace

from tests.support.any_response import FILES, RESPONSES
from undivided.library import formats
from undivided.library.errors import FileRefused
from undivided.library.formats import Format, tables
from undivided.library.importing.rows import Refused
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response


@given(RESPONSES)
def test_our_json_loses_nothing(responses: list[Response]) -> None:
    parsed = formats.read(formats.write(responses, Format.JSON, FILES))

    assert [row.response for row in parsed.rows] == responses
    assert (parsed.refused, parsed.losses) == ((), ())


MAP = Attachment(name="map.png", media_type="image/png", size=3, digest=sha256(b"map").hexdigest())
WITH_MAP = Response(title="t", body="b", attachments=(MAP,))


def test_our_json_holds_each_file_that_a_response_carries_once() -> None:
    text = formats.write([WITH_MAP, replace(WITH_MAP, title="u")], Format.JSON, FILES)

    assert formats.read(text).files == {MAP.digest: b"map"}
    assert list(json.loads(text)["files"].values()) == ["bWFw"]


def test_file_that_did_not_come_along_is_told() -> None:
    parsed = formats.read(formats.write([WITH_MAP], Format.JSON))

    assert parsed.losses == (
        "Row 1: the file “map.png” did not come along. It is there again once somebody adds it.",
    )


@pytest.mark.parametrize("kept", ["bWFx", "bWF", "!", 5, None])
def test_file_that_is_not_what_its_digest_says_is_none(kept: object) -> None:
    document = json.loads(formats.write([WITH_MAP], Format.JSON))
    parsed = formats.read(json.dumps({**document, "files": {MAP.digest: kept}}))

    assert (parsed.files, len(parsed.rows), len(parsed.losses)) == ({}, 1, 1)


@given(RESPONSES)
def test_csv_keeps_its_columns(responses: list[Response]) -> None:
    text = formats.write(responses, Format.CSV)
    parsed = formats.read(formats.decode(text.encode()), Format.CSV)

    kept = [
        Response(
            title=item.title,
            body=item.body,
            shortcuts=item.shortcuts,
            folder=item.folder,
            tags=item.tags,
            language=item.language,
        )
        for item in responses
    ]
    assert [row.response for row in parsed.rows] == kept
    assert (parsed.refused, parsed.losses) == ((), ())


@given(RESPONSES)
def test_no_cell_of_an_export_is_a_formula(responses: list[Response]) -> None:
    text = formats.write(responses, Format.CSV)

    cells = [cell for _, row in tables.records(text) for cell in row or []]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []


def test_spreadsheet_shows_shortcuts_as_they_are_typed() -> None:
    response = Response(
        title="=Title", body="Line\nnext", shortcuts=("a", "b"), folder=("X", "Y"), tags=("t", "u")
    )

    assert formats.write([response], Format.CSV) == (
        'folder,title,shortcuts,tags,language,body\r\nX/Y,\'=Title,/a /b,"t, u",,"Line\nnext"\r\n'
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separator_is_found_by_the_header(separator: str) -> None:
    parsed = formats.read(f"Title{separator}BODY{separator}colour\nA{separator}B{separator}C\n")

    assert [(row.number, row.response) for row in parsed.rows] == [
        (2, Response(title="A", body="B"))
    ]
    assert parsed.rows[0].carried == {"title", "body"}
    assert parsed.losses == ("The column 'colour' was not kept.",)


def test_bad_csv_row_is_reported_and_stops_nothing() -> None:
    text = (
        "title,body\nGood,one\nNo body,\nshort\n\n"
        f'Broken,"quote"x\nBig,{"x" * 1_000_000}\nLast,two\n'
    )

    parsed = formats.read(text)

    assert [row.number for row in parsed.rows] == [2, 8]
    assert parsed.refused == (
        Refused(3, "The text of a response cannot be empty."),
        Refused(4, "The text of a response cannot be empty."),
        Refused(6, "A quotation mark in this row is not closed or not doubled."),
        Refused(7, "The text has 1,000,000 characters; at most 16,000 are kept."),
    )


def test_quotation_mark_that_never_closes_is_reported() -> None:
    parsed = formats.read('title,body\nGood,one\nBad,"two\nWell,three\n')

    assert [row.number for row in parsed.rows] == [2, 4]
    assert [refusal.row for refusal in parsed.refused] == [3]


@pytest.mark.parametrize(
    "text",
    [
        'title,body\n"Thanks; for; writing","Best; regards"\n',
        "sep=;\ntitle;body\nThanks;Best\n",
        "\n \ntitle,body\nThanks,Best\n",
        "title,body,tags\nThanks,Best\n",
        "title,body\nThanks,Best,,\n",
    ],
    ids=["quoted separators", "a hint", "blank lines above", "cells left out", "empty cells more"],
)
def test_table_is_read_as_spreadsheets_write_it(text: str) -> None:
    parsed = formats.read(text, Format.CSV)

    assert [row.response.body.partition(";")[0] for row in parsed.rows] == ["Best"]
    assert parsed.refused == ()


def test_line_ends_within_a_cell_keep_it_one_record() -> None:
    parsed = formats.read('title,body\nA,"one\r\ntwo\u2028three"\nB,four\n')

    assert [row.number for row in parsed.rows] == [2, 3]


@pytest.mark.parametrize("text", ["", "\n", "title,text\nA,B\n", '"title\n'])
def test_csv_without_a_body_column_is_refused(text: str) -> None:
    with pytest.raises(FileRefused, match="no column named body"):
        formats.read(text, Format.CSV)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("text", "not an object"),
        ({"body": 1}, "'body' is not text"),
        ({"body": ""}, "cannot be empty"),
        ({"body": "x", "tags": "a"}, "'tags' is not a list"),
        ({"body": "x", "tags": [1]}, "'tags' is not a list"),
        ({"body": "x", "scope": "world"}, "none of personal, team, site"),
        ({"body": "x", "uses": "many"}, "not a count"),
        ({"body": "x", "uses": -1}, "not a count"),
        ({"body": "x", "sent_edited": 1.5}, "'sent_edited' is not a count"),
        ({"body": "x", "variants": [{"wording": "short"}]}, "missing required field `body`"),
        ({"body": "x", "slots": "day"}, "'slots' is not as it should be"),
        ({"body": "x", "review_by": "soon"}, "'review_by' is not as it should be"),
        ({"body": "x", "active": {"weekdays": [9]}}, "A weekday is a number from 0"),
        ({"body": "x", "last_used": "yesterday"}, "no time with its zone"),
        ({"body": "x", "last_used": "2026-01-01T10:00:00"}, "no time with its zone"),
    ],
)
def test_bad_json_row_is_reported_and_stops_nothing(item: object, reason: str) -> None:
    parsed = formats.read(json.dumps([{"body": "good"}, item, {"body": "too"}]))

    assert [row.number for row in parsed.rows] == [1, 3]
    assert [refusal.row for refusal in parsed.refused] == [2]
    assert reason in parsed.refused[0].reason


def test_fields_that_are_not_ours_are_named_as_losses() -> None:
    parsed = formats.read('[{"body": "x", "colour": "red"}]')

    assert parsed.losses == ("The field 'colour' was not kept.",)


def test_values_of_another_program_are_named_and_kept() -> None:
    parsed = formats.read('[{"body": "Hi {{contact.name}}, {{day}} {{visitor.name}}"}]')

    assert parsed.unknown_placeholders == ("contact.name",)
    assert "{{contact.name}}" in parsed.rows[0].response.body


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "nested too deep"),
        ("{}", "no list of responses"),
        ('{"version": 6, "responses": []}', "newer version"),
        ('{"version": "x", "responses": []}', "newer version"),
    ],
)
def test_json_that_is_no_list_of_responses_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        formats.read(text)


@pytest.mark.parametrize(
    "data",
    [
        "title,body\né,b".encode(),
        codecs.BOM_UTF8 + "title,body\né,b".encode(),
        "title,body\né,b".encode("utf-16"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16"],
)
def test_encodings_with_a_mark_are_read(data: bytes) -> None:
    assert formats.read(formats.decode(data)).rows[0].response.title == "é"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff\xfea", "fits no letter of UTF-16"),
        (b"SQLite format 3\x00", "holds no text"),
    ],
)
def test_wrong_encoding_gets_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        formats.decode(data)


def test_text_may_be_read_as_the_format_it_does_not_look_like() -> None:
    row = formats.read("[title],body\na,b\n", Format.CSV).rows[0]

    assert replace(row.response, title="") == Response(title="", body="b")


@pytest.mark.parametrize(
    "text",
    [
        "title,body\r\nPay,Use 4111 1111 1111 1111\r\nHello,Hi\r\n",
        '[{"title": "x", "body": "y"}, {"title": "Pay", "body": "Use 4111 1111 1111 1111"}]',
    ],
    ids=["CSV", "JSON"],
)
def test_card_number_in_a_row_is_masked_and_told(text: str) -> None:
    parsed = formats.read(text)

    hidden = "Use " + "\u2022\u2022\u2022\u2022 " * 3 + "1111"
    assert hidden in {row.response.body for row in parsed.rows}
    assert ("This import was masked: card numbers in row 2.",) == parsed.losses


def test_file_of_version_1_says_nothing_about_what_it_did_not_know() -> None:
    first = '{"format": "undivided-responses", "version": 1, "responses": [{"body": "x"}]}'

    carried = formats.read(first).rows[0].carried

    assert {"body", "tags", "scope"} <= carried
    assert not carried & {"variants", "slots", "pages", "review_by", "owner", "active"}


def test_file_of_version_2_says_nothing_about_facts() -> None:
    second = '{"format": "undivided-responses", "version": 2, "responses": [{"body": "x"}]}'

    carried = formats.read(second).rows[0].carried

    assert carried == frozenset(Response.__struct_fields__) - {"fact", "is_offer", "quote"}


def test_file_of_version_3_says_nothing_about_offers() -> None:
    third = '{"format": "undivided-responses", "version": 3, "responses": [{"body": "x"}]}'

    carried = formats.read(third).rows[0].carried

    assert carried == frozenset(Response.__struct_fields__) - {"is_offer", "quote"}


def test_file_of_version_4_says_nothing_about_quotes() -> None:
    fourth = '{"format": "undivided-responses", "version": 4, "responses": [{"body": "x"}]}'

    carried = formats.read(fourth).rows[0].carried

    assert carried == frozenset(Response.__struct_fields__) - {"quote"}


def test_file_of_this_version_says_that_what_it_left_out_is_empty() -> None:
    text = formats.write([Response(title="t", body="b")], Format.JSON)

    assert formats.read(text).rows[0].carried == frozenset(Response.__struct_fields__)
