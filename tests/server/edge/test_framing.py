"""Frames are the protocol's own, at every size."""

import struct

import pytest

from undivided.server.web.framing import text_frames


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_frame_is_final_text_with_the_shortest_length(size: int) -> None:
    frame = text_frames([b"x" * size])
    heads = {2: frame[1], 4: 126, 10: 127}
    head = len(frame) - size
    lengths = {4: ">H", 10: ">Q"}
    written = size if head == 2 else struct.unpack_from(lengths[head], frame, 2)[0]

    assert (frame[0], frame[1], written) == (0x81, heads[head], size)
    assert head == (2 if size < 126 else 4 if size < 65_536 else 10)


def test_frames_follow_each_other() -> None:
    assert text_frames([b"a", b"bc"]) == b"\x81\x01a\x81\x02bc"
    assert text_frames([]) == b""
