"""A saved chat is judged line by line, by what was known when each reply was sent."""

import json

from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.signals import Signal
from undivided.etiquette.review.reports import Reviewed, as_html, as_json, as_text
from undivided.etiquette.review.reviewing import Review, masked_transcript, review
from undivided.etiquette.review.transcripts import read_transcript

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


def test_a_page_shows_hostile_text_as_text() -> None:
    name = '<img src="http://127.0.0.1/x">'
    page = as_html([Reviewed(name, reviewed(("operator", "<b>" + LONG, "")))])

    assert "<img" not in page
    assert "&lt;img" in page
