"""Files of inserted responses that have not come yet: said before sending, added when they come."""

from collections.abc import Collection, Iterator

from PySide6.QtCore import QObject

from undivided.app.responses.insertion_control import InsertionControl
from undivided.app.responses.response_files import ResponseFiles
from undivided.app.responses.sharing_control import SharingControl
from undivided.app.session_context import SessionContext
from undivided.etiquette.coach.advice import Act, Advice, Remedy
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.ui.composer.gate_question import Gate
from undivided.ui.words import insertion_wording as words

RULE = "file-not-here"


class AwaitedFiles(QObject):
    """Looks at what was inserted into the drafts and still stands there.

    Args:
        context: The running program.
        insertion: Remembers what was inserted, also over a new start.
        files: Puts files to drafts.
        sharing: Says when a file has come.
    """

    def __init__(
        self,
        context: SessionContext,
        insertion: InsertionControl,
        files: ResponseFiles,
        sharing: SharingControl,
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._memory = insertion.memory
        self._files = files
        self._missing: frozenset[str] = frozenset()
        self._composer = context.window.desk.conversation.composer
        checks = self._composer.sending.checks
        self._other_gate = checks.find_gate
        checks.find_gate = self._gate
        self._composer.bound.connect(self._look)
        insertion.inserted.connect(lambda *_: self._look())
        sharing.file_came.connect(self._came)

    def _gate(self, text: str, passed: Collection[str] = ()) -> Gate | None:
        """Return the question before a text goes without a file of its response, once a text."""
        away = sorted({file.name for file in self._away(text)})
        if not away or RULE in passed:
            return self._other_gate(text, passed)
        remedy = Remedy(Act.ASK_FIRST, label=words.SEND_WITHOUT)
        return Gate(Advice(RULE, words.goes_without(away), (remedy,)))

    def _away(self, text: str) -> Iterator[Attachment]:
        there = {file.digest for file in self._composer.files.files}
        for response in self._inserted(self._shown(), text):
            for file in response.attachments:
                if file.digest in self._missing - there:
                    yield file

    def _look(self) -> None:
        if self._memory.knows(self._shown()):
            self._context.start("files of the draft", self._look_up())

    async def _look_up(self) -> None:
        responses = self._inserted(self._shown(), self._composer.text)
        named = [file for response in responses for file in response.attachments]
        if named:
            missing = await self._context.library.ask(lambda store: store.missing(named))
            self._missing |= missing

    def _came(self, file: Attachment) -> None:
        self._missing -= {file.digest}
        shown = self._shown()
        for chat_id in {shown, *self._context.drafts}:
            text = self._composer.text if chat_id == shown else self._context.drafts[chat_id]
            for response in self._inserted(chat_id, text):
                if file in response.attachments:
                    self._files.bring_late(chat_id, response, file)

    def _inserted(self, chat_id: ChatId, text: str) -> tuple[Response, ...]:
        return tuple(ready.response for ready in self._memory.waiting(chat_id, text))

    def _shown(self) -> ChatId:
        return ChatId(self._composer.chat_id or "")
