"""The operator's own glossary of the writing coach: a file for any editor. Blocking."""

from pathlib import Path

from undivided.storage.whole_file import replace_whole

WHAT = "glossary"
_BEGINNING = """\
# Words that your visitors may not know, by language, with what to say instead.
# The writing coach underlines them, but not what the visitor has said first.
# This file counts over the program's own list. Save it and go back to Undivided: it is read again.

[en]
# "sku" = "article number"

[de]

[fr]

[es]

[pl]
"""


def begin_glossary(path: Path) -> None:
    """Make sure that there is a file to edit; one that is there stays as it is.

    Raises:
        DiskFull, ReadOnly: There is none, and none can be made.
    """
    if not path.exists():
        replace_whole(path, _BEGINNING.encode(), WHAT)
