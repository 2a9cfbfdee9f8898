"""JSON from elsewhere: read whole or refused, with doubled names and odd numbers kept visible."""

import json

from undivided.library.errors import FileRefused
from undivided.library.formats.fields import Unread, from_pairs

_LONGEST_NUMBER = 30


def read_json(text: str) -> object:
    """Return what the JSON text holds; objects are `Fields`.

    Raises:
        FileRefused: It is no JSON, or nested too deep.
    """
    try:
        document: object = json.loads(
            text,
            object_pairs_hook=from_pairs,
            parse_constant=lambda name: Unread(f"{name}, which is no value"),
            parse_int=_number,
        )
    except ValueError as error:
        raise FileRefused(f"The file is not JSON: {error}.") from error
    except RecursionError as error:
        raise FileRefused("The file is not a list of responses: it is nested too deep.") from error
    return document


def _number(digits: str) -> object:
    # Python refuses to read very long ones, and that would refuse the whole file.
    return int(digits) if len(digits) <= _LONGEST_NUMBER else Unread("a number without measure")
