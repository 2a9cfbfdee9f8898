"""What was inserted into each chat: until it is sent, and which wordings were used there."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from undivided.app.responses.response_filling import Ready
from undivided.library.filling.touched import touch
from undivided.library.folding import fold
from undivided.protocol.ids import ChatId

STILL_IN = 0.5
"""Share of an insertion's words, blanks left out, that make a message its own."""

_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a sent message was begun from.

    Attributes:
        response_id: The response that stands last in it, or "" for a typed message.
        is_touched: Whether it was made the operator's own. Source: practice 49.
    """

    response_id: str = ""
    is_touched: bool = True


TYPED = Origin()


class InsertionMemory:
    """Kept for as long as the program runs; `draft_origins` keeps what waits beyond that.

    Attributes:
        changed: Told a chat and all that waits there, when something was inserted.
    """

    def __init__(self) -> None:
        self.changed: Callable[[ChatId, tuple[Ready, ...]], None] = lambda _chat, _waiting: None
        self._waiting: defaultdict[ChatId, list[Ready]] = defaultdict(list)
        self._attached: defaultdict[ChatId, list[Ready]] = defaultdict(list)
        self._told: defaultdict[ChatId, list[Ready]] = defaultdict(list)
        self._last_sent: dict[ChatId, Ready] = {}
        self._origins: defaultdict[ChatId, dict[str, Origin]] = defaultdict(dict)
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
        self.changed(chat_id, tuple(self._waiting[chat_id]))

    def attach(self, chat_id: ChatId, ready: Ready) -> None:
        """Remember a fact card that vouches for the draft without standing in it."""
        self._attached[chat_id].append(ready)

    def with_draft(self, chat_id: ChatId, draft: str) -> tuple[Ready, ...]:
        """Return what stands in the draft or is attached to it."""
        return (*self.waiting(chat_id, draft), *self._attached.get(chat_id, ()))

    def at_hand(self, chat_id: ChatId) -> tuple[Ready, ...]:
        """Return what was inserted into the chat's draft, attached to it, or sent with a fact.

        Not only what still stands there: a card may leave in several blocks.
        """
        kept = (self._told, self._attached, self._waiting)
        return tuple(ready for each in kept for ready in each.get(chat_id, ()))

    def knows(self, chat_id: ChatId) -> bool:
        """Return whether something was inserted into the chat's draft, or restored there."""
        return bool(self._waiting.get(chat_id))

    def restore(self, chat_id: ChatId, ready: tuple[Ready, ...]) -> None:
        """Remember what was inserted into the chat's draft before this run of the program."""
        self._waiting[chat_id][:0] = ready
        for one in ready:
            self._used[chat_id, one.response.id].add(one.body)

    def put_back(self, chat_id: ChatId, ready: tuple[Ready, ...]) -> None:
        """Remember anew what stands in the draft again since what replaced it was undone."""
        waiting = self._waiting[chat_id]
        waiting[:0] = [one for one in ready if one not in waiting]
        self.changed(chat_id, tuple(waiting))

    def exchange(self, chat_id: ChatId, old: Ready, new: Ready) -> None:
        """Remember that another wording took the place of one that waits."""
        self._waiting[chat_id] = [one for one in self._waiting[chat_id] if one is not old]
        self.note(chat_id, new)

    def sent(self, chat_id: ChatId, text: str) -> tuple[Ready, ...]:
        """Return what was inserted into a message that was just sent, and forget it.

        What was undone, replaced or written over is left out.
        """
        used = self.waiting(chat_id, text)
        waiting = (*self._attached.pop(chat_id, ()), *self._waiting.pop(chat_id, ()))
        self._told[chat_id] += [ready for ready in waiting if ready.cards]
        self._origins[chat_id][text] = TYPED
        if used:
            self._last_sent[chat_id] = used[-1]
            is_touched = touch([ready.filled for ready in used], text).is_touched
            self._origins[chat_id][text] = Origin(used[-1].response.id, is_touched)
        return used

    def waiting(self, chat_id: ChatId, draft: str) -> tuple[Ready, ...]:
        """Return what was inserted into the draft and still stands there."""
        known = self._waiting.get(chat_id, ())
        return tuple(ready for ready in known if is_in(ready, draft))

    def origin(self, chat_id: ChatId, text: str) -> Origin:
        """Return what a message of this chat was begun from, as far as this run of the program."""
        return self._origins[chat_id].get(text, TYPED) if chat_id in self._origins else TYPED

    def origins(self, chat_id: ChatId) -> dict[str, Origin]:
        """Return the same for each message of the chat that was sent in this run, by its text."""
        return dict(self._origins.get(chat_id, {}))

    def latest(self, chat_id: ChatId, draft: str) -> Ready | None:
        """Return the insertion that the draft shows last, or else the one that was sent last."""
        shown = self.waiting(chat_id, draft)
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
