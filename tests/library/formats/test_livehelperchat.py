"""Live Helper Chat: two texts, translations and times, with any order of columns."""

from datetime import date, time

import pytest
from msgspec.structs import replace

from tests.support.format_samples import SAMPLES, read_sample, reasons_by_row, responses_by_row
from undivided.library import formats
from undivided.library.errors import FileRefused
from undivided.library.formats import Format, lhc_times, lhc_words
from undivided.library.formats.fields import Fields
from undivided.library.formats.told import Told
from undivided.library.importing.merging import plan
from undivided.library.model.parts import ActiveTimes, Variant, Wording
from undivided.library.model.responses import Response


def test_second_text_gives_the_words_of_a_missing_value() -> None:
    found = responses_by_row(read_sample("lhc.csv"))[2]

    assert found.body == "Hello {{visitor.name|there}}, I am {{operator.name}}."
    assert found.variants == (
        Variant(body="Hallo {{visitor.name|}}", wording=Wording.SAME, language="de"),
        Variant(body="Hallo {{visitor.name|}}", wording=Wording.SAME, language="de-CH"),
    )
    assert (found.tags, found.source_id) == (("greeting", "morning"), "41")


def test_second_text_that_says_something_else_becomes_another_wording() -> None:
    found = responses_by_row(read_sample("lhc.csv"))[3]

    assert found.body == "We open at {{field_opens}}."
    assert found.variants == (Variant(body="We open soon.", wording=Wording.OTHER),)


def test_days_and_hours_are_kept() -> None:
    found = responses_by_row(read_sample("lhc.csv"))

    assert found[3].active == ActiveTimes(weekdays=(0, 1), opens=time(9), closes=time(17, 30))
    assert found[4].active == ActiveTimes(first_day=date(2026, 1, 1), last_day=date(2026, 1, 31))


def test_rows_are_refused_one_by_one() -> None:
    assert reasons_by_row(read_sample("lhc.csv")) == {
        5: "The message is switched off in Live Helper Chat.",
        6: "The column 'languages' holds no JSON.",
        7: "The field 'msg' is missing or empty.",
    }


def test_what_is_left_out_is_told_by_row() -> None:
    assert read_sample("lhc.csv").losses == (
        "An explanation was left out (row 2).",
        "An HTML snippet was left out (row 3).",
        "Who has it was not kept; everything imported is your own at first (row 3).",
        "That a message is sent by itself was not kept; here an operator always sends (row 4).",
    )


def test_header_that_differs_is_told_and_read() -> None:
    parsed = formats.read("msg;title;tags_plain;colour\nHi {nick};Hello;a,b;red\n")

    assert responses_by_row(parsed)[2].body == "Hi {{visitor.name}}"
    assert parsed.losses[0].startswith(
        "The columns are not exactly those of Live Helper Chat; it has not id, explain,"
    )
    assert parsed.losses[0].endswith("; 'colour' was not kept.")


def test_column_more_than_usual_is_told() -> None:
    header = (SAMPLES / "lhc.csv").read_text().partition("\n")[0]

    assert formats.read(f"{header},colour\n", "lhc").losses == (
        "The columns are not exactly those of Live Helper Chat; 'colour' was not kept.",
    )


def test_file_without_its_needed_columns_is_refused() -> None:
    with pytest.raises(FileRefused, match="no columns named title and msg"):
        formats.read("title,text\na,b\n", "lhc")


def test_export_has_exactly_the_header_that_is_asked_for() -> None:
    header = (SAMPLES / "lhc.csv").read_text().partition("\n")[0]

    written = formats.write([Response(title="a", body="b")], Format.LHC)
    assert written.partition("\r\n")[0] == header
    assert formats.encode(written, Format.LHC).startswith(b"id,title")


@pytest.mark.parametrize(
    ("body", "message", "fallback"),
    [
        ("Hi {{visitor.name|there}}!", "Hi {nick}!", "Hi there!"),
        ("Hi {{visitor.name}}!", "Hi {nick}!", "Hi [visitor.name]!"),
        ("Hi {{visitor.name|[x]}}!", "Hi {nick}!", "Hi [visitor.name: [x]]!"),
        ("On {{delivery day|Friday}}", "On {delivery_day}", "On [delivery day: Friday]"),
        ("Nothing to fill", "Nothing to fill", ""),
    ],
)
def test_slots_are_written_so_that_a_reader_sees_them(
    body: str, message: str, fallback: str
) -> None:
    assert lhc_words.message_of(body) == (message, fallback)


@pytest.mark.parametrize(
    "body",
    [
        "Hi {{visitor.name|there}}!",
        "Hi {{visitor.first_name}}, {{visitor.first_name|friend}}",
        "On {{delivery day|Friday}} at {{time}}, {{größe}}",
        "{{visitor.name|}} came",
    ],
)
def test_slots_come_back_the_same(body: str) -> None:
    told = Told()

    assert lhc_words.body_of(*lhc_words.message_of(body), told) == (body, ())
    assert told.unknown_names() == ()


def test_placeholders_side_by_side_are_not_guessed_at() -> None:
    body, spare = lhc_words.body_of("{nick}{email}", "AnnBob", Told())

    assert body == "{{visitor.name}}{{visitor.email}}"
    assert [variant.body for variant in spare] == ["AnnBob"]


