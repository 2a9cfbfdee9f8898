"""When a message of Live Helper Chat is active, as our times and back."""

import json
from datetime import UTC, date, datetime, time

from undivided.library.errors import FileRefused
from undivided.library.formats.fields import Fields, text
from undivided.library.formats.json_text import read_json
from undivided.library.formats.told import Told
from undivided.library.model.parts import ActiveTimes

_DAYS = ("mod", "tud", "wed", "thd", "frd", "sad", "sud")
_BY_DAY, _ONCE, _YEARLY = "1", "2", "3"
_LAST_MINUTE = 2359
_LATEST = 253_370_764_800  # the year 9999


def times_of(fields: Fields, told: Told) -> ActiveTimes | None:
    """Return the times in a row's columns; what has no counterpart here is told."""
    kind = text(fields, "repetitiveness").strip()
    if kind == _ONCE:
        first, last = (_day(text(fields, name)) for name in ("active_from", "active_to"))
        return ActiveTimes(first_day=first, last_day=last) if first or last else None
    if kind == _BY_DAY:
        return _by_day(text(fields, "days_activity"), told)
    if kind == _YEARLY:
        told.lost("That it is active in the same days of every year was not kept")
    return None


def columns_of(active: ActiveTimes | None) -> dict[str, str]:
    """Return the columns for the times; days of the year win over hours of the week."""
    if active is None:
        return {}
    if active.first_day or active.last_day:
        return {
            "repetitiveness": _ONCE,
            "active_from": _stamp(active.first_day),
            "active_to": _stamp(active.last_day),
        }
    hours = {"start": _clock(active.opens, 0), "end": _clock(active.closes, _LAST_MINUTE)}
    days = {_DAYS[day]: hours for day in active.weekdays or range(7)}
    return {"repetitiveness": _BY_DAY, "days_activity": json.dumps(days)}


def _by_day(written: str, told: Told) -> ActiveTimes | None:
    try:
        days = read_json(written)
    except FileRefused:
        days = None
    found: dict[int, tuple[object, object]] = {}
    if isinstance(days, Fields):
        for number, name in enumerate(_DAYS):
            hours = days.get(name)
            if isinstance(hours, Fields):
                found[number] = (hours.get("start"), hours.get("end"))
    if not found:
        told.lost("Its days and hours could not be read and were not kept")
        return None
    if len(set(found.values())) > 1:
        told.lost("Hours that differ from day to day were not kept; the days were")
        return ActiveTimes(weekdays=tuple(found))
    start, end = next(iter(found.values()))
    weekdays = () if len(found) == len(_DAYS) else tuple(found)
    closes = None if str(end) == str(_LAST_MINUTE) else _time(end)
    opens = _time(start)
    times = ActiveTimes(weekdays=weekdays, opens=opens if opens != time(0) else None, closes=closes)
    return times if times != ActiveTimes() else None


def _day(written: str) -> date | None:
    stamp = int(written) if written.strip().isdecimal() and len(written) < 15 else 0
    return datetime.fromtimestamp(stamp, UTC).date() if 0 < stamp < _LATEST else None


def _stamp(day: date | None) -> str:
    if day is None:
        return "0"
    return str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))


def _time(written: object) -> time | None:
    clock = str(written)
    if not clock.isdecimal() or len(clock) > 4 or not int(clock) < 2400 or int(clock) % 100 > 59:
        return None
    return time(int(clock) // 100, int(clock) % 100)


def _clock(at: time | None, otherwise: int) -> int:
    return otherwise if at is None else at.hour * 100 + at.minute
