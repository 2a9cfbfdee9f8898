"""What a screen reader says of a chat row, a queue row and a message."""

from datetime import datetime

from undivided.desk.marks import FocusMark, FocusState
from undivided.desk.values import Author, ChatRow, Delivery, Message, QueueRow
from undivided.etiquette.calm_text import one_line
from undivided.etiquette.coach.buying import ShopPage
from undivided.protocol.moments import local
from undivided.qtmodels.call_words import state_words
from undivided.qtmodels.durations import spoken_time
from undivided.qtmodels.mood_words import SIGNS, spoken_sign
from undivided.qtmodels.row_text import STATES, second_line

_DELIVERIES = {
    Delivery.WAITING: "waiting to be sent",
    Delivery.SENDING: "sending",
    Delivery.SENT: "sent",
    Delivery.SEEN: "seen",
    Delivery.FAILED: "not sent",
}
_SHOP_WORDS = {ShopPage.ORDER: "is about to order", ShopPage.PRICES: "looks at prices"}
_SPOKEN_LIMIT = 300
"""Characters of a message that are read at once; the rest is in the transcript itself."""


def spoken_row(row: ChatRow, mark: FocusMark, place: int, count: int) -> str:
    """Return a chat row in words.

    For example "Elena, waiting 38 seconds, soon, on Checkout, 2 unread: Will it arrive by
    Friday? 1 of 6".

    Args:
        place: 1 for the first row.
    """
    parts = [row.visitor.shown_name, *spoken_mark(mark)]
    if row.is_new:
        parts.append("new chat")
    if row.meta:
        parts.append(_spoken_meta(row))
    if row.unread:
        parts.append(f"{row.unread} unread")
    line = second_line(row, mark, is_compact=False)
    told = ", ".join(parts)
    if line and mark.state is not FocusState.TYPING:
        told = f"{told}: {_shortened(line)}"
    return _ended(told) + f" {place} of {count}"


def spoken_queue_row(row: QueueRow, count: int) -> str:
    """Return a queue row in words, with its place."""
    waited = f"in the queue for {spoken_time(row.mark.seconds)}"
    told = f"{row.visitor.shown_name}, {waited}"
    if row.sign:
        told = f"{told}, {spoken_sign(row.sign)}"
    if row.shop_page is not None:
        told = f"{told}, {_SHOP_WORDS[row.shop_page]}"
    if row.preview:
        told = f"{told}: {_shortened(row.preview)}"
    return _ended(told) + f" {row.position} of {count}"


def spoken_mark(mark: FocusMark) -> list[str]:
    """Return what the mark's shape, number and colour say together."""
    told = _spoken_state(mark)
    if mark.is_offline:
        told.append("as last known, offline")
    return told


def _spoken_state(mark: FocusMark) -> list[str]:
    time = spoken_time(mark.seconds)
    return {
        FocusState.NOTHING_OWED: [],
        FocusState.CALM: [f"waiting {time}"],
        FocusState.SOON: [f"waiting {time}", "soon"],
        FocusState.LATE: [f"waiting {time}", "late"],
        FocusState.TYPING: ["is typing"],
        FocusState.HELD: ["on hold", f"{time} left"],
        FocusState.HOLD_OVER: ["hold is over", f"late by {time}"],
        FocusState.GOODBYE: ["said goodbye"],
        FocusState.QUEUED: [f"in the queue for {time}"],
        FocusState.CALLING: [f"calling for {time}"],
    }[mark.state]


def _spoken_meta(row: ChatRow) -> str:
    if row.meta == "Draft":
        return "draft kept"
    if row.meta.endswith(" to send") or row.meta in STATES:
        return row.meta[0].lower() + row.meta[1:]
    told = spoken_sign(row.meta) if row.meta in SIGNS else f"on {row.meta}"
    return told if row.shop_page is None else f"{told}, {_SHOP_WORDS[row.shop_page]}"


def spoken_message(message: Message, visitor: str) -> str:
    """Return a message in words: who, when, what became of it, and the text.

    Args:
        visitor: The visitor's shown name.
    """
    parts = [_speaker(message, visitor), local_clock(message.at)]
    if message.is_whisper:
        parts.append("whisper, the visitor does not see it")
    if message.delivery in _DELIVERIES:
        parts.append(_DELIVERIES[message.delivery])
    if message.place is not None:
        parts.append(f"{message.place[0]} of {message.place[1]}")
    if message.reason:
        parts.append(message.reason)
    told = _shortened(message.text)
    if message.call is not None:
        told = f"{told}. {state_words(message.call)}"
    if message.confirmed:
        told = f"confirmed by the visitor. {told}"
    if message.file is not None:
        told = f"{told} File {message.file.name}".strip()
    return f"{', '.join(part for part in parts if part)}: {told}"


def _speaker(message: Message, visitor: str) -> str:
    match message.author:
        case Author.ME:
            return "You"
        case Author.VISITOR:
            return visitor
        case Author.COLLEAGUE:
            return message.author_name or "Colleague"
        case _:
            return "Note"


def local_clock(at: datetime) -> str:
    """Return hours and minutes on this computer's wall clock."""
    here = local(at)
    return f"{here.hour:02}:{here.minute:02}"  # a fifth of what strftime takes


def _ended(told: str) -> str:
    return told if told.endswith((".", "?", "!", "…")) else f"{told}."


def _shortened(text: str) -> str:
    return one_line(text, _SPOKEN_LIMIT)
