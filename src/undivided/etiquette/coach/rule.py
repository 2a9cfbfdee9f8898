"""What a rule is: a stable name, the practice behind it, and a pure check of chat and draft."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from undivided.etiquette.coach.advice import Advice
from undivided.etiquette.coach.chat_view import ChatView, Draft
from undivided.etiquette.coach.history import History
from undivided.etiquette.coach.phrases import Phrases
from undivided.etiquette.coach.reading import Reader, Reading


class Context:
    """What a rule sees; what several rules ask for is found once.

    Attributes:
        chat: What is known about the chat; its lines are in `history` as they are read.
        draft: What is about to be sent.
        reader: Reads texts in the chat's language; the glossary's terms are its "jargon".
        history: The chat so far.
    """

    def __init__(self, chat: ChatView, draft: Draft, reader: Reader, history: History) -> None:
        self.chat = chat
        self.draft = draft
        self.reader = reader
        self.history = history

    @property
    def name(self) -> str:
        """The visitor's name, as the desk knows it or as the visitor told it, or ""."""
        return self.chat.visitor_name or self.history.told_name

    @cached_property
    def reading(self) -> Reading:
        """The draft as it is read."""
        return self.reader.read(self.draft.text, self.draft.skipped)

    @cached_property
    def word_count(self) -> int:
        """How many words the draft has."""
        return sum(sentence.word_count for sentence in self.reading.parts)

    @property
    def phrases(self) -> Phrases:
        """The words of the chat's language."""
        return self.reader.phrases

    @property
    def owed(self) -> Sequence[Reading]:
        """The visitor's last lines in a row: what the draft answers, or goes on to answer."""
        return self.history.owed


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the coach.

    Attributes:
        name: Stable; settings, reports and reviews use it.
        practices: Numbers in the list of practices.
        title: What it looks after, as a setting is called.
        why: One sentence for whoever asks why.
        check: Returns what it has to say about a draft, or nothing; never raises.
        needs: Kinds of phrases without which it stays silent.
        is_gate: Whether the message waits for an answer, because the practice says so.
        is_on: Whether it is on before anybody chose.
    """

    name: str
    practices: tuple[int, ...]
    title: str
    why: str
    check: Callable[[Context], Iterable[Advice]]
    needs: frozenset[str] = frozenset()
    is_gate: bool = False
    is_on: bool = True
