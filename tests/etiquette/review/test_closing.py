"""Which steps came before an order or thanks; few chats prove nothing, and nothing is ranked."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.playbooks import Reason
from undivided.etiquette.coach.reading import Reader
from undivided.etiquette.review.closing import Closing, End, Step, closing_of
from undivided.etiquette.review.closing_counts import (
    FEWEST_CHATS,
    ClosingReview,
    StepCount,
    closing_review,
)
from undivided.etiquette.review.closing_report import as_html, as_json, as_text
from undivided.etiquette.review.figure_words import UNKNOWN
from undivided.etiquette.review.transcripts import read_transcript
from undivided.storage.coach_words import load_coach_words

READER = Reader(load_coach_words("en").phrases)
SIDES = {"v": "visitor", "o": "operator"}
ORDER = "v I'll take it"
UNMARKED: Mapping[str, object] = {}
HAD, HAD_NOT = (
    Closing(Reason.BUYING, End.ORDER, frozenset(done), frozenset({Step.SUMMARY}))
    for done in ((Step.SUMMARY,), ())
)


def closed(
    *said: str, name: str = "", reader: Reader = READER, marks: Mapping[str, object] = UNMARKED
) -> Closing | None:
    """Return how a chat of lines that begin with "v " or "o " ended; `marks` are every reply's."""
    rows = [
        {"author": SIDES[text[0]], "text": text[2:], **(marks if text[0] == "o" else {})}
        for text in said
    ]
    data = "\n".join(map(json.dumps, rows)).encode()
    return closing_of(read_transcript(data, "chat.jsonl").messages, reader, name)


def steps(*said: str, name: str = "", **marks: object) -> frozenset[Step]:
    found = closed(*said, name=name, marks=marks)
    assert found is not None
    return found.done


@pytest.mark.parametrize(
    ("said", "end"),
    [
        (("v Is it wool?", "o It is.", ORDER), End.ORDER),
        (("v Is it wool?", "o It is.", "v Thank you!"), End.THANKS),
        (("v Is it wool?", "o It is.", ORDER, "o Fine.", "v Thanks"), End.ORDER),
        (("v Is it wool?", "o It is.", "v Hm"), End.OTHER),
        (("v Thanks for your page", "o Welcome."), End.OTHER),
        (("v I want to order the lamp", "o It is gone."), End.OTHER),
        (("v Is it wool?", "o No.", "v No thanks"), End.OTHER),
        (("v Is it wool?", "o It is.", "v Thanks, and what does it cost?"), End.OTHER),
        (("v Is it wool?", "o It is.", "v Thanks", "o Bye.", "v You are liars"), End.OTHER),
        (("v Where is it?", "o Away.", "v Thanks a lot for nothing"), End.OTHER),
    ],
)
def test_a_chat_ends_well_with_an_order_or_thanks_after_a_reply(
    said: tuple[str, ...], end: End
) -> None:
    found = closed(*said)

    assert found is not None
    assert found.end is end


@pytest.mark.parametrize(
    ("reply", "step"),
    [
        ("Which colour do you like?", Step.QUESTION),
        ("We have:\n- red\n- blue", Step.OPTIONS),
        ("It stands at https://alderlane.example/vesper now.", Step.LINK),
        ("To sum up what we agreed:\n- It is red.\n- It is new.", Step.SUMMARY),
        ("I understand that well.", Step.CARE),
        ("It goes well with the shade.", Step.OFFER),
        ("It is wool, Elena.", Step.NAME),
        ("It is wool.", None),
    ],
)
def test_each_step_is_seen_in_the_words_of_a_reply(reply: str, step: Step | None) -> None:
    found = steps("v Is it wool?", f"o {reply}", ORDER, name="Elena")

    assert found == (frozenset() if step is None else {step})


def test_only_the_last_three_replies_before_the_end_count() -> None:
    early = ("v Is it wool?", "o Which one?", "o It is.", "o All of it.")

    assert steps(*early, ORDER, "o Anything else?") == {Step.QUESTION}
    assert steps(*early, "o Really.", ORDER, "o Anything else?") == set()
    assert steps(*early, "v Hm", "o Really.") == set()


