"""The sentences of the writing side: composer, responses, sheets, tray, and what went wrong.

One place, so that the tone stays one: say the fact, then the way out.
"""

from undivided.etiquette.calm_text import isolated, named
from undivided.etiquette.cards.numbers import masked
from undivided.ui.look.text_weight import light_start
from undivided.ui.words.value_words import value_words

_WORDS_CHARACTERS = 40
_NAME_WEIGHT = 120
"""Of a name in a sentence: 40 Latin letters, or 20 of a script that costs more to lay out."""

RESPONSES = "/ Responses"
SEND = "Send"
SEND_WHEN_ONLINE = "Send when online"
DRAFT_KEPT = "Draft kept"
DRAFT_KEPT_HERE = "Draft kept on this computer"
DROP_HINT = "Drop here or on a chat to insert, with Shift to replace the draft. Nothing is sent."
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
    return f"Message to {visitor(name)}" if name else "Message"


def write_to(name: str) -> str:
    """Return what the empty text field says."""
    whom = f"Write to {visitor(name)}" if name else "Write"
    return f"{whom}, or / for a response"


def words_of(words: int, limit: int) -> str:
    """Return the meter's words."""
    return f"{words} of {limit} words"


def words_in_short(words: int, limit: int) -> str:
    """Return the meter's words where there is little room."""
    return f"{words} / {limit}"


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
    words = list(dict.fromkeys(_VALUES.get(name.casefold()) or value_words(name) for name in names))
    if not words:
        return ""
    rest = [words[0], *(word[0].lower() + word[1:] for word in words[1:])]
    said = rest[0] if len(rest) == 1 else f"{', '.join(rest[:-1])} and {rest[-1]}"
    return f"{said} filled from this chat"


def blank_is_empty(name: str) -> str:
    """Return why a text with a blank is not sent, and the way out; the blank is selected."""
    return f"“{name}” is still empty, so nothing was sent. Type over it or delete it."


def blank_waits(name: str, words: str) -> str:
    """Return why a text is not sent in which nobody took the words that a blank came with."""
    shown = isolated(words, _WORDS_CHARACTERS)
    return f"Nothing was sent: is “{shown}” right for “{name}”? Tab keeps it, or type over it."


def files_attached(count: int) -> str:
    """Return how many files go with the draft."""
    if not count:
        return "No files attached"
    return "1 file attached" if count == 1 else f"{count} files attached"


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


SEND_ANYWAY = "Send anyway"


def chat_is_behind(name: str) -> str:
    """Return the question before a message goes into a chat that is being caught up."""
    who = visitor(name)
    return f"{who} may have written since: the chat is still catching up. Wait, or send anyway."


def words_unseen(name: str, count: int) -> str:
    """Return the question when the visitor wrote while the operator was away."""
    who = visitor(name)
    if count == 1:
        return f"{who} wrote a message while you were offline. Read it, or send anyway."
    return f"{who} wrote {count} messages while you were offline. Read them, or send anyway."


def may_send_now(*, is_online: bool) -> str:
    """Return what is said when an open question has answered itself; the text is still there."""
    if is_online:
        return "The chat is up to date. Your text is not sent yet."
    return "You are offline. Your text is not sent yet."


LEAVES_LATER = "Kept on this computer. It leaves once, when the connection is back."


CANNOT_HOLD = "This server cannot keep the promise of a hold."

# -- responses

NEW_RESPONSE = "New response"
IMPORT = "Import"
WRITE_IT_NOW = "Write it now"
NO_RESPONSES = "Write once, use all day"
NO_RESPONSES_TEXT = "Start with the greeting you type most."
NOTHING_HERE = "Nothing here yet"
NO_STARS = "Star a response from its menu and it stays at the top."


def nothing_found(text: str) -> str:
    """Return the title when a search finds nothing; a card number in it is masked."""
    safe = masked(text)
    shown = safe if len(safe) <= 60 else safe[:60].rstrip() + "…"
    return f"Nothing for “{shown}”."


# -- sheets

