"""The sentences of filling slots, of the quick list and of saying it differently."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QLocale

from undivided.etiquette.calm_text import isolated
from undivided.library.model.parts import Variant, Wording

_BUTTON_CHARACTERS = 18
_WORDS_CHARACTERS = 60
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
INSERT_ANYWAY = "Insert anyway"
CANCEL = "Cancel"
SEND_WITHOUT = "Send without it"
NOWHERE_TO_INSERT = "Choose an open chat first; a response goes into its draft."


def for_visitor(name: str) -> str:
    """Return whom a dragged card is for.

    Args:
        name: As it is used in sentences.
    """
    return f"For {name}"


def blanks_in_it(count: int) -> str:
    """Return what is left to fill in a card that is dragged over a chat."""
    if not count:
        return "No blank to fill"
    return "1\u00a0blank to fill" if count == 1 else f"{count}\u00a0blanks to fill"


def no_other_wording(title: str) -> str:
    """Return what is said when all wordings were used in a chat."""
    return f"“{isolated(title)}” has no wording left that was not used in this chat."


def other_chat_is_shown(title: str) -> str:
    """Return what is said when the chat was left before its insertion was ready."""
    return f"“{isolated(title)}” was not inserted, because you went to another chat meanwhile."


def fact_has_ended(title: str, until: date, source: str) -> str:
    """Return the question before a fact card is inserted that is out of date."""
    card, place = isolated(title, _WORDS_CHARACTERS), isolated(source, _WORDS_CHARACTERS)
    return f"“{card}” held until {until}: check “{place}” before you use it."


def not_agreed(title: str, said_by: str) -> str:
    """Return the question before words are inserted whose speaker has not agreed to be quoted."""
    card, who = isolated(title, _WORDS_CHARACTERS), isolated(said_by, _WORDS_CHARACTERS)
    return f"“{card}” quotes “{who}”, who has not agreed to be quoted: ask before you use it."


def not_available(title: str, instead: tuple[tuple[str, str], ...]) -> str:
    """Return the question before something is inserted that cannot be had now.

    Args:
        title: Of its response.
        instead: What could be offered: title and reason, the best first.
    """
    told = [
        f"“{isolated(other, _WORDS_CHARACTERS)}” ({isolated(why, _WORDS_CHARACTERS)})"
        if why
        else f"“{isolated(other, _WORDS_CHARACTERS)}”"
        for other, why in instead
    ]
    offer = f" Instead: {' or '.join(told)}." if told else ""
    return f"“{isolated(title, _WORDS_CHARACTERS)}” is marked as not available.{offer}"


def insert_instead(title: str) -> str:
    """Return what the button says that inserts an alternative."""
    return f"Insert “{isolated(title, _BUTTON_CHARACTERS)}”"


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


def file_is_coming(name: str) -> str:
    """Return what to say when a response is inserted before its file has come."""
    return (
        f"“{isolated(name)}” is not on this computer yet; it will be fetched when connected. "
        "Until then the message goes without it."
    )


def goes_without(names: Sequence[str]) -> str:
    """Return what to ask before a message leaves whose response names files that are not here."""
    if len(names) == 1:
        return f"“{isolated(names[0])}” is not here yet, so this would go without it."
    return f"{len(names)} files are not here yet, so this would go without them."
