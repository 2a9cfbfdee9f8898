"""The parts of a canned response: wordings, kinds of blanks, files, times, and what it proves."""

from datetime import date, time
from enum import StrEnum

from msgspec import Struct


class Wording(StrEnum):
    """How a variant says the same. Source: practice 28."""

    SAME = "same"
    """The body in another language."""
    SHORT = "short"
    SIMPLER = "simpler"
    STEPS = "steps"
    """Step by step."""
    OTHER = "other"
    """Put another way."""


class Variant(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another wording of a response.

    Attributes:
        body: What is inserted instead, with the same slots.
        wording: How it differs from the body.
        language: BCP 47 tag, or empty for the language of the body.
    """

    body: str
    wording: Wording = Wording.OTHER
    language: str = ""


class Fill(StrEnum):
    """What an operator fills into a blank."""

    TEXT = "text"
    LINES = "lines"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"


class SlotKind(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known about one blank of a response besides its name.

    Attributes:
        name: As in the body's braces; case does not matter.
        fill: What goes into it.
        default: What is there before it is filled; the words after the bar in the braces win.
        choices: For `Fill.CHOICE`: what may be chosen, in order.
        currency: For `Fill.MONEY`: ISO 4217 code such as "EUR", or empty.
    """

    name: str
    fill: Fill = Fill.TEXT
    default: str = ""
    choices: tuple[str, ...] = ()
    currency: str = ""


class Attachment(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file that goes with a response.

    Attributes:
        name: The file's name as the visitor sees it, with its ending.
        media_type: Such as "image/png".
        size: Bytes.
        digest: SHA-256 of the bytes in hexadecimal; files with the same one are kept once.
    """

    name: str
    media_type: str
    size: int
    digest: str


MOST_ALTERNATIVES = 2
"""Who is offered more than two things takes none. Source: practice 53."""


class Alternative(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What could be offered in the place of something that cannot be had.

    Attributes:
        name: Shortcut, without its slash, or id of the response about it.
        reason: Why it would do instead, for the operator.
    """

    name: str
    reason: str = ""


class Fact(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What makes a response a fact card: its statement is true, and it can be looked up.

    Attributes:
        source: Where it is written, such as "price list of May" or an address.
        valid_until: The last day on which it is true.
        is_available: Whether what it is about can be had now.
        alternatives: What to offer while it cannot, the best first.

    Source: practices 35 and 53.
    """

    source: str
    valid_until: date
    is_available: bool = True
    alternatives: tuple[Alternative, ...] = ()


class Quote(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What makes a response a proof card: its text is the word of somebody who bought here.

    Attributes:
        said_by: Who said it, as it may be told to others.
        is_agreed: Whether they agreed to be quoted.

    Source: practice 58.
    """

    said_by: str
    is_agreed: bool = False


class ActiveTimes(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When a response may be offered, in the operator's own time zone.

    Attributes:
        first_day: From this day on, or None.
        last_day: Until this day inclusive, or None.
        weekdays: Monday is 0; empty for every day.
        opens: From this time of day on, or None.
        closes: Before this time of day, or None; earlier than `opens` runs over midnight.
    """

    first_day: date | None = None
    last_day: date | None = None
    weekdays: tuple[int, ...] = ()
    opens: time | None = None
    closes: time | None = None
