"""The sentences of filling slots, of the quick list and of saying it differently."""

from undivided.etiquette.calm_text import isolated

PICKER_HINTS = (("Enter", "choose"), ("Tab", "next"), ("Esc", "close"))


def words_do_not_fit(problem: str) -> str:
    """Return the question before a text is sent in which a slot has other words than it takes."""
    return f"{problem} Change it, or press Enter again to send it as it is."


def slot_entered(name: str, at: int, count: int, problem: str = "") -> str:
    """Return what a screen reader says when a slot is being filled."""
    said = f"Blank: {isolated(name)}, {at} of {count}"
    return f"{said}. {problem}" if problem else said
