"""Cells of a spreadsheet that cannot be taken for formulas, and the texts inside them.

A spreadsheet runs a cell that begins like a formula. Such cells leave with an apostrophe in
front, and lose it again when they come back.
"""

import re

# The wide forms count too: some spreadsheets fold them before they look.
_SIGNS = "[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
_FORMULA = re.compile(f"'*{_SIGNS}")
_GUARDED = re.compile(f"'+{_SIGNS}")


def guarded(text: str) -> str:
    """Return the cell for `text`, which no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text that `guarded` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell
