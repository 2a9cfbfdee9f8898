"""A saved chat is judged line by line, by what was known when each reply was sent."""

import json

from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.signals import Signal
from undivided.etiquette.review.page import as_html
from undivided.etiquette.review.reports import Reviewed, as_json, as_text
from undivided.etiquette.review.reviewing import Review, masked_transcript, review
from undivided.etiquette.review.transcripts import read_transcript
from undivided.storage.coach_words import load_coach_words

ENGLISH = load_coach_words("en")
CARD = "4111 1111 1111 1111"
LONG = f"The parcel left {'and then ' * 12}on Tuesday. It comes {'very ' * 12}soon."


def reviewed(*rows: tuple[str, str, str]) -> Review:
    lines = [json.dumps({"author": author, "text": text, "at": at}) for author, text, at in rows]
    return review(read_transcript("\n".join(lines).encode(), "chat.jsonl"), NO_PHRASES)


def test_findings_name_the_rule_and_the_line_of_the_file() -> None:
    found = reviewed(
        ("visitor", "Where is it?", "2026-11-22T09:00:00Z"),
        ("operator", LONG, "2026-11-22T09:00:40Z"),
    )

    assert [(each.rule, each.line) for each in found.findings] == [("too-long", 2)]
    assert [(line, len(parts)) for line, parts in found.blocks] == [(2, 2)]
    assert (1, Signal.QUESTION) in found.signals


def test_the_longest_silence_counts_from_the_first_unanswered_line() -> None:
    found = reviewed(
        ("visitor", "Hello?", "2026-11-22T09:00:00Z"),
        ("visitor", "Anybody?", "2026-11-22T09:00:50Z"),
        ("operator", "Here I am.", "2026-11-22T09:01:00Z"),
        ("operator", "What is it?", "2026-11-22T09:09:00Z"),
    )

    assert found.measures["longest_silence_s"] == 60
    assert found.measures["replies_timed"] == 1


def test_a_card_number_is_found_on_either_side_and_shown_nowhere() -> None:
    found = reviewed(
        ("visitor", f"It is {CARD}", ""), ("operator", f"{LONG} So {CARD} it is. Well.", "")
    )
    reports = [write([Reviewed("chat", found)]) for write in (as_text, as_json, as_html)]

    assert [each.line for each in found.findings if each.rule == "card-number"] == [1, 2]
    assert not any("4111" in report for report in reports)


def test_a_card_number_over_two_lines_is_masked_from_where_it_is_known() -> None:
    rows = [{"author": "visitor", "text": text} for text in ("4111 1111", "1111 1111 12/29")]
    transcript = read_transcript(json.dumps(rows).encode(), "chat.json")

    assert "1111 1111" not in masked_transcript(transcript)[1].said.text


def rules_of(*said: str, name: str = "") -> list[tuple[str, int]]:
    """Return the findings of lines that begin with "v " or "o "."""
    sides = {"v": "visitor", "o": "operator"}
    rows = [json.dumps({"author": sides[text[0]], "text": text[2:]}) for text in said]
    transcript = read_transcript("\n".join(rows).encode(), "chat.jsonl")
    found = review(transcript, ENGLISH.phrases, glossary=ENGLISH.glossary, visitor_name=name)
    return [(each.rule, each.line) for each in found.findings]


def test_a_question_may_be_answered_by_the_next_line_of_the_same_turn() -> None:
    asked = "v How long is delivery? And do you take PayPal?"

    assert rules_of(asked, "o Delivery takes a few days.", "o PayPal works too.") == []
    assert rules_of(asked, "o Delivery takes a few days.") == [("open-question", 2)]


def test_a_name_that_was_never_used_is_said_once() -> None:
    told = "v Hi, my name is Anna. Is it wool?"
    replies = [f"o It is {what} as the page says." for what in ("wool", "red", "new", "big")]

    assert rules_of(told, *replies) == [("no-name", 4)]
    assert rules_of(told, *replies[:2]) == [("no-name", 3)]
    assert rules_of(told, replies[0]) == []
    assert rules_of(told, "o Yes, Anna, it is all wool.", *replies[:2]) == []


def test_a_name_that_is_not_in_the_file_is_not_asked_for() -> None:
    assert rules_of("v Is it wool?", "o Yes, all of it.", "v And red?", "o Yes, it is red.") == []


def test_measures_tell_how_a_chat_was_led_to_its_end() -> None:
    rows = [
        {"author": "visitor", "text": "I'm Anna. Is it wool? How long is delivery? PayPal?"},
        {"author": "operator", "text": "It is all wool, Anna. I'll call you tomorrow."},
        {"author": "operator", "text": "Anything else? Thank you and goodbye!"},
    ]
    transcript = read_transcript(json.dumps(rows).encode(), "chat.json")
    measures = review(transcript, ENGLISH.phrases).measures

    assert measures["questions"] == 3
    assert measures["questions_open"] == 2
    assert measures["promises_open"] == 1
    assert measures["chats_with_name"] == 1
    assert measures["chats_with_thanks"] == 1
    assert measures["chats_with_goodbye"] == 1
    assert measures["chats_with_anything_else"] == 1
    assert review(transcript, NO_PHRASES).measures["chats_with_thanks"] is None


def test_what_was_said_in_one_chat_says_nothing_about_the_next() -> None:
    chats = [
        {"messages": [{"author": "visitor", "text": "No thanks"}]},
        {"messages": [{"author": "operator", "text": "It goes well with the lamp."}]},
    ]
    transcript = read_transcript(json.dumps(chats).encode(), "chats.json")
    found = review(transcript, ENGLISH.phrases)

    assert [each.rule for each in found.findings] == ["early-offer"]


def test_a_finding_offers_what_helps_and_not_to_go_on() -> None:
    rows = [json.dumps({"author": "operator", "text": "You are an idiot."})]
    found = review(read_transcript("\n".join(rows).encode(), "chat.jsonl"), ENGLISH.phrases)

    assert [each.remedy for each in found.findings] == ["Hand over"]


def test_a_page_shows_hostile_text_as_text() -> None:
    name = '<img src="http://127.0.0.1/x">'
    page = as_html([Reviewed(name, reviewed(("operator", "<b>" + LONG, "")))])

    assert "<img" not in page
    assert "&lt;img" in page


def test_what_was_marked_when_it_was_sent_is_known_better() -> None:
    rows = [
        {"author": "visitor", "text": "What is the price?"},
        {"author": "operator", "text": "It is 39 €.", "unsourced": ["39 €", 7]},
        {"author": "operator", "text": "It is 49 €, today only.", "sources": ["price list"]},
        {"author": "operator", "text": "It is 59 €, today only."},
    ]
    data = "\n".join(map(json.dumps, rows)).encode()
    found = review(read_transcript(data, "chat.jsonl"), ENGLISH.phrases)
    told = [(each.rule, each.line) for each in found.findings]

    assert [line for rule, line in told if rule == "unsourced-fact"] == [2, 4]
    assert [line for rule, line in told if rule == "pressure"] == [4]
    assert found.measures["operator_lines_with_fact_card"] == 1
    for write in (as_text, as_json, as_html):
        assert "“39 €” was sent without a fact card." in write([Reviewed("chat", found)])


def test_an_offer_after_a_no_is_reviewed_with_its_reason() -> None:
    offer = "Would you like to add a pad?"
    rows = [
        {"author": "visitor", "text": "No thanks, just looking"},
        {"author": "operator", "text": "Of course.", "after_no": "instead"},
        {"author": "operator", "text": offer},
        {"author": "visitor", "text": "No thanks."},
        {"author": "operator", "text": offer, "after_no": ["asked"]},
        {"author": "visitor", "text": "Stop.", "after_no": "asked"},
    ]
    data = "\n".join(map(json.dumps, rows)).encode()
    found = review(read_transcript(data, "chat.jsonl"), ENGLISH.phrases)
    told = {e.line: e.message for e in found.findings if e.rule == "sales-after-refusal"}

    assert list(told) == [2, 5]  # one for an offer, and one where the file gives no reason
    assert told[2].endswith("Offered all the same: it replaces what they can’t have.")
    assert "Offered" not in told[5]
    assert found.measures["offers_after_no"] == 1
    assert "Offers after a no, with a reason" in as_text([Reviewed("chat", found)])
