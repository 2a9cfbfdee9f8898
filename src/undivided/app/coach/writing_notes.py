"""What is known of writing in each chat: its language, guessed or chosen, and its spelling."""

from itertools import islice

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from undivided.app.session_context import SessionContext
from undivided.desk.values import Author
from undivided.protocol.ids import ChatId
from undivided.runtime.worker import Worker
from undivided.storage.chat_writing import ChatWriting, ChatWritingFile

_NOTHING = ChatWriting()
_MESSAGES = 5
"""The visitor's last messages that tell the language."""
_MOST_MARKS = 200
"""Of ticks in a chat; older ones are of questions that nobody sees any more."""


class WritingNotes(QObject):
    """Answers at once; a language is guessed in the background when the visitor has written.

    Signals:
        changed: A chat's language, or what is right in it, is another now.
    """

    changed = Signal(str)

    def __init__(self, context: SessionContext) -> None:
        super().__init__(context.window)
        self._context = context
        self._file = ChatWritingFile(context.profile.chat_writing_file)
        self._worker = Worker("chat languages")
        self._kept: dict[ChatId, ChatWriting] = {}
        self._guessed: dict[ChatId, str] = {}
        self._heard: dict[ChatId, tuple[str, ...]] = {}
        context.bridge.chats_removed.connect(self._forget)

    def load(self) -> None:
        """Read what was kept; nothing of it is needed for the first paint."""
        self._context.start("chat languages", self._load())

    async def aclose(self) -> None:
        """Wait for what is being kept."""
        await self._worker.run(self._worker.abandon)

    def of(self, chat_id: ChatId) -> ChatWriting:
        """Return what is kept of a chat."""
        return self._kept.get(chat_id, _NOTHING)

    def language(self, chat_id: ChatId) -> str:
        """Return the chat's language as a BCP 47 tag: chosen, or else guessed, or ""."""
        messages = reversed(self._context.bridge.transcripts.messages(chat_id))
        said = (each.text for each in messages if each.author is Author.VISITOR)
        self.hear(chat_id, tuple(islice(said, _MESSAGES)))
        return self.of(chat_id).language or self.guessed(chat_id)

    def likely(self, chat_id: ChatId) -> str:
        """Return the chat's language, or the operator's own where the visitor has told none."""
        own = self._context.speller.usual_language.replace("_", "-")
        return self.language(chat_id) or own

    def guessed(self, chat_id: ChatId) -> str:
        """Return what the visitor seems to write, as a BCP 47 tag, or ""."""
        return self._guessed.get(chat_id, "")

    def hear(self, chat_id: ChatId, said: tuple[str, ...]) -> None:
        """Guess anew where the visitor has said something else than before.

        Args:
            chat_id: Which chat.
            said: The visitor's last messages; needed only where the transcript is not here, as in
                the queue.
        """
        if said and self._heard.get(chat_id) != said:
            self._heard[chat_id] = said
            self._context.start("language of a chat", self._guess(chat_id, said))

    def choose(self, chat_id: ChatId, language: str) -> None:
        """Keep the operator's choice; "" follows the visitor again."""
        self._keep(chat_id, replace(self.of(chat_id), language=language))

    def ignore(self, chat_id: ChatId, word: str) -> None:
        """Take a word as right in this chat."""
        before = self.of(chat_id)
        if word not in before.ignored:
            self._keep(chat_id, replace(before, ignored=(*before.ignored, word)))

    def count_sent(self, chat_id: ChatId, misspelt: int) -> None:
        """Count misspelt words that were sent. Source: practice 18."""
        before = self.of(chat_id)
        self._keep(chat_id, replace(before, misspelt_sent=before.misspelt_sent + misspelt))

    def forget_refusal(self, chat_id: ChatId) -> None:
        """Take back a no to a sale that an earlier version kept by chat."""
        before = self.of(chat_id)
        if before.refused_on:
            self._keep(chat_id, replace(before, refused_on=""))

    def tick(self, chat_id: ChatId, mark: str, *, is_answered: bool) -> None:
        """Keep what the operator says of a question of the visitor. Source: practice 24."""
        before = self.of(chat_id)
        answered = tuple(each for each in before.answered if each != mark)
        reopened = tuple(each for each in before.reopened if each != mark)
        if is_answered:
            answered = (*answered, mark)[-_MOST_MARKS:]
        else:
            reopened = (*reopened, mark)[-_MOST_MARKS:]
        self._keep(chat_id, replace(before, answered=answered, reopened=reopened))

    def settle(self, chat_id: ChatId, mark: str) -> None:
        """Keep that a promise is done. Source: practice 43."""
        before = self.of(chat_id)
        if mark not in before.settled:
            self._keep(chat_id, replace(before, settled=(*before.settled, mark)[-_MOST_MARKS:]))

    def note_abuse(self, chat_id: ChatId, day: str) -> None:
        """Keep the ISO date of the last note on abuse. Source: practice 72."""
        before = self.of(chat_id)
        if day > before.abuse_on:
            self._keep(chat_id, replace(before, abuse_on=day))

    def name_topic(self, chat_id: ChatId, thread_id: str, topic: str) -> None:
        """Keep what a sitting is about; "" goes by the visitor's words again.

        Source: practice 80.
        """
        before = self.of(chat_id)
        self._keep(chat_id, replace(before, topic=topic, topic_of=thread_id if topic else ""))

    def use_wordings(self, chat_id: ChatId, thread_id: str, marks: tuple[str, ...]) -> None:
        """Keep which wordings of responses were sent in a sitting. Source: practice 28."""
        before = self.wordings(chat_id, thread_id)
        used = tuple(dict.fromkeys((*before, *marks)))[-_MOST_MARKS:]
        if used != before:
            self._keep(chat_id, replace(self.of(chat_id), wordings=used, wordings_of=thread_id))

    def wordings(self, chat_id: ChatId, thread_id: str) -> tuple[str, ...]:
        """Return the marks of the wordings that were sent in a sitting."""
        kept = self.of(chat_id)
        return kept.wordings if kept.wordings_of == thread_id else ()

    def _keep(self, chat_id: ChatId, writing: ChatWriting) -> None:
        # Behind all others, so that the file forgets the oldest first.
        self._kept.pop(chat_id, None)
        self._kept[chat_id] = writing
        self._context.start("keep chat languages", self._save())
        self.changed.emit(chat_id)

    async def _guess(self, chat_id: ChatId, said: tuple[str, ...]) -> None:
        language = await self._context.speller.language_of("\n".join(said))
        # A short message that could be anything takes nothing back.
        if language and language != self.guessed(chat_id) and self._heard.get(chat_id) == said:
            self._guessed[chat_id] = language
            self.changed.emit(chat_id)

    def _forget(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in chats:
            self._heard.pop(chat_id, None)
            self._guessed.pop(chat_id, None)

    async def _load(self) -> None:
        kept, sentence = await self._worker.run(self._file.load)
        self._kept = {**kept, **self._kept}
        if sentence:
            self._context.troubled(sentence)
        for chat_id in kept:
            self.changed.emit(chat_id)

    async def _save(self) -> None:
        await self._worker.run(self._file.save, dict(self._kept))
