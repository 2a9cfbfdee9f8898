"""What an export cannot hold, found by reading it again and comparing."""

from collections import Counter
from collections.abc import Collection, Sequence

from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

_WORDS = {
    "id": "",
    "source": "",
    "source_id": "",
    "sent_untouched": "",
    "sent_edited": "",
    "last_used": "",
    "title": "title",
    "body": "text as it is",
    "shortcuts": "shortcuts",
    "variants": "other wordings",
    "slots": "kinds of blanks",
    "attachments": "files",
    "folder": "folder",
    "tags": "tags",
    "scope": "scope",
    "language": "language",
    "active": "times",
    "pages": "pages",
    "review_by": "day of review",
    "fact": "source and end of the fact",
    "quote": "who is quoted",
    "is_offer": "mark of an offer",
    "owner": "owner",
    "starred": "star",
    "uses": "use",
}
"""What each field is called; those without a word mean nothing outside of one library."""


def sentences(responses: Sequence[Response], again: Parsed) -> tuple[str, ...]:
    """Return a sentence for each field that some responses would lose.

    Args:
        responses: What was exported.
        again: What the export was read as.
    """
    lost: Counter[str] = Counter()
    if len(again.rows) != len(responses):
        return (f"{len(responses) - len(again.rows):,} of the responses could not be read again.",)
    for before, row in zip(responses, again.rows, strict=True):
        lost.update(
            words
            for name, words in _WORDS.items()
            if words and getattr(before, name) != getattr(row.response, name)
        )
    return tuple(
        f"The {words} of {count:,} {'response' if count == 1 else 'responses'} would be lost."
        for words, count in lost.items()
    )


def names_alone(missing: Collection[str]) -> tuple[str, ...]:
    """Return what to say of files that are named and not here; nothing where all are."""
    if not missing:
        return ()
    if len(missing) == 1:
        return ("1 file is not on this computer yet; only its name would be kept.",)
    return (
        f"{len(missing):,} files are not on this computer yet; only their names would be kept.",
    )
