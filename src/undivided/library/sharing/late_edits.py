"""An edit that was begun before the response changed under it: put together, or left as a choice.

An editor is open for minutes, and news of the others comes in meanwhile. What it saves was made
from what it was opened with, so it is no answer to the news. Source: practice 48.
"""

from msgspec.structs import replace

from undivided.library.model.responses import Response
from undivided.library.sharing.copies import Copy, Rights, Standing
from undivided.library.sharing.form import says_the_same
from undivided.library.sharing.three_way import merged


def put_together(
    opened: Response, written: Response, row: Response, copy: Copy, rights: Rights
) -> tuple[Response, Copy]:
    """Return the row and its copy as they are after an editor saved.

    Args:
        opened: What the editor was opened with.
        written: What it saves, in its kept form.
        row: As it is in the library by now.
        copy: Of the row.
        rights: Of the operator, who chooses where both sides changed the same.
    """
    theirs = copy.newest
    is_own = copy.standing is Standing.OVERRIDE or written.scope is not row.scope
    if is_own or theirs is None or says_the_same(opened, row):
        return written, copy
    merge = merged(opened, written, row)
    if not merge.conflicts:
        return replace(merge.response, scope=written.scope), copy
    is_mine_to_share = rights.may_change(copy)
    return written, replace(
        copy,
        # What both sides began from is not known any more: nothing of it passes for agreed.
        base=None,
        standing=Standing.EDITED if is_mine_to_share else Standing.OVERRIDE,
        theirs=theirs,
        theirs_version=max(copy.version, copy.theirs_version),
    )
