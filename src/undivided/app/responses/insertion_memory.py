"""What was inserted into each chat: until it is sent, and which wordings were used there."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from undivided.app.responses.response_filling import Ready
from undivided.library.filling.touched import stands_in, touch, touch_of_part
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


@dataclass(frozen=True, slots=True)
class Sent:
    """What left with a message.

    Attributes:
        counted: The insertions whose last words left with it, so that each is counted once.
        is_touched: Whether they were made the operator's own. Source: practice 49.
        is_typed: Whether the message was begun from nothing.
    """

    counted: tuple[Ready, ...] = ()
    is_touched: bool = True
    is_typed: bool = True


class InsertionMemory:
    """Kept for as long as the program runs; `draft_origins` keeps what waits beyond that.

    A draft may leave in several messages; what was inserted into it waits until its last words
    have left.

    Attributes:
        changed: Told a chat when something was inserted there, or left in part.
    """

    def __init__(self) -> None:
        self.changed: Callable[[ChatId], None] = lambda _chat: None
        self._waiting: defaultdict[ChatId, list[Ready]] = defaultdict(list)
        self._parts: defaultdict[ChatId, list[str]] = defaultdict(list)
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
        self.changed(chat_id)

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

    def kept(self, chat_id: ChatId) -> tuple[tuple[Ready, ...], tuple[str, ...]]:
        """Return what waits in the chat, and the parts of its draft that have left already."""
        return tuple(self._waiting.get(chat_id, ())), tuple(self._parts.get(chat_id, ()))

    def restore(
        self, chat_id: ChatId, ready: tuple[Ready, ...], parts: tuple[str, ...] = ()
    ) -> None:
        """Remember what was `kept` of the chat's draft before this run of the program."""
        self._waiting[chat_id][:0] = ready
        self._parts[chat_id][:0] = parts
        for one in ready:
            self._used[chat_id, one.response.id].add(one.body)

    def put_back(self, chat_id: ChatId, ready: tuple[Ready, ...]) -> None:
        """Remember anew what stands in the draft again since what replaced it was undone."""
        waiting = self._waiting[chat_id]
        waiting[:0] = [one for one in ready if one not in waiting]
        self.changed(chat_id)

    def exchange(self, chat_id: ChatId, old: Ready, new: Ready) -> None:
        """Remember that another wording took the place of one that waits."""
        self._waiting[chat_id] = [one for one in self._waiting[chat_id] if one is not old]
        self.note(chat_id, new)

    def sent(self, chat_id: ChatId, text: str, left: str = "") -> Sent:
        """Take in that a message was sent, and return what that means for what was inserted.

        What was undone, replaced or written over is left out.

        Args:
            chat_id: Where.
            text: The message: the draft, or its beginning.
            left: What of the draft is still to be sent.
        """
        begun = self._begun(chat_id, text, left)
        self._origins[chat_id][text] = self.begun_from(chat_id, text, left)
        if begun:
            self._last_sent[chat_id] = begun[-1]
        self._parts[chat_id].append(text)
        stays = self._in_part(chat_id, left) if left else ()
        counted, is_touched = self._counted(chat_id, stays)
        self._leave(chat_id, stays, is_draft_over=not left)
        return Sent(counted, is_touched, is_typed=not begun)

    def begun_from(self, chat_id: ChatId, text: str, left: str = "") -> Origin:
        """Return what the draft, or a part of it, is begun from.

        Args:
            chat_id: Where.
            text: What is to leave.
            left: What is not.
        """
        used = self._begun(chat_id, text, left)
        if not used:
            return TYPED
        is_part = bool(left or self._parts.get(chat_id))
        compared = touch_of_part if is_part else touch
        is_touched = compared([ready.filled for ready in used], text).is_touched
        return Origin(used[-1].response.id, is_touched)

    def waiting(self, chat_id: ChatId, draft: str) -> tuple[Ready, ...]:
        """Return what was inserted into the draft and still stands there, whole or its rest."""
        return self._begun(chat_id, draft)

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

    def _begun(self, chat_id: ChatId, text: str, left: str = "") -> tuple[Ready, ...]:
        if left or self._parts.get(chat_id):
            return self._in_part(chat_id, text)
        return tuple(one for one in self._waiting.get(chat_id, ()) if is_in(one, text))

    def _in_part(self, chat_id: ChatId, text: str) -> tuple[Ready, ...]:
        known = self._waiting.get(chat_id, ())
        return tuple(one for one in known if is_in(one, text) or stands_in(one.filled, text))

    def _counted(self, chat_id: ChatId, stays: tuple[Ready, ...]) -> tuple[tuple[Ready, ...], bool]:
        """Return what has left whole, as far as it was used, and whether it was touched."""
        whole = "\n".join(self._parts[chat_id])
        gone = [one for one in self._waiting.get(chat_id, ()) if one not in stays]
        counted = tuple(one for one in gone if is_in(one, whole))
        # A typed part of its own makes the prepared ones beside it no more personal.
        parts = [
            part
            for part in self._parts[chat_id]
            if any(is_in(one, part) or stands_in(one.filled, part) for one in counted)
        ]
        compared = touch_of_part if stays else touch
        fillings = [one.filled for one in counted]
        return counted, not counted or compared(fillings, "\n".join(parts)).is_touched

    def _leave(self, chat_id: ChatId, stays: tuple[Ready, ...], *, is_draft_over: bool) -> None:
        """Forget what has left, but for the facts that were told."""
        gone = [one for one in self._waiting.pop(chat_id, ()) if one not in stays]
        if is_draft_over:
            gone[:0] = self._attached.pop(chat_id, ())
        self._told[chat_id] += [one for one in gone if one.cards]
        if stays:
            self._waiting[chat_id] = list(stays)
            self.changed(chat_id)
        else:
            self._parts.pop(chat_id)


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
