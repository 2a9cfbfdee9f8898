"""What is said around the first steps of a new chat; the steps speak the chat's language."""

HIDE = "Hide the steps for this chat"


def spoken(title: str, done: int, count: int) -> str:
    """Return how far the steps are, as a screen reader says it."""
    return f"{title}, {done} of {count} steps done"
