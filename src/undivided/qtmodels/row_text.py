"""What a chat's row says in its second line and at its right."""

from undivided.desk.marks import FocusMark, FocusState, Hold, HoldState
from undivided.desk.values import ChatRow
from undivided.etiquette.coach.buying import ShopPage
from undivided.qtmodels.durations import clock_text, minutes_text
from undivided.qtmodels.mood_words import SIGNS

SHOP_ICONS = {ShopPage.ORDER: "shopping-cart", ShopPage.PRICES: "tag"}
"""Beside a visitor who is about to order, or looks at prices. Source: practice 51."""
STATES = frozenset({"Not sent", "Closed", "Elsewhere", "Said goodbye"})
"""Words at a row's right that say how the chat stands, and are no page."""
_ENDED_HOLDS = frozenset({HoldState.HURRY})


def second_line(row: ChatRow, mark: FocusMark, *, is_compact: bool) -> str:
    """Return the row's second line: a hold or typing in words, else the last line of the chat.

    Args:
        mark: The running mark; it is newer than the one inside `row`.
        is_compact: The mark is too small for the promise's time, so the line tells it.
    """
    if mark.state is FocusState.TYPING:
        return "Was typing" if mark.is_offline else "is typing…"
    if row.hold is not None:
        line = hold_line(row.hold, mark, is_compact=is_compact)
        if line:
            return line
    return row.preview


def hold_line(hold: Hold, mark: FocusMark, *, is_compact: bool) -> str:
    """Return what is true of a hold, or an empty text when the visitor did not agree to it."""
    promised = minutes_text(int(hold.promised.total_seconds()))
    if hold.state is HoldState.ASKED:
        return f"Asked to hold for {promised}"
    if hold.state in _ENDED_HOLDS:
        return ""
    if mark.state is FocusState.HOLD_OVER:
        return f"Hold is over by {clock_text(mark.seconds)}"
    if mark.is_offline:
        return f"On hold · promise ends in {clock_text(mark.seconds)}"
    if is_compact:
        short = promised.replace(" minutes", " min").replace(" minute", " min")
        return f"On hold · {clock_text(mark.seconds)} left of {short}"
    return f"On hold · agreed to {promised}"


def meta_icon(row: ChatRow) -> str:
    """Return the icon beside the one word at the row's right, or an empty name for none.

    A word is the state of a draft, what waits to be sent, a goodbye, how the visitor sounds, or
    else the page.
    """
    meta = row.meta
    if meta == "Draft":
        return "pencil"
    if not meta or meta.endswith(" to send") or meta in STATES:
        return ""
    if row.shop_page is not None:
        return SHOP_ICONS[row.shop_page]
    return "" if meta in SIGNS else "file"
