"""Why a response or a file of responses is refused, each with a sentence."""

from undivided.protocol.errors import UndividedError

# LibraryError
#  +-- ResponseRefused   one response cannot be kept as it is
#  +-- ShortcutTaken     its shortcut already belongs to another response
#  +-- ResponseGone      it was deleted in the meantime
#  +-- FileRefused       nothing in the file can be read


class LibraryError(UndividedError):
    """Something asked of the canned library could not be done."""


class ResponseRefused(LibraryError):
    """One response breaks a rule; the sentence names the rule."""


class ShortcutTaken(LibraryError):
    """A shortcut starts one response only.

    Attributes:
        shortcut: Without its slash.
        title: Of the response that owns it.
    """

    def __init__(self, shortcut: str, title: str) -> None:
        super().__init__(
            f"The shortcut /{shortcut} already belongs to “{title}”. Choose another one."
        )
        self.shortcut = shortcut
        self.title = title


class ResponseGone(LibraryError):
    """No response has this id; another window or program deleted it."""

    def __init__(self, response_id: str) -> None:
        super().__init__("This response is no longer in the library. Search for it again.")
        self.response_id = response_id


class FileRefused(LibraryError):
    """The file as a whole cannot be read as responses."""
