"""The sentences of the editor: its labels, its warnings, what was found and what is kept."""

from collections.abc import Sequence

from undivided.etiquette.calm_text import isolated, one_line
from undivided.library.model.parts import Fill, SlotKind, Wording
from undivided.ui.responses.sharing_words import WHO_HAS_IT
from undivided.ui.words.spelling_wording import language_name
from undivided.ui.words.value_words import value_words
from undivided.ui.words.wording import word_count

SLOT_HELP = (
    "{{visitor.first_name|there}} is filled from the chat. "
    "Any other name, such as {{day}}, is a blank that you fill."
)
WORDINGS = "Wordings of the response"
MAIN_WORDING = "Text"
ADD_WORDING = "Add another wording: shorter, simpler, step by step, another language"
REMOVE_WORDING = "Remove this wording"
INSERT_VALUE = "Insert a value"
INSERT_VALUE_TIP = "Put a value of the chat, or a blank, at the caret; typing {{ does the same"
A_BLANK = "A blank that you fill"
NEW_BLANK = "blank"
BLANKS = "Blanks"
MORE = "More"
LESS = "Less"
FILES = "Files"
ADD_FILE = "Add a file"
REMOVE_FILE = "Remove this file"
OFFERED = "Offered"
DAY_HINT = "2026-12-31"
TIME_HINT = "08:00"
PAGES_HINT = "*/checkout*, */cart"
FACT_LABEL = "A fact, looked up in"
FACT_SOURCE = "Where the fact can be looked up"
FACT_SOURCE_HINT = "price list, or an address"
FACT_UNTIL = "Last day on which the fact is true"
NOT_AVAILABLE = "Not available"
SPOKEN_NOT_AVAILABLE = "What it is about cannot be had now"
INSTEAD = "instead"
REASON_HINT = "why it would do"
OFFER = "Only when the visitor is buying"
SPOKEN_OFFER = "An offer: suggested only once the visitor is buying"
QUOTE_LABEL = "A customer's words, said by"
QUOTE_BY = "Who said it"
QUOTE_BY_HINT = "a name as it may be told, such as Elena M."
AGREED = "Agreed to be quoted"
SPOKEN_AGREED = "Whoever said it agreed to be quoted"
NOBODY_QUOTED = "Somebody agreed to be quoted, but nobody is named: write who said it."
HALF_A_FACT = "A fact needs both: where it can be looked up, and the last day on which it is true."
NOT_A_DAY = "A day is written as 2026-12-31."
NOT_A_TIME = "A time is written as 08:00."
FIRST_AFTER_LAST = "The last day is before the first."
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
SPOKEN_WEEKDAYS = (*("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),)
CHOICES_HINT = "Choices, separated by commas"
DEFAULT_HINT = "Usually"
CURRENCY_HINT = "EUR"
WHICH_PLACE = {"team": "Which team", "site": "Of which site"}
FILES_GO_ALONG = "Colleagues get these files too."
FILES_STAY_HERE = (
    "This server keeps no files, so they stay on this computer; "
    "colleagues get the text without them."
)
NOT_HERE = "not here yet"

NOT_SAVED = "What you changed is not saved yet."
SAVE = "Save"
THROW_AWAY = "Throw it away"
KEEP_WRITING = "Keep writing"
DRAFT_IS_BACK = "What you wrote last time and did not save is back."
START_AFRESH = "Start from what is saved"
CHANGED_MEANWHILE = "Changed elsewhere while you wrote"

HISTORY_HELP = "Restoring keeps what it says now as a version of its own."
NO_VERSIONS = "It was never changed."
RESTORE = "Restore this version"
SINCE_THEN = "What has changed since then"
NOTHING_DIFFERENT = "It says the same now."

FIELD_NAMES = {
    "title": "Title",
    "body": "Text",
    "shortcuts": "Shortcuts",
    "variants": "Other wordings",
    "slots": "Blanks",
    "attachments": "Files",
    "folder": "Folder",
    "tags": "Tags",
    "scope": WHO_HAS_IT,
    "language": "Language",
    "active": "Offered",
    "pages": "Pages",
    "review_by": "Look at it again by",
    "fact": "Fact",
    "quote": "Who is quoted",
    "is_offer": "An offer",
    "owner": "Who answers for it",
    "source": "Imported from",
    "source_id": "Its number there",
}

_NAMED = 3
"""Titles that are said; more are counted."""

FILL_NAMES = {
    Fill.TEXT: "Text",
    Fill.LINES: "Several lines",
    Fill.CHOICE: "One of a list",
    Fill.DATE: "Date",
    Fill.NUMBER: "Number",
    Fill.MONEY: "Amount of money",
}
_WORDING_NAMES = {
    Wording.SAME: "Language",
    Wording.SHORT: "Short",
    Wording.SIMPLER: "Simpler",
    Wording.STEPS: "Step by step",
    Wording.OTHER: "Another way",
}


def wording_name(wording: Wording, language: str) -> str:
    """Return the name on a wording's tab."""
    if wording is Wording.SAME:
        return language_name(language) if language else "Which language?"
    name = _WORDING_NAMES[wording]
    return f"{name} ({language})" if language else name


def wording_to_add(wording: Wording) -> str:
    """Return the menu's words for a wording to add."""
    return "In another language" if wording is Wording.SAME else _WORDING_NAMES[wording]


def shortcut_taken(shortcut: str, title: str) -> str:
    """Return who has a shortcut already."""
    return f"/{shortcut} already belongs to “{isolated(one_line(title, 60))}”."


def alike(title: str) -> str:
    """Return that another response says nearly the same."""
    return f"“{isolated(one_line(title, 60))}” says nearly the same."


def preview_for(name: str) -> str:
    """Return the heading of the preview."""
    return f"As {isolated(one_line(name, 30))} will read it" if name else "As it will be read"


def length(words: int, limit: int) -> str:
    """Return how long the text is, and whether it is long for one message."""
    said = word_count(words)
    return said if words <= limit else f"{said}; over {limit} it is better sent in parts"


def misspelt_count(count: int) -> str:
    """Return how many words are underlined, or ""."""
    if not count:
        return ""
    return "1 word may be misspelt" if count == 1 else f"{count} words may be misspelt"


def broken_braces(count: int) -> str:
    """Return what is wrong with braces, or ""."""
    if not count:
        return ""
    return "Braces without a partner stay in the text as they are. A blank is written as {{day}}."


def odd_value(name: str) -> str:
    """Return what a name that looks like a value will be."""
    return f"{{{{{name}}}}} is no value of the chat, so you will be asked to fill it."


def odd_default(kind: SlotKind) -> str:
    """Return why a blank with a list cannot be kept as it is.

    Args:
        kind: With the default that is none of its choices.
    """
    name = isolated(one_line(kind.name, 40))
    if not kind.choices:
        return f"“{name}” has no choices yet: write them, separated by commas."
    default = isolated(one_line(kind.default, 40))
    return f"“{default}” is no choice of “{name}”: add it to the choices, or start with another."


def nothing_nested(name: str) -> str:
    """Return that a nested response is not there."""
    return f"No response answers to “{isolated(one_line(name, 60))}”."


def left_without(shortcut: str, titles: Sequence[str]) -> str:
    """Return which responses name another one by a shortcut that it has no longer."""
    have = "has" if len(titles) == 1 else "have"
    return f"{_who(titles)} {have} /{shortcut} inside, which no response answers to any more."


def keep_shortcuts(names: Sequence[str]) -> str:
    """Return the label of what keeps shortcuts besides the new one."""
    return f"Keep {' and '.join(f'/{name}' for name in names)} as well"


def lacking(titles: Sequence[str], gone: int) -> str:
    """Return which responses had deleted ones inside.

    Args:
        titles: Of those that lack them now.
        gone: How many were deleted.
    """
    it, name = ("it", "its name") if gone == 1 else ("some of them", "their names")
    show = "shows" if len(titles) == 1 else "show"
    return f"{_who(titles)} had {it} inside and {show} only {name} now."


def _who(titles: Sequence[str]) -> str:
    """Return one title, or the number of several with the first of them."""
    named = ", ".join(f"“{isolated(one_line(title, 40))}”" for title in titles[:_NAMED])
    if len(titles) == 1:
        return named
    more = f" and {len(titles) - _NAMED} more" if len(titles) > _NAMED else ""
    return f"{len(titles)} responses ({named}{more})"


def deleted(titles: tuple[str, ...]) -> str:
    """Return what was deleted."""
    if len(titles) == 1:
        return f"“{isolated(one_line(titles[0], 60))}” was deleted."
    return f"{len(titles)} responses were deleted."


def put_together(title: str) -> str:
    """Return that what was written and what was changed meanwhile are one text now."""
    name = isolated(one_line(title, 60))
    return f"“{name}” was changed elsewhere while you wrote. Both changes are in it now."


def history_of(title: str) -> str:
    """Return the title of the history."""
    return f"History of “{isolated(one_line(title, 60))}”"


def version_line(until: str, by: str) -> str:
    """Return when a version was changed, and by whom."""
    who = f" by {isolated(one_line(by, 40))}" if by else ""
    return f"Until {until or 'an unknown time'}{who}"


def restored(title: str) -> str:
    """Return that a version stands again."""
    return f"“{isolated(one_line(title, 60))}” says again what it said."


def more_summary(facts: tuple[str, ...]) -> str:
    """Return what the folded part holds, in one line."""
    return " · ".join(facts)


def files_coming(count: int) -> str:
    """Return what to say of files that colleagues shared and that have not come yet."""
    if count == 1:
        return "One file is not on this computer yet; it will be fetched when connected."
    return f"{count} files are not on this computer yet; they will be fetched when connected."


def files_gone(count: int) -> str:
    """Return what to say of files whose bytes nobody will bring."""
    if count == 1:
        return "One file is not on this computer. Remove it, or add it again."
    return f"{count} files are not on this computer. Remove them, or add them again."


def count_of(number: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"1 {one}" if number == 1 else f"{number} {many}"


def value_in_menu(name: str) -> str:
    """Return a value's words in the menu, with its name as it is written in braces."""
    return f"{value_words(name)}\t{name}"


def alternative(number: int) -> str:
    """Return what the field of an alternative's shortcut is called."""
    return f"Shortcut of alternative {number}"


def alternative_reason(number: int) -> str:
    """Return what the field of an alternative's reason is called."""
    return f"Reason for alternative {number}"
