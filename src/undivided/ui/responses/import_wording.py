"""The sentences of importing and exporting responses."""

from collections import Counter
from collections.abc import Iterator, Sequence

from undivided.etiquette.calm_text import isolated, one_line
from undivided.library.importing.merging import Fate, Outcome
from undivided.library.importing.taking_back import PastImport, TakenBack

IMPORT_RESPONSES = "Import responses"
BEFORE_IMPORT = "You see what would change before anything does."
DROP_HERE = "Drop a file or a folder here"
DROP_TO_IMPORT = "Drop it to see what importing it would change"
CHOOSE_FILE = "Choose a file…"
CHOOSE_FOLDER = "Choose a folder…"
NOTHING_CHANGED_YET = "Nothing is changed until you import."
AS_IN_FILE = "As in the file"
KEEP_AS_BLANK = "Keep as a blank"
UNKNOWN_TITLE = "Placeholders that are not known here"
UNKNOWN_TEXT = "Say what they stand for, or fill them each time you insert the response."
LOSSES_TITLE = "To know before"
LEFT_OUT_TITLE = "Left out"
STOPPING = "Stopping. Nothing of this file will be kept."
UNDO_IMPORT = "Undo the import"
UNDO_IMPORTS = "Undo an import"
UNDO_IMPORTS_HELP = "The newest is first. You see what undoing one does before it is done."
SAVE_REPORT = "Save the report…"
EXPORT_RESPONSES = "Export responses"
BEFORE_EXPORT = "The file is written whole, or not at all."
CHOOSE_PLACE = "Choose where…"
ALL_RESPONSES = "All responses"
NOTHING_IS_LOST = "Imported here again, it gives the same responses with everything that they have."

_NAME = 60
_FIELD_WORDS = {
    "title": "title",
    "body": "text",
    "shortcuts": "shortcuts",
    "variants": "other wordings",
    "slots": "blanks",
    "attachments": "files",
    "folder": "folder",
    "tags": "tags",
    "scope": "who has it",
    "language": "language",
    "active": "times",
    "pages": "pages",
    "review_by": "review date",
    "fact": "source and end of the fact",
    "quote": "who is quoted",
    "is_offer": "mark of an offer",
    "owner": "owner",
    "source": "where it came from",
    "source_id": "its number there",
}


def responses(count: int) -> str:
    """Return how many responses."""
    return "1 response" if count == 1 else f"{count:,} responses"


def rows(count: int) -> str:
    """Return how many rows."""
    return "1 row" if count == 1 else f"{count:,} rows"


def reading(name: str) -> str:
    """Return what is said while a file is read."""
    return f"Reading {name}…"


def read_as(source: str, count: int, notes: int = 0) -> str:
    """Return what was read, as which format, and that there is more to know below."""
    said = f"{rows(count)}, read as {source}."
    if not notes:
        return said
    return f"{said} {'1 note' if notes == 1 else f'{notes:,} notes'} below the table."


def formats_known(labels: Sequence[str]) -> str:
    """Return which files can be read."""
    return f"Recognised by itself: {', '.join(labels)}."


def import_words(outcomes: Sequence[Outcome]) -> str:
    """Return the word on the button that imports."""
    count = sum(each.fate in (Fate.NEW, Fate.CHANGED) for each in outcomes)
    return f"Import {responses(count)}" if count else "Nothing to import"


def nothing_to_import(outcomes: Sequence[Outcome]) -> str:
    """Return why nothing would change."""
    if not outcomes:
        return "The file holds no responses."
    if all(each.fate is Fate.SAME for each in outcomes):
        return "Everything in it is in your library already."
    return "No row of it can be imported; the reasons are in the table."


def about_row(outcome: Outcome) -> str:
    """Return what becomes of one row, with the reason."""
    if outcome.reason:
        return f"Row {outcome.row} is left out. {outcome.reason}"
    if outcome.fate is Fate.CHANGED and outcome.before is not None:
        what = ", ".join(_FIELD_WORDS[name] for name in outcome.changes)
        return f"Row {outcome.row} changes “{outcome.before.title}”: {what}."
    if outcome.fate is Fate.SAME:
        return f"Row {outcome.row} is in your library already, word for word."
    return f"Row {outcome.row} is new."


def fate_counts(outcomes: Sequence[Outcome]) -> Counter[Fate]:
    """Return how many rows have which fate."""
    return Counter(each.fate for each in outcomes)


def done_title(outcomes: Sequence[Outcome]) -> str:
    """Return what was done."""
    counts = fate_counts(outcomes)
    return f"{responses(counts[Fate.NEW] + counts[Fate.CHANGED])} imported"


def done_text(outcomes: Sequence[Outcome]) -> str:
    """Return the counts of what was done."""
    counts = fate_counts(outcomes)
    left_out = counts[Fate.REFUSED] + counts[Fate.CONFLICT]
    return (
        f"{counts[Fate.NEW]:,} new, {counts[Fate.CHANGED]:,} changed, "
        f"{counts[Fate.SAME]:,} the same, {left_out:,} left out."
    )


def and_more(count: int) -> str:
    """Return that a list goes on."""
    return f"and {count:,} more, all of them in the report."


def past_import(past: PastImport) -> str:
    """Return an import as one row of a list: its file, how much it wrote, and when."""
    when = f", {past.at.astimezone():%d %b %Y, %H:%M}" if past.at else ""
    return f"{isolated(one_line(past.name, _NAME))}\n{responses(past.count)}{when}"


def would_undo(found: TakenBack) -> str:
    """Return what undoing an import will do, before anything is done."""
    acts = []
    if found.removed:
        acts.append(f"deletes {responses(found.removed)}")
    if found.restored:
        acts.append(f"brings back what {responses(found.restored)} said before")
    first = f"Undoing it {' and '.join(acts)}" if acts else "Nothing of it can be undone now"
    return f"{'; '.join((first, *_left(found)))}."


def undone(found: TakenBack) -> str:
    """Return what undoing an import did."""
    are = "is" if found.count == 1 else "are"
    first = f"The import was undone: {responses(found.count)} {are} as before"
    return f"{'; '.join((first, *_left(found)))}."


def _left(found: TakenBack) -> Iterator[str]:
    """Return what stays as it is, and why."""
    if found.edited:
        stay = "stays as it is" if found.edited == 1 else "stay as they are"
        yield f"{responses(found.edited)} changed since {stay}"
    if found.gone:
        stay = "stays" if found.gone == 1 else "stay"
        yield f"{responses(found.gone)} deleted since {stay} deleted"
    if found.waiting:
        them = "changed it too" if found.waiting == 1 else "changed them too"
        yield f"for {responses(found.waiting)}, first undo the later import that {them}"


def importing(done: int, total: int) -> str:
    """Return how far an import is."""
    return f"{done:,} of {total:,} kept"


def folder_words(path: tuple[str, ...]) -> str:
    """Return which responses a folder stands for."""
    return " / ".join(path) if path else ALL_RESPONSES


def will_write(count: int) -> str:
    """Return how much an export would write."""
    return f"{responses(count)} will be written." if count else "There is nothing to write."


def exported(count: int, name: str) -> str:
    """Return what an export did."""
    return f"{responses(count)} exported to {name}."
