"""Foreign text without its tricks: whole texts and single lines."""

import pytest

from undivided.etiquette.calm_text import address, calm, isolated, named, one_line


@pytest.mark.parametrize(
    ("text", "calmed"),
    [
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("bell\x07 and\x00 nul", "bell and nul"),
        ("frame \ufdd0\ufdd1 ends", "frame \ufffd\ufffd ends"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("over\u202eride", "override"),
        ("zal\u0300\u0301\u0302\u0303\u0304\u0305\u0306go", "zal\u0300\u0301\u0302\u0303go"),
        ("see\U000e0048\U000e0069 this", "see this"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",) * 2,
        ("\tindented", "    indented"),
        ("Grüße, dąb, 你好, שלום, 😊", "Grüße, dąb, 你好, שלום, 😊"),
    ],
    ids=[
        "ends",
        "controls",
        "frames",
        "surrogate",
        "override",
        "zalgo",
        "hidden",
        "flag",
        "tab",
        "words",
    ],
)
def test_tricks_are_taken_out_and_words_stay(text: str, calmed: str) -> None:
    assert calm(text) == calmed


def test_a_single_line_is_short_and_has_no_direction_marks() -> None:
    assert one_line("  Elena\n\u202eanelE\u2066 ") == "Elena anelE"
    assert len(one_line("x" * 10_000)) == 240


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\u202eabc", "abc"),
        ("שלם", "\u2068שלם\u2069"),
        ("\u2067שלם", "\u2068שלם\u2069"),
        ("Anna مريم", "\u2068Anna مريم\u2069"),
    ],
    ids=["override", "hebrew", "open isolate", "mixed"],
)
def test_an_isolated_name_cannot_reorder_our_sentence(name: str, shown: str) -> None:
    assert isolated(name) == shown


@pytest.mark.parametrize(
    "name", ["", "   ", "\u200b\u200d", "\u3164", "\u2800\u2800", "\u202e\u2066", "\ufe0f"]
)
def test_a_name_that_nobody_can_see_is_none(name: str) -> None:
    assert named(name) == ""


def test_a_name_is_one_short_line() -> None:
    assert named("  Ann\nLee ") == "Ann Lee"
    assert named("x" * 50, 40) == "x" * 39 + "…"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://ok.example/a?b=c#d", "https://ok.example/a?b=c#d"),
        ("https://ok.example/\u00fc", "https://ok.example/\u00fc"),
        ("https://ok.example/\u202egnp.exe", "https://ok.example/%E2%80%AEgnp.exe"),
        ("https://ok.example/a b\n\x00", "https://ok.example/a%20b%0A%00"),
        ("https://ok.example/Z\u0300\u0301", "https://ok.example/Z%CC%80%CC%81"),
        ("https://ok.example/\ud83d", "https://ok.example/%3F"),
    ],
    ids=["plain", "letters", "override", "controls", "stacked", "surrogate"],
)
def test_an_address_leads_to_the_same_place_and_turns_nothing(url: str, shown: str) -> None:
    assert address(url) == shown
