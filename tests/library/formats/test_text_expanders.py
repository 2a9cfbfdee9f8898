"""AutoKey, TextExpander, Mibew and tables of two columns."""

import pytest

from tests.support.format_samples import read_sample, reasons_by_row, responses_by_row
from undivided.library import formats
from undivided.library.errors import FileRefused
from undivided.library.formats import File
from undivided.library.model.parts import Fill, SlotKind
from undivided.library.model.responses import Response


def test_phrase_of_autokey_has_its_title_shortcuts_and_folder() -> None:
    found = responses_by_row(read_sample("autokey"))

    assert found[1] == Response(
        title="Delivery abroad",
        body="Dear {{today}}, we deliver to {{file}} and {{country}}.",
        shortcuts=("abr", "abroad"),
        folder=("Delivery",),
        source="autokey",
        source_id="Delivery/abroad.txt",
    )
    assert found[2].title == "hello"


def test_scripts_and_files_of_autokey_are_never_run_or_read() -> None:
    parsed = read_sample("autokey")

    assert parsed.losses == (
        "Scripts are never run; 1 of them stayed where they are.",
        "Dates and times are written our way instead of by their own pattern (row 1).",
        "The place of the caret was not kept (row 1).",
        "A script, command or file was not run or read; a blank is in its place (row 1).",
        "Its describing file could not be read; title and shortcut are missing (row 3).",
    )
    assert all("root:" not in row.response.body for row in parsed.rows)


@pytest.mark.parametrize(
    ("phrase", "body"),
    [
        ("<date format=%H:%M>", "{{time}}"),
        ("<system command='rm -rf /'>", "{{system}}"),
        ("<script name='my own'>", "{{my own}}"),
        ("<b>bold</b>", "<b>bold</b>"),
    ],
)
def test_macros_of_autokey_become_slots(phrase: str, body: str) -> None:
    chosen = formats.folder([File("a.txt", phrase.encode())])

    assert formats.read(chosen).rows[0].response.body == body


def test_phrase_in_another_encoding_is_told_and_binary_one_refused() -> None:
    chosen = formats.folder([File("a.txt", "Grüße".encode("cp1252")), File("b.txt", b"\x00\x01")])

    parsed = formats.read(chosen)
    assert responses_by_row(parsed)[1].body == "Grüße"
    assert "Windows-1252" in parsed.losses[0]
    assert reasons_by_row(parsed)[2].startswith("b.txt: The file holds no text.")


def test_autokey_is_a_folder_with_phrases() -> None:
    with pytest.raises(FileRefused, match="Choose the folder"):
        formats.read("x", "autokey")
    with pytest.raises(FileRefused, match="holds no phrase"):
        formats.read(formats.folder([File("a.py", b"")]), "autokey")


def test_fields_of_textexpander_become_slots() -> None:
    found = responses_by_row(read_sample("textexpander.csv"))

    assert found[2].body == "Meet {{who}} on {{day}} at {{time}}, 5%discount"
    assert found[2].slots == (
        SlotKind(name="who", default="Ann"),
        SlotKind(
            name="day",
            fill=Fill.CHOICE,
            default="Monday",
            choices=("Monday", "Tuesday", "Friday"),
        ),
    )
    assert found[3].body == "{{text}} {{clipboard}} {{> addr}} {{today}}"
    assert found[3].slots == (SlotKind(name="text", fill=Fill.LINES),)


def test_rows_of_textexpander_are_numbered_from_the_first() -> None:
    parsed = read_sample("textexpander.csv")

    found = responses_by_row(parsed)
    assert (found[1].title, found[1].shortcuts) == ("Our address", ("addr",))
    assert found[4].body == "Hi Ann"
    assert reasons_by_row(parsed) == {5: "The field 'content' is missing or empty."}


def test_sums_keys_and_parts_of_textexpander_are_told() -> None:
    parsed = formats.read(
        "a,%fillpart:name=x:default=yes%In%fillpartend% %@+3D%d.%m. %key:tab% 100%%\n",
        "textexpander",
    )

    assert parsed.rows[0].response.body == "In {{today}}. " + " 100%"
    assert len(parsed.losses) == 4


