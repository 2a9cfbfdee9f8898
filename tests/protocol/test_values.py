"""Ids, moments, versions, errors and the small rules of events."""

import sys
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.protocol.errors import ErrorType, ProtocolError, UndividedError
from undivided.protocol.events import Event
from undivided.protocol.ids import ENTROPY_BYTES, ThreadId, custom_id, event_id, opaque_id
from undivided.protocol.moments import EPOCH, FIRST, LAST, Moment, from_wire, local, to_wire
from undivided.protocol.versions import BASE, Version, parse_version


def test_opaque_ids_are_capital_letters_and_digits() -> None:
    written = opaque_id(bytes(range(ENTROPY_BYTES)))

    assert written == "AAAQEAYEAUDAOCAJ"


@given(st.binary(min_size=ENTROPY_BYTES, max_size=ENTROPY_BYTES))
def test_different_entropy_makes_different_ids(entropy: bytes) -> None:
    other = bytes(byte ^ 1 for byte in entropy)

    assert opaque_id(entropy) != opaque_id(other)
    assert opaque_id(entropy).isalnum()
    assert len(opaque_id(entropy)) == 16


def test_event_ids_are_the_thread_and_the_number() -> None:
    assert event_id(ThreadId("THRD01"), 9) == "THRD01_9"


def test_custom_ids_say_whose_they_are() -> None:
    assert custom_id(bytes(ENTROPY_BYTES)) == "u-aaaaaaaaaaaaaaaa"


@pytest.mark.skipif(sys.platform == "win32", reason="the zone of a process cannot be set there")
@pytest.mark.parametrize("zone", ["EST+12", "EST-14", "UTC"])
@pytest.mark.parametrize("instant", [FIRST, EPOCH, LAST])
def test_any_time_can_be_told_in_every_zone(
    instant: datetime, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        told = local(instant)
    finally:
        monkeypatch.undo()
        time.tzset()

    assert instant != EPOCH or told == EPOCH
    assert told - timedelta(days=1) < told < told + timedelta(days=1)


def test_a_moment_moves_on_both_clocks() -> None:
    later = Moment.at(10).plus(timedelta(seconds=2.5))

    assert later == Moment.at(12.5)
    assert later.wall == EPOCH + timedelta(seconds=12.5)
    assert later.ticks == 12.5


def test_times_are_written_in_utc_with_six_decimals() -> None:
    at = datetime(2026, 3, 1, 10, 0, tzinfo=timezone(timedelta(hours=1)))

    assert to_wire(at) == "2026-03-01T09:00:00.000000Z"


@pytest.mark.parametrize(
    "text",
    ["2026-03-01T09:00:00Z", "2026-03-01T09:00:00.000000Z", "2026-03-01T10:00:00+01:00"],
)
def test_times_of_any_zone_are_read_as_utc(text: str) -> None:
    assert from_wire(text) == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert from_wire(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text", ["2026-03-01T09:00:00", "yesterday", "", "0001-01-01T00:00:00+23:59"]
)
def test_times_without_a_zone_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_wire(text)


@pytest.mark.parametrize(
    ("at", "written"),
    [
        ("0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00.000000Z"),
        ("0001-01-01T00:00:00+23:59", "0001-01-01T00:00:00.000000Z"),
        ("9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_times_at_the_ends_of_the_calendar_can_be_written(at: str, written: str) -> None:
    assert written == to_wire(datetime.fromisoformat(at))


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_time_survives_the_way(at: datetime) -> None:
    assert from_wire(to_wire(at)) == at


@pytest.mark.parametrize(
    ("text", "version"), [("3.4", Version.V3_4), ("3.6", BASE), ("3.7", None), ("", None)]
)
def test_versions_are_read_by_name(text: str, version: Version | None) -> None:
    assert parse_version(text) is version


@pytest.mark.parametrize(
    ("type_", "is_transient"),
    [
        (ErrorType.TOO_MANY_REQUESTS, True),
        (ErrorType.SERVICE_UNAVAILABLE, True),
        (ErrorType.VALIDATION, False),
        ("a foreign word", False),
    ],
)
def test_only_some_refusals_are_worth_a_retry(type_: str, is_transient: bool) -> None:
    assert ProtocolError(type_, "No.").is_transient is is_transient


def test_errors_are_one_sentence() -> None:
    assert UndividedError("The disk is full.").sentence == "The disk is full."


@pytest.mark.parametrize(
    ("event", "is_whisper"),
    [
        (Event(type="message"), False),
        (Event(type="message", visibility="all"), False),
        (Event(type="message", visibility="agents"), True),
        (Event(type="message", recipients="agents"), True),
        (Event(type="message", visibility="all", recipients="agents"), False),
    ],
    ids=["absent", "all", "agents", "the old name", "the new name decides"],
)
def test_whispers_are_known_by_either_name(event: Event, is_whisper: bool) -> None:
    assert event.is_whisper is is_whisper
