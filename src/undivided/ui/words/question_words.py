"""What is said of the visitor's questions: the line above the text, its ticks, its key."""

from undivided.etiquette.calm_text import isolated
from undivided.ui.keys import key_of

NOTHING_OPEN = "Every question is ticked."


def who_asked(name: str) -> str:
    """Return what stands before the questions."""
    return f"{isolated(name)} asked" if name else "Asked"


def counted_open(open_count: int, count: int) -> str:
    """Return how the list is called to screen readers."""
    return f"Open questions, {open_count} of {count}"


def spoken(text: str, number: int, count: int, is_answered: bool) -> str:
    """Return how one question is called to screen readers."""
    state = "answered" if is_answered else "open"
    return f"Question {number} of {count}, {state}: {isolated(text)}"


def tip(text: str, is_answered: bool) -> str:
    """Return the whole question, and what a click does."""
    key = key_of("tick_question").shown
    act = "Click if it is open after all." if is_answered else f"Click, or {key}, when answered."
    return f"{isolated(text)} {act}"


def ticked(text: str, left: int) -> str:
    """Return what is said after a tick."""
    rest = {0: "none is open now", 1: "one is still open"}.get(left, f"{left} are still open")
    return f"Answered: {isolated(text)}; {rest}."
