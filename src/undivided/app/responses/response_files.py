"""The files of an inserted response: they come and go with its text."""

from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec import structs
from PySide6.QtCore import QObject

from undivided.app.attachment_control import AttachmentControl
from undivided.app.responses.insertion_control import InsertionControl
from undivided.app.session_context import SessionContext
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response, Scope
from undivided.protocol.ids import ChatId


@dataclass(slots=True)
class _Came:
    """What came with one insertion.

    Attributes:
        files: Those that were not in the draft already, so that they go with the text again.
        is_wanted: Its text is in the draft.
        gave_way: What came with the insertions in whose place this one is.
    """

    chat_id: ChatId
    response: Response
    files: list[Attachment] = field(default_factory=list)
    is_wanted: bool = True
    gave_way: list["_Came"] = field(default_factory=list)


class ResponseFiles(QObject):
    """Follows the insertions of the composer.

    Args:
        context: The running program.
        insertion: Says what was inserted.
        attachments: Keeps the files of drafts.
        keeps_files: Returns whether files of shared responses come from the server.
    """

    def __init__(
        self,
        context: SessionContext,
        insertion: InsertionControl,
        attachments: AttachmentControl,
        keeps_files: Callable[[], bool],
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._keeps_files = keeps_files
        self._attachments = attachments
        self._came: dict[int, _Came] = {}
        composer = context.window.desk.conversation.composer
        insertion.inserted.connect(self._inserted)
        composer.editor.insertions.undone.connect(self._undone)
        composer.editor.insertions.redone.connect(self._redone)
        # What was inserted into the text before can no longer be undone.
        composer.bound.connect(self._came.clear)

    def bring_late(self, chat_id: ChatId, response: Response, file: Attachment) -> None:
        """Put a file to a draft that came to this computer after its response was inserted."""
        its_own = (
            each
            for each in self._came.values()
            if each.is_wanted and (each.chat_id, each.response.id) == (chat_id, response.id)
        )
        came = next(its_own, _Came(chat_id, response))
        alone = structs.replace(response, attachments=(file,))
        self._context.start("attach", self._bring(came, alone))

    def _inserted(
        self, chat_id: str, response: Response, number: int, replaced: tuple[Response, ...]
    ) -> None:
        came = _Came(ChatId(chat_id), response)
        came.gave_way = self._given_way(came.chat_id, replaced)
        if response.attachments or came.gave_way:
            self._came[number] = came
            self._start(came)

    def _given_way(self, chat_id: ChatId, replaced: tuple[Response, ...]) -> list[_Came]:
        """Take the files of replaced insertions off the draft; return what came with them."""
        ids = {response.id for response in replaced}
        gone = [came for came in self._came.values() if came.is_wanted and came.response.id in ids]
        for came in gone:
            self._let_go(came)
        # Those that were inserted before the text was last shown are known by their files alone.
        for response in replaced:
            before = self._come_before(chat_id, response)
            if before.files:
                self._let_go(before)
                gone.append(before)
        return gone

    def _come_before(self, chat_id: ChatId, response: Response) -> _Came:
        there = {file.digest: file for file in self._context.draft_files.get(chat_id, ())}
        its_own = tuple(file for file in response.attachments if file.digest in there)
        files = [there[file.digest] for file in its_own]
        return _Came(chat_id, structs.replace(response, attachments=its_own), files)

    def _undone(self, number: int) -> None:
        if (came := self._came.get(number)) is not None:
            self._let_go(came)
            for earlier in came.gave_way:
                self._start(earlier)

    def _redone(self, number: int) -> None:
        if (came := self._came.get(number)) is not None:
            for earlier in came.gave_way:
                self._let_go(earlier)
            self._start(came)

    def _start(self, came: _Came) -> None:
        came.is_wanted = True
        self._context.start("attach", self._bring(came, came.response))

    async def _bring(self, came: _Came, response: Response) -> None:
        is_coming = response.scope is not Scope.PERSONAL and self._keeps_files()
        came.files += await self._attachments.add_from_response(
            came.chat_id, response, is_coming=is_coming
        )
        if not came.is_wanted:
            self._let_go(came)

    def _let_go(self, came: _Came) -> None:
        came.is_wanted = False
        while came.files:
            self._attachments.remove(came.chat_id, came.files.pop())
