"""No rule raises, stalls or marks what is not there, whatever is written in a chat."""

import json
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.linear import is_linear
from tests.support.hostile.strings import Bait, corpus
from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, Line
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.phrases import LONGEST_TEXT, Phrases
from undivided.etiquette.coach.sentences import sentences_in
from undivided.etiquette.coach.signals import signals_in
from undivided.etiquette.review.page import as_html
from undivided.etiquette.review.reports import Reviewed, as_json, as_text
from undivided.etiquette.review.reviewing import review
from undivided.etiquette.review.transcripts import read_transcript
from undivided.storage.coach_words import known_languages, load_coach_words

LANGUAGES = (*known_languages(), "xx")
HOSTILE = corpus(Bait("http://127.0.0.1:9", "/dev/null"))
UNITS = (
    "a", "A", "A ", "?", "? ", "!! ", ". ", "1. ", "1.", "\n- ", "\n", '"', "\u201c", "\u2026 ",
    "\u3002", "a@", "http://", "www.a ", "no. ", "p.m. ", "yes ", "ok, ", "is there ",
    "would you like ", "I think ", "Dear Sir, ", "my name is ", "I'll call ", "SKU ", "idiot ",
    "\u0301", "\u0130", "\ud800", "thank you. ",
)  # fmt: skip
PIECES = [unit * 3 for unit in UNITS] + [
    "Yes.", "Elena", "no thanks", "It is sold out", "I'm Elena", "4111 1111 1111 1111", "\x00",
]  # fmt: skip
texts = (
    st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=12).map("".join)
    | st.sampled_from(HOSTILE)
    | st.text(max_size=200)
)
lines = st.lists(st.builds(Line, st.sampled_from(Author), texts), max_size=6).map(tuple)


@cache
def phrases_of(language: str) -> Phrases:
    return load_coach_words(language).phrases


@cache
def coach_of(language: str) -> Coach:
    words = load_coach_words(language)
    return Coach(words.phrases, glossary=words.glossary)


def look_at(language: str, said: tuple[Line, ...], draft: Draft, name: str) -> None:
    """Ask all rules, and check that what they mark and offer fits the draft."""
    coach = coach_of(language)
    whole = len(draft.text[:LONGEST_TEXT])
    for advice in coach.advice(ChatView(said, name), draft):
        marks = [*advice.spans, *(each.span for each in advice.remedies if each.span)]
        assert advice.message
        assert all(0 <= mark.start <= mark.end <= whole for mark in marks), advice
    reading = coach.reader.read(draft.text)
    assert signals_in(reading) is not None
    assert all(one.end <= other.start for one, other in pairwise(reading.sentences))


@settings(max_examples=60)
@given(lines, texts, st.sampled_from(LANGUAGES), st.sampled_from(["", "Elena", "..", "No"]))
def test_no_rule_raises_or_marks_what_is_not_there(
    said: tuple[Line, ...], text: str, language: str, name: str
) -> None:
    skipped = ((1, 3), (2, 90))
    look_at(language, said, Draft(text, ("day",), "r1", is_touched=False, skipped=skipped), name)
    look_at(language, said, Draft(text), name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts_are_read_like_any_other(language: str) -> None:
    for place, text in enumerate(HOSTILE):
        before = Line(Author.VISITOR, HOSTILE[place - 1])
        look_at(language, (before,), Draft(text), "Elena")


@settings(max_examples=30)
@given(lines, st.sampled_from(LANGUAGES))
def test_no_chat_breaks_its_review_and_each_report_can_be_written(
    said: tuple[Line, ...], language: str
) -> None:
    rows = [{"author": line.author.value, "text": line.text} for line in (*said, *said)]
    rows.append({"author": "operator", "text": "Hello."})
    words = phrases_of(language)
    transcript = read_transcript(json.dumps(rows).encode(), "chat.json")
    found = review(transcript, words, visitor_name="Elena")

    assert all(1 <= finding.line <= len(rows) for finding in found.findings)
    for write in (as_text, as_json, as_html):
        assert write([Reviewed("chat", found)])


def test_work_grows_no_faster_than_a_chat() -> None:
    def look_through(text: str) -> None:
        rows = [text[start : start + 60] for start in range(0, len(text), 60)]
        sides = ("visitor", "operator")
        made = [{"author": sides[place % 2], "text": row} for place, row in enumerate(rows)]
        made.append({"author": "operator", "text": text})
        review(read_transcript(json.dumps(made).encode(), "chat.json"), phrases_of("en"))

    slow = [is_linear(look_through, unit) for unit in UNITS[::3]]
    slow += [is_linear(sentences_in, unit) for unit in UNITS]

    assert [each for each in slow if each] == []
