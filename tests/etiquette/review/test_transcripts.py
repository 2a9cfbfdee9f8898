"""Saved chats of every known shape are read; a bad line is reported and stops nothing."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.desk.transcript_file import Transcript as DeskTranscript
from undivided.desk.transcript_file import csv_text, json_lines, plain_text
from undivided.desk.values import Author as DeskAuthor
from undivided.desk.values import Delivery, Message
from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.review.saved import Transcript, TranscriptRefused
from undivided.etiquette.review.transcripts import read_transcript

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
V, OP = Author.VISITOR, Author.OPERATOR
CHAT = [(V, "Where is my parcel?"), (OP, "It left on Tuesday.\nYou have it by Friday.")]


def said(transcript: Transcript) -> list[tuple[Author, str]]:
    return [(each.said.author, each.said.text) for each in transcript.messages]


def read(document: object) -> Transcript:
    return read_transcript(json.dumps(document).encode(), "chat.json")


def test_json_lines_keep_their_line_numbers_and_times() -> None:
    rows = [
        '{"author": "visitor", "text": "Hello", "at": "2026-11-22T09:00:00Z"}',
        "",
        "no json",
        '{"author": "operator", "text": "Hi"}',
    ]
    found = read_transcript("\n".join(rows).encode(), "chat.jsonl")

    assert [each.line for each in found.messages] == [1, 4]
    assert found.messages[0].said == Line(V, "Hello", AT)
    assert [each.line for each in found.unread] == [3]


@pytest.mark.parametrize("write", [json_lines, csv_text, plain_text])
def test_what_the_desk_saves_is_read_again(write: object) -> None:
    authors = {V: DeskAuthor.VISITOR, OP: DeskAuthor.ME}
    messages = tuple(
        Message(
            key=f"{number}",
            author=authors[author],
            at=AT,
            text=text,
            delivery=Delivery.NONE if author is V else Delivery.SENT,
        )
        for number, (author, text) in enumerate(CHAT)
    )
    text = write(DeskTranscript("Elena", "Mira", messages))  # type: ignore[operator]

    assert said(read_transcript(text.encode(), "chat")) == CHAT


def test_an_export_of_chatwoot_is_read_without_notes_and_activities() -> None:
    messages = [
        {"content": "Where is it?", "message_type": 0, "created_at": 1_795_338_000},
        {"content": "Ask Ruth", "message_type": 1, "private": True},
        {"content": "Mira took the chat", "message_type": 2},
        {"content": "On its way.", "message_type": 1, "created_at": 1_795_338_030},
    ]
    found = read({"meta": {}, "payload": messages})

    assert said(found) == [(V, "Where is it?"), (OP, "On its way.")]
    first, last = (each.said.at for each in found.messages)
    assert first is not None
    assert last is not None
    assert (last - first).total_seconds() == 30
    assert said(read([{"id": 1, "messages": messages}])) == said(found)


def test_plain_text_knows_both_sides_by_their_roles() -> None:
    text = "Visitor: Where is it?\nAgent: On its way:\n  see the page\nnobody said this\n"
    found = read_transcript(text.encode(), "chat.txt")

    assert said(found) == [(V, "Where is it?"), (OP, "On its way:\nsee the page")]
    assert [each.line for each in found.unread] == [4]


def test_chatwoot_says_the_visitors_name_and_calls_operators_users() -> None:
    messages = [
        {"content": "Where is it?", "sender": {"type": "contact", "name": "Elena Rossi"}},
        {"content": "On its way.", "sender": {"type": "user", "name": "Mira"}},
        {"content": "Typing", "sender_type": "AgentBot"},
        {"content": "Thanks", "sender_type": "Contact"},
    ]
    found = read({"payload": messages})

    assert said(found) == [(V, "Where is it?"), (OP, "On its way."), (V, "Thanks")]
    assert found.visitor_name == "Elena Rossi"


def test_each_conversation_of_an_export_is_a_chat_of_its_own() -> None:
    one = {"messages": [{"author": "visitor", "text": "No thanks", "name": "Elena"}]}
    other = {"messages": [{"author": "visitor", "text": "Hi", "name": "Tom"}]}
    found = read([one, other])

    assert [(each.line, each.chat) for each in found.messages] == [(1, 1), (2, 2)]
    assert found.visitor_name == ""


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_may_be_parted_as_any_spreadsheet_parts_it(delimiter: str) -> None:
    rows = [("author", "text", "at"), ("visitor", '"Hi\nthere"', ""), ("operator", "Hello", "")]
    table = "\r\n".join(delimiter.join(row) for row in rows)
    found = read_transcript(b"\xef\xbb\xbf" + table.encode(), "chat.csv")

    assert said(found) == [(V, "Hi\nthere"), (OP, "Hello")]
    assert [each.line for each in found.messages] == [2, 4]


def test_plain_text_may_say_only_the_time_of_day() -> None:
    text = "[09:00] Visitor: Where is it?\n[09:00:30] Operator: On its way.\n"
    first, last = read_transcript(text.encode(), "chat.txt").messages

    assert first.said.at is not None
    assert last.said.at is not None
    assert (last.said.at - first.said.at).total_seconds() == 30


@pytest.mark.parametrize("wrap", ["utf-8-sig", "utf-16"])
def test_marks_of_encodings_and_line_ends_change_no_line_number(wrap: str) -> None:
    rows = ['{"author": "visitor", "text": "Hi"}', "", '{"author": "operator", "text": "Hello"}']
    found = read_transcript("\r\n".join(rows).encode(wrap), "chat.jsonl")

    assert [each.line for each in found.messages] == [1, 3]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "holds no chat"),
        (b"\xff\x00\x01", "is not UTF-8"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"author": "visitor"}\n{"author": 1}', "The entry has no text"),
        (b'[{"author": "ghost", "text": "boo"}]', "neither visitor nor operator"),
    ],
)
def test_a_file_without_a_chat_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(TranscriptRefused) as caught:
        read_transcript(data, "chat.bin")

    assert words in caught.value.sentence


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
)
def test_no_file_raises_anything_else(data: bytes) -> None:
    with suppress(TranscriptRefused):
        read_transcript(data, "any")
