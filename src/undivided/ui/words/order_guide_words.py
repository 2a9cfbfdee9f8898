"""What is said around the steps of a site's order; the steps' own names come from the settings."""

STEPS_TITLE = "Steps of the order"
STEPS_DETAIL = "shown beside a visitor who is on one of their pages"
STEPS_BUTTON = "Edit steps"
SHEET_DETAIL = (
    "Give each step its pages: addresses in which * stands for anything, parted by spaces. "
    "With no step the usual ones are shown, in the language of the chat."
)
NAME_HINT = "Name"
PAGES_HINT = "*/checkout/payment*"
USUAL_STEPS = "Use the usual steps"
HALF_A_STEP = "A step needs both a name and its pages. Fill in the other half, or empty the row."


def spoken_guide(place: int, count: int, name: str) -> str:
    """Return where the visitor is, as a screen reader says it.

    Args:
        place: 1 for the first step.
    """
    return f"Order: step {place} of {count}, {name}"


def spoken_step(place: int, count: int, name: str, *, at: int) -> str:
    """Return one step in words.

    Args:
        place: Of the step, 1 for the first.
        at: Of the step at which the visitor is.
    """
    state = "the visitor is here" if place == at else "done" if place < at else "still to come"
    return f"Step {place} of {count}, {name}, {state}"


def step_tip(name: str) -> str:
    """Return what pressing a step does."""
    return f"{name}: show the responses for its pages"


def for_step(name: str) -> str:
    """Return the heading above the responses for a step."""
    return f"For the step “{name}”"


def nothing_for_step(name: str) -> str:
    """Return that no response is for a step's pages, and what to do."""
    return f"No response is for the pages of “{name}” yet. Give one its pages in the editor."
