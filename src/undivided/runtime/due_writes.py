"""Writes that nobody waits for: one that failed stays due until it, or its successor, is done.

What is due is decided here; whoever owns the file does the writing, says what became of it, and
knows when to try again.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

W = TypeVar("W")


@dataclass(slots=True)
class Write(Generic[W]):
    """One write.

    Attributes:
        number: Its place in the order of asking.
        subject: What it is about; a later write of the same subject takes its place.
        work: What does it.
        tries: How often it failed.
        is_waiting: It failed, and is not being tried again.
    """

    number: int
    subject: Hashable
    work: W
    tries: int = 0
    is_waiting: bool = False


class DueWrites(Generic[W]):
    """Every write that was asked for and is not on disk, the newest of each subject."""

    def __init__(self) -> None:
        self._writes: dict[Hashable, Write[W]] = {}
        self.last_number = 0

    @property
    def has_failed(self) -> bool:
        """Whether anything waits to be tried again."""
        return any(write.is_waiting for write in self._writes.values())

    def asked(self, subject: Hashable, work: W) -> Write[W]:
        """Return a new write, under way; what was due of its subject before is superseded."""
        self.last_number += 1
        write = Write(self.last_number, subject, work)
        # Where its subject stood before is no longer its place.
        self._writes.pop(subject, None)
        self._writes[subject] = write
        return write

    def done(self, write: Write[W]) -> None:
        """Note that a write is on disk."""
        self.superseded(write.subject, write.number)

    def failed(self, write: Write[W]) -> None:
        """Note that a write is not on disk; it is due unless another took its place."""
        write.tries += 1
        write.is_waiting = True

    def superseded(self, subject: Hashable, number: int) -> None:
        """Note that no write of a subject up to `number` matters any more."""
        write = self._writes.get(subject)
        if write is not None and write.number <= number:
            del self._writes[subject]

    def again(self, is_free: Callable[[Hashable], bool]) -> list[Write[W]]:
        """Return what failed, in the order of asking, as under way; subjects may be held back."""
        due = [
            write for write in self._writes.values() if write.is_waiting and is_free(write.subject)
        ]
        for write in due:
            write.is_waiting = False
        return due
