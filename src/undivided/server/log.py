"""The server's log: one JSON line per event on stderr, without message text and without secrets.

Values come from visitors, so they are JSON strings: no line break or control character gets out.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

from aiohttp.http_exceptions import HttpProcessingError

_LOGGER = logging.getLogger("undivided.server")
_PLACES = 6


def note(event: str, **facts: str | float | None) -> None:
    """Write that `event` happened, with short facts about it."""
    _LOGGER.info(event, extra={"facts": facts})


def warn(event: str, **facts: str | float | None) -> None:
    """Write that something happened that somebody has to know, and what to do about it."""
    _LOGGER.warning(event, extra={"facts": facts})


def fault(event: str, error: BaseException, **facts: str | float | None) -> None:
    """Write that something of ours failed: the kind and the places, never the error's words."""
    _LOGGER.error(event, exc_info=error, extra={"facts": facts})


def start_logging() -> None:
    """Send our lines and those of the libraries to stderr from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    handler.addFilter(_OwnFaults())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    _LOGGER.setLevel(logging.INFO)


class _OwnFaults(logging.Filter):
    """Drops what the web library says about requests that are no HTTP: those are not our faults."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            # A library's formatted message may hold a visitor's words; its template does not.
            "event": str(record.msg),
        }
        if record.name != _LOGGER.name:
            line["logger"] = record.name
        line.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["error"] = type(error).__name__
            line["at"] = _places(error.__traceback__)
        return json.dumps(line)


def _places(where: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(where)[-_PLACES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
