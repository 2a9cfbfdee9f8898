"""What sharing tells an operator, what it asks him, and what it sends for him."""

from enum import StrEnum

from msgspec import Struct

from undivided.library.model.responses import Response
from undivided.library.sharing.copies import Copy


class What(StrEnum):
    """What an operator has to be told about a shared response."""

    CONFLICT = "conflict"
    """Both sides changed it; a choice waits."""
    KEPT_AS_OWN = "kept as own"
    """It was deleted there, and what was changed here stays as a personal response."""
    CAME_BACK = "came back"
    """It was deleted here, and is back as the others have it."""
    IS_OVERRIDE = "is override"
    """A change stays on this computer, because this operator may not change the shared one."""
    OVERRIDE_BEHIND = "override behind"
    """The shared one changed under an override."""
    FILES_STAY = "files stay"
    """It is shared, and the files that it carries are not."""
    REFUSED = "refused"
    """The server does not take it; the sentence says why."""


class Told(Struct, frozen=True):
    """News for the operator."""

    what: What
    title: str
    response_id: str = ""
    reason: str = ""


class Choice(StrEnum):
    """How an operator decides between two texts."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    """Theirs is shared, and mine stays beside it as a personal response."""


class Wish(Struct, frozen=True, kw_only=True):
    """What is to be sent to the server.

    Attributes:
        copy: As it is now.
        response: What the server is to have, or None to delete it.
    """

    copy: Copy
    response: Response | None
