"""Finds sockets that send frames which cost time and say nothing, before they are taken apart.

The library looks at each piece of a message and each ping by itself and without a limit; half a
megabyte of empty ones keeps it busy for as long as a thousand honest messages.
"""

from collections.abc import Callable
from typing import Final

PIECES: Final = 64
"""Frames that one message may come in; browsers use one."""
CONTROLS: Final = 100
"""Pings and pongs of one socket within `CONTROLS_S`."""
CONTROLS_S: Final = 10.0

_FINAL, _CONTROL, _LENGTH, _MASKED = 0x80, 0x08, 0x7F, 0x80


class FrameWatch:
    """Reads the heads of one socket's frames as they pass; their content is skipped.

    Args:
        ticks: Reads a clock that only goes forward, in seconds.
    """

    __slots__ = ("_controls", "_head", "_pieces", "_since", "_skip", "_ticks")

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._head = b""
        self._skip = 0
        self._pieces = 0
        self._controls = 0
        self._since = 0.0

    def may_pass(self, data: bytes) -> bool:
        """Return whether the socket may stay after these bytes."""
        place = self._skip
        while place < len(data):
            head = self._head + data[place : place + 14 - len(self._head)]
            size = _head_size(head)
            if len(head) < size:
                self._head, self._skip = head, 0
                return True
            place += size - len(self._head) + _payload_size(head)
            self._head = b""
            # RFC 6455, 5.1: a client's frame is masked, or the connection ends.
            if not head[1] & _MASKED or not self._counts(head[0]):
                return False
        self._skip = place - len(data)
        return True

    def _counts(self, first: int) -> bool:
        if first & _CONTROL:
            now = self._ticks()
            if now - self._since > CONTROLS_S:
                self._since, self._controls = now, 0
            self._controls += 1
            return self._controls <= CONTROLS
        self._pieces = 0 if first & _FINAL else self._pieces + 1
        return self._pieces <= PIECES


def _head_size(head: bytes) -> int:
    """Return how long the head will be; more than there is when it cannot be said yet."""
    if len(head) < 2:
        return 2
    length = head[1] & _LENGTH
    return 2 + (2 if length == 126 else 8 if length == 127 else 0) + (head[1] & _MASKED) // 32


def _payload_size(head: bytes) -> int:
    length = head[1] & _LENGTH
    if length < 126:
        return length
    return int.from_bytes(head[2 : 4 if length == 126 else 10], "big")
