"""Where the library's manager looks: a folder, or a list of what wants a look."""

from dataclasses import dataclass
from enum import Enum, auto

from undivided.library.model.responses import Response


class Kind(Enum):
    """What is listed."""

    ALL = auto()
    FOLDER = auto()
    """What is in a folder and below it."""
    STALE = auto()
    """What somebody should have looked at again."""
    NEVER_USED = auto()
    ALWAYS_EDITED = auto()
    """What was never sent as it stands."""
    ALIKE = auto()
    """Groups that say nearly the same."""
    TYPED = auto()
    """Answers that were typed by hand again and again."""


@dataclass(frozen=True, slots=True)
class Place:
    """One of the manager's places.

    Attributes:
        path: Of a folder, from the top.
    """

    kind: Kind = Kind.ALL
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list.

    Attributes:
        response: The response, or for `Kind.TYPED` a proposal without an id.
        note: Why it is listed, such as "never sent as it stands, 4 times edited".
    """

    response: Response
    note: str = ""
