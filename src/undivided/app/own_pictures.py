"""Pictures that the operator sent, shown in the transcript from their kept copies."""

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage, QPixmap

from undivided.app.photo import small_picture
from undivided.app.session_context import SessionContext
from undivided.desk.values import Author, Message
from undivided.protocol.ids import ChatId
from undivided.runtime.worker import Worker
from undivided.ui.conversation.shown_pictures import HIGHEST, MOST_AT_HAND, WIDEST

_DENSITY = 2
"""Pixels for each logical one, so that a picture is sharp on any screen."""


class OwnPictures(QObject):
    """Looks for the pictures of the chat in view; what has no copy stays a line with its name."""

    def __init__(self, context: SessionContext) -> None:
        super().__init__(context.window)
        self._context = context
        self._transcript = context.window.desk.conversation.transcript
        self._reader = Worker("sent pictures")
        self._asked: set[str] = set()
        context.window.desk.conversation.chat_shown.connect(self._begin)
        context.bridge.transcripts.changed.connect(lambda _change: self._look())

    def close(self) -> None:
        """Read no more pictures."""
        self._reader.abandon()

    def _begin(self) -> None:
        self._asked.clear()
        self._look()

    def _look(self) -> None:
        chat_id = self._context.bridge.transcripts.bound
        if chat_id is None or self._context.connection is None:
            return
        messages = self._context.bridge.transcripts.messages(chat_id)
        mine = [each for each in reversed(messages) if _is_own_picture(each)]
        for message in mine[:MOST_AT_HAND]:
            if message.key not in self._asked and not self._transcript.has_picture(message.key):
                self._asked.add(message.key)
                self._context.start("own picture", self._show(chat_id, message))

    async def _show(self, chat_id: ChatId, message: Message) -> None:
        connection = self._context.connection
        if connection is None or message.custom_id is None:
            return
        path = connection.picture_of(message.custom_id)
        if path is None:
            return
        image = await self._reader.run(partial(small_picture, path, HIGHEST * _DENSITY))
        if image is not None and self._context.bridge.transcripts.bound == chat_id:
            self._transcript.set_picture(message.key, QPixmap.fromImage(_small(image)))


def _is_own_picture(message: Message) -> bool:
    file = message.file
    is_picture = file is not None and file.content_type.startswith("image/")
    return is_picture and message.author is Author.ME and message.custom_id is not None


def _small(image: QImage) -> QImage:
    """Return no more pixels than are shown; what stays in memory is bounded by it."""
    widest, highest = WIDEST * _DENSITY, HIGHEST * _DENSITY
    if image.width() <= widest and image.height() <= highest:
        return image
    return image.scaled(
        widest,
        highest,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
