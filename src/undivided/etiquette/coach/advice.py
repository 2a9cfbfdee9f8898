"""What a rule of the coach says about a draft, and what one key would do about it."""

from enum import StrEnum

from msgspec import Struct


class Act(StrEnum):
    """What a remedy does to the draft."""

    REPLACE = "replace"
    """Put its text in the place of the marked part."""
    INSERT = "insert"
    """Put its text at the marked place; an empty mark is the draft's end."""
    SPLIT = "split"
    """Show the draft as blocks that are sent one after the other."""
    ASK_FIRST = "ask first"
    """Send only after a question: the one kind of advice that stops a message."""
    ATTACH = "attach"
    """Let a fact card vouch for the draft: the one with the id that is the remedy's text."""
    RESPONSE = "response"
    """Insert the response with the id that is the remedy's text."""
    SELECT = "select"
    """Select the marked part, so that the next key writes it anew; nothing is changed."""
    FIND = "find"
    """Open the list of responses, where those come first that fit the visitor's last message."""
    HAND_OVER = "hand over"
    """Offer the chat to a colleague."""
    REST = "rest"
    """Take no new chats for some minutes."""


class Span(Struct, frozen=True):
    """A part of the draft, from `start` to before `end`, in code points."""

    start: int
    end: int


class Remedy(Struct, frozen=True):
    """What one key does.

    Attributes:
        act: What happens.
        text: For `REPLACE` and `INSERT`: what is written; for `ATTACH` and `RESPONSE`: the id of
            a response; for `ASK_FIRST`: a reason that is kept with the message, or "".
        span: Where; None for the whole draft, or its end for `INSERT`.
        label: What the key is said to do, such as "Say why"; a few words.
    """

    act: Act
    text: str = ""
    span: Span | None = None
    label: str = ""


class Advice(Struct, frozen=True):
    """One piece of advice.

    Attributes:
        rule: The rule's stable name, such as "bare-answer".
        message: What was seen, as one short sentence.
        remedies: What could be done about it, the best first. Where nothing can be written by
            rule, the words in question are selected, or a response can be found.
        spans: What it is about, to be underlined; empty for the whole draft.
    """

    rule: str
    message: str
    remedies: tuple[Remedy, ...] = ()
    spans: tuple[Span, ...] = ()
