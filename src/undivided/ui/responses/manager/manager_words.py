"""The sentences of the library's manager."""

from datetime import date

from undivided.etiquette.calm_text import isolated, one_line
from undivided.library.model.activity import has_ended
from undivided.library.model.responses import Response
from undivided.qtmodels.card_facts import ended_words
from undivided.ui.responses.manager.places import Kind, Place

TITLE = "The library"
SUBTITLE = "Drag responses and folders to where they belong. Ctrl+Z takes back what you did."
SEARCH = "Search this list"
COLUMNS = ("Title", "Shortcut", "Folder", "Used", "")
NEW, EDIT, MOVE, TAG, UNTAG, DELETE = "New", "Edit…", "Move…", "Add tags…", "Remove tags…", "Delete"
RENAME_FOLDER = "Rename the folder"
MAKE_RESPONSE = "Make it a response…"
MOVE_TO = "Move to the folder"
TAGS_TO_ADD = "Tags to add"
TAGS_TO_REMOVE = "Tags to remove"
TOP = "Top"
UNDO_IMPORTS = "Undo an import…"
DECLINE = "Do not propose it again"
KEEP_NO_TYPED = "Keep no typed answers, and forget those that are kept"
KEEP_TYPED = "Keep typed answers on this computer, to propose some of them"

UNDONE_ALREADY = "That was taken back already."
NOTHING_TO_UNDO = "Nothing was done to the library that could be taken back."

PLACE_NAMES = {
    Kind.ALL: "All responses",
    Kind.STALE: "To look at again",
    Kind.NEVER_USED: "Never used",
    Kind.ALWAYS_EDITED: "Always edited",
    Kind.ALIKE: "Nearly the same",
    Kind.TYPED: "Often typed by hand",
}
_NOTHING = {
    Kind.ALL: "The library is empty.",
    Kind.FOLDER: "This folder has no responses.",
    Kind.STALE: "Nothing waits to be looked at again.",
    Kind.NEVER_USED: "Every response was used.",
    Kind.ALWAYS_EDITED: "Every response was sent as it stands at least once.",
    Kind.ALIKE: "No two responses say nearly the same.",
    Kind.TYPED: "No answer was typed by hand often enough to propose it.",
}


def nothing_in(place: Place, searched: str) -> str:
    """Return what stands in an empty list."""
    if searched.strip():
        return f"Nothing here for “{isolated(one_line(searched, 40))}”."
    return _NOTHING[place.kind]


def chosen(count: int, total: int) -> str:
    """Return how many rows are chosen."""
    return f"{count} of {total} chosen" if count else f"{total} listed"


def overdue(response: Response, today: date) -> str:
    """Return why a response wants a look."""
    if response.review_by is not None and response.review_by < today:
        days = (today - response.review_by).days
        return "review due yesterday" if days == 1 else f"review due {days} days ago"
    if has_ended(response.fact, today):
        return ended_words(response, today)
    last = response.active.last_day if response.active else None
    return f"its time ended on {last}" if last else ""


def edited(response: Response) -> str:
    """Return how often a response was sent with words changed."""
    return f"edited all {response.sent_edited} times"


def alike_group(number: int) -> str:
    """Return which of the groups that say the same a response belongs to."""
    return f"group {number}"


def typed(count: int) -> str:
    """Return how often an answer was typed."""
    return f"typed {count} times"


def declined(count: int) -> str:
    """Return that answers will not be proposed again."""
    what = "The answer" if count == 1 else f"{count} answers"
    return f"{what} will not be proposed again."


def moved(count: int, path: tuple[str, ...]) -> str:
    """Return where responses were moved."""
    where = f"to “{isolated(one_line('/'.join(path), 60))}”" if path else "to the top"
    return f"{_responses(count)} moved {where}."


def tagged(count: int, *, is_removed: bool) -> str:
    """Return what became of tags."""
    return f"{_lower(count)} {'lost' if is_removed else 'got'} the tags."


def folder_moved(count: int, path: tuple[str, ...]) -> str:
    """Return where a folder is now."""
    return f"The folder is now “{isolated(one_line('/'.join(path), 60))}”, with {_lower(count)}."


def nothing_changed() -> str:
    """Return that a change had nothing to change."""
    return "They were like that already. Nothing was changed."


def undone(said: str) -> str:
    """Return what was taken back, from the sentence that said it."""
    return f"Taken back: {said}"


def spoken_folder(path: tuple[str, ...], count: int) -> str:
    """Return what a screen reader says of a folder."""
    return f"{path[-1]}, {_lower(count)}"


def _responses(count: int) -> str:
    return "1 response was" if count == 1 else f"{count} responses were"


def _lower(count: int) -> str:
    return "1 response" if count == 1 else f"{count} responses"
