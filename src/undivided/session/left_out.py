"""What the server has and this program cannot take in: asked for once, then left out.

An answer that is too large closes the link. Asked for again on the next one it would close that
too, and so for ever.
"""

from dataclasses import dataclass, field

from undivided.protocol.ids import ChatId
from undivided.session import commands, sentences
from undivided.session.requests import Do, Fetch, ListPage, Look, Purpose, Requests


@dataclass(slots=True)
class LeftOutBook:
    """The questions whose answers were too large."""

    _purposes: list[Purpose] = field(default_factory=list)

    def __contains__(self, purpose: Purpose) -> bool:
        return purpose in self._purposes

    def take_from(self, requests: Requests) -> Purpose | None:
        """Note what was too large just now; None when it was no list and no thread.

        Answers come in the order of their requests, so it is what the oldest one asks for.
        """
        purpose = requests.give_up(_may_be_large)
        if purpose is not None:
            self._purposes.append(purpose)
        return purpose

    def came(self, chat_id: ChatId) -> None:
        """Note that a chat came whole, after all."""
        self._purposes = [each for each in self._purposes if each != Fetch(chat_id)]


def sentence_on(purpose: Purpose) -> str:
    """Return what is missing now; empty when somebody else says it."""
    match purpose:
        case Fetch(chat_id):
            return sentences.CHAT_TOO_LARGE.format(chat=chat_id)
        case Do(commands.ListCalls()) | ListPage():
            return sentences.LIST_TOO_LARGE
        case _:
            return ""


def _may_be_large(purpose: Purpose) -> bool:
    """Return whether the answer holds a list or a thread, and the session can do without."""
    match purpose:
        case Do(commands.ListCalls() | commands.LoadOlder()):
            return True
        case _:
            return isinstance(purpose, Fetch | ListPage | Look)