NO_COLLEAGUES = "No colleague is accepting chats right now."
BACK_TO_QUEUE = "The next free operator takes it"
NOTHING_OPEN = "Nothing is left open"
QUIT_TEXT = "When you quit, the server offers them to your colleagues. They keep their chat window."
LEADS_TO = "It leads to"
NOT_A_WEB_ADDRESS = "It is not a web address, so it stays text. Copy it if you need it."


def visitor(name: str) -> str:
    """Return a visitor's name to stand in a sentence of ours: one line, short, isolated."""
    line = named(name, 40)
    start = light_start(line, _NAME_WEIGHT)
    return isolated(line if start == line else f"{start}…") or "Visitor"


def possessive(name: str) -> str:
    """Return "Elena’s" or "Marcus’s"."""
    return f"{name}’s"


def after_hold_question(name: str) -> str:
    """Return what happens after the question."""
    return (
        f"If {name} agrees, the promised time counts down on the chat, and you are reminded before "
        f"it ends. If {name} is in a hurry, the timer keeps running."
    )


def load(active_chats: int) -> str:
    """Return how busy a colleague is."""
    if not active_chats:
        return "No chats open"
    return "1 chat open" if active_chats == 1 else f"{active_chats} chats open"


def after_closing(name: str) -> str:
    """Return what closing does."""
    return f"{name} can still read the chat. If {name} writes again, it opens anew."


def still_here(count: int) -> str:
    """Return the title when the program is asked to end."""
    if not count:
        return "Quit Undivided?"
    words = ("One person is", "Two people are", "Three people are", "Four people are")
    said = words[count - 1] if count <= len(words) else f"{count} people are"
    return f"{said} still here"


def unsent_kept(count: int) -> str:
    """Return what becomes of messages that wait."""
    if count == 1:
        return "1 message waits to be sent. It is kept here and goes out when you sign in again."
    return (
        f"{count} messages wait to be sent. They are kept here and go out when you sign in again."
    )


def open_link(*, is_file: bool) -> str:
    """Return the title before a link is opened."""
    return "Open this file in your browser?" if is_file else "Open this link?"


def host_warning(host: str, url: str) -> str:
    """Return what is suspicious about a host, or ""."""
    if any(label.startswith("xn--") for label in host.split(".")):
        return "The name uses letters of another script. It may only look like one that you know."
    if "@" in url.split("://", 1)[-1].split("/", 1)[0]:
        return "What stands before the @ is not the place it leads to."
    return ""


# -- writing a response


def body_too_long(count: int, limit: int) -> str:
    """Return why a text is not kept."""
    return f"The text has {count:,} characters, a response holds {limit:,}."


# -- visitor


TOPIC_GUESSED = "Guessed from the visitor’s words. Write here what it is about."
TOPIC_CHOSEN = "You said so. Take the words away to go by the visitor’s again."


def visits(visits: int, chats: int) -> str:
    """Return how often the visitor was here."""
    seen = "First visit" if visits <= 1 else f"{visits} visits"
    return seen if chats <= 1 else f"{seen} · {chats} chats"


def topic_tip(topic: str, *, is_guess: bool) -> str:
    """Return what is said of the line with a chat's topic."""
    if not topic:
        return "What this chat is about. Write it here."
    return f"{topic}\n{TOPIC_GUESSED if is_guess else TOPIC_CHOSEN}"


def new_visitor(first_name: str) -> str:
    """Return what is known of somebody new."""
    if first_name:
        return f"First visit. {visitor(first_name)} has told us a name only."
    return "First visit. Nothing is known yet."


# -- tray and calls


def chats(count: int) -> str:
    """Return how many chats."""
    return "1 chat" if count == 1 else f"{count} chats"


def spoken_wait(seconds: int) -> str:
    """Return a waiting time in words."""
    if seconds < 60:
        return f"{seconds} s"
    return f"{seconds // 60} min {seconds % 60} s" if seconds % 60 else f"{seconds // 60} min"


def call_number(call: int) -> str:
    """Return which call it is."""
    names = ("first", "second", "third", "fourth", "fifth")
    return f"{names[call - 1]} call" if call <= len(names) else f"call {call}"


def call_line(call: int, repeat_s: int) -> str:
    """Return the note behind "New chat"."""
    again = f", again in {repeat_s} s" if repeat_s else ""
    return f"· {call_number(call)}{again}" if call > 1 or again else ""
