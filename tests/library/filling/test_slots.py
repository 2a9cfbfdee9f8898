"""Values go into slots as data; what is left to fill stays visible."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.library.filling.slots import (
    MAX_LONG_VALUE,
    Filled,
    Slot,
    Span,
    fill,
    from_utf16,
    parse,
    slots,
    to_utf16,
)
from undivided.library.filling.values import chat_values
from undivided.library.model.parts import Fill, SlotKind

BRACES = st.text(alphabet="{}|ab. \n😀", max_size=40)


def test_value_takes_the_place_of_its_slot() -> None:
    filled = fill("Hello {{ Visitor.first_name |there}}!", {"visitor.first_name": "Elena"})

    assert filled == Filled("Hello Elena!", (), (Span(6, 5, "Visitor.first_name"),))


def test_words_after_the_bar_stand_in_for_a_missing_value() -> None:
    filled = fill("Hello {{visitor.first_name|there}}", {"visitor.first_name": " "})

    stand_in = Span(6, 5, "visitor.first_name", is_known=False)
    assert filled == Filled("Hello there", (), (stand_in,))


def test_known_value_without_words_is_a_blank_when_missing() -> None:
    filled = fill("To {{visitor.email}}.", {})

    assert filled == Filled("To visitor.email.", (Span(3, 13, "visitor.email"),))


def test_empty_words_after_the_bar_leave_nothing() -> None:
    assert fill("Hi{{visitor.name|}}", {}) == Filled("Hi")


def test_unknown_name_is_a_visible_blank() -> None:
    filled = fill("By {{day}} at {{cut-off time|16:00}}", {})

    assert filled == Filled("By day at 16:00", (Span(3, 3, "day"), Span(10, 5, "cut-off time")))


def test_blank_is_filled_when_its_value_is_given() -> None:
    assert fill("By {{day}}", {"Day": "Friday"}) == Filled("By Friday", (), (Span(3, 6, "day"),))


def test_value_is_never_expanded_again() -> None:
    filled = fill("{{visitor.name}} {{day}}", {"visitor.name": "{{day}}", "day": "{{x}}"})

    assert filled.text == "{{day}} {{x}}"
    assert filled.blanks == ()


def test_value_cannot_turn_direction_or_break_lines() -> None:
    assert fill("{{visitor.name}}", {"visitor.name": "a\u202eb\nc\x00 " + "d" * 300}).text == (
        "a b c " + "d" * 194
    )


@pytest.mark.parametrize(
    "body",
    [
        "{{",
        "}}",
        "{{a",
        "a}}",
        "{{}}",
        "{{ }}",
        "{{a{{b}}c}}",
        "{{{a}}}",
        "{{a\nb}}",
        "{{a|b|c{}}}",
    ],
)
def test_nested_and_unbalanced_braces_are_plain_text(body: str) -> None:
    assert parse(body) == (body,)


def test_slot_after_an_open_brace_still_counts() -> None:
    assert parse("{{ oh {{day}}") == ("{{ oh ", Slot("day"))


def test_slot_may_hold_a_bar_in_its_words() -> None:
    assert slots("{{a|b|c}}") == (Slot("a", "b|c"),)


def test_value_of_another_program_is_recognised_as_misspelt() -> None:
    names = [slot.name for slot in slots("{{contact.name}}{{day}}{{page.url}}{{e.g. this}}")]
    misspelt = [
        slot.name
        for slot in slots("{{contact.name}}{{day}}{{page.url}}{{e.g. this}}")
        if slot.is_misspelt_value
    ]

    assert names == ["contact.name", "day", "page.url", "e.g. this"]
    assert misspelt == ["contact.name"]


def test_positions_for_qt_count_an_emoji_twice() -> None:
    filled = fill("😀 {{day}} {{visitor.name}}", {"visitor.name": "Zoë 🎈"}).in_utf16()

    assert (filled.blanks, filled.values) == ((Span(3, 3, "day"),), (Span(7, 6, "visitor.name"),))


def test_positions_of_plain_text_stay() -> None:
    filled = fill("{{day}}", {})

    assert filled.in_utf16() is filled


def test_middle_of_a_pair_counts_as_its_start() -> None:
    assert [from_utf16("a😀b", position) for position in range(6)] == [0, 1, 1, 2, 3, 3]


@given(BRACES)
def test_no_character_is_lost_or_doubled_by_parsing(body: str) -> None:
    literal = "".join(part for part in parse(body) if isinstance(part, str))
    inside = sum(len(part.name) + len(part.fallback or "") for part in slots(body))

    assert len(literal) + inside <= len(body)
    assert (literal == body) == (not slots(body))


@given(BRACES, st.dictionaries(st.sampled_from("ab"), BRACES))
def test_spans_cut_out_what_was_put_in(body: str, values: dict[str, str]) -> None:
    filled = fill(body, values)
    units = filled.text.encode("utf-16-le")

    for span, wide in zip(filled.blanks, filled.in_utf16().blanks, strict=True):
        shown = filled.text[span.start : span.end]
        assert units[wide.start * 2 : wide.end * 2].decode("utf-16-le") == shown
        assert shown.strip() == shown


@given(BRACES)
def test_utf16_positions_come_back(text: str) -> None:
    positions = [*range(len(text) + 1)]

    assert [from_utf16(text, to_utf16(text, position)) for position in positions] == positions


KINDS = (
    SlotKind(name="day", fill=Fill.DATE, default="2026-03-04"),
    SlotKind(name="Size", fill=Fill.CHOICE, choices=("S", "M"), default="M"),
    SlotKind(name="price", fill=Fill.MONEY, default="1250.5", currency="EUR"),
)


def test_blank_shows_its_default_as_the_language_writes_it() -> None:
    filled = fill("{{day}}: {{size}} for {{price}}", {}, KINDS)

    assert filled.text == "4 March 2026: M for EUR 1,250.50"
    assert filled.blanks == (
        Span(0, 12, "day", Fill.DATE),
        Span(14, 1, "size", Fill.CHOICE, ("S", "M")),
        Span(20, 12, "price", Fill.MONEY, (), "EUR"),
    )


def test_words_after_the_bar_win_over_the_default() -> None:
    assert fill("{{size|S}} on {{day|some day}}", {}, KINDS).text == "S on some day"


def test_default_of_a_date_may_be_counted_from_today() -> None:
    values = chat_values(now=datetime(2026, 3, 4, tzinfo=UTC))
    kinds = [SlotKind(name="day", fill=Fill.DATE, default="today+3d")]

    assert fill("{{day}}", values, kinds) == Filled(
        "7 March 2026", (Span(0, 12, "day", Fill.DATE),)
    )
    assert fill("{{day}}", {}, kinds).text == "day"


def test_default_is_never_expanded() -> None:
    kinds = [SlotKind(name="note", default="{{visitor.name}}")]

    assert fill("{{note}}", {"visitor.name": "Elena"}, kinds).text == "{{visitor.name}}"


def test_day_counted_from_today_is_a_value() -> None:
    values = chat_values(now=datetime(2026, 3, 4, tzinfo=UTC))

    filled = fill("By {{ Today + 2w }} or {{weekday+1d}}", values)

    assert filled.text == "By 18 March 2026 or Thursday"
    assert [span.name for span in filled.values] == ["Today + 2w", "weekday+1d"]


def test_unknown_day_shows_its_words() -> None:
    assert fill("{{today+2w|soon}}", chat_values()).text == "soon"


def test_address_is_longer_than_a_name_may_be() -> None:
    values = {"page.url": "u" * 3000, "visitor.name": "n" * 3000}

    filled = fill("{{page.url}}{{visitor.name}}", values)

    assert [span.length for span in filled.values] == [2000, 200]


def test_response_that_could_not_be_nested_stays_as_a_blank() -> None:
    slot = slots("{{> delivery.times}}")[0]

    assert (slot.is_nested, slot.is_known, slot.is_misspelt_value) == (True, False, False)
    assert fill("{{> delivery.times}}", {}).text == "> delivery.times"


def test_kinds_keep_their_place_for_qt() -> None:
    filled = fill("\U0001f600 {{day}}", {}, KINDS).in_utf16()

    assert filled.blanks == (Span(3, 12, "day", Fill.DATE),)


def test_copied_lines_stay_lines_and_are_harmless() -> None:
    copied = "\nOne\x1b  two\r\n\r\n\u202eThree\u2028{{nick}}\n"

    filled = fill("You wrote: {{clipboard}}", {"clipboard": copied})

    assert filled.text == "You wrote: One two\n\nThree\n{{nick}}"
    assert [span.length for span in filled.values] == [len("One two\n\nThree\n{{nick}}")]
    assert len(fill("{{clipboard}}", {"clipboard": "x\n" * 9_000}).text) <= MAX_LONG_VALUE
    assert fill("{{visitor.name}}", {"visitor.name": "A\nB"}).text == "A B"
