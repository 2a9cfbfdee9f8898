"""What is said of a visitor's mood: one word on a row, a sentence in the chat's head."""

from dataclasses import replace

from undivided.desk.values import ChatRow
from undivided.etiquette.coach.mood import CAPITALS, Felt, Mood

SEEMS = {Mood.WORRIED: "Worried", Mood.ANNOYED: "Annoyed", Mood.HOSTILE: "Hostile"}
URGENT = "Urgent"
SIGNS = frozenset({*SEEMS.values(), URGENT})


def row_sign(felt: Felt) -> str:
    """Return the word on a row, or "" for a calm visitor."""
    if felt.is_urgent and felt.mood in (Mood.CALM, Mood.WORRIED):
        return URGENT
    return SEEMS.get(felt.mood, "")


def head_sign(felt: Felt) -> str:
    """Return the words in the chat's head, or "" for a calm visitor."""
    sign = row_sign(felt)
    if sign == URGENT:
        return "in a hurry"
    return f"seems {sign.lower()}" if sign else ""


def reason(felt: Felt) -> str:
    """Return which words it was heard in, for whoever asks."""
    words = ", ".join(word if word == CAPITALS else f"“{word}”" for word in felt.words)
    return f"Heard in: {words}." if words else ""


def with_sign(row: ChatRow, sign: str) -> ChatRow:
    """Return a row whose one word is the mood, unless something waits for the operator there."""
    if not sign or row.has_draft or row.unsent or row.meta == "Said goodbye":
        return row
    return replace(row, meta=sign)
