"""The sentences of the writing coach that its rules do not say themselves."""

NOT_THIS_TIME = "Not this time"
NOT_IN_THIS_CHAT = "Not in this chat"
SWITCH_OFF = "Switch this rule off"
KEEP_ON = "Keep it"
SWITCH_IT_OFF = "Switch it off"
MORE = "More about this advice"


def proposal(title: str) -> str:
    """Return the question when a rule is dismissed more often than not."""
    return f"You mostly pass over “{title}”. Switch it off?"


def switched_off(title: str) -> str:
    """Return what is said when a rule was switched off."""
    return f"“{title}” is off. Settings has it, should you miss it."


def spoken_hint(message: str, label: str, key: str) -> str:
    """Return advice as a screen reader says it."""
    return f"{message} {label}: {key}." if label else message
