"""The sentences about breaks and the start of a shift, and about visitors who want no offers."""

from undivided.ui.words import wording

CHECK_IN_TITLE = "Check in at the start of a shift"
CHECK_IN_DETAIL = "asks how you are and offers a break first; nothing is kept, nobody is told"
TAKE_BREAK = "Take a break"
ACCEPT_AGAIN = "Accept chats"
NO_OFFERS = "wants no offers"
IS_BUYING = "is buying"
BREAK_OVER = "Your break is over. You are still not accepting new chats."


def check_in(minutes: int) -> str:
    """Return what an operator is asked before the first chat of a shift."""
    return (
        "A new shift: how are you? If something of your own is on your mind,"
        f" {minutes} minutes first keep new chats away."
    )


def break_proposed(minutes: int) -> str:
    """Return what is proposed after two hostile chats in a row."""
    return f"Two hard chats in a row. A break of {minutes} minutes keeps new ones away."


def break_begun(minutes: int) -> str:
    """Return what is said when a break begins."""
    return f"New chats go to your colleagues for {minutes} minutes. Open chats stay with you."


def no_offers(name: str, days: int) -> str:
    """Return what is said when a visitor said no."""
    who = wording.visitor(name)
    return f"No more offers to {who} for {days} days: the coach asks before one leaves."


def buying(name: str) -> str:
    """Return what is said when the operator calls a visitor a buyer."""
    return f"{wording.visitor(name)} is buying: offers are suggested in this chat now."


def not_buying(name: str) -> str:
    """Return what is said when that was taken back."""
    return f"Offers wait until {wording.visitor(name)} shows a sign of buying."


def offers_again(name: str) -> str:
    """Return what is said when that was taken back."""
    return f"Offers to {wording.visitor(name)} are as usual again."
