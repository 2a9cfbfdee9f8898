"""The sentences about breaks between hard chats."""

TAKE_BREAK = "Take a break"
ACCEPT_AGAIN = "Accept chats"
BREAK_OVER = "Your break is over. You are still not accepting new chats."


def break_proposed(minutes: int) -> str:
    """Return what is proposed after two hostile chats in a row."""
    return f"Two hard chats in a row. A break of {minutes} minutes keeps new ones away."


def break_begun(minutes: int) -> str:
    """Return what is said when a break begins."""
    return f"New chats go to your colleagues for {minutes} minutes. Open chats stay with you."
