"""Several values written in one line: read from it, and shown in it, so that each stays whole."""

import csv
import re

from undivided.etiquette.calm_text import one_line

_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def listed(text: str) -> tuple[str, ...]:
    """Return the values in a line, each once.

    They are separated by commas, or by semicolons where it has any. Between quotation marks both
    are part of a value.
    """
    sign = ";" if ";" in _QUOTED.sub("", text) else ","
    (parts,) = csv.reader([one_line(text)], delimiter=sign, skipinitialspace=True)
    return tuple(dict.fromkeys(filter(None, map(str.strip, parts))))


def as_list(values: tuple[str, ...]) -> str:
    """Return the values in a line, as `listed` reads them; most need no quotation marks."""
    sign = ";" if any("," in value for value in values) else ","
    line = f"{sign} ".join(_quoted(value, sign) for value in values)
    return f"{line};" if sign == ";" and len(values) == 1 else line


def _quoted(value: str, sign: str) -> str:
    if not any(each in value for each in (sign, ";", '"')):
        return value
    doubled = value.replace('"', '""')
    return f'"{doubled}"'
