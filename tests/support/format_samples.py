"""Files of other systems, written from their documented shapes, with good rows and bad ones."""

from pathlib import Path

from undivided.library import formats
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response
from undivided.storage.chosen_files import chosen_at

SAMPLES = Path(__file__).parents[1] / "library" / "formats" / "samples"


def read_sample(name: str, format_: str | None = None) -> Parsed:
    """Return what a sample, a file or a folder, is read as."""
    return formats.read(chosen_at(SAMPLES / name), format_)


def responses_by_row(parsed: Parsed) -> dict[int, Response]:
    """Return the good rows by their numbers."""
    return {row.number: row.response for row in parsed.rows}


def reasons_by_row(parsed: Parsed) -> dict[int, str]:
    """Return why the other rows were refused, by their numbers."""
    return {refusal.row: refusal.reason for refusal in parsed.refused}
