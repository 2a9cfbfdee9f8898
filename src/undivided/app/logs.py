"""The program's log: one JSON line an event, without message text and secrets."""

import json
import logging
import os
import time
import traceback
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from undivided.database.rights import PRIVATE_FILE

LARGEST_BYTES = 1_000_000
KEPT = 2


class JsonLine(logging.Formatter):
    """Writes a record as one line, so that no text in it can pretend to be another record."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "ticks": time.monotonic(),  # noqa: TID251 - lets the bench relate lines to its own clock
            "level": record.levelname.lower(),
            "from": record.name,
            # A library's formatted message may hold a visitor's words; its template does not.
            "event": record.getMessage() if is_ours(record) else str(record.msg),
        }
        if record.exc_info and record.exc_info[1] is not None:
            # The kind and the places: an error's own words may be a visitor's, too.
            error = record.exc_info[1]
            line["error"] = type(error).__name__
            line["trace"] = places_of(error.__traceback__)
        return json.dumps(line, ensure_ascii=True)


def is_ours(record: logging.LogRecord) -> bool:
    """Return whether our own code wrote a record; its facts are chosen with care."""
    return record.name.partition(".")[0] == "undivided"


def places_of(where: TracebackType | None) -> list[str]:
    """Return where an error passed, the last place last."""
    frames = traceback.extract_tb(where)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


class PrivateFile(RotatingFileHandler):
    """A file that only its owner may read, from its first byte and also after a new one began."""

    def _open(self) -> TextIOWrapper:
        number = os.open(self.baseFilename, os.O_CREAT | os.O_WRONLY | os.O_APPEND, PRIVATE_FILE)
        return TextIOWrapper(os.fdopen(number, "ab"), encoding=self.encoding, write_through=True)


def write_logs(file: Path) -> None:
    """Write our own records of level info and above to `file`, which only its owner may read."""
    handler = PrivateFile(file, maxBytes=LARGEST_BYTES, backupCount=KEPT, encoding="utf-8")
    handler.setFormatter(JsonLine())
    ours = logging.getLogger("undivided")
    ours.setLevel(logging.INFO)
    ours.addHandler(handler)
    # Libraries speak up for real trouble only: at lower levels some log what they transport.
    others = logging.getLogger()
    others.addHandler(handler)
    ours.propagate = False
