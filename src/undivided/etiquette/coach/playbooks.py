"""Why somebody writes, by their first words, and the few steps that answer such a chat well.

The steps are sentences of the language's file, `first_steps_complaint` and so on: the title, and
then for each step its mark and its words, parted by a colon. Source: practice 79.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from undivided.etiquette.coach.answers import STEM, unanswered
from undivided.etiquette.coach.mood import Mood, felt_in
from undivided.etiquette.coach.phrases import Phrases, words_of
from undivided.etiquette.coach.questions import is_question, questions_in
from undivided.etiquette.coach.reading import Reader, Reading, Sentence
from undivided.etiquette.coach.rule import Rule
from undivided.etiquette.coach.signals import is_puzzled
from undivided.etiquette.coach.topic import topic_words

_MANNERS = frozenset({"greetings", "thanks", "calming", "goodbyes"})
_WORDS_BESIDE_MANNERS = 2
"""Words of weight: "thank you for the picture" tells nothing yet."""


class Reason(StrEnum):
    """Why somebody writes; the names are those of the files of phrases."""

    COMPLAINT = "complaint"
    CONFUSED = "confused"
    BUYING = "buying"
    OTHER = "other"


class Mark(StrEnum):
    """What the coach can see done; the names are those of the files of phrases."""

    GREETING = "greeting"
    SORRY = "sorry"
    THANKS = "thanks"
    QUESTION = "question"
    ANSWER = "answer"
    NEXT = "next"
    CHECK = "check"


class Step(Struct, frozen=True):
    """One step of a playbook: what sees it done, and what the operator reads."""

    mark: Mark
    words: str


class Playbook(Struct, frozen=True):
    """The steps for one reason, in order; none where the language has no words for them."""

    reason: Reason
    title: str = ""
    steps: tuple[Step, ...] = ()


def reason_of(first: Sequence[str], reader: Reader) -> Reason:
    """Return why somebody writes.

    A complaint goes before everything else: whoever is angry is helped first, and sold nothing.

    Args:
        first: The visitor's first lines in a row.
    """
    felt = felt_in(first, reader)
    readings = [reader.read(text) for text in first]
    if felt.mood in (Mood.ANNOYED, Mood.HOSTILE) or _any_has(readings, "complaints"):
        return Reason.COMPLAINT
    if felt.is_buying:
        return Reason.BUYING
    if _any_has(readings, "lost") or any(map(is_puzzled, readings)):
        return Reason.CONFUSED
    if _any_has(readings, "shopping"):
        return Reason.BUYING
    return Reason.CONFUSED if felt.mood is Mood.WORRIED else Reason.OTHER


def playbook_of(reason: Reason, phrases: Phrases) -> Playbook:
    """Return the steps for a reason, in the language of the phrases."""
    title, *rows = phrases.sentences.get(f"first_steps_{reason}", ("",))
    known = frozenset(Mark)
    pairs = (row.partition(":") for row in rows)
    steps = (Step(Mark(mark), words.strip()) for mark, _, words in pairs if mark in known)
    return Playbook(reason, title, tuple(steps))


def done_in(first: Sequence[Reading], replies: Sequence[Reading], name: str) -> frozenset[Mark]:
    """Return what the operator has done since.

    Args:
        first: The visitor's first lines in a row.
        replies: The operator's lines since then.
        name: The visitor's, or "" when nobody can be called by it.
    """
    wanted = {word.text for word in words_of(name)}
    asked = [bool(questions_in(reply)) for reply in replies]
    is_named = any(word.text in wanted for reply in replies for word in reply.words)
    seen = {
        Mark.GREETING: _any_has(replies, "greetings") and (is_named or not wanted),
        Mark.SORRY: _any_has(replies, "calming"),
        Mark.THANKS: _any_has(replies, "thanks"),
        Mark.QUESTION: any(asked),
        Mark.ANSWER: _is_answered(first, replies, name),
        Mark.NEXT: _any_has(replies, "promises", "dates"),
        Mark.CHECK: any(asked[1:]) or _any_has(replies, "anything_else"),
    }
    return frozenset(mark for mark, is_seen in seen.items() if is_seen)


def _is_answered(first: Sequence[Reading], replies: Sequence[Reading], name: str) -> bool:
    """Return whether something was told, and no question is open."""
    called = frozenset(word.text[:STEM] for word in words_of(name))
    told = any(_tells(part, called) for reply in replies for part in reply.parts)
    return told and not unanswered(first, replies)


def _tells(sentence: Sentence, called: frozenset[str]) -> bool:
    """Return whether a sentence is more than manners and the visitor's name."""
    if sentence.known(is_question):
        return False
    least = _WORDS_BESIDE_MANNERS if sentence.kinds & _MANNERS else 1
    return len(topic_words(sentence) - called) >= least


def _any_has(readings: Sequence[Reading], *kinds: str) -> bool:
    return any(reading.has(*kinds) for reading in readings)


FIRST_STEPS = Rule(
    name="first-steps",
    practices=(79,),
    title="First steps beside a new chat",
    why="Almost everybody who writes is unhappy, confused or buying, and each wants another start.",
    check=lambda _context: (),
)
"""It says nothing of drafts; as a rule it can be switched off and passed over like the others."""
