import json
from pathlib import Path
from typing import Any

import pytest

from tests.endurance import card_numbers as trial
from undivided.etiquette.cards.numbers import (
    cards_in,
    masked,
    masked_unfinished,
)
from undivided.etiquette.cards.search import Card
from undivided.etiquette.cards.split import masked_split
from undivided.library.filling.slots import to_utf16

VECTORS: dict[str, Any] = json.loads(
    Path(__file__).with_name("card_vectors.json").read_text(encoding="utf-8")
)


def _named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.mark.parametrize("case", _named(VECTORS["texts"]))
def test_texts_of_the_shared_vectors_are_masked_as_they_say(case: dict[str, Any]) -> None:
    text = case["text"]

    assert case["masked"] == masked(text)
    assert case["cards"] == [_told(text, card) for card in cards_in(text)]


def _told(text: str, card: Card) -> dict[str, object]:
    return {
        "start": card.start,
        "end": card.end,
        "utf16": [to_utf16(text, card.start), to_utf16(text, card.end)],
        "last_four": card.last_four,
    }


@pytest.mark.parametrize("case", _named(VECTORS["chats"]))
def test_numbers_split_over_messages_are_masked_where_they_become_whole(
    case: dict[str, Any],
) -> None:
    kept: list[str] = []
    for text in case["said"]:
        before, own = masked_split(kept, text)
        kept = [*before, own]

    assert case["masked"] == kept


@pytest.mark.parametrize("case", _named(VECTORS["texts"]))
def test_masking_twice_changes_nothing_and_keeps_the_length(case: dict[str, Any]) -> None:
    once = masked(case["text"])

    assert once == masked(once)
    assert len(once) == len(case["text"])


def test_text_without_card_numbers_is_returned_itself() -> None:
    text = "Order 4711 arrives on 2026-11-24."

    assert masked(text) is text


def test_card_tells_its_last_four_digits_in_ascii() -> None:
    (card,) = cards_in("\uff14\uff11\uff11\uff11 1111 1111 \u0661\u0661\u0661\u0661")

    assert card.last_four == "1111"


@pytest.mark.parametrize("case", _named(VECTORS["typing"]))
def test_number_that_is_still_being_typed_is_hidden_early(case: dict[str, Any]) -> None:
    assert case["masked"] == masked_unfinished(case["text"])


def test_text_that_never_settles_loses_every_digit() -> None:
    # Each number is whole only when the date before it, which belongs to its neighbour, is gone.
    hostile = "4111 1111 1111 1111 " + " 12/27 4111 11 1111 111111" * 40

    once = masked(hostile)

    assert once == masked(once)


def test_kept_digits_are_no_part_of_the_number_behind_them() -> None:
    text = "\u2022\u2022\u2022\u2022 " * 3 + "4111 1111 1111 1111"

    assert text == masked(text)


def test_number_written_anyhow_is_found_beside_one_in_fours() -> None:
    text = "4111 11 11 1111 1111 5500-0000-0000-0004"

    assert ["1111", "0004"] == [card.last_four for card in cards_in(text)]


def test_corpus_of_many_ways_to_write_is_recognised() -> None:
    assert [outcome.detail for outcome in trial.endure(2_000) if not outcome.is_met] == []
