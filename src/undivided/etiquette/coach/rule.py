"""What a rule is: a stable name, the practice behind it, and a pure check of chat and draft."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from undivided.etiquette.coach.advice import Advice
from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, Line
from undivided.etiquette.coach.phrases import Phrases
from undivided.etiquette.coach.reading import Reader, Reading
from undivided.etiquette.pace import words_in


class Context:
    """What a rule sees; what several rules ask for is found once.

    Attributes:
        chat: The chat so far.
        draft: What is about to be sent.
        reader: Reads texts in the chat's language; the glossary's terms are its "jargon".
    """

    def __init__(self, chat: ChatView, draft: Draft, reader: Reader) -> None:
        self.chat = chat
        self.draft = draft
        self.reader = reader

    @cached_property
    def reading(self) -> Reading:
        """The draft as it is read."""
        return Reading(self.draft.text, self.reader.phrases)

    @cached_property
    def word_count(self) -> int:
        """How many words the draft has."""
        return words_in(self.draft.text)

    @property
    def phrases(self) -> Phrases:
        """The words of the chat's language."""
        return self.reader.phrases

    @cached_property
    def owed(self) -> tuple[Line, ...]:
        """The visitor's lines since the operator's last one: what the draft answers."""
        lines = self.chat.lines
        start = len(lines)
        while start and lines[start - 1].author is Author.VISITOR:
            start -= 1
        return lines[start:]

    @cached_property
    def replies(self) -> tuple[Line, ...]:
        """The operator's lines, oldest first."""
        return tuple(line for line in self.chat.lines if line.author is Author.OPERATOR)

    @cached_property
    def heard(self) -> tuple[Reading, ...]:
        """The visitor's lines as they are read, oldest first."""
        read = self.reader.read
        return tuple(read(line.text) for line in self.chat.lines if line.author is Author.VISITOR)

    @cached_property
    def said(self) -> tuple[Reading, ...]:
        """The operator's lines as they are read, oldest first."""
        return tuple(self.reader.read(line.text) for line in self.replies)


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
