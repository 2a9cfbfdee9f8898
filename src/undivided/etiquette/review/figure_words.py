"""The figures of a review in words and cells, for people."""

from collections.abc import Iterable, Sequence

from undivided.etiquette.review.by_chat import ChatFigures
from undivided.etiquette.review.measures import Measures

_LABELS = {
    "chats": "Chats with a reply",
    "visitor_lines": "Messages of visitors",
    "operator_lines": "Messages of operators",
    "visitor_words": "Words of visitors",
    "operator_words": "Words of operators",
    "median_words_of_operator_lines": "Words of an operator’s message, median",
    "share_within_30_words": "Operators’ messages of at most 30 words",
    "first_response_s": "First response",
    "longest_silence_s": "Longest silence",
    "replies_timed": "Replies with known times",
    "questions": "Questions",
    "questions_open": "Questions left open",
    "promises_open": "Promises left open",
    "chats_with_greeting": "Chats with a greeting",
    "chats_with_name": "Chats with the visitor’s name",
    "chats_with_thanks": "Chats with thanks",
    "chats_with_goodbye": "Chats with a goodbye",
    "chats_with_anything_else": "Chats that asked “anything else?”",
    "turns": "Operators’ turns",
    "turns_abrupt": "Turns that were short without courtesy",
    "turns_with_little_effort": "Turns that were short beside a long question",
    "replies_of_known_origin": "Replies with known origin",
    "share_untouched": "Prepared texts sent as they are",
    "words_misspelt": "Misspelt words sent",
    "offers_after_no": "Offers after a no, with a reason",
    "calls_requested": "Calls requested",
    "calls_made": "Calls made",
    "time_to_call_s": "Time to call, median",
}
"""By measure, in the order in which they are shown; what is not here is for programs alone."""

CHAT_HEADS = (
    *("Chat", "Line", "Replies", "Greeting", "Name", "Thanks", "Goodbye"),
    *("Within 30 words", "Abrupt", "Little effort", "Untouched", "Misspelt"),
)
UNKNOWN = "\u2013"


def figure_rows(measures: Measures) -> list[tuple[str, str]]:
    """Return each figure that is known with its name; seconds and shares with their unit."""
    rows = []
    for name, label in _LABELS.items():
        value = measures.get(name)
        if value is not None:
            rows.append((label, _with_unit(name, value)))
    return rows


def chat_cells(chat: ChatFigures) -> tuple[str, ...]:
    """Return a chat's figures below `CHAT_HEADS`."""
    return (
        str(chat.chat),
        str(chat.line),
        str(chat.replies),
        *map(_said, (chat.has_greeting, chat.has_name, chat.has_thanks, chat.has_goodbye)),
        _percent(chat.short_share),
        _lines(chat.abrupt),
        _lines([each.line for each in chat.little_effort]),
        _percent(chat.untouched_share),
        UNKNOWN if chat.misspelt is None else str(chat.misspelt),
    )


def chat_sentence(chat: ChatFigures) -> str:
    """Return a chat's figures as one line; what is not known is left out."""
    told = zip(CHAT_HEADS[2:], chat_cells(chat)[2:], strict=True)
    known = (f"{head[0].lower()}{head[1:]} {cell}" for head, cell in told if cell != UNKNOWN)
    return f"Chat {chat.chat}, line {chat.line}: {', '.join(known)}."


def _with_unit(name: str, value: float) -> str:
    if name.startswith("share_"):
        return _percent(value)
    return f"{value:g} s" if name.endswith("_s") else f"{value:g}"


def _said(is_so: bool | None) -> str:  # noqa: FBT001 - the cell's value
    return UNKNOWN if is_so is None else ("yes" if is_so else "no")


def _percent(share: float | None) -> str:
    return UNKNOWN if share is None else f"{share:.0%}"


def _lines(lines: Sequence[int] | None) -> str:
    if lines is None:
        return UNKNOWN
    return f"on {_numbered(lines)}" if lines else "no"


def _numbered(lines: Iterable[int]) -> str:
    numbers = [str(line) for line in lines]
    return f"line{'' if len(numbers) == 1 else 's'} {', '.join(numbers)}"
