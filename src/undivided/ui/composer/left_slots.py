"""The slots of drafts that are not shown: they come back with their text, if it is the same."""

from undivided.protocol.ids import ChatId
from undivided.ui.composer.slot_text import SlotMark


class LeftSlots:
    """Remembers, for each chat, a draft and where its slots are."""

    def __init__(self) -> None:
        self._left: dict[ChatId, tuple[str, tuple[SlotMark, ...]]] = {}

    def keep(self, chat_id: ChatId | None, draft: str, slots: tuple[SlotMark, ...]) -> None:
        """Remember the slots of a chat's draft; one without slots leaves nothing to remember."""
        if chat_id is not None and slots:
            self._left[chat_id] = (draft, slots)

    def take(self, chat_id: ChatId | None, draft: str) -> tuple[SlotMark, ...]:
        """Return the slots of this draft and forget them; () when its text is another."""
        if chat_id is None:
            return ()
        known, slots = self._left.pop(chat_id, ("", ()))
        return slots if known == draft else ()
