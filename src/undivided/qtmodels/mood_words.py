"""What is said of a visitor's mood: one word on a row, a sentence in the chat's head."""

from dataclasses import replace

from undivided.desk.values import ChatRow
from undivided.etiquette.coach.mood import CAPITALS, Felt, Mood

SEEMS = {Mood.WORRIED: "Worried", Mood.ANNOYED: "Annoyed", Mood.HOSTILE: "Hostile"}
URGENT = "Urgent"
BUYING = "Buying"
SIGNS = frozenset({*SEEMS.values(), URGENT, BUYING})
_WISHES = {URGENT: "in a hurry", BUYING: "wants to buy"}


def row_sign(felt: Felt) -> str:
    """Return the word on a row, or "" for a calm visitor."""
    if felt.is_urgent and felt.mood in (Mood.CALM, Mood.WORRIED):
        return URGENT
    usual = BUYING if felt.is_buying else ""
    return SEEMS.get(felt.mood, usual)


def head_sign(felt: Felt) -> str:
    """Return the words in the chat's head, or "" for a calm visitor."""
    sign = row_sign(felt)
    return spoken_sign(sign) if sign else ""


def spoken_sign(sign: str) -> str:
    """Return a row's word as a screen reader says it."""
    return _WISHES.get(sign, f"seems {sign.lower()}")


def reason(felt: Felt) -> str:
    """Return which words it was heard in, for whoever asks."""
    words = ", ".join(word if word == CAPITALS else f"“{word}”" for word in felt.words)
    return f"Heard in: {words}." if words else ""


def with_sign(row: ChatRow, sign: str) -> ChatRow:
    """Return a row whose one word is the mood, unless something waits for the operator there."""
    if not sign or row.has_draft or row.unsent or row.meta == "Said goodbye":
        return row
    return replace(row, meta=sign)