def test_field_without_details_is_a_blank_for_text() -> None:
    parsed = formats.read("a,%filltext:% and %filltext:name=y%\n", "textexpander")

    assert parsed.rows[0].response.body == "{{text}} and {{y}}"
    assert parsed.rows[0].response.slots == ()


def test_odd_details_of_a_field_are_passed_over() -> None:
    parsed = formats.read("a,%filltext:name=x:width=5::default=y:%\n", "textexpander")

    assert parsed.rows[0].response.slots == (SlotKind(name="x", default="y"),)


def test_textexpander_needs_two_or_three_cells() -> None:
    with pytest.raises(FileRefused, match="no table of abbreviation"):
        formats.read("a\n", "textexpander")


def test_mibew_texts_have_their_language_and_keep_their_braces() -> None:
    parsed = read_sample("mibew.yml")

    assert [(row.response.language, row.response.body) for row in parsed.rows] == [
        ("en", "Hello. How may I help you?"),
        ("en", "{braces} stay"),
        ("de", "Guten Tag."),
    ]
    assert reasons_by_row(parsed) == {4: "The row is not a text."}


def test_mibew_text_that_stands_twice_is_one_response() -> None:
    parsed = formats.read("en: [one, two, one]\nde: [one, {a: 5}, [6]]\n", "mibew")

    assert [row.response.body for row in parsed.rows] == ["one", "two", "one"]
    assert [row.number for row in parsed.rows] == [1, 2, 4]
    assert [bad.row for bad in parsed.refused] == [5, 6]
    assert parsed.losses == ("Texts that stand there more than once were kept once (1 left out).",)


def test_mibew_list_without_languages_is_read() -> None:
    parsed = formats.read("- one\n- two\n", "mibew")

    assert [row.response.body for row in parsed.rows] == ["one", "two"]


@pytest.mark.parametrize("text", ["x", "", "{}"])
def test_mibew_without_texts_is_refused(text: str) -> None:
    with pytest.raises(FileRefused, match="no list of texts"):
        formats.read(text, "mibew")


def test_two_columns_are_found_by_their_names() -> None:
    parsed = formats.read("id,Message,,Trigger\n1,Hi {{first_name}},x,hello\n", "two-columns")

    assert responses_by_row(parsed)[2] == Response(
        title="Hi {{visitor.first_name}}",
        body="Hi {{visitor.first_name}}",
        shortcuts=("hello",),
    )
    assert parsed.losses == ("The column 'id' was not kept.",)


def test_title_beside_the_two_columns_is_kept() -> None:
    parsed = formats.read("Title,Shortcut,Text\nGreeting,hi,Hello!\n,bye,Goodbye\n", "two-columns")

    titles = {number: one.title for number, one in responses_by_row(parsed).items()}
    assert titles == {2: "Greeting", 3: "Goodbye"}
    assert ["title" in row.carried for row in parsed.rows] == [True, True]
    assert parsed.losses == ()


def test_two_columns_without_a_header_begin_with_a_response() -> None:
    parsed = formats.read("hello\tHi\nbye\tGoodbye\n", "two-columns")

    assert [(row.number, row.response.shortcuts) for row in parsed.rows] == [
        (1, ("hello",)),
        (2, ("bye",)),
    ]


def test_formula_in_a_table_stays_a_text() -> None:
    parsed = read_sample("two-columns.csv")

    assert responses_by_row(parsed)[3].shortcuts == ("=cmd",)
    assert reasons_by_row(parsed) == {4: "The field 'content' is missing or empty."}


def test_blank_and_broken_rows_of_a_table_stop_nothing() -> None:
    parsed = formats.read('short_code,content\n,\na,"b"c\nd,e\n', "two-columns")

    assert responses_by_row(parsed)[4].body == "e"
    assert reasons_by_row(parsed) == {
        3: "The row holds a quotation mark that is not closed or not doubled."
    }


def test_table_of_other_columns_is_refused() -> None:
    with pytest.raises(FileRefused, match="no table of two columns"):
        formats.read("a,b,c\n", "two-columns")
