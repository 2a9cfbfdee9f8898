"""How many messages are laid out at once: by their number, and by what their texts cost."""

from collections.abc import Sequence

from undivided.desk.values import Message
from undivided.ui.conversation.transcript_measures import LineMeasures
from undivided.ui.look.text_weight import WEIGHT_AT_ONCE, weight_of

AT_ONCE = 25
"""Messages that are laid out at once at most; the others follow between events."""
_BEYOND_VIEW_PX = 120
"""Laid out above the view at once, so that the first turn of a wheel finds something there."""


def count_in_view(messages: Sequence[Message], height: int, measures: LineMeasures) -> int:
    """Return how many of the last messages fill a view, rather too many than too few."""
    room = height + _BEYOND_VIEW_PX
    below = None
    for count, message in enumerate(reversed(messages[-AT_ONCE:])):
        if room <= 0:
            return count
        has_stamp = message.author is not below
        # Whole, even where the text will be folded: what is folded is costly, and more of it at
        # once would stop the window. The rest of such a view follows with the next event.
        room -= measures.least_height(message.text, has_stamp=has_stamp)
        below = message.author
    return min(AT_ONCE, len(messages))


def reach_back(messages: Sequence[Message], start: int, at_most: int = AT_ONCE) -> int:
    """Return from which message on to show, when those from `start` on are shown already.

    It is at least one message further up, and no further than can be laid out at once.
    """
    budget = WEIGHT_AT_ONCE
    place = start
    while place > 0 and start - place < at_most:
        budget -= weight_of(messages[place - 1].text[:WEIGHT_AT_ONCE])
        if budget < 0 and place < start:
            break
        place -= 1
    return place
