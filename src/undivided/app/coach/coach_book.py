"""What the coach goes by: the words of each language, the operator's glossary and habits."""

import logging
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from undivided.app.session_context import SessionContext
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.listening import Listening
from undivided.etiquette.coach.phrases import NO_PHRASES, Phrases
from undivided.etiquette.coach.reading import Reader
from undivided.protocol.errors import UndividedError
from undivided.runtime.worker import Worker
from undivided.storage.coach_habits import HabitsFile
from undivided.storage.coach_words import (
    CoachWords,
    load_coach_words,
    load_shop_pages,
    load_tongues,
)
from undivided.storage.own_glossary import begin_glossary
from undivided.storage.profile import ProfileFolder
from undivided.ui.words import coach_wording

log = logging.getLogger(__name__)


class CoachBook(QObject):
    """Loads words on a thread, when a language is first met; until then rules without words speak.

    Signals:
        changed: There are other words or habits, so a draft is to be looked at again.

    Attributes:
        listening: Which rules the operator hears.
        glossary: The operator's own glossary; it need not be there.
        order_steps: By language, the usual steps of an order as lines. Source: practice 52.
    """

    changed = Signal()

    def __init__(self, context: SessionContext, profile: ProfileFolder) -> None:
        super().__init__(context.window)
        self._context = context
        self._file = HabitsFile(profile.habits_file)
        self.glossary: Path = profile.glossary_file
        self._worker = Worker("writing coach")
        self.listening = Listening()
        self.order_steps: Mapping[str, tuple[str, ...]] = {}
        self._words: dict[str, CoachWords] = {}
        self._wanted: set[str] = set()
        self._coaches: dict[str, Coach] = {}
        self._readers: dict[str, Reader] = {}
        self._glossary_age = 0.0

    def load(self) -> None:
        """Read what the operator chose; nothing of it is needed for the first paint."""
        self._context.start("coach habits", self._load())
        self._context.start("words of all languages", self._hear())

    async def aclose(self) -> None:
        """Wait for what is being kept."""
        await self._worker.run(self._worker.abandon)

    def phrases(self, language: str) -> Phrases:
        """Return the words of a language; none while they are being read, and then `changed`."""
        self._want(language)
        return self._words.get(language, CoachWords()).phrases

    def reader(self, language: str) -> Reader:
        """Return the one reader of a language, which remembers what it read for whoever asked.

        It is another one once there are other words, so nobody may keep it.
        """
        phrases = self.phrases(language)
        known = self._readers.get(language)
        if known is None or known.phrases is not phrases:
            known = self._readers[language] = Reader(phrases)
        return known

    def coach(self, language: str) -> Coach:
        """Return the coach of a language; one without words while they are being read."""
        self._want(language)
        known = self._coaches.get(language)
        if known is None:
            words = self._words.get(language, CoachWords(NO_PHRASES))
            known = self._coaches[language] = Coach(
                words.phrases,
                glossary=words.glossary,
                habits=self.listening.habits,
                broken=_report,
            )
        return known

    def _want(self, language: str) -> None:
        if language not in self._wanted:
            self._wanted.add(language)
            self._context.start("coach words", self._read(language))

    def keep(self) -> None:
        """Write the operator's habits soon, and go by them from now on."""
        self._coaches.clear()
        self._context.start("keep habits", self._keep())

    async def read_again(self) -> None:
        """Take in the operator's glossary if it was changed since it was read."""
        age = await self._worker.run(_age, self.glossary)
        if age != self._glossary_age:
            for language in sorted(self._wanted):
                await self._read(language)

    async def open_glossary(self) -> None:
        """Open the operator's glossary in whatever edits text here; begin one if there is none.

        Raises:
            StorageError: There is none, and none can be made.
        """
        await self._worker.run(begin_glossary, self.glossary)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.glossary))):
            self._context.troubled(coach_wording.nothing_opens(str(self.glossary)))

    async def _load(self) -> None:
        habits, sentence = await self._worker.run(self._file.load)
        self.listening.recall(habits)
        self._coaches.clear()
        if sentence:
            self._context.troubled(sentence)
        self.changed.emit()

    async def _hear(self) -> None:
        self._context.tongues.learn(await self._worker.run(load_tongues))
        shops = await self._worker.run(load_shop_pages)
        self._context.shop_pages.learn(shops)
        self.order_steps = {each.language: each.sentences.get("order_steps", ()) for each in shops}
        self.changed.emit()

    async def _read(self, language: str) -> None:
        self._glossary_age = await self._worker.run(_age, self.glossary)
        words = await self._worker.run(load_coach_words, language, self.glossary)
        before = self._words.get(language, CoachWords())
        self._words[language] = words
        self._coaches.pop(language, None)
        if words.problem and words.problem != before.problem:
            self._context.troubled(words.problem)
        self.changed.emit()

    async def _keep(self) -> None:
        try:
            await self._worker.run(self._file.save, dict(self.listening.habits))
        except UndividedError as error:
            self._context.troubled(error.sentence)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _report(rule: str, error: Exception) -> None:
    # Not the text: a log holds no words of anybody.
    log.error("the rule %s of the writing coach failed: %s", rule, type(error).__name__)
