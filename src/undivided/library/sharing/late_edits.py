"""An edit that was begun before the response changed under it: put together, or left as a choice.

An editor is open for minutes, and a draft waits for days. Meanwhile news of the others comes in,
and other windows and programs write to the library. What an editor saves was made from what it
was opened with, so it is no answer to any of that. Source: practice 48.
"""

from msgspec.structs import replace

from undivided.library.errors import LibraryError, ResponseRefused
from undivided.library.model.responses import Response, cleaned
from undivided.library.sharing.copies import Copy, Rights, Standing
from undivided.library.sharing.form import says_the_same, with_shared
from undivided.library.sharing.three_way import merged


class ResponseChanged(LibraryError):
    """Another window or program changed the same while the response was open in an editor.

    Attributes:
        now: What it says by now.
    """

    def __init__(self, now: Response) -> None:
        super().__init__(
            "This response was changed in the same place while you wrote, so yours is not saved "
            "yet. Save again to have yours; what it says now stays in its history."
        )
        self.now = now


def put_together(
    opened: Response,
    written: Response,
    row: Response,
    copy: Copy | None,
    rights: Rights,
    *,
    seen: Response | None = None,
) -> tuple[Response, Copy | None]:
    """Return the row and its copy as they are after an editor saved.

    Args:
        opened: What the editor was opened with.
        written: What it saves, in its kept form.
        row: As it is in the library by now.
        copy: Of the row, where it is shared.
        rights: Of the operator, who chooses where both sides changed the same.
        seen: What the operator was shown of the row, and writes over.

    Raises:
        ResponseChanged: Somebody changed the same in this library, and the operator has not
            seen it.
    """
    if says_the_same(opened, row):
        return written, copy
    merge = merged(opened, written, row)
    together = replace(with_shared(row, merge.response), scope=written.scope)
    if not merge.conflicts:
        return together, copy
    mine = with_shared(together, merge.decided([each.field for each in merge.conflicts]))
    if written.scope is not row.scope:
        return mine, copy
    theirs = None if copy is None or copy.standing is Standing.OVERRIDE else copy.newest
    if copy is None or theirs is None or says_the_same(theirs, opened):
        if seen is None or not says_the_same(seen, row):
            raise ResponseChanged(row)
        return mine, copy
    return written, replace(
        copy,
        # What both sides began from is not known any more: nothing of it passes for agreed.
        base=None,
        standing=Standing.EDITED if rights.may_change(copy) else Standing.OVERRIDE,
        theirs=theirs,
        theirs_version=max(copy.version, copy.theirs_version),
    )


def brought_up(base: Response | None, draft: Response, now: Response) -> tuple[Response, Response]:
    """Return what a draft is an edit of, and the draft with what was changed since it was kept.

    Where both changed the same, or the draft cannot be kept as it is yet, both are as they were:
    who saves it is asked then.

    Args:
        base: What the draft was made from; None where that was not kept.
        draft: As it was typed.
        now: The response as it is in the library.
    """
    if base is None or says_the_same(base, now):
        return now, draft
    try:
        merge = merged(base, cleaned(draft), now)
    except ResponseRefused:
        return base, draft
    if merge.conflicts:
        return base, draft
    return now, replace(with_shared(now, merge.response), scope=draft.scope)
