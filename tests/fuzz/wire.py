"""The codec: bytes to messages and back."""

import msgspec
from hypothesis import strategies as st

from tests.fuzz.strategies import broken, has_reason, made_of, texts
from undivided.protocol.agent_requests import AGENT_REQUESTS
from undivided.protocol.chats import Chat
from undivided.protocol.codec import (
    decode_incoming,
    decode_payload,
    decode_push,
    decode_request,
    encode,
    encode_push,
    encode_request,
    encode_response,
    failure_of,
)
from undivided.protocol.customer_requests import CUSTOMER_REQUESTS
from undivided.protocol.errors import ProtocolError
from undivided.protocol.logins import AgentLoginAnswer, CustomerLoginAnswer
from undivided.protocol.moments import from_wire, to_wire
from undivided.protocol.pushes import AGENT_PUSHES
from undivided.protocol.requests import EventSent

ANSWERS = (AgentLoginAnswer, CustomerLoginAnswer, Chat, EventSent)
_TYPES: tuple[tuple[str, object], ...] = (
    *((name, type_) for name, type_ in AGENT_REQUESTS.items()),
    *((name, type_) for name, type_ in CUSTOMER_REQUESTS.items()),
    *((name, type_) for name, type_ in AGENT_PUSHES.items()),
    *(("answer", type_) for type_ in ANSWERS),
)
messages: st.SearchStrategy[object] = st.sampled_from(_TYPES).flatmap(
    lambda named: st.tuples(st.just(named[0]), st.just(named[1]), made_of(named[1]))
)
_EVENT = {"type": "message", "text": "x", "id": "T_1", "created_at": "2026-11-22T10:00:00.5Z"}
_LOGIN = {"token": "Bearer x", "application": {"name": "x"}}
_SEEN = {"chat_id": "C", "seen_up_to": "2026-11-22T10:00:00Z"}
_SAMPLES = (
    encode_request("send_event", {"chat_id": "C", "event": _EVENT}, request_id="1"),
    encode_request("mark_events_as_seen", _SEEN, request_id="2"),
    encode_request("login", _LOGIN, request_id="3"),
    encode_push(
        "incoming_event", {"chat_id": "C", "thread_id": "T", "event": _EVENT}, version="3.6"
    ),
    encode_response("login", {"my_profile": {"id": "a", "name": "A"}}, request_id="1"),
    b'{"action":"x","type":"response","success":false,"payload":{"error":{"type":"a"}}}',
    b'{"action":"a","payload":' + b"[" * 40 + b"]" * 40 + b"}",
)
frames: st.SearchStrategy[object] = st.one_of(
    broken(_SAMPLES),
    st.binary(max_size=200),
    texts.map(lambda text: text.encode("utf-8", "replace")),
)
times: st.SearchStrategy[object] = st.one_of(
    texts,
    st.datetimes(timezones=st.timezones()).map(lambda at: at.isoformat()),
    st.builds(
        "{:04}-{:02}-{:02}T{:02}:00:00{}{:02}:{:02}".format,
        st.sampled_from((1, 2, 1969, 2026, 9998, 9999)),
        st.integers(1, 12),
        st.integers(1, 31),
        st.integers(0, 24),
        st.sampled_from("+-"),
        st.integers(0, 24),
        st.integers(0, 60),
    ),
)


def frame_is_read_or_refused(frame: object) -> None:
    """Only the codec's own error comes out of a frame, on either side."""
    assert isinstance(frame, bytes)
    try:
        request = decode_request(frame)
        for types in (AGENT_REQUESTS, CUSTOMER_REQUESTS):
            if request.action in types:
                decode_payload(request.payload, types[request.action])
    except ProtocolError as refused:
        has_reason(str(refused))
    try:
        incoming = decode_incoming(frame)
        if incoming.is_push:
            decode_push(incoming)
        else:
            failure_of(incoming)
    except ProtocolError as refused:
        has_reason(str(refused))


def message_survives_the_wire(message: object) -> None:
    """What is written is read again as the same, in its frame and by itself."""
    assert isinstance(message, tuple)
    name, type_, value = message
    assert msgspec.json.decode(encode(value), type=type_) == value
    request = decode_request(encode_request(name, value, request_id="1"))
    assert decode_payload(request.payload, type_) == value
    push = decode_incoming(encode_push(name, value, version="3.6", desk_seq=1))
    assert decode_payload(push.payload, type_) == value


def time_is_read_or_refused(text: object) -> None:
    """A time is one, or a `ValueError`; one that was read can be written."""
    assert isinstance(text, str)
    try:
        instant = from_wire(text)
    except ValueError:
        return
    assert from_wire(to_wire(instant)) == instant
