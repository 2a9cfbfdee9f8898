"""espanso: matches become responses, forms become slots, and nothing is run."""

from pathlib import Path

import pytest

from tests.support.format_samples import read_sample, reasons_by_row, responses_by_row
from undivided.library import formats
from undivided.library.errors import FileRefused
from undivided.library.formats import File
from undivided.library.model.parts import Fill, SlotKind


def body_of(match: str) -> str:
    """Return the body of a match with these lines."""
    lines = match.replace("\n", "\n    ")
    (row,) = formats.read(f"matches:\n  - trigger: ':x'\n    {lines}\n", "espanso").rows
    return row.response.body


def test_trigger_label_and_search_terms_are_kept() -> None:
    found = responses_by_row(read_sample("espanso.yml"))[1]

    assert (found.title, found.shortcuts, found.tags) == ("Hello", ("hi",), ("greeting",))
    assert (found.source, found.source_id) == ("espanso", ":hi")
    assert found.body == "Hi, this is Example Ltd."


def test_dates_become_our_days_with_their_offset() -> None:
    found = responses_by_row(read_sample("espanso.yml"))[2]

    assert found.body == "On {{today}} at {{time}} or {{today+3d}}"
    assert found.shortcuts == ("when", "date")


def test_form_fields_become_slots_of_their_kind() -> None:
    found = responses_by_row(read_sample("espanso.yml"))[3]

    assert found.body == "Dear {{who}},\n{{text}}\n{{place}}"
    assert found.slots == (
        SlotKind(name="who", default="Ann"),
        SlotKind(name="text", fill=Fill.LINES),
        SlotKind(name="place", fill=Fill.CHOICE, choices=("Berlin", "Bern")),
    )


def test_shell_command_is_never_run_and_leaves_a_blank() -> None:
    parsed = read_sample("espanso.yml")

    assert responses_by_row(parsed)[4].body == "Your address is {{ip}}, {{unknown}}"
    assert parsed.unknown_placeholders == ("unknown",)
    assert (
        "A shell command or script was not run; a blank is in its place (row 4)." in parsed.losses
    )
    assert not Path("/tmp/undivided-was-run").exists()


def test_variables_of_forms_choices_matches_and_clipboard_are_kept() -> None:
    found = responses_by_row(read_sample("espanso.yml"))[5]

    assert found.body == "{{name}} {{pick}} {{> hi}} {{clipboard}}"
    assert found.slots == (
        SlotKind(name="name", default="Bob"),
        SlotKind(name="pick", fill=Fill.CHOICE, choices=("One", "Two")),
    )


def test_bad_matches_are_refused_with_their_lines() -> None:
    assert reasons_by_row(read_sample("espanso.yml")) == {
        7: "The match has no text to insert. (line 35)",
        8: "The field 'replace' holds the YAML tag !!python/object/apply:os.system, "
        "which is never obeyed. (line 37)",
        9: "The row is not an object with fields.",
        10: "The field 'replace' is there twice. (line 40)",
    }


def test_bad_file_of_a_folder_is_one_bad_row() -> None:
    parsed = read_sample("espanso")

    assert responses_by_row(parsed)[1].body == "A"
    assert reasons_by_row(parsed) == {
        2: "The match has no text to insert. (match/base.yml, line 4)",
        3: "The row holds the file match/broken.yml, which was not read: The file is not YAML: "
        "did not find expected node content in line 2.",
    }


def test_encoding_of_each_file_of_a_folder_is_told() -> None:
    text = "matches: [{trigger: x, replace: Grüße}]"
    files = [File("a.yml", text.encode("cp1252")), File("b.yml", text.encode())]

    parsed = formats.read(formats.folder(files), "espanso")
    assert [row.response.body for row in parsed.rows] == ["Grüße", "Grüße"]
    assert parsed.losses[0].startswith("a.yml: The file does not say how its letters are written")


@pytest.mark.parametrize(
    ("kind", "params", "body"),
    [
        ("date", '{format: "%H:%M", offset: 1800}', "{{time+30min}}"),
        ("date", '{format: "%d %H:%M"}', "{{today}}"),
        ("date", '{format: "%d", offset: -86400}', "{{today-1d}}"),
        ("date", '{format: "%d", offset: 99999999999}', "{{today}}"),
        ("random", '{choices: ["a", "b"]}', "{{v}}"),
        ("choice", '{values: "a\\nb"}', "{{v}}"),
        ("choice", "{values: [a, {id: b}]}", "{{v}}"),
        ("script", "{args: [rm]}", "{{v}}"),
        ("elsewhere", "{}", "{{v}}"),
        ("echo", "", ""),
    ],
)
def test_each_kind_of_variable_has_its_place(kind: str, params: str, body: str) -> None:
    match = f'replace: "x{{{{v}}}}"\nvars:\n  - {{name: v, type: {kind}, params: {params}}}'

    assert body_of(match) == f"x{body}"


def test_choice_without_words_refuses_its_match() -> None:
    text = (
        "matches:\n  - trigger: x\n    replace: '{{v}}'\n"
        "    vars: [{name: v, type: choice, params: {values: [{id: ''}]}}]\n"
    )

    assert "has no words" in reasons_by_row(formats.read(text, "espanso"))[1]


def test_list_that_is_missing_is_one_sentence() -> None:
    with pytest.raises(FileRefused, match="No list named matches"):
        formats.read("global_vars: []\n", "espanso")


def test_empty_list_is_no_failure() -> None:
    assert formats.read("matches: []\n", "espanso").rows == ()


def test_place_of_the_caret_in_a_form_is_told() -> None:
    parsed = formats.read("matches: [{trigger: x, form: 'a$|$b [[c]]'}]", "espanso")

    assert parsed.rows[0].response.body == "ab {{c}}"
    assert parsed.losses == ("The place of the caret was not kept (row 1).",)


def test_html_and_markdown_are_texts_too() -> None:
    assert body_of("html: '<p>Hi <a href=\"https://example.org\">you</a></p>'") == (
        "Hi you (https://example.org)"
    )
    assert body_of("markdown: '**Hi**'") == "**Hi**"
