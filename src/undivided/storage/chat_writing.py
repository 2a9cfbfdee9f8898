"""What belongs to writing in each chat, kept as JSON in the profile: language, spelling, ticks.

Blocking. It holds words of visitors only where the operator made them the topic; ticks are kept by
marks of `etiquette.coach.checklist`, and wordings by those of `library.filling.wordings`.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from undivided.protocol.ids import ChatId
from undivided.storage.kept_notes import load_notes, save_notes

WHAT = "file of languages and spelling"
_UNREADABLE = (
    "The languages that you chose for chats cannot be read from {}. "
    "Each chat follows its visitor; nothing was changed."
)
_DAMAGED = (
    "The languages that you chose for chats could not be read and were put aside as {}. "
    "Each chat follows its visitor."
)
MOST_CHATS = 1_000
"""The chats that were changed last; those before have long been closed."""


class ChatWriting(Struct, frozen=True, omit_defaults=True):
    """What is kept of one chat.

    Attributes:
        language: BCP 47 tag that the operator chose, or "" to follow the visitor.
        ignored: Words that are right in this chat.
        misspelt_sent: How many misspelt words were sent in it. Source: practice 18.
        refused_on: ISO date on which the visitor said no to a sale, or "", as earlier versions
            kept it; now it is in `visitor_notes`. Source: practice 55.
        abuse_on: ISO date of the last note on abuse by the visitor, or "". Source: practice 72.
        answered: Marks of the visitor's questions that the operator called answered.
            Source: practice 24.
        reopened: Marks of those that the operator called open although the coach did not.
        settled: Marks of promises that the operator called done. Source: practice 43.
        topic: What the operator said it is about, card numbers masked, or "". Source: practice 80.
        topic_of: The thread of which that was said; a later one has a topic of its own.
        wordings: Marks of the wordings of responses that were sent. Source: practice 28.
        wordings_of: The thread in which they were; in a later one all are new again.
    """

    language: str = ""
    ignored: tuple[str, ...] = ()
    misspelt_sent: int = 0
    refused_on: str = ""
    abuse_on: str = ""
    answered: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    topic: str = ""
    topic_of: str = ""
    wordings: tuple[str, ...] = ()
    wordings_of: str = ""


class ChatWritingFile:
    """Reads and writes one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> tuple[dict[ChatId, ChatWriting], str]:
        """Return what is kept of each chat, and a sentence when the file could not be used.

        A damaged file is put aside, never deleted, and every chat is as at its beginning.
        """
        return load_notes(
            self._path, dict[ChatId, ChatWriting], unreadable=_UNREADABLE, damaged=_DAMAGED
        )

    def save(self, chats: Mapping[ChatId, ChatWriting]) -> None:
        """Replace the file in one step.

        Args:
            chats: The one that was changed last at the end.

        Raises:
            DiskFull, ReadOnly: The old file is still there.
        """
        save_notes(self._path, chats, most=MOST_CHATS, what=WHAT)
