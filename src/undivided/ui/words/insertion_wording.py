"""The sentences of filling slots, of the quick list and of saying it differently."""

from PySide6.QtCore import QLocale

from undivided.etiquette.calm_text import isolated
from undivided.library.model.parts import Variant, Wording

PICKER_HINTS = (("Enter", "choose"), ("Tab", "next"), ("Esc", "close"))
INSERT_HINTS = (("Enter", "insert here"), ("Shift+Enter", "replace draft"), ("Esc", "close"))
WORDING_KEY = "PgDn"
QUICK_PLACEHOLDER = "Find a response to insert"

_WORDINGS = {
    Wording.SAME: "The same",
    Wording.SHORT: "Short",
    Wording.SIMPLER: "Simpler",
    Wording.STEPS: "Step by step",
    Wording.OTHER: "Another way",
}

PUT_DIFFERENTLY = "Put it differently"
PUT_DIFFERENTLY_TIP = "Say the last response in another wording; nothing is sent"
NOTHING_TO_REWORD = "Nothing was inserted in this chat yet, so there is nothing to put differently."
NEXT_WORDING_WAITS = (
    "Your draft was changed, so it stays. The other wording follows once it is sent."
)
NOWHERE_TO_INSERT = "Choose an open chat first; a response goes into its draft."


def no_other_wording(title: str) -> str:
    """Return what is said when all wordings were used in a chat."""
    return f"“{isolated(title)}” has no wording left that was not used in this chat."


def other_chat_is_shown(title: str) -> str:
    """Return what is said when the chat was left before its insertion was ready."""
    return f"“{isolated(title)}” was not inserted, because you went to another chat meanwhile."


def words_do_not_fit(problem: str) -> str:
    """Return the question before a text is sent in which a slot has other words than it takes."""
    return f"{problem} Change it, or press Enter again to send it as it is."


def slot_entered(name: str, at: int, count: int, problem: str = "") -> str:
    """Return what a screen reader says when a slot is being filled."""
    said = f"Blank: {isolated(name)}, {at} of {count}"
    return f"{said}. {problem}" if problem else said


def other_wordings(variants: tuple[Variant, ...], shown: int) -> str:
    """Return which wordings there are besides the shown one, or "".

    Args:
        shown: 0 for the response's body, else the number of its variant.
    """
    if not variants:
        return ""
    names = ["As written", *(variant_name(variant) for variant in variants)]
    others = [name for at, name in enumerate(names) if at != shown]
    return f"{names[shown]} · also {', '.join(name[0].lower() + name[1:] for name in others)}"


def why_found(reason: str) -> str:
    """Return why a response was found, as a sentence without its stop, or ""."""
    return f"Found: {reason}" if reason else ""


def variant_name(variant: Variant) -> str:
    """Return what a variant is, such as "Simpler" or "Step by step in German"."""
    name = _WORDINGS[variant.wording]
    if not variant.language:
        return name
    language = QLocale.languageToString(QLocale(variant.language).language())
    spoken = variant.language if language in {"C", ""} else language
    return f"In {spoken}" if variant.wording is Wording.SAME else f"{name} in {spoken}"


def nothing_found(typed: str) -> str:
    """Return what a search without results says."""
    return f"No response has “{isolated(typed)}”."
