"""The sentences of the responses' panel that nothing else says."""

from undivided.ui.words import wording

NO_RESPONSES_HERE = "No response has all that is filtered by."
SEARCH_ALL = "Search all"
TRY_ANOTHER_WORD = "Try another word, or write it now."
FOR_CHAT_BEFORE = "For the chat before"


def typed_often(count: int) -> str:
    """Return how many answers are typed often enough to be a response; "" for none."""
    if not count:
        return ""
    return "1\u00a0answer you type often" if count == 1 else f"{count}\u00a0answers you type often"


def closest(text: str) -> str:
    """Return the heading of what is nearest to a search that found nothing."""
    return f"{wording.nothing_found(text)} Closest:"


def for_question(name: str) -> str:
    """Return the heading of what is suggested for a visitor's last message."""
    return f"For {wording.possessive(wording.visitor(name))} question"
