"""One end of a connection in the world, as the program on its machine sees it."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from tests.simulation.machine import Machine


class Carrier(Protocol):
    """What an end needs of its connection."""

    def send(self, end: "End", data: bytes) -> None:
        """Let bytes travel."""
        ...

    def left(self, end: "End", *, is_rude: bool) -> None:
        """Tell the other side that this one closed."""
        ...

    def waiting_from(self, end: "End") -> int:
        """Return how many bytes of this end are on their way."""
        ...


class End(asyncio.Transport):
    """One end of a connection, as the program on a machine sees it."""

    def __init__(self, machine: "Machine", stream: Carrier, number: int) -> None:
        super().__init__()
        self.machine = machine
        self.loop = machine.loop
        self.protocol: asyncio.Protocol | None = None
        self.is_gone = False
        self._stream = stream
        self._number = number
        self._is_paused = False
        self._kept: list[Callable[[], None]] = []

    # For the network

    def take(self, data: bytes) -> None:
        """Hand bytes to the program."""
        self._hand(partial(self._tell_data, data))

    def take_end(self) -> None:
        """Tell the program that the other side says nothing more."""
        self._hand(self._tell_end)

    def lose(self, error: Exception | None) -> None:
        """Take the connection away."""
        if not self.is_gone:
            self.is_gone = True
            self.loop.call_soon(self._tell_lost, error)

    # For the program

    def write(self, data: Any) -> None:
        """Send bytes; success says nothing about their arrival."""
        if data and not self.is_gone and not self.loop.is_dead:
            self._stream.send(self, bytes(data))

    def writelines(self, list_of_data: Any) -> None:
        """Send bytes."""
        self.write(b"".join(list_of_data))

    def close(self) -> None:
        """Say nothing more; what was written still goes."""
        self._leave(is_rude=False)

    def abort(self) -> None:
        """Hang up at once."""
        self._leave(is_rude=True)

    def is_closing(self) -> bool:
        """Return whether this end is closed."""
        return self.is_gone

    def can_write_eof(self) -> bool:
        """Return that half a connection is not on offer."""
        return False

    def get_write_buffer_size(self) -> int:
        """Return how many bytes did not arrive yet."""
        return self._stream.waiting_from(self)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Hold nobody back."""

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return addresses; there is no socket."""
        places = {"peername": ("192.0.2.1", self._number), "sockname": ("192.0.2.2", 443)}
        return places.get(name, default)

    def set_protocol(self, protocol: Any) -> None:
        """Speak to another protocol from now on."""
        self.protocol = protocol

    def get_protocol(self) -> Any:
        """Return whom this end speaks to."""
        return self.protocol

    def pause_reading(self) -> None:
        """Keep what arrives."""
        self._is_paused = True

    def resume_reading(self) -> None:
        """Hand over what was kept."""
        self._is_paused = False
        kept, self._kept = self._kept, []
        for each in kept:
            self._hand(each)

    def is_reading(self) -> bool:
        """Return whether arrivals are handed over."""
        return not self._is_paused

    def _leave(self, *, is_rude: bool) -> None:
        if self.is_gone or self.loop.is_dead:
            return
        self.is_gone = True
        self._stream.left(self, is_rude=is_rude)
        self.loop.call_soon(self._tell_lost, None)

    def _hand(self, act: Callable[[], None]) -> None:
        if self._is_paused:
            self._kept.append(act)
        else:
            self.loop.call_soon(act)

    def _tell_data(self, data: bytes) -> None:
        if self.protocol is not None and not self.is_gone:
            self.protocol.data_received(data)

    def _tell_end(self) -> None:
        if self.protocol is not None and not self.is_gone and not self.protocol.eof_received():
            self.close()

    def _tell_lost(self, error: Exception | None) -> None:
        if self.protocol is not None:
            self.protocol.connection_lost(error)
