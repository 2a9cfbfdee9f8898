"""What is exported comes back the same, and what a format cannot hold is said."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.any_response import RESPONSES
from undivided.library import formats
from undivided.library.filling.slots import KNOWN_VALUES
from undivided.library.folding import fold
from undivided.library.formats import Format
from undivided.library.formats.export_losses import sentences
from undivided.library.formats.yaml_text import read_yaml
from undivided.library.importing.merging import plan
from undivided.library.importing.rows import Parsed
from undivided.library.model.parts import Attachment, Fill, SlotKind, Variant, Wording
from undivided.library.model.responses import Response, cleaned

WHOLE = (Format.JSON, Format.CHATWOOT, Format.ESPANSO)
FEW = settings(max_examples=20)
TEXT = st.text("abcde ß,.!?-()[]😀", max_size=12)
WORDS = st.text("abcde ß,.!?-()😀", max_size=12)
NAMES = st.sampled_from(sorted(KNOWN_VALUES)) | st.text("abc ß_-", min_size=1, max_size=8).map(
    lambda name: f"x{name}".strip()
)
SLOTS = st.builds(
    lambda name, words: f"{{{{{name}}}}}" if words is None else f"{{{{{name}|{words.strip()}}}}}",
    NAMES,
    st.none() | WORDS,
)
BODIES = st.lists(TEXT | SLOTS, min_size=1, max_size=6).map("".join).map(str.strip).filter(bool)
"""Bodies as people write them: text, values and blanks, without stray braces."""


def _again(responses: list[Response], format_: Format) -> list[Response]:
    data = formats.encode(formats.write(responses, format_), format_)
    parsed = formats.read(data, format_.value)

    assert parsed.refused == ()
    return [row.response for row in parsed.rows]


@pytest.mark.parametrize("format_", WHOLE)
@FEW
@given(responses=RESPONSES)
def test_library_comes_back_whole(format_: Format, responses: list[Response]) -> None:
    own_only = format_ is Format.JSON
    kept = responses if own_only else [replace(each, attachments=()) for each in responses]

    assert _again(responses, format_) == kept


@pytest.mark.parametrize("format_", Format)
@FEW
@given(bodies=st.lists(BODIES, max_size=4))
def test_bodies_and_their_slots_come_back_from_every_format(
    format_: Format, bodies: list[str]
) -> None:
    responses = [cleaned(Response(title="t", body=body)) for body in bodies]

    again = _again(responses, format_)
    assert [each.body for each in again] == [each.body for each in responses]


@pytest.mark.parametrize("format_", Format)
@FEW
@given(responses=RESPONSES)
def test_field_that_does_not_come_back_is_named(format_: Format, responses: list[Response]) -> None:
    words = {"title": "title", "body": "text as it is", "folder": "folder", "tags": "tags"}
    again = _again(responses, format_)

    told = "".join(formats.losses(responses, format_))
    for name, called in words.items():
        is_same = [getattr(each, name) for each in again] == [
            getattr(each, name) for each in responses
        ]
        assert is_same == (f"The {called} of" not in told)


@pytest.mark.parametrize("format_", Format)
@FEW
@given(responses=RESPONSES)
def test_export_into_an_empty_library_and_again_changes_nothing(
    format_: Format, responses: list[Response]
) -> None:
    own = {each.id: replace(each, shortcuts=()) for each in responses}
    written = formats.write(own.values(), format_)

    first = plan((), formats.read(written, format_.value))
    library = [replace(each, id=each.id or str(row)) for row, each in enumerate(first.new)]
    again = plan(library, formats.read(written, format_.value))
    assert (again.new, again.changed) == ((), ())


def test_live_helper_chat_keeps_tags_translations_and_words() -> None:
    response = Response(
        title="Hello",
        body="Hello {{visitor.name|there}}",
        tags=("a", "b"),
        variants=(Variant(body="Hallo {{visitor.name}}", wording=Wording.SAME, language="de"),),
    )

    (again,) = _again([response], Format.LHC)
    assert replace(again, source="", source_id="") == response
    assert formats.losses([response], Format.LHC) == ()


def test_what_a_format_cannot_hold_is_counted() -> None:
    rich = Response(
        title="Rich",
        body="{{day}}",
        folder=("A",),
        shortcuts=("r",),
        slots=(SlotKind(name="day", fill=Fill.DATE),),
        attachments=(Attachment(name="a.png", media_type="image/png", size=3, digest="0" * 64),),
    )
    plain = Response(title="Plain", body="text", folder=("B",))

    assert formats.losses([rich, plain], Format.CSV) == (
        "The kinds of blanks of 1 response would be lost.",
        "The files of 1 response would be lost.",
    )
    assert "The folder of 2 responses would be lost." in formats.losses([rich, plain], Format.LHC)


def test_responses_that_do_not_come_back_are_counted() -> None:
    response = Response(title="a", body="b")

    assert sentences([response], Parsed()) == ("1 of the responses could not be read again.",)


def test_chatwoot_gets_its_own_names_and_a_change_there_comes_back() -> None:
    response = Response(
        id="1", title="Hi", body="Hi {{visitor.first_name|there}}, {{day}}", folder=("A",)
    )

    (item,) = json.loads(formats.write([response], Format.CHATWOOT))
    assert item["short_code"] == "Hi"
    assert item["content"] == "Hi {{contact.first_name}}, {{day}}"

    item["content"] = "Hello {{agent.name}}"
    (row,) = formats.read(json.dumps([item])).rows
    assert row.response == replace(response, body="Hello {{operator.name}}")


@pytest.mark.parametrize("format_", [Format.CHATWOOT, Format.ESPANSO])
def test_export_that_leaves_files_behind_says_so_and_takes_none_away(format_: Format) -> None:
    file = Attachment(name="a.png", media_type="image/png", size=3, digest="0" * 64)
    response = Response(id="1", title="a", body="b", shortcuts=("a",), attachments=(file,))

    (row,) = formats.read(formats.write([response], format_), format_.value).rows
    assert formats.losses([response], format_) == ("The files of 1 response would be lost.",)
    assert plan([response], Parsed((row,))).same == 1


def test_our_own_export_says_which_files_are_names_alone() -> None:
    file = Attachment(name="a.png", media_type="image/png", size=3, digest="0" * 64)
    response = Response(id="1", title="a", body="b", attachments=(file,))
    said = [formats.losses([response], Format.JSON, missing) for missing in ((), "a", "ab")]

    assert said == [
        (),
        ("1 file is not on this computer yet; only its name would be kept.",),
        ("2 files are not on this computer yet; only their names would be kept.",),
    ]
    assert len(formats.losses([response], Format.CSV, "a")) == 1


def test_espanso_gets_forms_and_a_change_there_comes_back() -> None:
    response = Response(
        id="1",
        title="When",
        body="On {{delivery day|Friday}} for {{visitor.name}}, {{size}}",
        shortcuts=("when",),
        slots=(
            SlotKind(name="size", fill=Fill.CHOICE, choices=("S", "L")),
            SlotKind(name="delivery day", fill=Fill.LINES),
        ),
    )

    written = formats.write([response], Format.ESPANSO)
    (document,) = read_yaml(written)
    assert isinstance(document, dict)
    (match,) = document["matches"]
    assert match["triggers"] == [":when"]
    assert match["form"] == "On [[delivery_day]] for [[visitor_name]], [[size]]"
    assert match["form_fields"] == {
        "delivery_day": {"multiline": True, "default": "Friday"},
        "size": {"type": "choice", "values": ["S", "L"]},
    }

    (row,) = formats.read(written.replace("form: On", "form: Until"), "espanso").rows
    assert row.response.body == "Until {{delivery_day}} for {{visitor.name}}, {{size}}"
    assert (row.response.id, row.response.title) == ("1", "When")


def test_responses_without_a_shortcut_get_triggers_of_their_own() -> None:
    responses = [Response(title=title, body="x") for title in ("A b", "a B", "?!", "…")]

    (document,) = read_yaml(formats.write(responses, Format.ESPANSO))
    assert isinstance(document, dict)
    assert [match["triggers"] for match in document["matches"]] == [
        [":a-b"],
        [":a-b-2"],
        [":-2"],
        [":-3"],
    ]


@pytest.mark.parametrize("format_", [Format.CSV, Format.LHC])
@FEW
@given(responses=RESPONSES)
def test_no_cell_of_an_export_is_a_formula(format_: Format, responses: list[Response]) -> None:
    rows = list(csv.reader(io.StringIO(formats.write(responses, format_), newline="")))

    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []


@pytest.mark.parametrize("value", [None, 5, [], {"body": 1}, {"title": "x", "uses": "many"}])
def test_hidden_whole_that_makes_no_sense_is_passed_over(value: object) -> None:
    item = {"id": 1, "short_code": "a", "content": "text", "undivided": value}

    (row,) = formats.read(json.dumps([item])).rows
    assert (row.response.body, row.response.source) == ("text", "chatwoot")


@pytest.mark.parametrize("value", ["{", "5", "[1]"])
def test_hidden_whole_of_espanso_that_makes_no_sense_is_passed_over(value: str) -> None:
    text = f"matches:\n  - trigger: ':a'\n    replace: text\n    undivided: '{value}'\n"

    (row,) = formats.read(text, "espanso").rows
    assert (row.response.body, row.response.shortcuts) == ("text", ("a",))


def test_endings_tell_what_a_file_is() -> None:
    assert [each.ending for each in Format] == ["json", "csv", "json", "yml", "csv"]


def test_chatwoot_gets_a_short_code_only_once() -> None:
    hours = [Response(title="Hours", body=body) for body in ("nine", "ten", "eleven")]

    codes = [each["short_code"] for each in json.loads(formats.write(hours, Format.CHATWOOT))]

    assert codes == ["Hours", "Hours-2", "Hours-3"]


@pytest.mark.parametrize("format_", [Format.JSON, Format.CHATWOOT, Format.ESPANSO, Format.LHC])
@FEW
@given(responses=RESPONSES)
def test_export_into_its_own_library_changes_nothing(
    format_: Format, responses: list[Response]
) -> None:
    taken: set[str] = set()
    library = []
    for each in responses:
        own = tuple(name for name in each.shortcuts if fold(name) not in taken)
        taken.update(map(fold, own))
        library.append(replace(each, shortcuts=own))

    again = plan(library, formats.read(formats.write(library, format_), format_.value))
    assert (again.new, again.changed, again.refused) == ((), (), ())
