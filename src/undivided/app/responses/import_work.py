"""The parts of an import that run on other threads, and how the window watches them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from undivided.library import formats
from undivided.library.errors import ImportStopped
from undivided.library.importing.choices import ImportChoices, taken
from undivided.library.importing.merging import Outcome, plan
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response
from undivided.storage.chosen_files import chosen_at


@dataclass(frozen=True, slots=True)
class Reading:
    """A file or folder that was read.

    Attributes:
        source: The name of the format it was read as.
        unknown: Its placeholders that are no values of the chat.
        losses: Sentences about what is lost, masked or assumed.
    """

    path: Path
    source: str
    parsed: Parsed
    unknown: tuple[str, ...]
    losses: tuple[str, ...]


def read_file(path: Path, source: str | None) -> Reading:
    """Return what a file or folder holds.

    Args:
        source: A key of `formats.sources`, or None to recognise it.

    Raises:
        FileRefused: It cannot be read, with a sentence that says that nothing was changed.
    """
    chosen = chosen_at(path)
    name = source or formats.detect(chosen).name
    parsed = formats.read(chosen, name)
    return Reading(path, name, parsed, parsed.unknown_placeholders, parsed.losses)


def outcomes_of(
    reading: Reading, library: Sequence[Response], choices: ImportChoices
) -> tuple[Outcome, ...]:
    """Return what would become of each row with the choices of the moment."""
    return plan(library, taken(reading.parsed, choices)).outcomes


class Watch(QObject):
    """Carries the progress of an import from the library's thread to the window, and a stop back.

    Args:
        show: Shows how many of how many are stored; called on the thread that made this.
    """

    _told = Signal(int, int)

    def __init__(self, show: Callable[[int, int], None]) -> None:
        super().__init__()
        self._is_stopped = False
        self._told.connect(show, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Let the next import run to its end."""
        self._is_stopped = False

    def stop(self) -> None:
        """End the import that runs; nothing of it is kept."""
        self._is_stopped = True

    def tell(self, done: int, total: int) -> None:
        """Take a step; called on the library's thread.

        Raises:
            ImportStopped: The operator has asked for it.
        """
        if self._is_stopped:
            raise ImportStopped
        self._told.emit(done, total)