@pytest.mark.parametrize(
    "active",
    [
        None,
        ActiveTimes(first_day=date(2026, 1, 1)),
        ActiveTimes(first_day=date(2026, 1, 1), last_day=date(2026, 2, 1)),
        ActiveTimes(weekdays=(0, 4), opens=time(9), closes=time(17, 30)),
        ActiveTimes(opens=time(9)),
        ActiveTimes(weekdays=(5, 6)),
    ],
)
def test_times_come_back_the_same(active: ActiveTimes | None) -> None:
    told = Told()

    assert lhc_times.times_of(Fields(lhc_times.columns_of(active)), told) == active
    assert told.losses() == ()


@pytest.mark.parametrize(
    ("columns", "kept", "told_words"),
    [
        ({"repetitiveness": "3"}, None, "every year"),
        ({"repetitiveness": "1", "days_activity": "x"}, None, "could not be read"),
        ({"repetitiveness": "1", "days_activity": "[]"}, None, "could not be read"),
        ({"repetitiveness": "1", "days_activity": '{"mod": 5}'}, None, "could not be read"),
        (
            {
                "repetitiveness": "1",
                "days_activity": '{"mod": {"start": 1, "end": 2}, "tud": {"start": 3, "end": 4}}',
            },
            ActiveTimes(weekdays=(0, 1)),
            "differ from day to day",
        ),
    ],
)
def test_times_without_counterpart_are_told(
    columns: dict[str, str], kept: ActiveTimes | None, told_words: str
) -> None:
    told = Told()

    assert lhc_times.times_of(Fields(columns), told) == kept
    assert told_words in told.losses()[0]


@pytest.mark.parametrize("stamp", ["", "0", "-5", "x", "9" * 14, "9" * 400])
def test_day_that_is_none_means_always(stamp: str) -> None:
    fields = Fields({"repetitiveness": "2", "active_from": stamp, "active_to": ""})

    assert lhc_times.times_of(fields, Told()) is None


@pytest.mark.parametrize("clock", ["x", "99999", "2400", "0960", "-1"])
def test_hour_that_is_none_is_passed_over(clock: str) -> None:
    days = f'{{"mod": {{"start": "{clock}", "end": 2359}}}}'
    fields = Fields({"repetitiveness": "1", "days_activity": days})

    assert lhc_times.times_of(fields, Told()) == ActiveTimes(weekdays=(0,))


@pytest.mark.parametrize(
    ("languages", "reason"),
    [("{}", "holds no list"), ("[1]", "not an object"), ('[{"message": 1}]', "not text")],
)
def test_odd_translations_refuse_their_row(languages: str, reason: str) -> None:
    cell = languages.replace('"', '""')
    parsed = formats.read(f'title,msg,languages\na,b,"{cell}"\nc,d,\n', "lhc")

    assert [row.response.body for row in parsed.rows] == ["d"]
    assert reason in reasons_by_row(parsed)[2]


def test_translation_without_a_text_is_passed_over() -> None:
    parsed = formats.read(
        'title,msg,languages\na,b,"[{""languages"": [""de""], ""message"": "" ""}]"\n', "lhc"
    )

    assert responses_by_row(parsed)[2].variants == ()


RICH = Response(
    id="7",
    title="Hours",
    body="Write {nick} here, {{visitor.name|there}}",
    language="en",
    variants=(
        Variant(body="Short", wording=Wording.SHORT),
        Variant(body="Schreib {nick}", wording=Wording.SAME, language="de"),
        Variant(body="Écris", wording=Wording.SAME, language="fr"),
    ),
    active=ActiveTimes(first_day=date(2026, 1, 1), weekdays=(0,), opens=time(9)),
)
"""More than the table can say."""


def test_own_export_that_was_edited_changes_what_was_edited_alone() -> None:
    written = formats.write([RICH], Format.LHC)
    edited = written.replace("here,", "there,").replace("Écris", "Écrivez")

    (changed,) = plan([RICH], formats.read(edited, "lhc")).changed

    assert replace(changed, body=RICH.body, variants=RICH.variants) == RICH
    assert changed.body == "Write {nick} there, {{visitor.name|there}}"
    assert changed.variants == (
        *RICH.variants[:2],
        Variant(body="Écrivez", wording=Wording.SAME, language="fr"),
    )


def test_words_in_braces_are_no_placeholder_in_an_export() -> None:
    message, _ = lhc_words.message_of(RICH.body)

    assert "{nick} here" not in message
    assert formats.read(formats.write([RICH], Format.LHC), "lhc").rows[0].response.body == RICH.body


def test_file_without_tags_and_times_leaves_them_alone() -> None:
    tagged = replace(RICH, tags=("a",))

    (changed,) = plan([tagged], formats.read("title,msg,unique_id\nNew,Text,undivided-7\n")).changed
    assert replace(changed, title=RICH.title, body=RICH.body) == tagged


def test_file_of_theirs_that_is_read_again_takes_no_wording_away() -> None:
    theirs = formats.read('title,msg,fallback_msg,unique_id\na,"{nick}, wait",Busy,4\n')
    (first,) = plan([], theirs).new
    own = replace(first, id="1", variants=(*first.variants, *RICH.variants))

    assert plan([own], theirs).same == 1
