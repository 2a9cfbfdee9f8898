"""Why the reply that is about to leave offers something after a no; it goes with that reply once.

Source: B9 of the list of practices.
"""

from PySide6.QtCore import QObject

from undivided.app.chat_control import ChatControl
from undivided.app.session_context import SessionContext
from undivided.protocol.ids import ChatId


class OfferReasons(QObject):
    """Keeps each chat's reason from Send until the outbox has the reply, or cannot take it.

    Of a reply that is sent in blocks the first one takes it along.
    """

    def __init__(self, context: SessionContext, chats: ChatControl) -> None:
        super().__init__(context.window)
        self._reasons: dict[ChatId, str] = {}
        context.window.desk.conversation.composer.sending.reasoned.connect(self._keep)
        chats.accepted.connect(lambda chat, _text: self._keep(chat, ""))
        chats.refused.connect(lambda chat: self._keep(chat, ""))

    def of(self, chat_id: ChatId) -> str:
        """Return the reason for a chat's reply that leaves now; mostly ""."""
        return self._reasons.get(chat_id, "")

    def _keep(self, chat: str, reason: str) -> None:
        if reason:
            self._reasons[ChatId(chat)] = reason
        else:
            self._reasons.pop(ChatId(chat), None)
