"""What a rule is: a stable name, the practice behind it, and a pure check of chat and draft."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from undivided.etiquette.coach.advice import Advice
from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, Line
from undivided.etiquette.coach.phrases import Phrases
from undivided.etiquette.coach.reading import Reader, Reading


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule sees.

    Attributes:
        chat: The chat so far.
        draft: What is about to be sent.
        reader: Reads texts in the chat's language.
        glossary: Jargon in folded words -> what to say instead. Source: practice 27.
    """

    chat: ChatView
    draft: Draft
    reader: Reader
    glossary: Mapping[str, str] = field(default_factory=dict)

    @property
    def reading(self) -> Reading:
        """The draft as it is read."""
        return self.reader.read(self.draft.text)

    @property
    def phrases(self) -> Phrases:
        """The words of the chat's language."""
        return self.reader.phrases

    @property
    def owed(self) -> tuple[Line, ...]:
        """The visitor's lines since the operator's last one: what the draft answers."""
        lines = self.chat.lines
        start = len(lines)
        while start and lines[start - 1].author is Author.VISITOR:
            start -= 1
        return lines[start:]

    def said_by(self, author: Author) -> tuple[Line, ...]:
        """Return the lines of one side, oldest first."""
        return tuple(line for line in self.chat.lines if line.author is author)


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
