"""Lists of chat systems, whose texts are plain."""

from tests.support.format_samples import read_sample, reasons_by_row, responses_by_row
from undivided.library.model.responses import Response

SHARED = "Who has it was not kept; everything imported is your own at first"


def test_chatwoot_names_become_ours_and_unknown_ones_stay_as_blanks() -> None:
    parsed = read_sample("chatwoot.json")

    assert responses_by_row(parsed) == {
        1: Response(
            title="hello",
            body="Hi {{visitor.first_name}}, I'm {{operator.name}}.",
            shortcuts=("hello",),
            source="chatwoot",
            source_id="7",
        ),
        2: Response(
            title="plan",
            body="Your plan is {{contact.custom_attribute.plan}}.\nAnything else?",
            shortcuts=("plan",),
            source="chatwoot",
            source_id="8",
        ),
        5: Response(
            title="HELLO",
            body="{{ {{visitor.name}} }} and {{visitor.email|no address}}",
            source="chatwoot",
            source_id="11",
        ),
    }
    assert parsed.unknown_placeholders == ("contact.custom_attribute.plan",)


def test_chatwoot_rows_without_a_text_are_refused_by_their_numbers() -> None:
    assert reasons_by_row(read_sample("chatwoot.json")) == {
        3: "The field 'content' is missing or empty.",
        4: "The field 'content' is not text.",
    }


def test_chatwoot_losses_name_their_rows() -> None:
    assert read_sample("chatwoot.json").losses == (
        "An attached file was left out (row 2).",
        "A shortcut that an earlier row has too was left out (row 5).",
    )


def test_rocketchat_knows_four_of_its_five_placeholders() -> None:
    parsed = read_sample("rocketchat.json")

    found = responses_by_row(parsed)
    assert found[1] == Response(
        title="wait",
        body="One moment, {{visitor.name}}.",
        shortcuts=("wait",),
        tags=("waiting",),
        source="rocketchat",
        source_id="n3pAW",
    )
    assert found[2].body == "We write to {{visitor.email}}, from {{agent.email}}."
    assert parsed.unknown_placeholders == ("agent.email",)
    assert parsed.losses == (f"{SHARED} (row 2).",)


def test_value_that_is_no_value_and_doubled_name_refuse_their_rows_only() -> None:
    assert reasons_by_row(read_sample("rocketchat.json")) == {
        4: "The field 'text' holds NaN, which is no value.",
        5: "The field 'text' is there twice.",
    }


def test_livechat_takes_the_first_tag_as_shortcut() -> None:
    parsed = read_sample("livechat-v3.json")

    found = responses_by_row(parsed)
    assert (found[1].shortcuts, found[1].tags) == (("hello",), ("hello", "greeting"))
    assert found[1].source_id == "3214"
    assert (found[2].shortcuts, found[2].tags) == ((), ("hello",))
    assert (found[3].shortcuts, found[3].body) == ((), "No tag")


def test_livechat_percentages_are_no_placeholders() -> None:
    parsed = read_sample("livechat-v3.json")

    found = responses_by_row(parsed)
    assert found[1].body == ("Hello {{visitor.name}}, this is {{operator.name}}. 50%off% today!")
    assert parsed.unknown_placeholders == ("order_link",)
    assert parsed.losses == (
        f"{SHARED} (row 2).",
        "A shortcut that an earlier row has too was left out (row 2).",
    )


def test_livechat_of_the_second_version_is_read_too() -> None:
    parsed = read_sample("livechat-v2.json")

    assert responses_by_row(parsed)[1] == Response(
        title="Thank you, {{visitor.name}}.",
        body="Thank you, {{visitor.name}}.",
        shortcuts=("thanks",),
        tags=("thanks",),
        source="livechat",
        source_id="12",
    )


def test_zendesk_chat_without_an_id_is_known_by_its_name() -> None:
    parsed = read_sample("zendesk-chat.json")

    found = responses_by_row(parsed)
    assert [(each.source_id, each.shortcuts) for each in found.values()] == [
        ("4", ("sorry",)),
        ("bye", ("bye",)),
    ]
    assert parsed.losses == (
        f"{SHARED} (row 1).",
        "The answers offered as buttons were left out (row 1).",
    )
