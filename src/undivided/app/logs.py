"""The program's log: one JSON line an event, without message text and secrets."""

import json
import logging
import time
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from undivided.storage.rights import PRIVATE_FILE

LARGEST_BYTES = 1_000_000
KEPT = 2


class JsonLine(logging.Formatter):
    """Writes a record as one line, so that no text in it can pretend to be another record."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "ticks": time.monotonic(),  # noqa: TID251 - lets the bench relate lines to its own clock
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True)


def write_logs(file: Path) -> None:
    """Write our own records of level info and above to `file`, which only its owner may read."""
    handler = RotatingFileHandler(file, maxBytes=LARGEST_BYTES, backupCount=KEPT, encoding="utf-8")
    file.chmod(PRIVATE_FILE)
    handler.setFormatter(JsonLine())
    ours = logging.getLogger("undivided")
    ours.setLevel(logging.INFO)
    ours.addHandler(handler)
    # Libraries speak up for real trouble only: at lower levels some log what they transport.
    others = logging.getLogger()
    others.addHandler(handler)
    ours.propagate = False
