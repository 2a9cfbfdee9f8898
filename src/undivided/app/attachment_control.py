"""Files of drafts: chosen, pasted, dropped or carried by a response; kept, shown, taken off."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog

from undivided.app.chat_control import ChatControl
from undivided.app.photo import small_picture
from undivided.app.session_context import SessionContext
from undivided.desk import facts
from undivided.library.errors import FileGone
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response
from undivided.protocol.errors import UndividedError
from undivided.protocol.ids import ChatId
from undivided.runtime.worker import Worker
from undivided.storage.library.store import LibraryStore
from undivided.storage.local_file import FileUnfit, LocalFile, fit, read_local
from undivided.ui.composer.file_chip import PICTURE_PX
from undivided.ui.composer.given_files import GivenFiles
from undivided.ui.words import insertion_wording

Read = Callable[[], Awaitable[LocalFile]]

MOST_FILES = 10
"""Of one draft; each is a message of its own in the visitor's window."""
PASTED = "picture.png"
_SIDE_PX = 3 * PICTURE_PX
_FULL = f"A message takes {MOST_FILES} files at most. The others were not added."


class AttachmentControl(QObject):
    """Puts files to the drafts of chats; nothing is sent before Send is pressed.

    A copy is kept from the moment a file is added, so its original may be moved or deleted.
    """

    def __init__(self, context: SessionContext, chats: ChatControl) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._files = context.window.desk.conversation.composer.files
        self._reader = Worker("files to send")
        self._files.wanted.connect(self.choose)
        self._files.given.connect(self.add)
        self._files.removed.connect(self.remove)
        self._files.shown.connect(self._want_pictures)
        context.window.desk.column.chats.files_dropped.connect(self.drop_on_chat)

    def close(self) -> None:
        """Read no more files."""
        self._reader.abandon()

    def choose(self, chat_id: str) -> None:
        """Ask which files go with a chat's draft."""
        dialog = QFileDialog(self._context.window, "Attach files")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(
            lambda names: self.add(chat_id, GivenFiles(tuple(map(Path, names))))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def drop_on_chat(self, chat_id: str, given: GivenFiles) -> None:
        """Switch to the chat on whose tab files fell, and put them to its draft."""
        self._chats.pick_and_write(ChatId(chat_id))
        if self._context.window.desk.conversation.composer.editor.isReadOnly():
            self._context.troubled("This chat is closed, so nothing was added.")
        else:
            self.add(chat_id, given)

    def add(self, chat_id: str, given: GivenFiles) -> None:
        """Put files and a picture to a chat's draft; what cannot be sent is named."""
        reads: list[Read] = [partial(self._read, read_local, path) for path in given.paths]
        if given.picture is not None:
            reads.append(partial(self._read, _as_file, given.picture))
        self._context.start("attach", self._add_all(ChatId(chat_id), reads))

    async def add_from_response(
        self, chat_id: ChatId, response: Response, *, is_coming: bool
    ) -> list[Attachment]:
        """Put the files of a canned response to a chat's draft.

        Args:
            chat_id: Whose draft it is.
            response: Names the files.
            is_coming: Those that are not on this computer are fetched from the server.

        Returns:
            Those that were not there before.
        """
        reads = [partial(self._from_library, file, is_coming) for file in response.attachments]
        return await self._add(chat_id, reads)

    def remove(self, chat_id: str, file: Attachment) -> None:
        """Take a file off a chat's draft."""
        chat = ChatId(chat_id)
        if self._context.connection is not None:
            self._context.connection.detach(chat, file)
        self._changed(chat, [each for each in self._of(chat) if each != file])

    async def _add_all(self, chat_id: ChatId, reads: Sequence[Read]) -> None:
        await self._add(chat_id, reads)

    async def _add(self, chat_id: ChatId, reads: Sequence[Read]) -> list[Attachment]:
        refused: list[str] = []
        added: list[Attachment] = []
        for read in reads:
            if len(self._of(chat_id)) >= MOST_FILES:
                refused.append(_FULL)
                break
            try:
                added += await self._keep(chat_id, await read())
            except UndividedError as error:
                refused.append(error.sentence)
        if refused:
            more = len(refused) - 1
            others = f" {more} more could not be added either." if more else ""
            self._context.troubled(refused[0] + others)
        return added

    async def _read(self, work: Callable[..., LocalFile], source: object) -> LocalFile:
        return await self._reader.run(work, source)

    async def _from_library(self, file: Attachment, is_coming: bool) -> LocalFile:  # noqa: FBT001 - see `Read`
        try:
            data = await self._context.library.ask(partial(_bytes_of, digest=file.digest))
        except FileGone as gone:
            if is_coming:
                raise FileUnfit(insertion_wording.file_is_coming(file.name)) from gone
            raise
        return await self._reader.run(fit, file.name, data)

    async def _keep(self, chat_id: ChatId, file: LocalFile) -> list[Attachment]:
        connection = self._context.connection
        if connection is None:
            raise FileUnfit("Nobody is signed in, so no file was added.")
        kept = await connection.attach(chat_id, file)
        # The chat may have been switched and more files added while the disk was written.
        if connection is not self._context.connection or kept in self._of(chat_id):
            return []
        self._changed(chat_id, [*self._of(chat_id), kept])
        return [kept]

    def _of(self, chat_id: ChatId) -> tuple[Attachment, ...]:
        return self._context.draft_files.get(chat_id, ())

    def _changed(self, chat_id: ChatId, files: Sequence[Attachment]) -> None:
        self._context.draft_files[chat_id] = tuple(files)
        if chat_id == self._chats.shown:
            self._files.show(tuple(files))
        if self._context.connection is not None:
            text = self._context.drafts.get(chat_id, "")
            self._context.connection.note(facts.DraftChanged(chat_id, text, bool(files)))

    # Small pictures

    def _want_pictures(self) -> None:
        for file in self._files.files:
            is_picture = file.media_type.startswith("image/")
            if is_picture and not self._files.chips.has_picture(file.digest):
                self._context.start("small picture", self._show_picture(file))

    async def _show_picture(self, file: Attachment) -> None:
        connection = self._context.connection
        if connection is None:
            return
        image = await self._reader.run(small_picture, connection.path_of(file), _SIDE_PX)
        if image is not None:
            self._files.chips.set_picture(file.digest, QPixmap.fromImage(image))


def _bytes_of(store: LibraryStore, digest: str) -> bytes:
    return store.file_bytes(digest)


def _as_file(picture: QImage) -> LocalFile:
    """Return a pasted picture as a file.

    Raises:
        FileUnfit: It is empty, or too large as a file.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload] # a name is a name in both
    return fit(PASTED, bytes(buffer.data().data()))
