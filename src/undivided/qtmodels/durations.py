"""Seconds as the window shows them and as a screen reader says them."""

MINUTES_FROM = 600
"""Seconds from which the marks show whole minutes."""


def seconds_text(seconds: int) -> str:
    """Return a wait as the marks show it: 38, then 1:34 from a minute, then 12m from ten."""
    if seconds < 60:
        return str(max(0, seconds))
    if seconds < MINUTES_FROM:
        return clock_text(seconds)
    return f"{seconds // 60}m"


def clock_text(seconds: int) -> str:
    """Return minutes and seconds, as promises are told: 0:12, 1:24."""
    return f"{max(0, seconds) // 60}:{max(0, seconds) % 60:02d}"


def minutes_text(seconds: int) -> str:
    """Return a promised time in words: 1 minute, 2 minutes, 90 seconds."""
    if seconds % 60:
        return counted(seconds, "second")
    return counted(seconds // 60, "minute")


def spoken_time(seconds: int) -> str:
    """Return a running time as it is read out: 38 seconds, 1 minute 24."""
    if seconds < 60:
        return counted(max(0, seconds), "second")
    minutes, rest = divmod(seconds, 60)
    return counted(minutes, "minute") + (f" {rest}" if rest else "")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 chat, 2 chats."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
