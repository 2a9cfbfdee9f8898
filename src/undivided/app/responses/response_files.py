"""The files of an inserted response: they come with its text, and go when it is undone."""

from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from undivided.app.attachment_control import AttachmentControl
from undivided.app.responses.insertion_control import InsertionControl
from undivided.app.session_context import SessionContext
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId


@dataclass(slots=True)
class _Came:
    """What came with one insertion.

    Attributes:
        files: Those that were not in the draft already, so that they go with the text again.
        is_wanted: Its text is in the draft.
    """

    chat_id: ChatId
    response: Response
    files: list[Attachment] = field(default_factory=list)
    is_wanted: bool = True


class ResponseFiles(QObject):
    """Follows the insertions of the composer.

    Args:
        context: The running program.
        insertion: Says what was inserted.
        attachments: Keeps the files of drafts.
    """

    def __init__(
        self,
        context: SessionContext,
        insertion: InsertionControl,
        attachments: AttachmentControl,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._attachments = attachments
        self._came: dict[int, _Came] = {}
        composer = context.window.desk.conversation.composer
        insertion.inserted.connect(self._inserted)
        composer.editor.insertions.undone.connect(self._undone)
        composer.editor.insertions.redone.connect(self._redone)
        # What was inserted into the text before can no longer be undone.
        composer.bound.connect(self._came.clear)

    def _inserted(self, chat_id: str, response: Response, number: int) -> None:
        if response.attachments:
            self._came[number] = came = _Came(ChatId(chat_id), response)
            self._context.start("attach", self._bring(came))

    def _undone(self, number: int) -> None:
        if (came := self._came.get(number)) is not None:
            came.is_wanted = False
            self._take(came)

    def _redone(self, number: int) -> None:
        if (came := self._came.get(number)) is not None:
            came.is_wanted = True
            self._context.start("attach", self._bring(came))

    async def _bring(self, came: _Came) -> None:
        came.files += await self._attachments.add_from_response(came.chat_id, came.response)
        if not came.is_wanted:
            self._take(came)

    def _take(self, came: _Came) -> None:
        while came.files:
            self._attachments.remove(came.chat_id, came.files.pop())
