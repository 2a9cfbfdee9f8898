"""The sentences of the writing coach that its rules do not say themselves."""

NOT_THIS_TIME = "Not this time"
NOT_IN_THIS_CHAT = "Not in this chat"
SWITCH_OFF = "Switch this rule off"
KEEP_ON = "Keep it"
SWITCH_IT_OFF = "Switch it off"
MORE = "More about this advice"
SEND_AGAIN = "Send again to send it as it is"


COACH = "Writing coach"
COACH_SUBTITLE = "Changes apply at once. Advice never keeps a message back; questions ask first."
GLOSSARY = "Words"
OWN_GLOSSARY = "Your glossary"
OPEN_GLOSSARY = "Open"
GLOSSARY_TIP = "words that visitors may not know, with what to say instead; a file for any editor"
GATES = "Questions before sending"
ADVICE = "Advice while writing"
RULES = "Rules…"

LIMITS = "How much, and how long"
BLOCK_WORDS = "Words in a block"
BLOCK_WORDS_TIP = "a longer reply is offered as two or three"
BREAK = "A break after hard chats"
BREAK_TIP = "how long no new chats come; those that are open stay"
NO_SALES = "After a no to a sale"
NO_SALES_TIP = "how long no offers are proposed to this visitor"
ABUSE = "Patience with hostile lines"
ABUSE_TIP = "how many of them until the next step is offered"


def counted(words: int) -> str:
    """Return a number of words."""
    return f"{words} words"


def minutes(count: int) -> str:
    """Return a number of minutes."""
    return f"{count} min"


def days(count: int) -> str:
    """Return a number of days."""
    return f"{count} days"


def lines(count: int) -> str:
    """Return a number of lines."""
    return "1 line" if count == 1 else f"{count} lines"


def heard(followed: int, dismissed: int) -> str:
    """Return how often advice was taken and passed over, or "" while it never was."""
    if not followed + dismissed:
        return ""
    return f"Followed {followed:,}, passed over {dismissed:,}."


def nothing_opens(path: str) -> str:
    """Return what is said when this computer opens no editor."""
    return f"No program opens the glossary here. It is the file {path}."


def proposal(title: str) -> str:
    """Return the question when a rule is dismissed more often than not."""
    return f"You mostly pass over “{title}”. Switch it off?"


def switched_off(title: str) -> str:
    """Return what is said when a rule was switched off."""
    return f"“{title}” is off. Settings has it, should you miss it."


def spoken_hint(message: str, label: str, key: str) -> str:
    """Return advice as a screen reader says it."""
    return f"{message} {label}: {key}." if label else message


# -- gates

HAND_OVER = "Hand over"
SAY_WHY = "To send it, say why (Ctrl+Enter)."
REASON_TIP = "Sends the message. Your team sees the reason, the visitor does not."
SHORT_REASONS = {"asked": "They asked", "instead": "A replacement", "other": "Other"}
"""Where there is no room for the words of `after_no.REASONS`."""


def after_pause(label: str, left_s: int) -> str:
    """Return the words of a button that can be pressed when some seconds are over."""
    return f"{label} ({left_s})" if left_s > 0 else label


def reason_spoken(words: str) -> str:
    """Return a reason's button as a screen reader says it."""
    return f"{words}: send the message"


# -- blocks

SPLIT = "Split"
SPLIT_TIP = "See the reply as two or three blocks, sent one after the other"
SEND_FIRST = "Send first block"
KEEP_WHOLE = "Keep as one"
SEND_NOW = "Send it now"
STOP = "Stop"


def send_blocks(count: int) -> str:
    """Return the words of the button that sends all blocks."""
    return f"Send {count} blocks"


def blocks_title(count: int) -> str:
    """Return what will happen to a reply."""
    rest = "the second follows" if count == 2 else "the others follow"
    return f"{count} blocks: {rest} when the visitor has had time to read."


def block_spoken(number: int, count: int, text: str) -> str:
    """Return a block as a screen reader says it."""
    return f"Block {number} of {count}: {text}"


def block_waits(number: int, count: int, left_s: int) -> str:
    """Return what is being sent, and when."""
    if left_s <= 0:
        return f"Block {number} of {count} is being sent."
    return f"Block {number} of {count} follows in {left_s} s. The visitor sees you typing."


def blocks_stopped(name: str) -> str:
    """Return why the rest of a reply was not sent: the visitor wrote."""
    who = name or "The visitor"
    return f"{who} wrote, so the rest was not sent. It is here, to be changed or sent."


REST_KEPT = "The rest was not sent. It is here, to be changed or sent."
REST_OFFLINE = "The connection is gone, so the rest was not sent. It is kept here."
CANNOT_SPLIT = "This reply is one sentence, so it cannot be split."
