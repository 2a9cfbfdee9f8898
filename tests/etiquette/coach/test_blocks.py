"""Long replies are cut at the ends of sentences, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.etiquette.coach.blocks import block_cuts, blocks_of, first_block, reading_pause_s
from undivided.etiquette.coach.sentences import sentences_in
from undivided.etiquette.pace import words_in
from undivided.storage.coach_words import load_coach_words

PARCEL = (
    "Hello Elena, thanks for asking. The parcel left our store on Tuesday at 3.30 p.m. with DHL. "
    "It should be with you by Friday, and e.g. the page https://dhl.example/x?a=1.2 shows where "
    "it is. If it does not arrive please tell me. I will then send a second one at once, at no "
    "cost for you at all."
)
SHORT = frozenset({"p.m", "e.g", "dr"})


def test_a_short_reply_is_one_block() -> None:
    assert blocks_of("Yes. It leaves today. You have it on Friday.") == (
        "Yes. It leaves today. You have it on Friday.",
    )


def test_blocks_are_whole_sentences_and_nearly_even() -> None:
    first, second, third = blocks_of(PARCEL, SHORT)

    assert first.endswith("with DHL.")
    assert second.endswith("where it is.")
    assert f"{first} {second} {third}" == PARCEL


@pytest.mark.parametrize(
    ("lengths", "cuts"),
    [
        ([10, 20], ()),
        ([40], ()),
        ([5, 28, 5], (1, 2)),
        ([20, 20], (1,)),
        ([5, 5, 5, 5, 5, 10], (3,)),
        ([20, 20, 20, 20], (2,)),
        ([1, 1, 60], (2,)),
        ([40, 1, 1], (1,)),
        ([], ()),
    ],
)
def test_two_blocks_are_made_unless_three_come_nearer_to_thirty_words(
    lengths: list[int], cuts: tuple[int, ...]
) -> None:
    assert block_cuts(lengths) == cuts


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("The answer is no. It is red.", "en", 2),
        ("It is in no. 5 of the list. Look there.", "en", 2),
        ("Please do this: 1. Open the box. 2. Press the key.", "en", 2),
        ("1. Open it. 2. Press it.", "en", 2),
        ("See shop.example. Then call me.", "en", 2),
        ("It opens at 3.30 p.m. on Friday.", "en", 1),
        ("Es kommt am 15. Dezember. Bis dann.", "de", 2),
        ("Am 15.12. kommt es. Gut.", "de", 2),
        ("Das ist z. B. rot.", "de", 1),
        ("Prof. Ames, ext. 12, has 20 pcs. of it. Ask on Tue. or Wed. next week.", "en", 2),
        ("Dr. med. Weiss zeigt es in Abb. 3 hier. Gut.", "de", 2),
        ("A EE. UU. no enviamos. Lo siento.", "es", 2),
        ("Trwa 5 dni rob. od wpłaty. Dziękuję.", "pl", 2),
    ],
)
def test_a_full_stop_that_shortens_a_word_or_counts_ends_no_sentence(
    text: str, language: str, count: int
) -> None:
    short = load_coach_words(language).phrases.words_of_kind("abbreviations")

    assert len(sentences_in(text, short)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("She said “Stop!” and left. Then it rang.", 2),
        ("Napisał „Proszę czekać.” i wyszedł. Dobrze.", 2),
        ("Er rief „Halt!“ Dann war es still.", 2),
        ("It is here (mostly, or so.) and it works. Good.", 2),
        ("It is \u2018new. Red. Ours\u2019 they say. Fine.", 2),
        ("It is 'new. Red. Don't ask.' they say. Fine.", 2),
        ("Es ist »neu. Rot. Gut.« sagt er. Fein.", 2),
        ("Es ist \u201aneu. Rot. Gut.\u2018 sagt er. Fein.", 2),
        ("It's the dogs' bed. It isn't ours. I can't say.", 3),
        ("There are: a) one. b) two. c) three. Choose.", 2),
        ("Please: (1) open it. (2) press it. Then wait.", 2),
        ("Step 1: open it. Step 2: press it. Then wait.", 2),
        ("Is it (a) red? Or is it blue? I am b) unsure. Yes.", 4),
        ("Tell me: 1) Which size? 2) Which colour?", 2),
        ("See a) for it. See c) for the rest.", 2),
        ("Step 2: press it. It is simple.", 2),
    ],
)
def test_quotes_and_lists_end_no_sentence_inside(text: str, count: int) -> None:
    assert len(sentences_in(text)) == count


@pytest.mark.parametrize(
    "part",
    [
        "https://shop.example/rugs?size=1.5&from=a. b",
        "1. 250,00",
        "“One. Two. Three.”",
        "\n- wool\n- cotton\n- silk",
        "Dr. Weiss",
    ],
)
def test_no_cut_goes_through_what_belongs_together(part: str) -> None:
    text = f"{'word ' * 20}end. Look at {part} please {'word ' * 20}end. More {'word ' * 9}end."
    kept = part.strip().removesuffix(" b")

    assert any(kept in block for block in blocks_of(text, SHORT))


def test_the_first_block_leaves_the_rest_as_the_draft() -> None:
    now, later = first_block(PARCEL, SHORT)

    assert f"{now} {later}" == PARCEL
    assert first_block("Only one sentence here") == ("Only one sentence here", "")
    assert first_block("One is done. Two is not") == ("One is done.", "Two is not")


def test_a_pause_is_as_long_as_reading_takes() -> None:
    assert reading_pause_s("word " * 25) == 6.0
    assert reading_pause_s("Yes.") == 1.0


@given(st.text(alphabet='ab .!?\n"“”123,-:/', max_size=400))
def test_blocks_lose_and_double_no_word(text: str) -> None:
    blocks = blocks_of(text, limit=5)

    assert "".join("".join(block.split()) for block in blocks) == "".join(text.split())
    assert 1 <= len(blocks) <= 3
    assert sum(map(words_in, blocks)) >= words_in(text)
