"""The sentences of the writing side: composer, responses, sheets, tray, and what went wrong.

One place, so that the tone stays one: say the fact, then the way out.
"""

RESPONSES = "/ Responses"
SEND = "Send"
SEND_WHEN_ONLINE = "Send when online"
DRAFT_KEPT = "Draft kept"
DRAFT_KEPT_HERE = "Draft kept on this computer"
SEARCHED_HERE = "Searched on this computer"
KEPT_HERE = "Kept on this computer · works offline"

_VALUES = {
    "visitor.name": "Name",
    "visitor.first_name": "Name",
    "visitor.email": "E-mail address",
    "operator.name": "Your name",
    "operator.first_name": "Your name",
    "operator.title": "Your title",
    "chat.id": "Chat number",
    "page.title": "Page",
    "page.url": "Page address",
    "today": "Date",
    "time": "Time",
}


# -- composer


def message_to(name: str) -> str:
    """Return the spoken name of the text field."""
    return f"Message to {name}" if name else "Message"


def write_to(name: str) -> str:
    """Return what the empty text field says."""
    return f"Write to {name}, or / for a response" if name else "Write, or / for a response"


def words_of(words: int, limit: int) -> str:
    """Return the meter's words."""
    return f"{words} of {limit} words"


def word_count(words: int) -> str:
    """Return how long a text is."""
    return "1 word" if words == 1 else f"{words} words"


def blanks_left(count: int) -> str:
    """Return how many blanks are left, before the name of the next one."""
    return "1 blank left:" if count == 1 else f"{count} blanks left:"


def blanks_to_fill(count: int) -> str:
    """Return what is to do after inserting, or ""."""
    if not count:
        return ""
    if count == 1:
        return "1 blank to fill. Tab goes to it."
    return f"{count} blanks to fill. Tab moves between them."


def values_filled(names: tuple[str, ...]) -> str:
    """Return which values come from the chat, or ""."""
    words = list(dict.fromkeys(_VALUES.get(name.casefold(), name) for name in names))
    if not words:
        return ""
    rest = [words[0], *(word[0].lower() + word[1:] for word in words[1:])]
    said = rest[0] if len(rest) == 1 else f"{', '.join(rest[:-1])} and {rest[-1]}"
    return f"{said} filled from this chat"


def blank_is_empty(name: str) -> str:
    """Return the question before a text with a blank is sent."""
    return f"“{name}” is still empty. Fill it, or press Enter again to send it as it is."


def too_long(count: int, limit: int) -> str:
    """Return why a long text is not sent."""
    return f"This message has {count:,} characters, one holds {limit:,}. Send it in parts."


def paste_cut(kept: int, given: int, limit: int) -> str:
    """Return what became of a long paste."""
    if not kept:
        return f"Nothing was pasted: a message holds {limit:,} characters and this one is full."
    return f"Only {kept:,} of {given:,} characters were pasted: a message holds {limit:,}."


def send_tip(*, is_online: bool) -> str:
    """Return what the Send button does."""
    if is_online:
        return "Send the message"
    return "Keep the message on this computer and send it once, when the connection is back"


# -- responses

NEW_RESPONSE = "New response"
IMPORT = "Import"
WRITE_IT_NOW = "Write it now"
NO_RESPONSES = "Write once, use all day"
NO_RESPONSES_TEXT = "Start with the greeting you type most."
NOTHING_HERE = "Nothing here yet"
NO_STARS = "Star a response from its menu and it stays at the top."
NO_RESPONSES_IN_FOLDER = "This folder has no responses."


def nothing_found(text: str) -> str:
    """Return the title when a search finds nothing."""
    shown = text if len(text) <= 60 else text[:60].rstrip() + "…"
    return f"Nothing for “{shown}”."


def closest_is(title: str) -> str:
    """Return the way out when a search finds nothing."""
    return f"Closest: {title}." if title else "Try another word, or write it now."
