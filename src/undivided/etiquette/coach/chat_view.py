"""The chat and the draft as the coach sees them: plain words, no ids of anybody."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from undivided.etiquette.coach.advice import Span
from undivided.etiquette.coach.fact_cards import NO_CARDS, FactCard, FactCards
from undivided.etiquette.pace import BLOCK_WORDS


class Author(StrEnum):
    """Who wrote a line."""

    VISITOR = "visitor"
    OPERATOR = "operator"


class Line(Struct, frozen=True):
    """One message of a chat.

    Attributes:
        author: Who wrote it.
        text: As it is shown, card numbers masked.
        at: Aware time, or None when it is not known.
        response_id: Of an operator's line: the canned response it was begun from, or "".
        is_touched: Whether a line from a response was made the operator's own.
            Source: practice 49.
    """

    author: Author
    text: str
    at: datetime | None = None
    response_id: str = ""
    is_touched: bool = True


class EndedFact(Struct, frozen=True):
    """A fact card in the draft that is out of date.

    Attributes:
        until: The last day on which it was true.
        source: Where it can be looked up.
    """

    until: date
    source: str


class ChatView(Struct, frozen=True):
    """What is known about a chat.

    Attributes:
        lines: Oldest first.
        visitor_name: The name to address the visitor by, or "" when none is known or plausible.
        language: BCP 47 tag of the chat, or "" when it is not known.
        is_on_order_page: Whether the visitor looks at a cart, a checkout or a payment.
        topic: What the chat is about, as one line, or "". Source: practice 80.
        refused_sales: Whether this visitor said no to a sale here or not long ago.
            Source: practice 55.
        is_called_buying: Whether the operator calls this visitor a buyer. Source: practice 54.
        misspelt_sent: How many misspelt words the operator has sent in it. Source: practice 18.
        has_fact: Whether the draft holds a fact card that is up to date, and vouches for it.
            Source: practice 35.
        block_words: Words after which a reply is too long for one block. Source: practice 5.
        ended_fact: A fact card in the draft that is out of date, or None.
        facts: The fact cards that were used in the chat and hold now: in the draft, attached to
            it, or sent before. Source: practice 36.
        library: All fact cards that hold now.
    """

    lines: tuple[Line, ...] = ()
    visitor_name: str = ""
    language: str = ""
    is_on_order_page: bool = False
    topic: str = ""
    refused_sales: bool = False
    is_called_buying: bool = False
    misspelt_sent: int = 0
    has_fact: bool = False
    ended_fact: EndedFact | None = None
    block_words: int = BLOCK_WORDS
    facts: tuple[FactCard, ...] = ()
    library: FactCards = NO_CARDS


class Misspelt(Struct, frozen=True):
    """A word of a draft that no dictionary knows.

    Attributes:
        span: Where it is.
        best: What it may be, if that is known already, or "".
    """

    span: Span
    best: str = ""


class Draft(Struct, frozen=True):
    """What is about to be sent.

    Attributes:
        text: As it would be sent.
        blanks: Names of slots that are not filled yet.
        response_id: The canned response it was begun from, or "".
        is_touched: Whether that response was made the operator's own.
        skipped: Parts that no rule of words looks into, such as filled slots, as (start, end) in
            code points.
        misspelt: Its misspelt words, in order.
    """

    text: str
    blanks: tuple[str, ...] = ()
    response_id: str = ""
    is_touched: bool = True
    skipped: tuple[tuple[int, int], ...] = ()
    misspelt: tuple[Misspelt, ...] = ()
