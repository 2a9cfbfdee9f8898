"""What was inserted into each chat: until it is sent, and which wordings were used there."""

import re
from collections import Counter, defaultdict

from undivided.app.responses.response_filling import Ready
from undivided.library.folding import fold
from undivided.protocol.ids import ChatId

STILL_IN = 0.5
"""Share of an insertion's words, blanks left out, that make a message its own."""

_WORDS = re.compile(r"[^\W_]+")


class InsertionMemory:
    """Kept for as long as the program runs; a draft of the last run is nobody's insertion."""

    def __init__(self) -> None:
        self._waiting: defaultdict[ChatId, list[Ready]] = defaultdict(list)
        self._last_sent: dict[ChatId, Ready] = {}
        self._used: defaultdict[tuple[ChatId, str], set[str]] = defaultdict(set)

    def note(self, chat_id: ChatId, ready: Ready, *, replaces: bool = False) -> None:
        """Remember an insertion until its message is sent.

        Args:
            replaces: It took the place of the whole draft, so nothing else is waiting any more.
        """
        if replaces:
            self._waiting[chat_id].clear()
        self._waiting[chat_id].append(ready)
        self._used[chat_id, ready.response.id].add(ready.body)

    def exchange(self, chat_id: ChatId, old: Ready, new: Ready) -> None:
        """Remember that another wording took the place of one that waits."""
        self._waiting[chat_id] = [one for one in self._waiting[chat_id] if one is not old]
        self.note(chat_id, new)

    def sent(self, chat_id: ChatId, text: str) -> tuple[Ready, ...]:
        """Return what was inserted into a message that was just sent, and forget it.

        What was undone, replaced or written over is left out.
        """
        waiting = self._waiting.pop(chat_id, [])
        used = tuple(ready for ready in waiting if is_in(ready, text))
        if used:
            self._last_sent[chat_id] = used[-1]
        return used

    def latest(self, chat_id: ChatId, draft: str) -> Ready | None:
        """Return the insertion that the draft shows last, or else the one that was sent last."""
        shown = [ready for ready in self._waiting[chat_id] if is_in(ready, draft)]
        return shown[-1] if shown else self._last_sent.get(chat_id)

    def used(self, chat_id: ChatId, response_id: str) -> frozenset[str]:
        """Return the texts of a response that were inserted into the chat, as it keeps them."""
        return frozenset(self._used[chat_id, response_id])


def is_in(ready: Ready, text: str) -> bool:
    """Return whether a text was made of what was inserted, however it was changed since."""
    filled = ready.filled
    fixed, at = "", 0
    for blank in filled.blanks:
        fixed += f"{filled.text[at : blank.start]} "
        at = blank.end
    words = Counter(_WORDS.findall(fold(fixed + filled.text[at:])))
    there = Counter(_WORDS.findall(fold(text)))
    kept = sum((words & there).values())
    # A response of blanks or signs alone has no words to look for.
    return kept >= STILL_IN * words.total() if words else bool(text.strip())
