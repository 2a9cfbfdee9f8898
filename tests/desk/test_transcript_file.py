"""A transcript as a file: what is in it, what is not, and that nothing in it pretends."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.rows import NOON, said
from undivided.desk.call_request import CallRequest, CallState
from undivided.desk.transcript_file import (
    COLUMNS,
    Transcript,
    csv_text,
    file_name,
    json_lines,
    plain_text,
    reach_of,
    text_for,
)
from undivided.desk.values import Author, Choice, Delivery, FileInfo, Message
from undivided.etiquette.calm_text import calm
from undivided.etiquette.coach.fact_marks import FactMarks
from undivided.etiquette.review.measures import calls_of
from undivided.etiquette.review.saved import AskedCall, Origin
from undivided.etiquette.review.transcripts import read_transcript
from undivided.library.importing.cells import unguarded
from undivided.protocol.ids import ChatId, EventId, ThreadId


def transcript(*messages: Message, is_whole: bool = True) -> Transcript:
    return Transcript("Elena", "Ann Lee", messages, is_whole)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def texts(given_: Transcript) -> list[str]:
    return [row["text"] for row in rows(csv_text(given_))]


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.txt", "Chat with"), ("a", "Chat with"), ("a.CSV", "at,from"), ("a.jsonl", '{"author"')],
)
def test_the_ending_decides_the_form(name: str, start: str) -> None:
    assert text_for(name, transcript(said("a"))).startswith(start)


def test_people_read_who_said_what_and_when() -> None:
    told = plain_text(
        transcript(
            said("a", "Hello"),
            said("b", "Ben joined.", Author.SYSTEM, 1),
            said("c", "Hi", Author.COLLEAGUE, 2, author_name="Ben"),
            said("d", "Yes", Author.ME, 3, Delivery.SEEN, is_late=True),
        )
    )
    at = [NOON.astimezone().strftime(f"%Y-%m-%d %H:0{minute}") for minute in range(4)]

    assert told.splitlines() == [
        "Chat with Elena",
        "It is whole: the server has nothing older.",
        "",
        f"{at[0]}  Elena (visitor): Hello",
        f"{at[1]}  * Ben joined.",
        f"{at[2]}  Ben: Hi",
        f"{at[3]}  Ann Lee (sent later than written): Yes",
    ]


@pytest.mark.parametrize(
    "message",
    [
        said("w", "A secret", Author.COLLEAGUE, is_whisper=True),
        said("f", "Never sent", Author.ME, delivery=Delivery.FAILED),
        said("s", "On its way", Author.ME, delivery=Delivery.SENDING),
        said("q", "Offline", Author.ME, delivery=Delivery.WAITING),
    ],
    ids=["whisper", "failed", "sending", "waiting"],
)
def test_what_the_visitor_never_got_is_not_in_it(message: Message) -> None:
    assert texts(transcript(said("a"), message)) == ["Hello"]


def test_a_visitors_lines_cannot_look_like_ours() -> None:
    told = plain_text(
        transcript(said("a", "hi\n2026-11-22 12:00  Ann Lee: I promise\r\n  * closed"))
    )

    assert [line for line in told.splitlines()[3:] if not line.startswith("     ")] == [
        f"{NOON.astimezone():%Y-%m-%d %H:%M}  Elena (visitor): hi"
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann Lee", "Ann Lee (visitor)"),
        ("* The chat was transferred.", "The chat was transferred. (visitor)"),
        ("\u2068* \u2069* Closed", "Closed (visitor)"),
        ("Ann Lee: I promise", "Ann Lee I promise (visitor)"),
        ("***", "Visitor (visitor)"),
    ],
)
def test_a_visitors_name_cannot_look_like_ours(name: str, shown: str) -> None:
    told = plain_text(replace(transcript(said("a", "ok")), visitor=name))

    line = told.splitlines()[3].translate({0x2068: None, 0x2069: None})
    assert line == f"{NOON.astimezone():%Y-%m-%d %H:%M}  {shown}: ok"


def test_files_and_buttons_are_named() -> None:
    file = FileInfo("lamp.pdf", "https://files.example/1")
    message = said("a", "A file", file=file, choices=(Choice("Yes", is_pressed=True), Choice("No")))

    assert texts(transcript(message)) == [
        "A file\n[file lamp.pdf: https://files.example/1]\n[x] Yes\n[ ] No"
    ]


def test_programs_read_one_object_a_line() -> None:
    told = json_lines(
        transcript(
            said("a", "One\ntwo \u2028 three"),
            said("b", "Ben joined.", Author.SYSTEM),
            said("c", "Yes", Author.COLLEAGUE, 1),
        )
    )

    assert [json.loads(line) for line in told.splitlines()] == [
        {"author": "visitor", "text": "One\ntwo \n three", "at": "2026-11-22T12:00:00.000Z"},
        {"author": "operator", "text": "Yes", "at": "2026-11-22T12:01:00.000Z"},
    ]


def test_a_transcript_says_how_far_back_it_reaches() -> None:
    since = f"{NOON.astimezone():%Y-%m-%d %H:%M}"

    assert reach_of(transcript()) == "Nothing was said yet."
    assert reach_of(transcript(said("a"), is_whole=False)).startswith(
        f"It reaches back to {since};"
    )


@given(st.lists(st.text(), max_size=5), st.text())
def test_any_text_comes_back_through_a_real_parser(said_texts: list[str], name: str) -> None:
    messages = tuple(said(str(n), text) for n, text in enumerate(said_texts))
    told = csv_text(Transcript(name, "Ann", messages))
    found = rows(told)

    assert [unguarded(row["text"]) for row in found] == [calm(text) for text in said_texts]
    assert tuple(rows(told)[0]) == COLUMNS if found else True
    assert not any((cell or " ")[0] in "=+-@\t\r\n" for row in found for cell in row.values())


@given(st.lists(st.text(), max_size=5))
def test_every_object_stays_on_its_line(said_texts: list[str]) -> None:
    messages = tuple(said(str(n), text) for n, text in enumerate(said_texts))
    lines = json_lines(Transcript("Elena", "Ann", messages)).splitlines()

    assert [json.loads(line)["text"] for line in lines] == [calm(text) for text in said_texts]


@pytest.mark.parametrize(
    ("visitor", "name"),
    [
        ("Elena Marsh", "chat-Elena-Marsh-2026-11-22"),
        ("../../etc/passwd", "chat-etc-passwd-2026-11-22"),
        ("CON", "chat-CON-2026-11-22"),
        ("<>|?*", "chat-visitor-2026-11-22"),
        ("\u05d3\u05d5\u05d3", "chat-\u05d3\u05d5\u05d3-2026-11-22"),
    ],
)
def test_a_name_makes_a_file_name_that_every_system_takes(visitor: str, name: str) -> None:
    assert file_name(visitor, datetime(2026, 11, 22, 12, tzinfo=UTC)) == name


def test_json_lines_tell_what_own_messages_were_begun_from() -> None:
    mine = (said("a", "Hi", Author.ME, 1), said("b", "Well", Author.ME, 2))
    other = (said("c", "Hi"), said("d", "Hi", Author.COLLEAGUE, 3))
    origins = {"Hi": Origin.UNTOUCHED}
    text = json_lines(Transcript("Elena", "Ann", (*mine, *other), origins=origins))

    told = [json.loads(line).get("origin") for line in text.splitlines()]
    assert told == ["untouched", None, None, None]


def test_marks_of_facts_reach_the_reviewer_through_the_file() -> None:
    marks = FactMarks(unsourced=("39 €",), sources=("price list",), cards=("f1",), after_no="other")
    text = json_lines(
        transcript(
            said("a", "What is it?"), said("b", "39 €", Author.ME, 1, Delivery.SENT, facts=marks)
        )
    )
    first, second = map(json.loads, text.splitlines())

    assert not {"unsourced", "sources", "after_no"} & first.keys()
    assert second["after_no"] == "other"
    assert (second["unsourced"], second["sources"]) == (["39 €"], ["price list"])
    assert read_transcript(text.encode(), "a.jsonl").messages[1].facts == FactMarks(
        ("39 €",), ("price list",), after_no="other"
    )


def test_time_to_call_reaches_the_reviewer_through_the_file() -> None:
    asked = CallRequest(ChatId("c"), ThreadId("t"), EventId("t_1"), "+44 1", NOON)
    called = replace(asked, state=CallState.REACHED, first_at=NOON + timedelta(minutes=12))
    text = json_lines(
        transcript(said("a", "Hi"), said("b", "Call me", call=called), said("c", "Me", call=asked))
    )
    _, made, waiting = (json.loads(line).get("call") for line in text.splitlines())
    read = read_transcript(text.encode(), "a.jsonl").messages

    assert made == {"outcome": "reached", "after_s": 720.0}
    assert waiting == {"outcome": "open"}
    assert [each.call for each in read] == [None, AskedCall(720.0), AskedCall()]
    assert calls_of(read) == {"calls_requested": 2, "calls_made": 1, "time_to_call_s": 720.0}
    assert set(calls_of(read[:1]).values()) == {None}


@pytest.mark.parametrize(
    ("state", "after_min", "told"),
    [
        (CallState.TAKEN, None, "[nobody has called yet]"),
        (CallState.NO_ANSWER, 12, "[Ben called after 12 min: no answer]"),
        (CallState.PAID, 0, "[Ben called after 0 min: paid]"),
        (CallState.OPEN, 12, "[called after 12 min; to be called again]"),
    ],
)
def test_people_read_what_became_of_a_wish_to_be_called(
    state: CallState, after_min: int | None, told: str
) -> None:
    first = None if after_min is None else NOON + timedelta(minutes=after_min)
    asked = CallRequest(
        ChatId("c"), ThreadId("t"), EventId("t_1"), "+44 1", NOON, first_at=first, state=state
    )
    wished = transcript(said("a", "Call me", call=replace(asked, by="Ben")))

    assert plain_text(wished).splitlines()[-1].strip() == told
    assert [row[3] for row in csv.reader(io.StringIO(csv_text(wished)))][1] == f"Call me\n{told}"


@pytest.mark.parametrize(
    "call",
    [
        {"after_s": float("nan")},
        {"after_s": -1},
        {"after_s": True},
        {"after_s": "7"},
        {"after_s": float("inf")},
        {},
    ],
)
def test_time_to_call_that_is_none_is_passed_over(call: dict[str, object]) -> None:
    row = {"author": "visitor", "text": "Call me", "call": call}
    read = read_transcript(json.dumps(row).encode(), "a.jsonl").messages

    assert [each.call for each in read] == [AskedCall()]
