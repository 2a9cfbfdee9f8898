"""From a chosen response to its painted text in the composer, its slots marked."""

import gc
import sys
from functools import partial

from tests.speed.child import Figures, figures_of, hand_back
from tests.speed.report import Figure, Skipped, painting_figures

ROUNDS = 200
QUICK_ROUNDS = 3
GOAL_MS = 16.0
DRAFT = "Good afternoon! I have looked into it. " * 10
BODY = (
    "Hello {{visitor.first_name|there}} 👋 Your {{shade}} lamp leaves on {{day}} and costs "
    "{{price}}. It is packed by hand, and a text tells you the hour of delivery. "
) * 3


def measure(*, quick: bool = False) -> list[Figure | Skipped]:
    """Take the times in a window with a conversation and a draft."""
    taken = figures_of("insertion", str(QUICK_ROUNDS if quick else ROUNDS))
    name = "insertion of a response with nine slots, painted"
    return painting_figures(name, GOAL_MS, taken["wall"], taken["own"])


def take(rounds: int) -> Figures:
    """Measure in this process, which must be nothing but this."""
    from tests.speed.busy_desk import BusyDesk, PaintCounter, painted
    from undivided.library.filling.slots import fill
    from undivided.library.model.parts import Fill, SlotKind

    kinds = (
        SlotKind(name="shade", fill=Fill.CHOICE, choices=("linen", "sage", "charcoal")),
        SlotKind(name="day", fill=Fill.DATE),
        SlotKind(name="price", fill=Fill.MONEY, currency="GBP"),
    )
    desk = BusyDesk(1, 50)
    desk.fill()
    desk.pick(desk.chats[0])
    composer = desk.window.desk.conversation.composer
    composer.focus_text()
    desk.settle()
    counter = PaintCounter(composer.editor.viewport())
    gc.collect()
    gc.freeze()
    times = []
    for _ in range(rounds):
        composer.editor.set_text(DRAFT)
        desk.settle()
        filled = fill(BODY, {"visitor.first_name": "Elena"}, kinds)
        act = partial(composer.insert_response, filled)
        # Paints what was changed; what timers do later is not waited for.
        times.append(painted(counter, act, desk.application.sendPostedEvents))
        desk.settle()
    return {"wall": [wall for wall, _ in times], "own": [own for _, own in times]}


if __name__ == "__main__":
    hand_back(take(*map(int, sys.argv[1:])))
