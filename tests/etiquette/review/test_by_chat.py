"""Every chat of a file has figures of its own; what a file cannot tell is not invented."""

import json
from collections.abc import Collection, Sequence

import pytest

from undivided.etiquette.coach.phrases import NO_PHRASES, Phrases
from undivided.etiquette.review.by_chat import ChatFigures
from undivided.etiquette.review.figure_words import UNKNOWN, chat_cells, chat_sentence
from undivided.etiquette.review.page import as_html
from undivided.etiquette.review.reports import Reviewed, as_json, as_text
from undivided.etiquette.review.reviewing import Review, review
from undivided.etiquette.review.transcripts import read_transcript
from undivided.storage.coach_words import load_coach_words

ENGLISH = load_coach_words("en").phrases
SIDES = {"v": "visitor", "o": "operator"}
QUESTION = f"v Can you tell me whether the lamp {'that I saw there ' * 8}fits my table?"


def looked_at(*said: str, origins: str = "", phrases: Phrases = ENGLISH) -> Review:
    """Review one chat; `origins` has a letter for each line that tells its own."""
    words = {"o": "own", "t": "touched", "u": "untouched"}
    rows = [{"author": SIDES[text[0]], "text": text[2:]} for text in said]
    for row, letter in zip(rows, origins, strict=False):
        if letter in words:
            row["origin"] = words[letter]
    data = "\n".join(map(json.dumps, rows)).encode()
    return review(read_transcript(data, "chat.jsonl"), phrases, visitor_name="Elena")


def figures(*said: str, origins: str = "", phrases: Phrases = ENGLISH) -> ChatFigures:
    (found,) = looked_at(*said, origins=origins, phrases=phrases).chats
    return found


def test_courtesy_is_counted_for_each_chat() -> None:
    found = figures("v Hi", "o Hello Elena, how can I help?", "v Never mind", "o Good bye!")

    told = (found.has_greeting, found.has_name, found.has_thanks, found.has_goodbye)
    assert told == (True, True, False, True)


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        (("o No.",), (2,)),
        (("o Not in stock.",), (2,)),
        (("o No, thank you.",), ()),
        (("o Which one?",), ()),
        (("o No, Elena.",), ()),
        (("o :-)",), ()),
        (("o No.", "o I am sorry, the last ones went this morning."), ()),
        (("o We have it in red, blue and green here.",), ()),
    ],
)
def test_a_short_turn_without_courtesy_is_abrupt(
    said: tuple[str, ...], lines: tuple[int, ...]
) -> None:
    assert figures("v I want it.", *said).abrupt == lines


def test_a_few_words_for_a_long_question_are_little_effort() -> None:
    (few,) = figures(QUESTION, "o It does", "o fit.").little_effort
    enough = figures(QUESTION, "o It fits, the page says 24 cm and yours has 30.").little_effort

    assert (few.line, few.ratio) == (3, 0.07)
    assert enough == ()


def test_prepared_texts_are_counted_where_the_file_tells() -> None:
    said = ("v Hi", "o Hello there, welcome!", "o One moment.", "o We ship today.", "o Bye!")
    found = figures(*said, origins=" uot")

    assert (found.known_origins, found.untouched_share) == (3, 0.33)
    assert figures(*said).untouched_share is None


def test_the_rule_of_untouched_replies_speaks_in_a_review_too() -> None:
    found = looked_at("v Hi", "o Hello there!", "v Hm", "o We ship today.", origins=" u u")

    assert [each.line for each in found.findings if each.rule == "untouched-reply"] == [4]


def test_an_unknown_origin_or_one_of_a_visitor_says_nothing() -> None:
    odd = [
        {"author": "visitor", "text": "a", "origin": "own"},
        {"author": "operator", "text": "b", "origin": ["own"]},
        {"author": "operator", "text": "c", "origin": "robot"},
    ]
    data = "\n".join(map(json.dumps, odd)).encode()

    assert [each.origin for each in read_transcript(data, "x").messages] == [None] * 3


def test_what_cannot_be_told_is_no_zero() -> None:
    found = figures("v Hallo", "o Nee.", phrases=NO_PHRASES)

    assert (found.has_greeting, found.abrupt, found.abrupt_share, found.misspelt) == (None,) * 4
    assert chat_cells(found)[3] == UNKNOWN
    assert "greeting" not in chat_sentence(found)


def asked_about(*said: str, language: str = "en") -> tuple[set[str], ChatFigures]:
    """Return the words that a dictionary was asked about; it knows none but "knwon"."""
    asked: set[str] = set()

    def wrong_words(words: Sequence[str]) -> Collection[str]:
        asked.update(words)
        return {"knwon"}

    rows = [{"author": SIDES[text[0]], "text": text[2:]} for text in said]
    transcript = read_transcript("\n".join(map(json.dumps, rows)).encode(), "chat")
    phrases = load_coach_words(language).phrases
    return asked, review(transcript, phrases, wrong_words=wrong_words).chats[0]


def test_names_links_and_what_visitors_write_are_not_checked() -> None:
    asked, found = asked_about(
        "v I'm Elena, my parcl?",
        "o Elena, the Kvadrat is knwon.",
        "o “Kvadrat” at https://kvadrat.example is {{kvadrat}}.",
    )

    assert asked == {"the", "is", "knwon", "at"}
    assert found.misspelt == 1


def test_a_capital_is_no_sign_of_a_name_where_all_nouns_have_one() -> None:
    asked, _ = asked_about("o Das ist ein Tisch.", language="de")

    assert "Tisch" in asked


def test_every_report_tells_the_chat_s_figures() -> None:
    found = looked_at("v Hi", "o Hello Elena, welcome!", "v <b>", "o No.", origins=" u o")
    files = [Reviewed("chat", found)]

    (chat,) = json.loads(as_json(files))["measures"]["by_chat"]
    assert chat["abrupt_lines"] == [4]
    assert chat["share_untouched"] == 0.5
    assert "greeting yes, name yes, thanks no" in as_text(files)
    assert "abrupt on line 4" in as_text(files)
    assert '<th scope="col">Greeting</th>' in as_html(files)
    assert "<td>50%</td>" in as_html(files)
