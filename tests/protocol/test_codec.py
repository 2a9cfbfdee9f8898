"""Frames to messages and back."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from undivided.protocol.agent_requests import AGENT_REQUESTS
from undivided.protocol.codec import (
    decode_incoming,
    decode_payload,
    decode_push,
    decode_request,
    encode,
    encode_failure,
    encode_push,
    encode_request,
    encode_response,
    failure_of,
)
from undivided.protocol.customer_requests import CUSTOMER_REQUESTS
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, EventId, ThreadId
from undivided.protocol.limits import NESTING
from undivided.protocol.logins import AgentLogin
from undivided.protocol.pushes import AGENT_PUSHES, IncomingEvent, QueuePosition
from undivided.protocol.requests import EventSent, GetChat, MarkSeen, Nothing, SendEvent

MESSAGE = IncomingEvent(
    chat_id=ChatId("C"),
    thread_id=ThreadId("T"),
    event=Event(id=EventId("T_1"), type="message", text="Hello"),
)


def test_a_request_keeps_its_payload_raw_until_the_action_is_known() -> None:
    frame = b'{"action":"get_chat","request_id":"r1","payload":{"chat_id":"C"}}'

    request = decode_request(frame)

    assert (request.action, request.request_id, request.version) == ("get_chat", "r1", None)
    assert decode_payload(request.payload, GetChat) == GetChat(chat_id=ChatId("C"))


def test_a_missing_payload_is_an_empty_one() -> None:
    assert decode_payload(decode_request(b'{"action":"ping"}').payload, Nothing) == Nothing()


def test_unknown_keys_are_ignored_at_every_level() -> None:
    frame = (
        b'{"action":"send_event","future":1,"payload":{"chat_id":"C","opts":{},'
        b'"event":{"type":"message","text":"x","future":[1]}}}'
    )

    request = decode_payload(decode_request(frame).payload, SendEvent)

    assert request.event == Event(type="message", text="x")


def test_unknown_event_kinds_are_kept() -> None:
    event = msgspec.json.decode(b'{"type":"hologram","text":"x"}', type=Event)

    assert event.type == "hologram"


@pytest.mark.parametrize(
    "frame",
    [b"", b"no json", b"[]", b"7", b"{}", b'{"action":null}', b'{"action":["x"]}', b'\xff{"a":1}'],
    ids=repr,
)
def test_bad_frames_are_a_validation_error(frame: bytes) -> None:
    with pytest.raises(ProtocolError) as caught:
        decode_request(frame)

    assert caught.value.type == ErrorType.VALIDATION


@pytest.mark.parametrize(
    "payload",
    [
        b'{"chat_id":7,"seen_up_to":"2026-01-01T00:00:00Z"}',
        b'{"chat_id":"C"}',
        b'{"chat_id":"C","seen_up_to":"2026-01-01T00:00:00"}',
        b'{"chat_id":"C","seen_up_to":1767225600}',
        b'{"chat_id":"C","seen_up_to":"today"}',
        b"[]",
    ],
    ids=["wrong type", "missing", "no zone", "number", "no time", "array"],
)
def test_wrong_types_are_a_validation_error(payload: bytes) -> None:
    with pytest.raises(ProtocolError, match=r".") as caught:
        decode_payload(Raw(payload), MarkSeen)

    assert caught.value.type == ErrorType.VALIDATION


def nested(levels: int, inside: bytes = b"") -> bytes:
    return b'{"action":"x","payload":' + b"[" * levels + inside + b"]" * levels + b"}"


def test_the_deepest_allowed_nesting_passes() -> None:
    assert decode_request(nested(NESTING - 1)).action == "x"


def test_deeper_nesting_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(ProtocolError, match="nested deeper"):
        decode_request(nested(NESTING))


def test_many_brackets_side_by_side_are_not_deep() -> None:
    frame = b'{"action":"x","payload":[' + b",".join([b"[]"] * 100) + b"]}"

    assert decode_request(frame).action == "x"


def test_brackets_inside_a_text_are_not_deep() -> None:
    text = b'"' + b"[{" * 100 + b'\\"[[\\\\"'

    assert decode_request(b'{"action":"x","payload":[' + text + b"]}").action == "x"


def test_brackets_that_never_close_are_refused() -> None:
    with pytest.raises(ProtocolError):
        decode_request(b"[" * 1_000_000)


bracketed = st.recursive(
    st.none() | st.text() | st.text('[]{}"\\'),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text('[{"\\'), inner, max_size=3)
    ),
    max_leaves=60,
)


def depth_of(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0


@given(bracketed, st.integers(0, NESTING + 3))
def test_a_frame_is_too_deep_exactly_when_its_values_are(value: object, more: int) -> None:
    for _ in range(more):
        value = [value, []]
    frame = msgspec.json.encode({"action": "x", "payload": value})

    if depth_of(value) < NESTING:
        assert decode_request(frame).action == "x"
    else:
        with pytest.raises(ProtocolError, match="nested deeper"):
            decode_request(frame)


def test_a_request_that_we_write_can_be_read() -> None:
    frame = encode_request("get_chat", GetChat(chat_id=ChatId("C")), request_id="r1")

    request = decode_request(frame)

    assert (request.action, request.request_id) == ("get_chat", "r1")
    assert decode_payload(request.payload, GetChat) == GetChat(chat_id=ChatId("C"))


def test_a_response_says_that_it_succeeded() -> None:
    frame = encode_response("send_event", EventSent(event_id=EventId("T_1")), request_id="r1")

    assert msgspec.json.decode(frame) == {
        "request_id": "r1",
        "action": "send_event",
        "type": "response",
        "success": True,
        "payload": {"event_id": "T_1"},
    }
    incoming = decode_incoming(frame)
    assert (incoming.is_push, incoming.success) == (False, True)


def test_a_response_without_request_id_and_payload_has_neither() -> None:
    assert msgspec.json.decode(encode_response("ping", None, request_id=None)) == {
        "action": "ping",
        "type": "response",
        "success": True,
    }


@pytest.mark.parametrize("data", [None, {"retry_after_ms": 5}])
def test_a_failure_carries_type_sentence_and_data(data: dict[str, object] | None) -> None:
    error = ProtocolError(ErrorType.TOO_MANY_REQUESTS, "Wait a moment.", data)

    incoming = decode_incoming(encode_failure("send_event", error, request_id="r1"))
    read = failure_of(incoming)

    assert incoming.success is False
    assert (read.type, read.sentence, read.data) == (error.type, "Wait a moment.", data)
    assert read.is_transient


def test_a_foreign_servers_error_word_is_read_in_lower_case() -> None:
    frame = b'{"action":"x","type":"response","success":false,"payload":{"error":{"type":"ODD"}}}'

    error = failure_of(decode_incoming(frame))

    assert (error.type, error.is_transient) == ("odd", False)


def test_a_push_names_the_request_on_one_copy_only() -> None:
    plain = encode_push("incoming_event", MESSAGE, version="3.6", desk_seq=7)
    own = encode_push("incoming_event", MESSAGE, version="3.6", desk_seq=7, request_id="r1")

    assert decode_incoming(plain).request_id is None
    assert decode_incoming(own).request_id == "r1"
    assert decode_incoming(own).desk_seq == 7
    assert decode_incoming(own).is_push
    assert decode_push(decode_incoming(plain)) == MESSAGE


def test_an_unknown_push_is_none() -> None:
    frame = encode_push("thread_summary_set", {"id": 1}, version="3.6")

    assert decode_push(decode_incoming(frame)) is None


def test_a_push_whose_payload_is_an_array_is_read() -> None:
    frame = (
        b'{"version":"3.6","action":"queue_positions_updated","type":"push","payload":'
        b'[{"chat_id":"C","thread_id":"T","queue":{"position":1,"wait_time":60}}]}'
    )

    read: Any = decode_push(decode_incoming(frame))

    assert isinstance(read[0], QueuePosition)
    assert read[0].queue.wait_time == 60


def test_a_known_push_with_a_wrong_type_is_a_validation_error() -> None:
    frame = b'{"action":"chat_deactivated","type":"push","payload":{"chat_id":1}}'

    with pytest.raises(ProtocolError):
        decode_push(decode_incoming(frame))


def test_times_are_written_with_their_zone() -> None:
    at = datetime(2026, 3, 1, 9, 0, 0, 123456, tzinfo=UTC)

    frame = encode(MarkSeen(chat_id=ChatId("C"), seen_up_to=at))

    assert b"2026-03-01T09:00:00.123456Z" in frame


def test_tokens_are_not_in_the_text_of_an_error() -> None:
    with pytest.raises(ProtocolError) as caught:
        decode_payload(Raw(b'{"token":["Bearer secret"]}'), AgentLogin)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "type_",
    [*AGENT_REQUESTS.values(), *CUSTOMER_REQUESTS.values(), *AGENT_PUSHES.values()],
    ids=str,
)
def test_every_type_of_the_tables_can_be_decoded(type_: Any) -> None:
    with pytest.raises(ProtocolError):
        decode_payload(Raw(b'"text"'), type_)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.text(max_size=10), json_values)
def test_no_json_breaks_the_codec(action: str, payload: object) -> None:
    frame = msgspec.json.encode({"action": action, "payload": payload})

    for type_ in (SendEvent, AgentLogin, GetChat):
        with suppress(ProtocolError):
            decode_payload(decode_request(frame).payload, type_)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_codec(frame: bytes) -> None:
    with suppress(ProtocolError):
        decode_request(frame)


@given(st.text(max_size=200))
def test_every_text_survives_the_way(text: str) -> None:
    said = IncomingEvent(
        chat_id=ChatId("C"), thread_id=ThreadId("T"), event=Event(type="message", text=text)
    )
    frame = encode_push("incoming_event", said, version="3.6")

    assert decode_push(decode_incoming(frame)) == said