def test_facts_and_prepared_responses_are_known_only_from_files_that_tell() -> None:
    chat = ("v Is it wool?", "o It is.", ORDER)
    silent, own = closed(*chat), closed(*chat, marks={"origin": "own"})
    assert silent is not None
    assert own is not None

    assert not silent.told & {Step.FACT, Step.PREPARED, Step.NAME}
    assert own.told - silent.told == {Step.FACT, Step.PREPARED}
    assert steps(*chat, origin="touched", sources=["label"]) == {Step.FACT, Step.PREPARED}
    assert steps(*chat, sources=["label"]) == {Step.FACT}
    assert steps("v My name is Elena. Wool?", "o Yes, Elena, it is.", ORDER) == {Step.NAME}


def test_a_chat_that_cannot_be_told_is_left_out() -> None:
    chat = ("v Is it wool?", "o It is.", ORDER)

    assert closed(*chat, reader=Reader(NO_PHRASES)) is None
    assert closed("v Is it wool?") is None
    assert closed("o Hello?") is None


def test_a_chat_belongs_to_the_reason_for_which_the_visitor_wrote() -> None:
    reasons = [
        found.reason
        for first in ("My lamp is broken, this is ridiculous", "I'd like to buy a lamp", "Hi")
        if (found := closed(f"v {first}", "o Hello.", "v Thanks"))
    ]

    assert reasons == [Reason.COMPLAINT, Reason.BUYING, Reason.OTHER]


def test_chats_are_counted_on_each_side_where_the_step_could_be_seen() -> None:
    blind = replace(HAD, done=frozenset(), told=frozenset())
    other = replace(HAD, end=End.OTHER, reason=Reason.COMPLAINT)
    thanked = replace(HAD_NOT, end=End.THANKS)
    every, complaints, buying = closing_review([HAD, other, thanked, blind, None]).counts

    assert (every.orders, every.thanks, every.others) == (2, 1, 1)
    assert every.steps == (StepCount(Step.SUMMARY, well=1, of_well=2, others=1, of_others=1),)
    assert (complaints.topic, complaints.well, complaints.others) == (Reason.COMPLAINT, 0, 1)
    assert (buying.topic, buying.well, buying.others) == (Reason.BUYING, 3, 0)


def reviewed(well: int, others: int) -> ClosingReview:
    other = replace(HAD_NOT, end=End.OTHER)
    return closing_review([*([HAD] * well), *([other] * others)])


@pytest.mark.parametrize(
    ("well", "others", "is_enough"),
    [(FEWEST_CHATS, FEWEST_CHATS, True), (FEWEST_CHATS - 1, 99, False), (99, 0, False)],
)
def test_every_report_says_where_so_few_chats_prove_nothing(
    well: int, others: int, is_enough: bool
) -> None:
    found = reviewed(well, others)
    (every, _) = json.loads(as_json(found))["topics"]

    assert every["is_enough"] is is_enough
    for report in (as_text(found), as_html(found)):
        assert ("So few chats prove nothing" in report) is not is_enough
        assert ("need not have brought it about" in report) is is_enough


def test_every_report_tells_the_same_counts() -> None:
    found = closing_review([HAD, HAD_NOT, replace(HAD, end=End.OTHER), None])
    made = json.loads(as_json(found))

    assert made["left_out"] == 1
    assert [each["topic"] for each in made["topics"]] == ["all", "buying"]
    assert made["topics"][0]["steps"] == [
        {"step": "summary", "well": 1, "of_well": 2, "others": 1, "of_others": 1}
    ]
    text, page = as_text(found), as_html(found)
    assert "All chats: 2 ended well (2 with an order), 1 ended otherwise." in text
    assert "in 1 of 2 chats that ended well, 1 of 1 others" in text
    assert "<td>1 of 2</td><td>1 of 1</td>" in page
    assert "1 chat was left out" in text
    assert "1 chat was left out" in page


def test_a_side_without_chats_has_no_figure() -> None:
    well, others = closing_review([HAD]), closing_review([replace(HAD, end=End.OTHER)])

    assert "in 1 of 1 chats that ended well\n" in as_text(well)
    assert f"<td>1 of 1</td><td>{UNKNOWN}</td>" in as_html(well)
    assert "in 1 of 1 others\n" in as_text(others)
    assert f"<td>{UNKNOWN}</td><td>1 of 1</td>" in as_html(others)


def test_without_any_chat_the_report_says_so() -> None:
    found = closing_review([None, None])

    assert found.counts == ()
    assert "2 chats were left out" in as_text(found)
