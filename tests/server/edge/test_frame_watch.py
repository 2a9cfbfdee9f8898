"""Frames that only cost time are found, however the network cuts them; honest ones never are."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.attacks.raw_socket import CONTINUATION, PING, PONG, TEXT, frame
from undivided.server.web.frame_watch import CONTROLS, CONTROLS_S, PIECES, FrameWatch

EMPTY = frame(b"", CONTINUATION, is_final=False)


def pieces(number: int) -> bytes:
    """Return a message in so many frames."""
    first = frame(b"{", TEXT, is_final=number == 1)
    middle = EMPTY * (number - 2)
    return first + middle + (frame(b"}", CONTINUATION) if number > 1 else b"")


def cut(data: bytes, at: int) -> Iterator[bytes]:
    return (data[start : start + at] for start in range(0, len(data), at))


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 70_000])
@pytest.mark.parametrize("at", [1, 3, 4_096, 1_000_000])
def test_messages_of_every_size_pass(size: int, at: int) -> None:
    watch = FrameWatch(lambda: 0.0)
    data = frame(b"x" * size) * 3

    assert all(watch.may_pass(part) for part in cut(data, at))


def test_a_message_in_some_pieces_passes_again_and_again() -> None:
    watch = FrameWatch(lambda: 0.0)

    assert all(watch.may_pass(pieces(PIECES)) for _ in range(10))


@pytest.mark.parametrize("at", [1, 5, 100_000])
def test_a_message_in_too_many_pieces_does_not(at: int) -> None:
    watch = FrameWatch(lambda: 0.0)

    assert not all(watch.may_pass(part) for part in cut(pieces(PIECES + 3), at))


@pytest.mark.parametrize("opcode", [PING, PONG])
def test_pings_are_few_or_the_socket_goes(opcode: int) -> None:
    watch = FrameWatch(lambda: 0.0)

    assert watch.may_pass(frame(b"", opcode) * CONTROLS)
    assert not watch.may_pass(frame(b"", opcode))


def test_a_pong_now_and_then_may_come_for_ever() -> None:
    now = 0.0
    watch = FrameWatch(lambda: now)
    for _ in range(CONTROLS * 10):
        now += CONTROLS_S / 50

        assert watch.may_pass(frame(b"x", PONG))


def test_a_ping_between_two_pieces_does_not_end_the_message() -> None:
    watch = FrameWatch(lambda: 0.0)
    data = frame(b"{", is_final=False) + (EMPTY * 40 + frame(b"", PING)) * 2

    assert not watch.may_pass(data)


def test_a_frame_without_a_mask_is_refused() -> None:
    assert not FrameWatch(lambda: 0.0).may_pass(frame(b"{}", is_masked=False))


@given(st.lists(st.integers(0, 300), max_size=20), st.integers(1, 50))
def test_how_the_network_cuts_does_not_matter(sizes: list[int], at: int) -> None:
    data = b"".join(frame(b"x" * size) for size in sizes) + pieces(PIECES + 2)
    whole, in_parts = FrameWatch(lambda: 0.0), FrameWatch(lambda: 0.0)

    assert not whole.may_pass(data)
    assert not all(in_parts.may_pass(part) for part in cut(data, at))


@given(st.lists(st.binary(max_size=40), max_size=30))
def test_noise_is_never_an_error(parts: list[bytes]) -> None:
    watch = FrameWatch(lambda: 0.0)
    for part in parts:
        watch.may_pass(part)
