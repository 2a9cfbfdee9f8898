"""Lists of ticket systems, whose texts are HTML."""

from tests.support.format_samples import read_sample, reasons_by_row, responses_by_row
from undivided.library.model.responses import Response

SHARED = "Who has it was not kept; everything imported is your own at first"


def test_zendesk_comment_becomes_plain_text_and_its_title_a_path() -> None:
    parsed = read_sample("zendesk.json")

    assert responses_by_row(parsed) == {
        1: Response(
            title="Customs",
            body=(
                "Hello {{visitor.first_name}},\n\n"
                "- keep the form\n- see customs (https://example.org/c)"
            ),
            folder=("Delivery", "Abroad"),
            source="zendesk",
            source_id="25",
        ),
        2: Response(
            title="Plain",
            body="Ticket {{chat.id}} for {{ticket.organization.name}}",
            source="zendesk",
            source_id="26",
        ),
    }
    assert parsed.losses == (
        "The action 'status' was left out (row 1).",
        "Bold, italic or underlined words became plain words (row 1).",
        f"{SHARED} (row 2).",
    )


def test_zendesk_macros_that_say_nothing_are_refused_with_the_reason() -> None:
    assert reasons_by_row(read_sample("zendesk.json")) == {
        3: "The macro is switched off in Zendesk.",
        4: "The macro writes no comment.",
        5: "The comment of the macro is not text.",
        6: "The field 'actions' is not a list.",
    }


def test_helpscout_prefers_the_text_for_chats() -> None:
    parsed = read_sample("helpscout.json")

    found = responses_by_row(parsed)
    assert found[1].body == "Hi {{visitor.first_name|there}},\nthis is {{operator.name}}"
    assert found[2].body == "Short, {{customer.company}}"
    assert parsed.unknown_placeholders == ("customer.company",)
    assert "only the first words" in reasons_by_row(parsed)[3]


def test_intercom_attributes_are_placeholders_with_their_words() -> None:
    parsed = read_sample("intercom.json")

    found = responses_by_row(parsed)
    assert found[1].body == "Hi {{visitor.name|there}}, about {{company.plan}}\n\nour shop"
    assert found[2].body == "Hi {{visitor.name|friend}}"
    assert parsed.losses == (
        f"{SHARED} (rows 1, 2).",
        "A picture was left out; its description stays (row 1).",
    )


def test_libredesk_words_follow_the_bar() -> None:
    parsed = read_sample("libredesk.json")

    assert responses_by_row(parsed)[1].body == "Hi {{visitor.first_name|there}}"
    assert list(reasons_by_row(parsed)) == [2]
    assert parsed.losses == (
        "The actions of a macro were left out (row 1).",
        f"{SHARED} (row 1).",
    )


def test_zammad_is_the_same_in_both_of_its_files() -> None:
    as_json, as_csv = read_sample("zammad.json"), read_sample("zammad.csv")

    one, other = responses_by_row(as_json)[1], responses_by_row(as_csv)[2]
    assert one.body == "Dear {{visitor.first_name}},\nticket {{ticket.title}}"
    assert other.body == "Dear {{visitor.first_name}},\nwelcome"
    assert (one.tags, one.source_id) == (other.tags, other.source_id) == (("hi", "hello"), "17")


def test_zammad_rows_are_refused_one_by_one() -> None:
    parsed = read_sample("zammad.csv")

    assert reasons_by_row(parsed) == {
        3: "The text module is switched off in Zammad.",
        4: "The row holds a quotation mark that is not closed or not doubled.",
        5: "The field 'content' is missing or empty.",
    }
    assert responses_by_row(parsed)[6].body == "=1+1"


def test_front_and_frappe_templates_are_read() -> None:
    front, frappe = read_sample("front.json"), read_sample("frappe.json")

    assert responses_by_row(front)[1].body == "Hi {{visitor.first_name}}"
    assert front.losses == (
        "An attached file was left out (row 1).",
        "A subject was left out (row 1).",
    )
    assert responses_by_row(frappe)[1].body == "Hi {{visitor.name}}, about {{subject}}"
    assert frappe.unknown_placeholders == ("subject",)
