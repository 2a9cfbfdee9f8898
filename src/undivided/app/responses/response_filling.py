"""Responses as they would be inserted into a chat: values in place, others inside.

Painting fills many texts and cannot wait for the library's file, so responses inside others are
read once in the background; what is inserted is always read anew.
"""

import re
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from undivided.app.chat_facts import ChatFacts
from undivided.app.session_context import SessionContext
from undivided.library.errors import ResponseGone
from undivided.library.filling.nesting import Expanded, expanded, nested_names
from undivided.library.filling.slots import Filled, fill, slots
from undivided.library.filling.wordings import body_in, language_of_wording
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.qtmodels.locale_writing import writing_for
from undivided.storage.library.store import LibraryStore

_BLANK = re.compile(r"\{\{[^{}]*\}\}")


@dataclass(frozen=True, slots=True)
class Ready:
    """A response that can be inserted.

    Attributes:
        body: The text of the wording, with its slots still in braces.
        problem: A sentence about responses inside it that could not be put in, or "".
        inside: The responses that were put into it.
        was_asked: Whether the operator wanted it although a fact or a quote in it is doubtful.
            Source: practices 35 and 58.
    """

    response: Response
    body: str
    filled: Filled
    problem: str = ""
    inside: tuple[Response, ...] = ()
    was_asked: bool = False

    @property
    def cards(self) -> tuple[Response, ...]:
        """The fact cards in it, its own first."""
        return tuple(one for one in (self.response, *self.inside) if one.fact is not None)

    @property
    def not_agreed(self) -> Response | None:
        """The first in it whose speaker has not agreed to be quoted, its own before others."""
        every = (self.response, *self.inside)
        return next((one for one in every if one.quote and not one.quote.is_agreed), None)


class ResponseFilling(QObject):
    """Fills for the chat that is shown, or for another one.

    Args:
        facts: What each chat knows.

    Signals:
        more_known: Responses inside others were read, or the language of a text was guessed, so
            what was filled before is out of date.
        library_changed: It was read for the first time, or has other responses.
    """

    more_known = Signal()
    library_changed = Signal()

    def __init__(self, context: SessionContext, facts: ChatFacts) -> None:
        super().__init__(context.window)
        self._context = context
        self._facts = facts
        self._inside: dict[tuple[str, str], Expanded] = {}
        self._asked: set[tuple[str, str]] = set()
        self._guessed: dict[str, str] = {}
        self._changes = -1

    def fill(self, response: Response, body: str = "", chat_id: ChatId | None = None) -> Filled:
        """Return a response for painting, at once.

        Args:
            body: Of one of its wordings; "" for the one in the chat's language.
            chat_id: Which chat it is for; None for the one that is shown.
        """
        body = body or body_in(response, self._facts.language(chat_id))
        if not nested_names(body):
            return self._filled(response, body, Expanded(body, response.slots), chat_id)
        key = (response.id, body)
        known = self._inside.get(key)
        if known is None and key not in self._asked:
            self._asked.add(key)
            self._context.start("nested responses", self._read_inside(response, body))
        return self._filled(response, body, known or Expanded(body, response.slots), chat_id)

    async def ready(self, response_id: str, body: str = "") -> Ready:
        """Return a response for inserting, as it is kept now.

        Args:
            response_id: Which.
            body: Of one of its wordings; "" for the one in the chat's language. One that was
                changed meanwhile is still inserted as it was seen.

        Raises:
            LibraryError: It was deleted in the meantime.
            StorageError: The library's file cannot be used.
        """
        language = self._facts.language()

        def read(store: LibraryStore) -> tuple[Response, str, Expanded]:
            response = store.get(response_id)
            chosen = body or body_in(response, language)
            return response, chosen, with_inside(store, response, chosen)

        response, chosen, whole = await self._context.library.ask(read)
        missing = "".join(f"There is no response “/{name}”. " for name in whole.missing)
        problem = f"{missing}{whole.problem}".strip()
        filled = self._filled(response, chosen, whole)
        return Ready(response, chosen, filled, problem, whole.inside)

    def note_changes(self, changes: int) -> None:
        """Forget what was read before the library changed.

        Args:
            changes: `LibraryStore.changes` as it is now.
        """
        if changes != self._changes:
            self._changes = changes
            self._inside.clear()
            self._asked.clear()
            self._guessed.clear()
            self.library_changed.emit()

    async def _read_inside(self, response: Response, body: str) -> None:
        def read(store: LibraryStore) -> Expanded:
            return with_inside(store, response, body)

        self._inside[response.id, body] = await self._context.library.ask(read)
        self.more_known.emit()

    def _filled(
        self, response: Response, body: str, whole: Expanded, chat_id: ChatId | None = None
    ) -> Filled:
        asked = frozenset(slot.name.casefold() for slot in slots(whole.body))
        # The visitor reads days and amounts in the language of the text around them.
        language = language_of_wording(response, body) or self._guess(whole.body, chat_id)
        writing = writing_for(language)
        values = self._facts.values(writing, asked, chat_id)
        return fill(whole.body, values, whole.slots, writing)

    def _guess(self, body: str, chat_id: ChatId | None) -> str:
        """Return the language of a text with blanks; the chat's own while it is not guessed."""
        if not slots(body):
            return ""
        if body not in self._guessed:
            self._guessed[body] = ""
            self._context.start("language of a response", self._guess_soon(body))
        return self._guessed[body] or self._facts.language(chat_id)

    async def _guess_soon(self, body: str) -> None:
        language = await self._context.speller.language_of(_BLANK.sub(" ", body))
        if language and body in self._guessed:
            self._guessed[body] = language
            self.more_known.emit()


def with_inside(store: LibraryStore, response: Response, body: str) -> Expanded:
    """Return one wording of a response with the responses that it names in their places."""

    def look_up(name: str) -> Response | None:
        found = store.by_shortcut(name)
        if found is not None:
            return found
        try:
            return store.get(name)
        except ResponseGone:
            return None

    language = language_of_wording(response, body)
    return expanded(body, look_up, response.slots, language, outer=response)
