"""Values go into slots as data; what is left to fill stays visible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.library.slots import (
    Filled,
    Slot,
    Span,
    fill,
    from_utf16,
    parse,
    slots,
    to_utf16,
)

BRACES = st.text(alphabet="{}|ab. \n😀", max_size=40)


def test_value_takes_the_place_of_its_slot() -> None:
    filled = fill("Hello {{ Visitor.first_name |there}}!", {"visitor.first_name": "Elena"})

    assert filled == Filled("Hello Elena!", (), (Span(6, 5, "Visitor.first_name"),))


def test_words_after_the_bar_stand_in_for_a_missing_value() -> None:
    assert fill("Hello {{visitor.first_name|there}}", {"visitor.first_name": " "}).text == (
        "Hello there"
    )


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
